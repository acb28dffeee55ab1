import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { Link } from "wouter";
import type { ClaimStatus, Verdict } from "../../shared/claim/claim";
import type { ClaimId } from "../../shared/ids";
import { interfaceLanguage, languages } from "../../shared/languages";
import type { Lang, UiLang } from "../../shared/languages";
import type { ClaimLine } from "../../shared/protocol/rest";
import { Avatar } from "../app/Avatar";
import { useCommands } from "../app/commands";
import { ago, moment } from "../app/dates";
import { WorkbenchPage } from "../app/pages";
import { usePeople, useServices } from "../app/services";
import { useTranslation } from "../app/translation";
import { VerdictBadge } from "../app/verdicts";
import type { Listed } from "./claimPages";

/** Pixels, until a line is measured. */
const ESTIMATED = 60;
/** Lines above and below what can be seen. */
const AROUND = 12;
/** The next lines are asked for when the last so many come near. */
const AHEAD = 20;

const columns = ["claim", "verdict", "status", "sources", "assignee", "changed"] as const;

/** Which claims are chosen, to be changed together. */
export interface Choice {
  readonly chosen: ReadonlySet<ClaimId>;
  readonly choose: (claims: readonly ClaimId[], on: boolean) => void;
}

/** A click does it, which knows whether Shift is held. */
const nothing = (): void => undefined;

/** The index of the line that has the focus. */
function focusedLine(): number | null {
  const index = document.activeElement?.closest("[data-index]")?.getAttribute("data-index") ?? null;
  return index === null ? null : Number(index);
}

interface Props {
  readonly lines: readonly Listed[];
  /** How many there are on the server. */
  readonly count: number;
  readonly more: boolean;
  /** Another list is on its way. */
  readonly stale: boolean;
  readonly onMore: () => void;
  /** Null for those who may change none. */
  readonly choice: Choice | null;
}

/** Claims below each other, of which only what can be seen stands in the page. J and K go from one to the next, Enter opens it in its text. */
export function ClaimTable({ lines, count, more, stale, onMore, choice }: Props) {
  const { t, i18n } = useTranslation(["board", "common"]);
  const lang = interfaceLanguage(i18n.language).tag;
  const list = useRef<HTMLTableSectionElement>(null);
  const [margin, setMargin] = useState(0);
  const [wanted, want] = useState<number | null>(null);
  useLayoutEffect(() => {
    const [inner, outer] = [list.current, list.current?.closest("main")];
    if (inner && outer) setMargin(inner.getBoundingClientRect().top - outer.getBoundingClientRect().top + outer.scrollTop);
    // What stands above the list comes and goes with what it holds.
  }, [lines]);
  // React Compiler, which does not know it, is not used.
  // eslint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => list.current?.closest("main") ?? null,
    estimateSize: () => ESTIMATED,
    getItemKey: (index) => lines[index]?.claim.claim ?? index,
    overscan: AROUND,
    scrollMargin: margin,
  });
  const shown = virtualizer.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && last >= lines.length - AHEAD) onMore();
  }, [more, last, lines.length, onMore]);

  // The focus goes to a line once that stands in the page.
  useEffect(() => {
    if (wanted === null) return;
    const link = list.current?.querySelector<HTMLElement>(`[data-index="${String(wanted)}"] a`);
    if (!link) return;
    link.focus();
    // It follows from the line being there, and happens once.
    // eslint-disable-next-line react-hooks/set-state-in-effect
    want(null);
  }, [wanted, shown]);
  const step = (by: 1 | -1, choosing = false): void => {
    const from = focusedLine();
    const next = from === null ? (shown.find(({ start }) => start >= (virtualizer.scrollOffset ?? 0))?.index ?? 0) : from + by;
    if (next < 0 || next >= lines.length) return;
    if (choosing && choice) choice.choose(idsBetween(from ?? next, next), true);
    virtualizer.scrollToIndex(next);
    want(next);
  };
  const idsBetween = (from: number, to: number): ClaimId[] =>
    lines.slice(Math.min(from, to), Math.max(from, to) + 1).map(({ claim }) => claim.claim);
  /** The line that was chosen last: with Shift all from there on are. */
  const anchor = useRef<number | null>(null);
  const toggle = (index: number, range: boolean): void => {
    const id = lines[index]?.claim.claim;
    if (!choice || id === undefined) return;
    const on = !choice.chosen.has(id);
    choice.choose(range && anchor.current !== null ? idsBetween(anchor.current, index) : [id], range || on);
    anchor.current = index;
  };
  const here = t("common:section.here");
  useCommands([
    { id: "board.next", title: t("board:next"), section: here, keys: ["J", "ArrowDown"], keyOnly: true, run: () => step(1) },
    { id: "board.previous", title: t("board:previous"), section: here, keys: ["K", "ArrowUp"], keyOnly: true, run: () => step(-1) },
    ...(choice
      ? [
          {
            id: "board.choose",
            title: t("board:choose"),
            section: here,
            keys: ["X"],
            keyOnly: true,
            run: () => toggle(focusedLine() ?? -1, false),
          },
          {
            id: "board.chooseOn",
            title: t("board:chooseOn"),
            section: here,
            keys: ["Shift+J", "Shift+ArrowDown"],
            keyOnly: true,
            run: () => step(1, true),
          },
        ]
      : []),
  ]);
  const chosenHere = choice ? lines.filter(({ claim }) => choice.chosen.has(claim.claim)).length : 0;

  const before = (shown[0]?.start ?? margin) - margin;
  const after = virtualizer.getTotalSize() - ((shown.at(-1)?.end ?? margin) - margin);
  return (
    <table
      className={stale ? "board-table is-stale" : "board-table"}
      aria-busy={stale}
      aria-label={t("board:page")}
      aria-rowcount={count + 1}
    >
      <thead>
        <tr aria-rowindex={1}>
          {choice ? (
            <th scope="col" className="board-choose">
              <input
                type="checkbox"
                className="ui-check"
                aria-label={t("board:chooseAll")}
                checked={chosenHere > 0 && chosenHere === lines.length}
                onChange={(event) =>
                  choice.choose(
                    lines.map(({ claim }) => claim.claim),
                    event.target.checked,
                  )
                }
              />
            </th>
          ) : null}
          {columns.map((column) => (
            <th key={column} scope="col" className={`board-${column}`}>
              {t(`board:column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={list}>
        <Space height={before} />
        {shown.map(({ index, key }) => {
          const line = lines[index];
          return line ? (
            <tr
              key={key}
              aria-rowindex={index + 2}
              data-index={index}
              ref={virtualizer.measureElement}
              className={line.gone ? "board-line is-gone" : choice?.chosen.has(line.claim.claim) ? "board-line is-chosen" : "board-line"}
            >
              {choice ? (
                <td className="board-choose">
                  <input
                    type="checkbox"
                    className="ui-check"
                    aria-label={t("board:chooseOne", { title: titleOf(line.claim, lang).text })}
                    checked={choice.chosen.has(line.claim.claim)}
                    onClick={(event) => toggle(index, event.shiftKey)}
                    onChange={nothing}
                  />
                </td>
              ) : null}
              <Line {...line} />
            </tr>
          ) : null;
        })}
        <Space height={after} />
      </tbody>
    </table>
  );
}

/** In the place of lines that do not stand in the page. */
const Space = ({ height }: { height: number }) =>
  height > 0 ? <tr aria-hidden="true" className="board-space" style={{ blockSize: height }} /> : null;

function Line({ claim, gone }: Listed) {
  const { t, i18n } = useTranslation(["board", "common"]);
  const { now } = useServices();
  const people = usePeople();
  const lang = interfaceLanguage(i18n.language).tag;
  const title = titleOf(claim, lang);
  const assignee = claim.assignee === null ? undefined : people.get(claim.assignee);
  return (
    <>
      <td className="board-claim">
        <Link
          href={addressOf(claim)}
          className="board-open"
          dir="auto"
          lang={title.lang}
          onPointerEnter={WorkbenchPage.fetch}
          onFocus={WorkbenchPage.fetch}
        >
          {title.text}
        </Link>
        <span className="board-about">
          {title.isQuote || claim.quote === "" ? null : (
            <q className="board-quote" dir="auto" lang={claim.lang ?? undefined}>
              {claim.quote}
            </q>
          )}
          <span className="board-where">
            <span dir="auto">{claim.title}</span>
            {claim.orphan ? <b>{t("board:noPassage")}</b> : null}
            {claim.withdrawn ? <b>{t("board:isWithdrawn")}</b> : null}
            {gone ? <b>{t("board:gone")}</b> : null}
          </span>
        </span>
      </td>
      <td className="board-verdict">
        <VerdictBadge verdict={claim.verdict as Verdict} />
      </td>
      <td className="board-status">{t(`common:status.${claim.status as ClaimStatus}`)}</td>
      <td className="board-sources u-num">
        {claim.sources === 0 ? <None said={t("board:noSource")} /> : t("board:sources", { count: claim.sources })}
      </td>
      <td className="board-assignee">
        {assignee ? (
          <span>
            <Avatar person={assignee} small named as="assignee" />
            <span>{assignee.name}</span>
          </span>
        ) : (
          <None said={t("board:nobody")} />
        )}
      </td>
      <td className="board-changed u-num" title={moment(lang, claim.changedAt)}>
        {ago(lang, claim.changedAt, now()) ?? t("common:now")}
      </td>
    </>
  );
}

const None = ({ said }: { said: string }) => (
  <>
    <span aria-hidden="true">—</span>
    <span className="u-unseen">{said}</span>
  </>
);

const addressOf = ({ doc, claim }: ClaimLine): string => `/doc/${doc}?${new URLSearchParams({ claim }).toString()}`;

/** Its statement in the reader's language, else in the first that it has one in, else its words. */
function titleOf({ statements, quote, lang }: ClaimLine, ui: UiLang): { text: string; lang: Lang | undefined; isQuote: boolean } {
  const spoken = [ui, ...languages].find((one) => (statements[one] ?? "").trim() !== "");
  return spoken === undefined
    ? { text: quote, lang: lang ?? undefined, isQuote: true }
    : { text: statements[spoken] ?? "", lang: spoken, isQuote: false };
}
