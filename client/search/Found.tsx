import { useCallback, useState } from "react";
import type { ReactNode } from "react";
import type { CaseId } from "../../shared/ids";
import type { Person } from "../../shared/people";
import { MOST_COUNTED } from "../../shared/protocol/found";
import type { FoundView } from "../../shared/protocol/found";
import { useTranslation } from "../app/translation";
import type { Asked, Kind } from "./asked";
import { ClaimLine, PersonLine, SourceLine, TextLine, TitleLine } from "./FoundLine";
import type { Lines } from "./useLines";

/** People of whom a few are shown among everything. */
const FEW = 5;

export interface Group {
  readonly kind: Kind;
  readonly count: number;
  readonly lines: readonly ReactNode[];
}

/** What was found, kind by kind. `nameOf`: of a case file. */
export function groupsOf(view: FoundView, people: readonly Person[], words: string, nameOf: (home: CaseId) => string): Group[] {
  const { titles, texts, claims, sources } = view;
  const groups: Group[] = [];
  const add = (kind: Kind, count: number | null, lines: readonly ReactNode[]): void =>
    void groups.push({ kind, count: count ?? lines.length, lines });
  if (titles)
    add(
      "titles",
      titles.count,
      titles.lines.map((line) => <TitleLine key={line.doc} line={line} words={words} home={nameOf(line.case)} />),
    );
  if (texts)
    add(
      "texts",
      texts.count,
      texts.lines.map((line) => <TextLine key={`${line.doc} ${line.lang}`} line={line} home={nameOf(line.case)} />),
    );
  if (claims)
    add(
      "claims",
      claims.count,
      claims.lines.map((line) => <ClaimLine key={`${line.doc} ${line.claim}`} line={line} home={nameOf(line.case)} />),
    );
  if (sources)
    add(
      "sources",
      sources.count,
      sources.lines.map((line) => (
        <SourceLine key={`${line.doc} ${line.claim} ${line.evidence}`} line={line} words={words} home={nameOf(line.case)} />
      )),
    );
  add(
    "people",
    people.length,
    people.map((person) => <PersonLine key={person.id} person={person} words={words} />),
  );
  return groups;
}

/** How many there are, in words: "more than 1,000" where they were not all counted. */
export function useCountText(): (kind: Kind, count: number) => string {
  const { t } = useTranslation("search");
  return useCallback(
    (kind, count) => (count > MOST_COUNTED ? t(`more.${kind}`, { most: MOST_COUNTED }) : t(`count.${kind}`, { count })),
    [t],
  );
}

interface FoundProps {
  readonly asked: Asked;
  readonly groups: readonly Group[];
  readonly more: Lines["more"];
  readonly onKind: (kind: Kind) => void;
}

/** The first of every kind, or all of one. */
export function Found({ asked, groups, more, onKind }: FoundProps) {
  const { t } = useTranslation(["search", "common"]);
  const said = useCountText();
  const shown = groups.filter(({ kind, lines }) => lines.length > 0 && (asked.kind === null || asked.kind === kind));
  return shown.map(({ kind, count, lines }) => {
    const some = asked.kind === null && kind === "people" ? lines.slice(0, FEW) : lines;
    return (
      <section key={kind} className="found-group" aria-labelledby={`found-${kind}`}>
        <h2 id={`found-${kind}`}>{said(kind, count)}</h2>
        <ul className="found-lines">{some}</ul>
        {asked.kind === null && count > some.length ? (
          <button type="button" className="ui-btn is-quiet" data-found onClick={() => onKind(kind)}>
            {t("search:all", { what: said(kind, count) })}
          </button>
        ) : null}
        {asked.kind === kind && more ? <More more={more} from={lines.length} /> : null}
      </section>
    );
  });
}

/** Reads on, and goes on where the next lines begin. */
function More({ more, from }: { more: NonNullable<Lines["more"]>; from: number }) {
  const { t } = useTranslation(["search", "common"]);
  const [reading, setReading] = useState(false);
  const read = async (button: HTMLElement): Promise<void> => {
    setReading(true);
    const list = button.parentElement?.querySelector(".found-lines");
    await more();
    setReading(false);
    requestAnimationFrame(() => list?.children[from]?.querySelector<HTMLElement>("[data-found]")?.focus());
  };
  return (
    <button type="button" className="ui-btn" data-found disabled={reading} onClick={(event) => void read(event.currentTarget)}>
      {reading ? t("common:state.loading") : t("search:next")}
    </button>
  );
}
