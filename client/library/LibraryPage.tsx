import { FolderPlus, Plus, Trash2 } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Link, useLocation } from "wouter";
import type { CaseId } from "../../shared/ids";
import { houseGrant } from "../../shared/rights/grant";
import { may } from "../../shared/rights/may";
import type { CaseView } from "../../shared/protocol/rest";
import { useCommands } from "../app/commands";
import type { Command } from "../app/commands";
import type { Question } from "../app/ConfirmDialog";
import { useFreshLibrary } from "../app/useLibrarySync";
import { FailurePanel } from "../app/ErrorPages";
import { Page } from "../app/Page";
import { useStore, useMe, useServices } from "../app/services";
import { TopBarPortal } from "../app/topBarPortals";
import { UnknownCase } from "../app/UnknownCase";
import { useTranslation } from "../app/translation";
import { Skeleton } from "../app/Skeleton";
import { caseGrant, useMayAnywhere } from "../app/caseRights";
import type { Change } from "./ChangeDialog";
import { CaseList } from "./CaseList";
import { KeptTexts, OfflineNote } from "./KeptTexts";
import { LibraryState } from "./LibraryState";
import { createArrangement } from "./order";
import { useChanges } from "./useChanges";
import { useKeptTexts } from "./useKeptTexts";

const ConfirmDialog = lazy(() => import("../app/ConfirmDialog").then((m) => ({ default: m.ConfirmDialog })));
const ChangeDialog = lazy(() => import("./ChangeDialog"));
const MembersDialog = lazy(() => import("./members/MembersDialog"));
const NewCaseDialog = lazy(() => import("./NewCaseDialog"));

type Asked =
  | { kind: "members"; file: CaseView }
  | { kind: "case" }
  | { kind: "confirm"; question: Question }
  | { kind: "change"; change: Change }
  | null;

/** Every case file with its texts, or `only` one. */
export function LibraryPage({ only }: { only: CaseId | null }) {
  const { t } = useTranslation(["library", "common"]);
  const { library } = useServices();
  const me = useMe();
  const state = useStore(library);
  useFreshLibrary();
  const [asked, ask] = useState<Asked>(null);
  const [arrange] = useState(createArrangement);
  const files = state.data ? arrange(state.data, only) : null;
  const alone = only !== null ? files?.[0]?.file : undefined;
  const mayAdd = useMayAnywhere("document.add");
  const maySeeBin = useMayAnywhere("bin.see");
  const mayMake = may(houseGrant(me), "case.make");
  const changes = useChanges();
  const [, go] = useLocation();
  const addText = (into: CaseView | null): void => go(into ? `/add?case=${into.id}` : "/add");
  const kept = useKeptTexts(state);
  // Those that the list does not show, if there is one.
  const elsewhere = kept?.filter(({ doc }) => only === null && !state.data?.documents.some((line) => line.doc === doc)) ?? [];
  const into = alone ?? (files?.length === 1 ? files[0]?.file : null) ?? null;

  const commands: Command[] = [];
  if (mayAdd)
    commands.push({ id: "text.add", title: t("addText"), section: t("common:section.here"), keys: ["N"], run: () => addText(into) });
  if (mayMake) commands.push({ id: "case.new", title: t("newCase"), section: t("common:section.here"), run: () => ask({ kind: "case" }) });
  useCommands(commands);

  return (
    <Page title={alone?.name ?? t("page")}>
      <TopBarPortal name="crumbs">
        <Crumbs alone={alone ?? null} title={only === null} />
      </TopBarPortal>
      <TopBarPortal name="status">
        <LibraryState state={state} />
      </TopBarPortal>
      <TopBarPortal name="actions">
        {mayMake && only === null && files && files.length > 0 ? (
          <button type="button" className="ui-btn" onClick={() => ask({ kind: "case" })} aria-haspopup="dialog">
            <FolderPlus aria-hidden="true" />
            <span className="u-fold">{t("newCase")}</span>
          </button>
        ) : null}
        {mayAdd && files && files.length > 0 ? (
          <button type="button" className="ui-btn is-primary" onClick={() => addText(into)}>
            <Plus aria-hidden="true" />
            <span className="u-fold">{t("addText")}</span>
          </button>
        ) : null}
      </TopBarPortal>
      <div className="page-in">
        {kept && (files !== null || kept.length > 0) ? <OfflineNote kept={kept} /> : null}
        {elsewhere.length > 0 ? <KeptTexts kept={elsewhere} /> : null}
        {files === null && state.failure && elsewhere.length === 0 ? (
          <FailurePanel failure={state.failure} retry={() => void library.refresh()} />
        ) : null}
        {files === null && !state.failure ? <Skeleton /> : null}
        {files ? (
          <CaseList
            files={files}
            alone={only !== null}
            single={files.length === 1}
            kept={kept}
            onAddText={addText}
            changesOf={(file) => changes(caseGrant(me, file))}
            cases={state.data?.cases ?? []}
            onAsk={(question) => ask({ kind: "confirm", question })}
            onChange={(change) => ask({ kind: "change", change })}
            onMembers={(file) => ask({ kind: "members", file })}
          />
        ) : null}
        {files?.length === 0 && only === null ? <NoCase mayMake={mayMake} onMake={() => ask({ kind: "case" })} /> : null}
        {files?.length === 0 && only !== null ? <UnknownCase /> : null}
        {files !== null && only === null && maySeeBin ? (
          <p className="page-to-bin">
            <Link href="/bin">
              <Trash2 aria-hidden="true" />
              {t("bin.page")}
            </Link>
          </p>
        ) : null}
      </div>
      <Suspense fallback={null}>
        {asked?.kind === "members" ? <MembersDialog file={asked.file} onClose={() => ask(null)} /> : null}
        {asked?.kind === "case" ? <NewCaseDialog onClose={() => ask(null)} /> : null}
        {asked?.kind === "change" ? <ChangeDialog change={asked.change} onClose={() => ask(null)} /> : null}
        {asked?.kind === "confirm" ? <ConfirmDialog question={asked.question} onClose={() => ask(null)} /> : null}
      </Suspense>
    </Page>
  );
}

function Crumbs({ alone, title }: { alone: CaseView | null; title: boolean }) {
  const { t } = useTranslation(["library", "common"]);
  if (title) {
    return (
      <div className="app-crumbs">
        <h1>{t("page")}</h1>
      </div>
    );
  }
  return (
    <nav className="app-crumbs" aria-label={t("common:nav.crumbs")}>
      <Link href="/">{t("page")}</Link>
      {alone ? (
        <>
          <span aria-hidden="true">›</span>
          <b aria-current="page">{alone.name}</b>
        </>
      ) : null}
    </nav>
  );
}

function NoCase({ mayMake, onMake }: { mayMake: boolean; onMake: () => void }) {
  const { t } = useTranslation("library");
  return (
    <div className="page-empty">
      <h2>{t("empty.title")}</h2>
      <p>{mayMake ? t("empty.text") : t("empty.readerText")}</p>
      {mayMake ? (
        <button type="button" className="ui-btn is-primary" onClick={onMake} aria-haspopup="dialog">
          <FolderPlus aria-hidden="true" />
          {t("newCase")}
        </button>
      ) : null}
    </div>
  );
}
