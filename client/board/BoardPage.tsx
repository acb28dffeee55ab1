import { RefreshCw } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Link, useLocation, useSearch } from "wouter";
import type { CaseId, DocId } from "../../shared/ids";
import type { ClaimSort } from "../../shared/search/filter";
import { claimSorts } from "../../shared/search/filter";
import { useMayAnywhere } from "../app/caseRights";
import { useCommands } from "../app/commands";
import { FailurePanel } from "../app/ErrorPages";
import { useFailureText } from "../app/failure";
import { Page } from "../app/Page";
import { useServices, useStore } from "../app/services";
import { Skeleton } from "../app/Skeleton";
import { TopBarPortal } from "../app/topBarPortals";
import { UnknownCase } from "../app/UnknownCase";
import { useTranslation } from "../app/translation";
import { WordsField } from "../app/WordsField";
import "./index.css";
import { createClaimPages } from "./claimPages";
import type { ClaimPages, ClaimPagesState } from "./claimPages";
import { CsvButton } from "./CsvButton";
import { ClaimTable } from "./ClaimTable";
import { partsOf, readWanted, within, writeWanted } from "./filter";
import type { Wanted } from "./filter";
import { FilterBar } from "./FilterBar";
import { Tally } from "./Tally";
import { TogetherBar } from "./TogetherBar";
import { useTogether } from "./useTogether";

/** Colleagues at work change rows many times a second; the board reads them at once, and then once in so long. */
const SETTLE_MS = 1000;

/** Every claim that one may see, or those of `only` one case file. What is shown stands in the address. */
export default function BoardPage({ only }: { only: CaseId | null }) {
  const { t } = useTranslation(["board", "common", "library"]);
  const { library } = useServices();
  const { data } = useStore(library);
  const [path, go] = useLocation();
  const search = useSearch();
  const wanted = useMemo(() => readWanted(search), [search]);
  const show = useCallback((next: Wanted): void => go(path + writeWanted(next), { replace: true }), [go, path]);
  const pages = useClaimPages(wanted, only);
  const state = useShown(pages);
  const together = useTogether(pages);
  const mayChange = useMayAnywhere("claim.set");
  const failure = useFailureText();
  const file = data?.cases.find(({ id }) => id === only);
  const filtering = partsOf(wanted.filter) > 0;

  return (
    <Page title={file ? t("board:pageOf", { name: file.name }) : t("board:page")} className="board-page">
      <TopBarPortal name="crumbs">
        <Crumbs name={file?.name ?? null} path={only === null ? null : `/case/${only}`} />
      </TopBarPortal>
      <TopBarPortal name="actions">
        <CsvButton filter={within(wanted.filter, only)} sort={wanted.sort} count={state.figures?.count ?? 0} />
      </TopBarPortal>
      {only !== null && data && !file ? (
        <UnknownCase />
      ) : (
        <>
          <h1 className="u-unseen">{t("board:page")}</h1>
          {state.figures && state.figures.count > 0 ? (
            <Tally
              figures={state.figures}
              chosen={wanted.filter.verdict ?? []}
              onChoose={(verdict) => {
                const alone = wanted.filter.verdict?.length === 1 && wanted.filter.verdict[0] === verdict;
                show({ ...wanted, filter: { ...wanted.filter, verdict: alone ? undefined : [verdict] } });
              }}
            />
          ) : null}
          <div className="board-bar">
            <SoughtWords words={wanted.filter.words ?? ""} onWords={(words) => show({ ...wanted, filter: { ...wanted.filter, words } })} />
            <FilterBar
              filter={wanted.filter}
              cases={only === null ? (data?.cases ?? []) : []}
              titleOf={(doc) => data?.documents.find((line) => line.doc === doc)?.title ?? null}
              onFilter={(filter) => show({ ...wanted, filter })}
            />
            <Order sort={wanted.sort} onSort={(sort) => show({ ...wanted, sort })} />
            <p className="board-count u-num" aria-live="polite">
              {state.figures
                ? filtering
                  ? t("board:shown", { count: state.figures.count, total: state.figures.total })
                  : t("board:all", { count: state.figures.count })
                : null}
            </p>
          </div>
          {wanted.unknown.length > 0 ? (
            <output className="ui-note is-bad">
              {t("board:unknown", { count: wanted.unknown.length, list: wanted.unknown.join(t("common:listJoin")) })}
            </output>
          ) : null}
          {state.fresh > 0 ? (
            <button type="button" className="ui-btn board-fresh" onClick={() => void pages.refresh()}>
              <RefreshCw aria-hidden="true" />
              {t("board:fresh", { count: state.fresh })}
            </button>
          ) : null}
          {state.lines === null && state.failure ? (
            <FailurePanel failure={state.failure} retry={() => void pages.refresh()} />
          ) : state.failure ? (
            <output className="ui-note is-bad">
              {failure(state.failure)}
              <button type="button" className="ui-link" onClick={() => void pages.refresh()}>
                {t("common:action.retry")}
              </button>
            </output>
          ) : null}
          {state.lines === null && !state.failure ? <Skeleton lines={8} /> : null}
          {state.lines !== null && state.lines.length > 0 ? (
            <ClaimTable
              lines={state.lines}
              count={state.figures?.count ?? state.lines.length}
              more={state.more}
              stale={state.stale}
              onMore={() => void pages.readMore()}
              choice={mayChange ? together : null}
            />
          ) : null}
          {together.chosen.size > 0 ? <TogetherBar {...together} /> : null}
          {state.lines?.length === 0 ? <Nothing filtering={filtering} onClear={() => show({ ...wanted, filter: {} })} /> : null}
        </>
      )}
    </Page>
  );
}

/** What is shown: while another list is on its way the one before stays, so that nothing moves under the hand. */
function useShown(pages: ClaimPages): ClaimPagesState & { readonly stale: boolean } {
  const state = useStore(pages);
  const [last, keep] = useState({ state, figures: state.figures });
  const figures = state.figures ?? last.figures;
  if (state.lines !== null && state !== last.state) keep({ state, figures });
  if (state.lines === null && state.failure === null && last.state.lines !== null)
    return { ...last.state, figures, more: false, fresh: 0, stale: true };
  return { ...state, figures, stale: false };
}

/** The list of one filter, kept up with what others do. */
function useClaimPages(wanted: Wanted, only: CaseId | null): ClaimPages {
  const { api, live } = useServices();
  const key = writeWanted(wanted);
  const pages = useMemo(() => {
    const { filter, sort } = readWanted(key);
    return createClaimPages(api, { filter: within(filter, only), everything: within({}, only), sort });
  }, [api, key, only]);
  useEffect(() => {
    void pages.refresh();
    let timer: ReturnType<typeof setTimeout> | null = null;
    let all = false;
    const docs = new Set<DocId>();
    const settle = (): void => {
      if (timer || (!all && docs.size === 0)) return;
      void pages.changed(all ? null : [...docs]);
      all = false;
      docs.clear();
      timer = setTimeout(() => {
        timer = null;
        settle();
      }, SETTLE_MS);
    };
    const leave = live.listen({
      told(what) {
        if (what.kind === "people") return;
        if (what.kind === "rows" && what.doc !== undefined) docs.add(what.doc);
        else all = true;
        settle();
      },
      // Said and followed by the frame.
      ended: () => undefined,
    });
    const back = live.reachable.subscribe(() => {
      if (!live.reachable.get()) return;
      all = true;
      settle();
    });
    return () => {
      if (timer) clearTimeout(timer);
      leave();
      back();
    };
  }, [pages, live]);
  return pages;
}

function Crumbs({ name, path }: { name: string | null; path: string | null }) {
  const { t } = useTranslation(["board", "common", "library"]);
  return (
    <nav className="app-crumbs" aria-label={t("common:nav.crumbs")}>
      {path !== null && name !== null ? (
        <>
          <Link href={path}>{name}</Link>
          <span aria-hidden="true">›</span>
        </>
      ) : null}
      <b aria-current="page">{t("board:page")}</b>
    </nav>
  );
}

/** The words that the list is to have, reached by "/". */
function SoughtWords({ words, onWords }: { words: string; onWords: (words: string) => void }) {
  const { t } = useTranslation(["board", "common"]);
  const field = useRef<HTMLInputElement>(null);
  useCommands([
    { id: "board.words", title: t("board:words"), section: t("common:section.here"), keys: ["/"], run: () => field.current?.focus() },
  ]);
  return (
    <WordsField
      field={field}
      className="ui-box board-words"
      label={t("board:words")}
      keys="/"
      limit={300}
      words={words}
      onWords={onWords}
    />
  );
}

function Order({ sort, onSort }: { sort: ClaimSort; onSort: (sort: ClaimSort) => void }) {
  const { t } = useTranslation("board");
  return (
    <fieldset className="ui-seg board-order" aria-label={t("order")}>
      {claimSorts.map((one) => (
        <button key={one} type="button" aria-pressed={sort === one} onClick={() => onSort(one)}>
          {t(`sort.${one}`)}
        </button>
      ))}
    </fieldset>
  );
}

function Nothing({ filtering, onClear }: { filtering: boolean; onClear: () => void }) {
  const { t } = useTranslation(["board", "common"]);
  return (
    <div className="page-empty">
      <h2>{filtering ? t("board:nothing") : t("board:none")}</h2>
      <p>{filtering ? t("board:nothingText") : t("board:noneText")}</p>
      {filtering ? (
        <button type="button" className="ui-btn is-primary" onClick={onClear}>
          {t("board:clear")}
        </button>
      ) : (
        <Link href="/" className="ui-btn">
          {t("common:nav.texts")}
        </Link>
      )}
    </div>
  );
}
