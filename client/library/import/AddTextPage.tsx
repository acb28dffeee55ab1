import { FileText, LoaderCircle, Redo2, Undo2 } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import type { FormEvent, ReactNode } from "react";
import { Link, useLocation, useSearch } from "wouter";
import { CaseId } from "../../../shared/ids";
import { may } from "../../../shared/rights/may";
import { useCommands } from "../../app/commands";
import { KeyCaps } from "../../app/KeyCaps";
import { isComposing } from "../../app/keys";
import { Page } from "../../app/Page";
import { useStore, useMe, useServices } from "../../app/services";
import { TopBarPortal } from "../../app/topBarPortals";
import { useTranslation } from "../../app/translation";
import { Skeleton } from "../../app/Skeleton";
import { MayNot } from "../MayNot";
import { BlockList } from "./BlockList";
import { problemsOf } from "./details";
import { DetailsForm, NEW_CASE } from "./DetailsForm";
import { Encodings } from "./Encodings";
import { caseGrant, useMayAnywhere } from "../../app/caseRights";
import { KeepingSign } from "./KeepingSign";
import { LeftOut } from "./LeftOut";
import { keepsText } from "./manuscript";
import { FilePane, PastePane, useFileDrop } from "./SourcePane";
import { Troubles } from "./Troubles";
import { bareOf } from "./upload";
import type { Import } from "./useImport";
import { useAdding } from "./useAdding";
import type { Adding } from "./useAdding";

/** Adding a text, at an address of its own: given, looked at and put right, added. `?case=` names the case file it was asked for in. */
export default function AddTextPage() {
  const { t } = useTranslation("library");
  const mayAdd = useMayAnywhere("document.add");
  const asked = CaseId.safeParse(new URLSearchParams(useSearch()).get("case"));
  return mayAdd ? <AddText into={asked.success ? asked.data : null} /> : <MayNot title={t("addText")} />;
}

function AddText({ into }: { into: CaseId | null }) {
  const { t } = useTranslation(["library", "common"]);
  const { library } = useServices();
  const me = useMe();
  const view = useStore(library).data;
  const adding = useAdding(into);
  const form = useRef<HTMLFormElement>(null);
  const formId = useId();
  const [tried, setTried] = useState(false);
  const [, go] = useLocation();
  const { work, source, details, home, newName, history } = adding;
  const { given, busy } = work;
  const text = given ? source.manuscript : null;
  const giving = !text && adding.ready && work.ready;
  const { over, ...drop } = useFileDrop((file) => void adding.take(file));
  const back = into ? `/case/${into}` : "/";
  useUndoKeys(history);
  useCommands([
    {
      id: "import.add",
      title: t("import.submit"),
      section: t("common:section.here"),
      keys: ["Mod+Enter"],
      run: () => form.current?.requestSubmit(),
    },
    { id: "import.undo", title: t("import.undo"), section: t("common:section.here"), keys: ["Mod+Z"], shownOnly: true, run: history.undo },
    {
      id: "import.redo",
      title: t("import.redo"),
      section: t("common:section.here"),
      keys: ["Mod+Shift+Z"],
      shownOnly: true,
      run: history.redo,
    },
  ]);
  useEffect(() => {
    if (view === null) void library.refresh();
  }, [library, view]);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (busy) return;
    if (!text) return adding.readTyped();
    setTried(true);
    if (Object.keys(problemsOf(details)).length > 0 || (home === NEW_CASE && !newName.trim())) {
      // After the errors have been drawn: the first wrong field takes the focus.
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus());
      return;
    }
    if (!keepsText(text)) work.fail({ code: "empty-text" });
    else await adding.add(text);
  }
  const cancel = (): void => {
    if (busy) work.stop();
    else {
      adding.forget();
      go(back);
    }
  };

  return (
    <Page title={t("import.title")} className="adding-page">
      <TopBarPortal name="crumbs">
        <Crumbs home={home} />
      </TopBarPortal>
      <TopBarPortal name="status">
        <KeepingSign keeping={adding.keeping} />
      </TopBarPortal>
      <TopBarPortal name="actions">
        {text ? <UndoButtons history={history} /> : null}
        {giving ? <WayChoice adding={adding} /> : null}
      </TopBarPortal>
      <section className={over ? "adding-given is-over" : "adding-given"} aria-label={t("import.text")} {...drop}>
        {given ? <Strip work={work} count={text?.blocks.length ?? 0} onBack={adding.drop} onTurn={() => void adding.turn()} /> : null}
        <div className="adding-given-in">
          <Troubles work={work} onEncoding={(upload) => void adding.read(upload)} />
          {!work.ready || !adding.ready ? <Skeleton lines={6} /> : null}
          {busy === "reading" ? <Busy>{t("import.reading")}</Busy> : null}
          {busy !== "reading" && given && text ? (
            <BlockList preview={given.preview} text={text} history={history} lang={details.lang} onNature={adding.onNature} />
          ) : null}
          {busy !== "reading" && !given && adding.ready && work.ready ? <Giving adding={adding} /> : null}
        </div>
      </section>
      <aside className="adding-details" aria-label={t("import.details")}>
        <form id={formId} ref={form} onSubmit={(event) => void submit(event)} noValidate>
          <DetailsForm
            details={details}
            found={given?.preview.lang !== undefined && given.preview.lang !== null && given.preview.lang === details.lang}
            tried={tried}
            onDetail={adding.onDetail}
            cases={(view?.cases ?? []).filter((file) => may(caseGrant(me, file), "document.add"))}
            home={home}
            onHome={adding.onHome}
            newName={newName}
            onNewName={adding.onNewName}
          />
          {text ? <LeftOut text={text} {...(given?.preview.leftOut && { notRead: given.preview.leftOut })} /> : null}
          {given ? <Encodings upload={given.upload} onEncoding={(upload) => void adding.read(upload)} /> : null}
        </form>
        <footer>
          <button type="button" className="ui-btn" onClick={cancel}>
            {t("common:action.cancel")}
          </button>
          <span className="u-grow" />
          {text ? (
            <button type="submit" form={formId} className="ui-btn is-primary" aria-disabled={busy !== null}>
              {busy === "adding" ? t("import.submitting") : t("import.submit")}
              <span className="u-wide" aria-hidden="true">
                <KeyCaps keys="Mod+Enter" />
              </span>
            </button>
          ) : source.way === "paste" ? (
            <button type="submit" form={formId} className="ui-btn is-primary" aria-disabled={!source.text.trim() || busy !== null}>
              {t("import.read")}
            </button>
          ) : null}
        </footer>
      </aside>
    </Page>
  );
}

/** Names the case file that the text will go into, not the one it was asked for in: nobody is told of a place where it will not be. */
function Crumbs({ home }: { home: Adding["home"] }) {
  const { t } = useTranslation(["library", "common"]);
  const { library } = useServices();
  const file = useStore(library).data?.cases.find(({ id }) => id === home);
  return (
    <nav className="app-crumbs" aria-label={t("common:nav.crumbs")}>
      <span className="u-wide">
        <Link href={file ? `/case/${file.id}` : "/"}>{file?.name ?? t("page")}</Link>
        <span aria-hidden="true">›</span>
      </span>
      <h1 aria-current="page">{t("import.title")}</h1>
    </nav>
  );
}

function Giving({ adding }: { adding: Adding }) {
  return adding.source.way === "paste" ? (
    <PastePane text={adding.source.text} onText={adding.onText} onPasted={adding.paste} />
  ) : (
    <FilePane onFile={(file) => void adding.take(file)} />
  );
}

function WayChoice({ adding }: { adding: Adding }) {
  const { t } = useTranslation("library");
  return (
    <fieldset className="ui-seg">
      <legend className="u-unseen">{t("import.way")}</legend>
      {(["paste", "file"] as const).map((way) => (
        <button key={way} type="button" aria-pressed={adding.source.way === way} onClick={() => adding.onWay(way)}>
          {t(`import.${way}`)}
        </button>
      ))}
    </fieldset>
  );
}

function UndoButtons({ history }: { history: Adding["history"] }) {
  const { t } = useTranslation("library");
  return (
    <>
      <button type="button" className="ui-btn is-quiet" aria-disabled={!history.canUndo} onClick={history.undo}>
        <Undo2 aria-hidden="true" />
        <span className="u-fold">{t("import.undo")}</span>
        <span className="u-wide" aria-hidden="true">
          <KeyCaps keys="Mod+Z" />
        </span>
      </button>
      <button
        type="button"
        className="ui-btn is-quiet is-icon"
        aria-disabled={!history.canRedo}
        aria-label={t("import.redo")}
        title={t("import.redo")}
        onClick={history.redo}
      >
        <Redo2 aria-hidden="true" />
      </button>
    </>
  );
}

/** Undo and redo of the blocks, wherever the focus is, except in a field: there they are the field's own. */
function useUndoKeys({ undo, redo }: Adding["history"]): void {
  const { mac } = useServices();
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const mod = mac ? event.metaKey : event.ctrlKey;
      const field = event.target instanceof Element ? event.target.closest("input, select, textarea:not(.adding-words)") : null;
      if (!mod || event.altKey || field || isComposing(event) || event.defaultPrevented) return;
      const key = event.key.toLowerCase();
      if (key === "z" && !event.shiftKey) undo();
      else if ((key === "z" && event.shiftKey) || key === "y") redo();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [mac, undo, redo]);
}

/** What was given, and the keys of the list. */
function Strip({ work, count, onBack, onTurn }: { work: Import; count: number; onBack: () => void; onTurn: () => void }) {
  const { t, i18n } = useTranslation("library");
  if (!work.given) return null;
  const { name, bytes, pasted } = work.given.upload;
  const size = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 0 }).format(Math.max(1, bytes.length / 1024));
  return (
    <header className="adding-strip">
      <p>
        <FileText aria-hidden="true" />
        <b>{name}</b>
        <span>{t("import.about", { size, count })}</span>
      </p>
      <p className="u-wide adding-legend" aria-hidden="true">
        <span>
          <kbd>↑</kbd> <kbd>↓</kbd> {t("import.legend.block")}
        </span>
        <span>
          <kbd>1</kbd> – <kbd>8</kbd> {t("import.legend.kind")}
        </span>
        <span>
          <kbd>0</kbd> {t("import.legend.out")}
        </span>
        <span>
          <KeyCaps keys="Enter" /> {t("import.legend.edit")}
        </span>
      </p>
      <Readings work={work} onTurn={onTurn} />
      <button type="button" className="ui-link" onClick={onBack}>
        {pasted ? t("import.again") : t("import.againFile")}
      </button>
    </header>
  );
}

/** A paste that came with its markup can be read without it as well. */
function Readings({ work: { given, busy }, onTurn }: { work: Import; onTurn: () => void }) {
  const { t } = useTranslation("library");
  if (!given || !(given.other || bareOf(given.upload))) return null;
  const formatted = given.upload.mime === "text/html";
  return (
    <fieldset className="ui-seg">
      <legend className="u-unseen">{t("import.readAs")}</legend>
      {([true, false] as const).map((which) => (
        <button
          key={String(which)}
          type="button"
          aria-pressed={formatted === which}
          aria-disabled={busy !== null}
          onClick={() => (formatted === which || busy ? undefined : onTurn())}
        >
          {t(which ? "import.asFormatted" : "import.asBare")}
        </button>
      ))}
    </fieldset>
  );
}

function Busy({ children }: { children: ReactNode }) {
  return (
    <output className="adding-drop">
      <LoaderCircle className="u-turning" aria-hidden="true" />
      <span>{children}</span>
    </output>
  );
}
