import type { DocId } from "../../../shared/ids";
import type { DocState } from "../../../shared/log/state";
import type { Me } from "../../../shared/people";
import { refuse } from "../../../shared/refusal";
import type { DocumentSession, SessionView } from "../../session/contract";
import { PageDrafts } from "../../session/drafts";

const nothing = (): void => undefined;

/** A session on a document as it once stood: everything can be read and selected, nothing changed. */
export function frozenSession(doc: DocId, state: DocState, me: Me): DocumentSession {
  const view: SessionView = {
    state,
    confirmed: state.version,
    connection: "live",
    barred: null,
    save: { kind: "saved" },
    peers: [],
    refused: [],
    canUndo: false,
    canRedo: false,
    me,
    grant: null,
    remoteChange: { count: 0, touched: [] },
  };
  return {
    doc,
    drafts: new PageDrafts(nothing),
    view: () => view,
    subscribe: () => nothing,
    submit: () => refuse("locked"),
    edit: () => refuse("locked"),
    undo: () => refuse("locked"),
    redo: () => refuse("locked"),
    attach(lang) {
      const text = state.texts[lang];
      if (!text) throw new Error(`no text in ${lang}`);
      return { doc: text.doc, detach: nothing };
    },
    here: nothing,
    peer: () => null,
    refusalOf: () => ({ code: "locked" }),
    dismiss: nothing,
    close: nothing,
  };
}
