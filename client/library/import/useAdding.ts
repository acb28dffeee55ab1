import { interfaceLanguage } from "../../../shared/languages";
import { useCallback, useMemo, useRef } from "react";
import { useLocation } from "wouter";
import { nameOf } from "../../../shared/doc/title";
import { CaseId } from "../../../shared/ids";
import type { DocId } from "../../../shared/ids";
import type { ImportPreview } from "../../../shared/protocol/import";
import { longDay } from "../../app/dates";
import type { Outcome } from "../../app/failure";
import { shortened } from "../../app/names";
import { useStore, useServices } from "../../app/services";
import { useTranslation } from "../../app/translation";
import { useKeptForm } from "../../app/useKeptForm";
import type { Keeping } from "../../app/useKeptForm";
import { readDate, withFound } from "./details";
import type { DetailName, Details } from "./details";
import { NEW_CASE } from "./DetailsForm";
import { proposedHome } from "./home";
import { KeptWork, noWork, worseOf } from "./kept";
import { manuscriptOf, textOf } from "./manuscript";
import type { Block, Manuscript, Nature } from "./manuscript";
import { bareOf, uploadOfFile, uploadOfMarkup, uploadOfText } from "./upload";
import type { Upload } from "./upload";
import { useImport } from "./useImport";
import type { Import } from "./useImport";
import { useUndo } from "./useUndo";
import type { Undo } from "./useUndo";

/** All that the page of a text that is being added holds and does. */
export interface Adding {
  readonly work: Import;
  readonly source: KeptWork;
  readonly details: Details;
  readonly home: string;
  readonly newName: string;
  readonly history: Undo<Manuscript>;
  readonly ready: boolean;
  readonly keeping: Keeping;
  readonly read: (upload: Upload) => Promise<void>;
  readonly readTyped: () => Promise<void>;
  readonly paste: (plain: string, html: string) => void;
  /** Shows the paste read the other way, with its markup or as bare text; what was put right in either is there again on the way back. */
  readonly turn: () => Promise<void>;
  readonly take: (file: File) => Promise<void>;
  readonly add: (text: Manuscript) => Promise<void>;
  readonly drop: () => void;
  readonly forget: () => void;
  readonly onText: (text: string) => void;
  readonly onWay: (way: KeptWork["way"]) => void;
  readonly onDetail: (name: DetailName, value: string) => void;
  readonly onHome: (home: string) => void;
  readonly onNewName: (name: string) => void;
  readonly onNature: (block: Block, nature: Nature) => void;
}

const noText: Manuscript = { blocks: [], next: 0 };

export function useAdding(into: CaseId | null): Adding {
  const { t } = useTranslation("library");
  const { library } = useServices();
  const view = useStore(library).data;
  const work = useImport();
  const { value: source, set, forget, ready, keeping } = useKeptForm("import", noWork, KeptWork);
  const setText = useCallback((manuscript: Manuscript) => set((now) => withTitle({ ...now, manuscript })), [set]);
  const history = useUndo(source.manuscript ?? noText, setText);
  const proposed = useMemo(() => (view ? proposedHome(view, into) : null), [view, into]);
  const proposedName = useNewCaseName();
  const home = source.home ?? proposed ?? NEW_CASE;
  const newName = source.newName ?? proposedName;
  const homeOf = useHome(home, newName);
  const tell = useAdded();
  const details = source.details;

  async function read(upload: Upload): Promise<ImportPreview | null> {
    const found = await work.read(upload);
    if (!found) return null;
    history.clear();
    set((now) => ({
      ...now,
      details: withFound(now.details, new Set(now.touched), found),
      manuscript: manuscriptOf(found.blocks),
      aside: null,
    }));
    return found;
  }
  const pastedName = t("import.pastedName");

  return {
    work,
    source,
    details,
    home,
    newName,
    history,
    ready,
    keeping: worseOf(keeping, work.keeping),
    read: async (upload) => void (await read(upload)),
    readTyped: async () => void (source.way === "paste" && source.text.trim() ? await read(uploadOfText(source.text, pastedName)) : null),
    async paste(plain, html) {
      set((now) => ({ ...now, text: plain }));
      const marked = html.trim() === "" ? null : uploadOfMarkup(html, plain, pastedName.replace(/\.txt$/, ".html"));
      if (marked && (await read(marked))) return;
      // Markup that cannot be read still has its words.
      if (plain.trim() !== "") await read(uploadOfText(plain, pastedName));
    },
    async turn() {
      const { given } = work;
      const bare = given && bareOf(given.upload);
      if (given?.other) {
        work.swap();
        set((now) => turned(now, now.aside ?? null));
      } else if (bare) {
        const found = await work.read(bare, { upload: given.upload, preview: given.preview });
        if (!found) return;
        set((now) => turned({ ...now, details: withFound(now.details, new Set(now.touched), found) }, manuscriptOf(found.blocks)));
      }
      history.clear();
    },
    async take(file) {
      set((now) => ({ ...now, way: "file" }));
      const opened = await uploadOfFile(file);
      if (opened.ok) await read(opened.upload);
      else work.fail(opened.failure);
    },
    async add(text) {
      const doc = await work.add(homeOf, details, text);
      if (!doc) return;
      forget();
      work.forget();
      await tell(doc.doc, details.title.trim(), doc.home);
    },
    drop() {
      work.drop();
      history.clear();
      set((now) => ({ ...now, manuscript: null, aside: null }));
    },
    forget() {
      forget();
      work.forget();
    },
    onText: (text) => set((now) => ({ ...now, text })),
    onWay: (way) => set((now) => ({ ...now, way })),
    onDetail: (name, value) =>
      set((now) => ({
        ...now,
        details: { ...now.details, [name]: value },
        touched: now.touched.includes(name) ? now.touched : [...now.touched, name],
      })),
    onHome: (next) => set((now) => ({ ...now, home: next })),
    onNewName: (next) => set((now) => ({ ...now, newName: next })),
    onNature: (block, nature) => set((now) => withField(now, block, nature)),
  };
}

const turned = (work: KeptWork, manuscript: Manuscript | null): KeptWork => withTitle({ ...work, manuscript, aside: work.manuscript });

/** The name of the text is its title's, until somebody writes another. */
function withTitle(work: KeptWork): KeptWork {
  if (work.touched.includes("title")) return work;
  const block = work.manuscript?.blocks.find(({ kind, keep }) => kind === "title" && keep);
  const title = block ? nameOf(textOf(block)) : work.details.title;
  return title === work.details.title ? work : { ...work, details: { ...work.details, title } };
}

const leadIn = /^(?:par|by|propos recueillis par|texte (?::|de)|written by)\s+/iu;

/** A block that somebody calls a byline or a date fills its field, where nobody has written in that. */
function withField(work: KeptWork, block: Block, { kind }: Nature): KeptWork {
  const words = textOf(block).trim();
  const author = kind === "byline" && words.length <= 200 ? words.replace(leadIn, "") : null;
  const published = kind === "date" ? readDate(words) : null;
  const details = { ...work.details };
  if (author && !work.touched.includes("author")) details.author = author;
  if (published && !work.touched.includes("published")) details.published = published;
  return { ...work, details };
}

/** The name proposed for a case file that is made for the text: its day, so that nobody has to think of one first. */
function useNewCaseName(): string {
  const { t, i18n } = useTranslation("library");
  const { now } = useServices();
  return t("import.newCaseProposed", { date: longDay(interfaceLanguage(i18n.language).tag, now()) });
}

/** The case file the text goes into; made first when it is new. A second try after a failure does not make it twice. */
function useHome(home: string, newName: string): () => Promise<Outcome<CaseId>> {
  const { api } = useServices();
  const made = useRef<{ name: string; id: CaseId } | null>(null);
  return async () => {
    if (home !== NEW_CASE) return { ok: true, value: CaseId.parse(home) };
    const name = newName.trim();
    if (made.current?.name === name) return { ok: true, value: made.current.id };
    const outcome = await api.makeCase({ body: { name } });
    if (!outcome.ok) return outcome;
    made.current = { name, id: outcome.value.id };
    return { ok: true, value: outcome.value.id };
  };
}

/** After the text is there: goes to its case file, says so, and offers to open it. */
function useAdded(): (doc: DocId, title: string, home: CaseId) => Promise<void> {
  const { t } = useTranslation("library");
  const { library, toasts } = useServices();
  const [, go] = useLocation();
  return async (doc, title, home) => {
    await library.changed({ docs: [doc], cases: [home] });
    go(`/case/${home}`);
    toasts.say(t("import.added", { title: shortened(title) }), { action: { label: t("import.open"), run: () => go(`/doc/${doc}`) } });
  };
}
