import { RefreshCw } from "lucide-react";
import { useCallback, useMemo, useRef } from "react";
import { Link, useLocation, useSearch } from "wouter";
import type { CaseId } from "../../shared/ids";
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
import type { ClaimPages } from "./claimPages";
import { Columns } from "./Columns";
import { CsvButton } from "./CsvButton";
import { ClaimTable } from "./ClaimTable";
import { boardViews, partsOf, readWanted, within, writeWanted } from "./filter";
import type { Wanted } from "./filter";
import { FilterBar } from "./FilterBar";
import { useKeptPlace, usePlace } from "./place";
import type { Place } from "./place";
import { Tally } from "./Tally";
import { TogetherBar } from "./TogetherBar";
import { useBoard, useFigures, useShown } from "./useBoard";
import { useTogether } from "./useTogether";
import type { Together } from "./useTogether";

/** Every claim that one may see, or those of `only` one case file. What is shown stands in the address. */
export default function BoardPage({ only }: { only: CaseId | null }) {
  const { t } = useTranslation(["board", "common", "library"]);
  const { library } = useServices();
  const { data } = useStore(library);
  const [path, go] = useLocation();
  const search = useSearch();
  const wanted = useMemo(() => readWanted(search), [search]);
  const show = useCallback((next: Wanted): void => go(path + writeWanted(next), { replace: true }), [go, path]);
  const [place, arrive] = usePlace();
  const board = useBoard(wanted, only, place);
  useKeptPlace(board);
  const figures = useFigures(board);
  const together = useTogether(board);
  const inColumns = wanted.view === "columns";
  const mayChange = useMayAnywhere("claim.set");
  const file = data?.cases.find(({ id }) => id === only);
  const filtering = partsOf(wanted.filter) > 0;

  return (
    <Page
      title={file ? t("board:pageOf", { name: file.name }) : t("board:page")}
      className={inColumns ? "board-page is-columns" : "board-page"}
    >
      <TopBarPortal name="crumbs">
        <Crumbs name={file?.name ?? null} path={only === null ? null : `/case/${only}`} />
      </TopBarPortal>
      <TopBarPortal name="actions">
        <CsvButton filter={within(wanted.filter, only)} sort={wanted.sort} count={figures?.count ?? 0} />
      </TopBarPortal>
      {only !== null && data && !file ? (
        <UnknownCase />
      ) : (
        <>
          <h1 className="u-unseen">{t("board:page")}</h1>
          {figures && figures.count > 0 ? (
            <Tally
              figures={figures}
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
            <Segments
              name={t("board:order")}
              all={claimSorts}
              chosen={wanted.sort}
              label={(sort) => t(`board:sort.${sort}`)}
              onChoose={(sort) => show({ ...wanted, sort })}
            />
            <Segments
              name={t("board:view")}
              all={boardViews}
              chosen={wanted.view}
              label={(view) => t(`board:views.${view}`)}
              onChoose={(view) => show({ ...wanted, view })}
            />
            <p className="board-count u-num" aria-live="polite">
              {figures
                ? filtering
                  ? t("board:shown", { count: figures.count, total: figures.total })
                  : t("board:all", { count: figures.count })
                : null}
            </p>
          </div>
          {wanted.unknown.length > 0 ? (
            <output className="ui-note is-bad">
              {t("board:unknown", { count: wanted.unknown.length, list: wanted.unknown.join(t("common:listJoin")) })}
            </output>
          ) : null}
          {inColumns ? (
            <Columns
              board={board}
              counts={figures?.byStatus ?? null}
              together={mayChange ? together : null}
              place={place}
              onArrive={arrive}
            />
          ) : (
            board.lists.map(({ pages }) => (
              <Table
                key="table"
                pages={pages}
                count={figures?.count ?? null}
                together={mayChange ? together : null}
                place={place}
                onArrive={arrive}
              />
            ))
          )}
          {together.chosen.size > 0 ? <TogetherBar {...together} /> : null}
          {figures?.count === 0 && !inColumns ? <Nothing filtering={filtering} onClear={() => show({ ...wanted, filter: {} })} /> : null}
        </>
      )}
    </Page>
  );
}

interface TableProps {
  readonly pages: ClaimPages;
  readonly count: number | null;
  readonly together: Together | null;
  readonly place: Place | null;
  readonly onArrive: () => void;
}

/** The claims below each other. */
function Table({ pages, count, together, place, onArrive }: TableProps) {
  const { t } = useTranslation(["board", "common"]);
  const state = useShown(pages);
  const failure = useFailureText();
  const { lines } = state;
  const again = (): void => void pages.refresh();
  return (
    <>
      {state.fresh > 0 ? (
        <button type="button" className="ui-btn board-fresh" onClick={again}>
          <RefreshCw aria-hidden="true" />
          {t("board:fresh", { count: state.fresh })}
        </button>
      ) : null}
      {state.failure === null ? null : lines === null ? (
        <FailurePanel failure={state.failure} retry={again} />
      ) : (
        <output className="ui-note is-bad">
          {failure(state.failure)}
          <button type="button" className="ui-link" onClick={again}>
            {t("common:action.retry")}
          </button>
        </output>
      )}
      {lines === null && !state.failure ? <Skeleton lines={8} /> : null}
      {lines !== null && lines.length > 0 ? (
        <ClaimTable
          lines={lines}
          count={count ?? lines.length}
          more={state.more}
          stale={state.stale}
          onMore={() => void pages.readMore()}
          choice={together}
          place={place}
          onArrive={onArrive}
        />
      ) : null}
    </>
  );
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

/** The words that the list is to have, reached by "/"; from there Enter or the arrow down leads to the first claim. */
function SoughtWords({ words, onWords }: { words: string; onWords: (words: string) => void }) {
  const { t } = useTranslation(["board", "common"]);
  const { commands } = useServices();
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
      onGoOn={(settled) => {
        const content = document.getElementById("content");
        content?.focus({ preventScroll: true });
        // While the list is still that of other words, its first claim is not the one that is looked for: the next press of the arrow goes there.
        if (settled && !content?.querySelector("[aria-busy=true]"))
          commands
            .get()
            .find(({ id }) => id === "board.next")
            ?.run();
      }}
    />
  );
}

interface SegmentsProps<T extends string> {
  readonly name: string;
  readonly all: readonly T[];
  readonly chosen: T;
  readonly label: (value: T) => string;
  readonly onChoose: (value: T) => void;
}

function Segments<T extends string>({ name, all, chosen, label, onChoose }: SegmentsProps<T>) {
  return (
    <fieldset className="ui-seg board-order" aria-label={name}>
      {all.map((one) => (
        <button key={one} type="button" aria-pressed={chosen === one} onClick={() => onChoose(one)}>
          {label(one)}
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
