import { useLocation } from "wouter";
import { CaseId } from "../../shared/ids";
import type { Grant } from "../../shared/rights/grant";
import { may } from "../../shared/rights/may";
import { BIN_DAYS } from "../../shared/protocol/bin";
import type { CaseView, DocumentLine } from "../../shared/protocol/rest";
import type { Question } from "../app/ConfirmDialog";
import { useFailureText } from "../app/failure";
import type { Outcome } from "../app/failure";
import type { LibraryParts } from "../app/library";
import { shortened } from "../app/names";
import { overwrite } from "../app/overwrite";
import type { Overwritten } from "../app/overwrite";
import { useMe, useServices } from "../app/services";
import { useTranslation } from "../app/translation";
import { caseGrant } from "../app/caseRights";
import type { Change } from "./ChangeDialog";
import type { CaseFile } from "./order";

/** What can be changed of a text or a case file in the library, as what is asked first; null for those who may not. */
export interface Changes {
  readonly renameCase: ((file: CaseView) => Change) | null;
  readonly removeCase: ((shown: CaseFile) => Question) | null;
  readonly renameText: ((line: DocumentLine) => Change) | null;
  readonly moveText: ((line: DocumentLine, cases: readonly CaseView[]) => Change) | null;
  readonly removeText: ((line: DocumentLine) => Question) | null;
}

/** Of what somebody else put there meanwhile only the words that are asked for. */
async function nowOf<T>(words: (now: T) => string, asked: Promise<Overwritten<T, unknown>>): Promise<Overwritten<string, unknown>> {
  const outcome = await asked;
  return "now" in outcome ? { ...outcome, now: words(outcome.now) } : outcome;
}

/** By what one is in the case file. */
export function useChanges(): (grant: Grant) => Changes {
  const { t } = useTranslation(["library", "common"]);
  const { api, library, toasts } = useServices();
  const me = useMe();
  const failure = useFailureText();
  const [, go] = useLocation();
  /** Says so and reads what changed again; what was pressed may be gone with its line, then the focus goes to what is left. */
  const done = (words: string, parts: LibraryParts, home: string | null = null, undo?: () => Promise<void>): void => {
    toasts.say(words, undo ? { action: { label: t("bin.restore"), run: () => void undo() } } : {});
    if (home !== null) go(home);
    void library.changed(parts).then(() => {
      const active = document.activeElement;
      if (active && active !== document.body && active.isConnected) return;
      const target =
        document.querySelector<HTMLElement>("#content .case-section a, #content .page-empty .ui-btn") ?? document.getElementById("content");
      target?.focus();
    });
  };
  /** Takes something out of the bin again, and says so, or why not. */
  const restore = async (run: () => Promise<Outcome<unknown>>, name: string, parts: LibraryParts): Promise<void> => {
    const outcome = await run();
    if (!outcome.ok) return toasts.say(failure(outcome.failure), { bad: true });
    toasts.say(t("bin.restored", { name: shortened(name) }));
    await library.changed(parts);
  };
  return (grant) => {
    const mayRestore = may(grant, "bin.restore");
    const words = { confirm: t("rename"), missing: t("caseNameMissing") };

    const renameCase = (file: CaseView): Change => ({
      ...words,
      form: `case.rename.${file.id}`,
      title: t("caseRenameTitle"),
      label: t("caseName"),
      value: file.name,
      run: (name, seen) =>
        nowOf(
          ({ name: now }: CaseView) => now,
          overwrite({
            read: () => api.readCase({ params: { case: file.id } }),
            isSeen: (now) => now.name === seen,
            write: (ifMatch) => api.renameCase({ params: { case: file.id }, body: { name }, ifMatch }),
          }),
        ),
      done: (name) => done(t("caseRenamed", { name }), { cases: [file.id] }),
    });
    const removeCase = ({ file, texts }: CaseFile): Question => {
      const own = texts.filter((line) => !line.demo).length;
      const stays = own > 0 ? ` ${t("demoStays", { count: own })}` : "";
      const gone = file.demo
        ? t("demoText", { count: texts.length - own }) + stays
        : file.texts > 0
          ? t("caseRemoveText", { count: file.texts })
          : t("caseRemoveEmpty");
      return {
        title: file.demo ? t("demoTitle") : t("caseRemoveTitle", { name: file.name }),
        text: `${gone} ${t("binKeeps", { count: BIN_DAYS })}`,
        confirm: file.demo ? t("demoRemove") : t("caseRemoveConfirm"),
        run: () => api.removeCase({ params: { case: file.id } }),
        done: () =>
          done(
            file.demo ? t("demoRemoved") : t("caseRemoved", { name: file.name }),
            { cases: [file.id], docs: file.demo ? texts.map(({ doc }) => doc) : [] },
            file.demo && own > 0 ? null : "/",
            // Of the demonstration only its own texts are in the bin, each by itself: there.
            mayRestore && !file.demo
              ? () => restore(() => api.restoreCase({ params: { case: file.id } }), file.name, { cases: [file.id] })
              : undefined,
          ),
      };
    };
    const renameText = (line: DocumentLine): Change => ({
      ...words,
      form: `text.rename.${line.doc}`,
      title: t("textRenameTitle"),
      label: t("textName"),
      value: line.title,
      max: 500,
      run: (title, seen) =>
        nowOf(
          ({ title: now }: { title: string }) => now,
          overwrite({
            read: () => api.readDetails({ params: { doc: line.doc } }),
            isSeen: (now) => now.title === seen,
            write: (ifMatch) => api.renameDocument({ params: { doc: line.doc }, body: { title }, ifMatch }),
          }),
        ),
      done: (title) => done(t("textRenamed", { title: shortened(title) }), { docs: [line.doc] }),
    });
    const moveText = (line: DocumentLine, cases: readonly CaseView[]): Change => ({
      form: `text.move.${line.doc}`,
      title: t("textMoveTitle", { title: shortened(line.title) }),
      label: t("import.case"),
      value: line.case,
      choices: cases.filter((file) => may(caseGrant(me, file), "document.move")).map((file) => ({ value: file.id, name: file.name })),
      confirm: t("textMove"),
      missing: "",
      run: (home, seen) =>
        nowOf(
          ({ case: now }: { case: string }) => now,
          overwrite({
            read: () => api.readPlace({ params: { doc: line.doc } }),
            isSeen: (now) => now.case === seen,
            write: (ifMatch) => api.moveDocument({ params: { doc: line.doc }, body: { case: CaseId.parse(home) }, ifMatch }),
          }),
        ),
      done: (home) =>
        done(t("textMoved", { title: shortened(line.title), name: cases.find((file) => file.id === home)?.name ?? "" }), {
          docs: [line.doc],
        }),
    });
    const removeText = (line: DocumentLine): Question => ({
      title: t("textRemoveTitle", { title: shortened(line.title) }),
      text: `${t("textRemoveText", { count: line.claims })} ${t("binKeeps", { count: BIN_DAYS })}`,
      confirm: t("textRemoveConfirm"),
      run: () => api.removeDocument({ params: { doc: line.doc } }),
      done: () =>
        done(
          t("textRemoved", { title: shortened(line.title) }),
          { docs: [line.doc] },
          null,
          mayRestore
            ? () => restore(() => api.restoreDocument({ params: { doc: line.doc } }), line.title, { docs: [line.doc] })
            : undefined,
        ),
    });
    return {
      renameCase: may(grant, "case.rename") ? renameCase : null,
      removeCase: may(grant, "case.remove") ? removeCase : null,
      renameText: may(grant, "document.rename") ? renameText : null,
      moveText: may(grant, "document.move") ? moveText : null,
      removeText: may(grant, "document.remove") ? removeText : null,
    };
  };
}
