import type { Node } from "prosemirror-model";
import { PluginKey, Selection } from "prosemirror-state";
import type { EditorState, Transaction } from "prosemirror-state";
import type { Mapping, Step } from "prosemirror-transform";
import type { TextUpdate } from "../session/contract";

/** Marks a transaction that came from the session: it is shown, and not sent back. */
const following = new PluginKey<TextUpdate["origin"]>("following");

export const isFollowing = (tr: Transaction): boolean => tr.getMeta(following) !== undefined;

/** Whether it shows what somebody else wrote, and not an undo of one's own. */
export const isFromOthers = (tr: Transaction): boolean => tr.getMeta(following) === "remote";

/** `setMirror` is how prosemirror-collab keeps positions through a rebase; the package's types leave it out. */
type Mirrored = Mapping & { setMirror(index: number, mirror: number): void };

/**
 * One transaction that brings the editor to `update.doc`. The steps are used where they fit, so that the selection and decorations keep
 * their place; where they do not, only the stretch that differs is replaced.
 */
export function followTransaction(state: EditorState, update: TextUpdate): Transaction {
  let tr = state.tr;
  const fits = update.steps.every((step) => goesOn(tr, step));
  if (fits) for (const [index, mirror] of update.mirrors) (tr.mapping as Mirrored).setMirror(index, mirror);
  else tr = state.tr;
  settleOn(tr, update.doc);
  tr.setMeta(following, update.origin);
  if (update.origin !== "remote" && tr.docChanged) tr.setSelection(atChange(tr)).scrollIntoView();
  return tr;
}

/** `Step.apply` throws where a position lies outside the document, and returns a failure where the content does not fit. */
function goesOn(tr: Transaction, step: Step): boolean {
  try {
    return tr.maybeStep(step).failed === null;
  } catch {
    return false;
  }
}

/** Replaces the least stretch after which the document equals `doc`. */
function settleOn(tr: Transaction, doc: Node): void {
  if (tr.doc.eq(doc)) return;
  const start = tr.doc.content.findDiffStart(doc.content);
  const end = tr.doc.content.findDiffEnd(doc.content);
  if (start === null || end === null) return;
  const overlap = Math.max(0, start - Math.min(end.a, end.b));
  tr.replace(start, end.a + overlap, doc.slice(start, end.b + overlap));
  if (!tr.doc.eq(doc)) tr.replaceWith(0, tr.doc.content.size, doc.content);
}

/** After an undo or redo the cursor goes to where the text changed last. */
function atChange(tr: Transaction): Selection {
  let pos = tr.selection.head;
  tr.mapping.maps.forEach((map, index) => {
    map.forEach((_oldFrom, _oldTo, _newFrom, newTo) => (pos = tr.mapping.slice(index + 1).map(newTo)));
  });
  return Selection.near(tr.doc.resolve(Math.min(pos, tr.doc.content.size)), -1);
}
