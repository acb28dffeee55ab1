import { ChevronDown, Search } from "lucide-react";
import { useMemo, useRef } from "react";
import type { ReactNode } from "react";
import { useLocation, useSearch } from "wouter";
import type { CaseId } from "../../shared/ids";
import { languages } from "../../shared/languages";
import type { Lang } from "../../shared/languages";
import type { Person } from "../../shared/people";
import { containsWords, fold } from "../../shared/search/fold";
import { MOST_WORDS, isTooShort, soughtWords } from "../../shared/search/terms";
import { FailurePanel } from "../app/ErrorPages";
import { languageTitle } from "../app/names";
import { useOnline } from "../app/online";
import { Page } from "../app/Page";
import { useMe, useServices, useStore } from "../app/services";
import { Skeleton } from "../app/Skeleton";
import { TopBarPortal } from "../app/topBarPortals";
import { useTranslation } from "../app/translation";
import { WordsField } from "../app/WordsField";
import { LONGEST, hasLanguage, kinds, readAsked, searchAddress } from "./asked";
import type { Asked } from "./asked";
import { Found, groupsOf, useCountText } from "./Found";
import type { Group } from "./Found";
import { useLines } from "./useLines";
import { usePlace, useWalk } from "./walk";
import "./index.css";

/** What is said anywhere, found by its words. What is looked for stands in the address. */
export default function SearchPage() {
  const { t } = useTranslation(["search", "common"]);
  const { library } = useServices();
  const [, go] = useLocation();
  const search = useSearch();
  const asked = useMemo(() => readAsked(search), [search]);
  const lines = useLines(asked);
  const people = usePeopleNamed(asked);
  const files = useStore(library).data?.cases;
  const groups = useMemo(() => {
    const names = new Map(files?.map(({ id, name }) => [id, name]));
    return lines.view ? groupsOf(lines.view, people, asked.words, (home) => names.get(home) ?? "") : [];
  }, [lines.view, people, files, asked.words]);
  const page = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const show = (next: Partial<Asked>): void => go(searchAddress({ ...asked, ...next }), { replace: true });
  useWalk(page, field);
  usePlace(page, field, groups.length > 0, asked.words === "");

  return (
    <Page title={asked.words.trim() === "" ? t("search:page") : t("search:pageOf", { words: asked.words.trim() })} className="page-body">
      <TopBarPortal name="crumbs">
        <nav className="app-crumbs" aria-label={t("common:nav.crumbs")}>
          <b aria-current="page">{t("search:page")}</b>
        </nav>
      </TopBarPortal>
      <div className="page-in is-slim found-page" ref={page}>
        <h1 className="u-unseen">{t("search:page")}</h1>
        <div className="found-ask">
          <div className="found-field">
            <Search aria-hidden="true" />
            <WordsField
              field={field}
              className="ui-box"
              label={t("search:field")}
              placeholder={t("search:placeholder")}
              limit={LONGEST}
              clear={t("search:clear")}
              words={asked.words}
              onWords={(words) => show({ words })}
            />
          </div>
          <Filters asked={asked} groups={groups} onAsk={show} />
        </div>
        <Answer asked={asked} groups={groups} lines={lines} onAsk={show} />
      </div>
    </Page>
  );
}

/** Says what was found, or why nothing is shown and what may help. */
function Answer({
  asked,
  groups,
  lines,
  onAsk,
}: {
  asked: Asked;
  groups: readonly Group[];
  lines: ReturnType<typeof useLines>;
  onAsk: (next: Partial<Asked>) => void;
}) {
  const { t } = useTranslation(["search", "common"]);
  const said = useCountText();
  const online = useOnline();
  if (asked.words.trim() === "")
    return <Advice title={t("search:empty")} tips={[t("search:tip.where"), t("search:tip.beginnings"), t("search:tip.spelling")]} />;
  if (isTooShort(asked.words)) return <Advice title={t("search:short")} tips={[t("search:tip.letters")]} />;
  const failed = lines.failure ? (
    online ? (
      <FailurePanel failure={lines.failure} retry={lines.retry} />
    ) : (
      <Advice title={t("search:offline")} tips={[t("search:tip.offline")]} />
    )
  ) : null;
  if (lines.view === null) return failed ?? <Skeleton lines={6} />;
  const shown = groups.filter(({ kind, count }) => count > 0 && (asked.kind === null || asked.kind === kind));
  const isNarrow = asked.kind !== null || asked.home !== null || asked.lang !== null;
  return (
    <div className="found-answer" aria-busy={lines.stale}>
      {failed}
      <output className="u-unseen">
        {lines.stale ? "" : shown.map(({ kind, count }) => said(kind, count)).join(t("common:listJoin"))}
      </output>
      {soughtWords(asked.words, MOST_WORDS + 1).length > MOST_WORDS ? (
        <p className="ui-note">{t("search:long", { most: MOST_WORDS })}</p>
      ) : null}
      {shown.length === 0 && !lines.stale ? (
        <Advice
          title={t("search:none", { words: asked.words.trim() })}
          tips={[isNarrow ? t("search:tip.narrow") : t("search:tip.everywhere"), t("search:tip.fewer"), t("search:tip.beginnings")]}
        >
          {isNarrow ? (
            <button type="button" className="ui-btn" onClick={() => onAsk({ kind: null, home: null, lang: null })}>
              {t("search:widen")}
            </button>
          ) : null}
        </Advice>
      ) : null}
      <Found asked={asked} groups={groups} more={lines.more} onKind={(kind) => onAsk({ kind })} />
    </div>
  );
}

function Advice({ title, tips, children }: { title: string; tips: readonly string[]; children?: ReactNode }) {
  return (
    <div className="page-empty">
      <h2>{title}</h2>
      {tips.map((tip) => (
        <p key={tip}>{tip}</p>
      ))}
      {children}
    </div>
  );
}

/** Which kind, which case file, which language. */
function Filters({ asked, groups, onAsk }: { asked: Asked; groups: readonly Group[]; onAsk: (next: Partial<Asked>) => void }) {
  const { t } = useTranslation(["search", "common"]);
  const { library } = useServices();
  const ui = useMe().lang;
  const files = useStore(library).data?.cases ?? [];
  const said = useCountText();
  const offered = kinds.filter((kind) => asked.lang === null || hasLanguage(kind));
  return (
    <div className="found-filters">
      <fieldset className="ui-chips found-kinds">
        <legend className="u-unseen">{t("search:kinds")}</legend>
        {[null, ...offered].map((kind) => {
          const count = groups.find((group) => group.kind === kind)?.count;
          return (
            <button
              key={kind ?? "all"}
              type="button"
              className="ui-chip"
              aria-pressed={asked.kind === kind}
              onClick={() => onAsk({ kind })}
            >
              {kind === null ? t("search:everything") : count === undefined ? t(`search:kind.${kind}`) : said(kind, count)}
            </button>
          );
        })}
      </fieldset>
      <Pick label={t("search:case")} value={asked.home ?? ""} onPick={(home) => onAsk({ home: home === "" ? null : (home as CaseId) })}>
        <option value="">{t("search:everyCase")}</option>
        {files.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
        {asked.home !== null && !files.some(({ id }) => id === asked.home) ? (
          <option value={asked.home}>{t("search:unknownCase")}</option>
        ) : null}
      </Pick>
      <Pick
        label={t("search:lang")}
        value={asked.lang ?? ""}
        onPick={(value) => {
          const lang = value === "" ? null : (value as Lang);
          onAsk({ lang, kind: lang && asked.kind && !hasLanguage(asked.kind) ? null : asked.kind });
        }}
      >
        <option value="">{t("search:everyLang")}</option>
        {languages.map((lang) => (
          <option key={lang} value={lang}>
            {languageTitle(ui, lang)}
          </option>
        ))}
      </Pick>
    </div>
  );
}

function Pick({ label, value, onPick, children }: { label: string; value: string; onPick: (value: string) => void; children: ReactNode }) {
  return (
    <label className="ui-pick">
      <span className="u-unseen">{label}</span>
      <select className="ui-box" value={value} onChange={(event) => onPick(event.target.value)}>
        {children}
      </select>
      <ChevronDown aria-hidden="true" />
    </label>
  );
}

/** People are few and known to the page: they are in every case file's reach, and speak no one language. */
function usePeopleNamed({ words, home, lang }: Asked): readonly Person[] {
  const { people } = useServices();
  const { data } = useStore(people);
  return useMemo(() => {
    const wanted = fold(words.trim());
    if (isTooShort(words) || home !== null || lang !== null) return [];
    return (data?.people ?? []).filter((person) => !person.disabled && containsWords(fold(person.name), wanted));
  }, [data, words, home, lang]);
}
