import { LoaderCircle, Scissors } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import type { FormEvent, ReactNode } from "react";
import { useLocation } from "wouter";
import { CaseId } from "../../../shared/ids";
import type { DocId } from "../../../shared/ids";
import type { ImportPreview } from "../../../shared/wire/import";
import type { LibraryView } from "../../../shared/wire/rest";
import { longDay } from "../../app/dates";
import type { Outcome } from "../../app/failure";
import { useFailureText } from "../../app/failure";
import { ModalDialog } from "../../app/ModalDialog";
import { shortened } from "../../app/names";
import { useCell, useServices } from "../../app/services";
import { Wrong } from "../../app/TextField";
import { useTranslation } from "../../app/translation";
import { keepsText, proposedCount } from "./choices";
import { noDetails, problemsOf, withFound } from "./details";
import type { DetailName } from "./details";
import { DetailsForm, NEW_CASE } from "./DetailsForm";
import { PreviewPane } from "./PreviewPane";
import { proposedHome } from "./home";
import { FilePane, PastePane, useFileDrop } from "./SourcePane";
import { uploadOfFile, uploadOfText } from "./upload";
import type { ImportFailure } from "./upload";
import type { Upload } from "./upload";
import { useImport } from "./useImport";
import type { Import } from "./useImport";

type Way = "paste" | "file";

const noLibrary: LibraryView = { cases: [], documents: [] };

/** Adding a text: given, looked at, added. `into`: the case file it was asked for in, null when it is to be chosen. */
export default function AddTextDialog({ into, onClose }: { into: CaseId | null; onClose: () => void }) {
  const { t } = useTranslation(["library", "common"]);
  const { library } = useServices();
  const view = useCell(library).data ?? noLibrary;
  const work = useImport();
  const [way, setWay] = useState<Way>("paste");
  const [text, setText] = useState("");
  const [details, setDetails] = useState(noDetails);
  // A ref, because the text is read while one types: what came in meanwhile must not be overwritten.
  const touched = useRef<Set<DetailName>>(new Set());
  const [home, setHome] = useState<string>(() => proposedHome(view, into) ?? NEW_CASE);
  const [newName, setNewName] = useState(useNewCaseName());
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const formId = useId();
  const homeOf = useHome(home, newName);
  const tell = useAdded(onClose);
  const { phase } = work;
  const given = phase.kind === "preview" || phase.kind === "adding" ? phase : null;

  async function read(upload: Upload): Promise<void> {
    const found: ImportPreview | null = await work.read(upload);
    if (found) setDetails((now) => withFound(now, touched.current, found));
  }

  async function take(file: File): Promise<void> {
    setWay("file");
    const opened = await uploadOfFile(file);
    if (opened.ok) await read(opened.upload);
    else work.fail(opened.failure);
  }

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (phase.kind === "source" && way === "paste" && text.trim()) return read(uploadOfText(text, t("import.pastedName")));
    if (phase.kind !== "preview") return undefined;
    setTried(true);
    if (Object.keys(problemsOf(details)).length > 0 || (home === NEW_CASE && !newName.trim())) {
      // After the errors have been drawn: the first wrong field takes the focus.
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus());
      return undefined;
    }
    if (!keepsText(phase.preview.blocks, phase.choices)) return work.fail({ code: "empty-text" });
    const doc = await work.add(homeOf, details);
    return doc ? tell(doc, details.title.trim()) : undefined;
  }

  const { over, ...drop } = useFileDrop((file) => void take(file));
  return (
    <ModalDialog
      title={t("import.title")}
      wide
      onClose={onClose}
      dismissable={phase.kind === "source" && !text.trim()}
      head={given ? null : <WayChoice way={way} onWay={setWay} />}
      footer={<Footer work={work} way={way} hasText={text.trim() !== ""} form={formId} onClose={onClose} />}
    >
      <form id={formId} ref={form} className={given ? "two picked" : "two"} onSubmit={(event) => void submit(event)} noValidate {...drop}>
        <DetailsForm
          details={details}
          found={given?.preview.lang !== undefined && given.preview.lang !== null && given.preview.lang === details.lang}
          tried={tried}
          onDetail={(name, value) => {
            touched.current.add(name);
            setDetails({ ...details, [name]: value });
          }}
          cases={view.cases}
          home={home}
          onHome={setHome}
          newName={newName}
          onNewName={setNewName}
        />
        <div className={over && way === "paste" ? "given over" : "given"}>
          <Troubles work={work} onWindows={(upload) => void read({ ...upload, encoding: "windows-1252" })} />
          {phase.kind === "source" && way === "paste" ? (
            <PastePane text={text} onText={setText} onPasted={(pasted) => void read(uploadOfText(pasted, t("import.pastedName")))} />
          ) : null}
          {phase.kind === "source" && way === "file" ? <FilePane onFile={(file) => void take(file)} /> : null}
          {phase.kind === "reading" ? <Busy>{t("import.reading")}</Busy> : null}
          {given ? <PreviewPane preview={given.preview} choices={given.choices} lang={details.lang} onChoose={work.choose} /> : null}
        </div>
      </form>
    </ModalDialog>
  );
}

/** The name proposed for a case file that is made for the text: its day, so that nobody has to think of one first. */
function useNewCaseName(): string {
  const { t, i18n } = useTranslation("library");
  const { now } = useServices();
  return t("import.newCaseProposed", { date: longDay(i18n.language === "en" ? "en" : "fr", now()) });
}

/** The case file the text goes into; made first when it is new. A second try after a failure does not make it twice. */
function useHome(home: string, newName: string): () => Promise<Outcome<CaseId>> {
  const { api } = useServices();
  const made = useRef<{ name: string; id: CaseId } | null>(null);
  return async () => {
    if (home !== NEW_CASE) return { ok: true, value: CaseId.parse(home) };
    const name = newName.trim();
    if (made.current?.name === name) return { ok: true, value: made.current.id };
    const outcome = await api.makeCase({ name });
    if (!outcome.ok) return outcome;
    made.current = { name, id: outcome.value.id };
    return { ok: true, value: outcome.value.id };
  };
}

/** After the text is there: says so, offers to open it, and puts the focus on its line. */
function useAdded(onClose: () => void): (doc: DocId, title: string) => Promise<void> {
  const { t } = useTranslation("library");
  const { library, toasts } = useServices();
  const [, go] = useLocation();
  return async (doc, title) => {
    await library.refresh();
    onClose();
    toasts.say(t("import.added", { title: shortened(title) }), { action: { label: t("import.open"), run: () => go(`/doc/${doc}`) } });
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`a[href="/doc/${doc}"]`)?.focus());
  };
}

function WayChoice({ way, onWay }: { way: Way; onWay: (way: Way) => void }) {
  const { t } = useTranslation("library");
  return (
    <fieldset className="seg">
      <legend className="unseen">{t("import.way")}</legend>
      <button type="button" aria-pressed={way === "paste"} onClick={() => onWay("paste")}>
        {t("import.paste")}
      </button>
      <button type="button" aria-pressed={way === "file"} onClick={() => onWay("file")}>
        {t("import.file")}
      </button>
    </fieldset>
  );
}

function Busy({ children }: { children: ReactNode }) {
  return (
    <output className="drop">
      <LoaderCircle className="turning" aria-hidden="true" />
      <span>{children}</span>
    </output>
  );
}

/** What went wrong, in place, with the way out where there is one. */
function Troubles({ work, onWindows }: { work: Import; onWindows: (upload: Upload) => void }) {
  const { t } = useTranslation("library");
  const { unread, phase } = work;
  const told = useTrouble(work.failure);
  return (
    <>
      {told ? <Wrong live>{told}</Wrong> : null}
      {unread && phase.kind === "source" ? (
        <div>
          <button type="button" className="btn" onClick={() => onWindows(unread)}>
            {t("import.tryWindows")}
          </button>
        </div>
      ) : null}
      {phase.kind === "preview" && phase.upload.encoding === "windows-1252" ? <p className="note">{t("import.readWindows")}</p> : null}
    </>
  );
}

function useTrouble(failure: ImportFailure | null): string | null {
  const { t } = useTranslation("library");
  const say = useFailureText();
  if (!failure) return null;
  const { code, detail } = failure;
  if (code === "wrong-type") return t("import.wrongType", { name: String(detail?.["name"] ?? "") });
  if (code === "too-large") return t("import.tooLarge", { limit: detail?.["limit"] });
  if (code === "not-utf8") return t("import.notUtf8");
  return say({ code, ...(detail ? { detail } : {}) });
}

function Footer({ work, way, hasText, form, onClose }: { work: Import; way: Way; hasText: boolean; form: string; onClose: () => void }) {
  const { t } = useTranslation(["library", "common"]);
  const { phase } = work;
  const given = phase.kind === "preview" || phase.kind === "adding" ? phase : null;
  const proposed = given ? proposedCount(given.preview.blocks) : 0;
  const under = phase.kind === "reading" || phase.kind === "adding";
  const cancel = useRef<HTMLButtonElement>(null);
  const submit = useRef<HTMLButtonElement>(null);
  // The field that was written in has gone: the focus goes to what comes next, so that Enter adds what was pasted.
  useEffect(() => {
    if (phase.kind === "reading") cancel.current?.focus();
    if (phase.kind === "preview") submit.current?.focus();
  }, [phase.kind]);
  return (
    <>
      {given ? (
        <p className="row say">
          <Scissors aria-hidden="true" />
          <span>{proposed > 0 ? t("import.proposed", { count: proposed }) : t("import.proposedNone")}</span>
        </p>
      ) : null}
      {phase.kind === "preview" ? (
        <button type="button" className="btn quiet" onClick={work.back}>
          {phase.upload.pasted ? t("import.again") : t("import.againFile")}
        </button>
      ) : null}
      <button type="button" className="btn" ref={cancel} onClick={under ? work.back : onClose}>
        {t("common:action.cancel")}
      </button>
      {given ? (
        <button type="submit" form={form} className="btn primary" ref={submit} aria-disabled={phase.kind === "adding"}>
          {phase.kind === "adding" ? t("import.submitting") : t("import.submit")}
        </button>
      ) : way === "paste" ? (
        <button type="submit" form={form} className="btn primary" aria-disabled={!hasText || under}>
          {t("import.read")}
        </button>
      ) : null}
    </>
  );
}
