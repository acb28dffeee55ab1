import { TextSelection } from "prosemirror-state";
import type { Transaction } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";

/**
 * A transaction that takes over where the browser has put the cursor, or null when the state says so already. ProseMirror reads that a
 * moment later, and until then whatever is painted puts the cursor back where it was: a click on a claim would not move it, and a key
 * pressed at once would mean the selection before.
 */
export function takeCaret(view: EditorView): Transaction | null {
  const { anchorNode, anchorOffset, focusNode, focusOffset } = view.dom.ownerDocument.getSelection() ?? {};
  if (!anchorNode || !focusNode || !view.dom.contains(anchorNode) || !view.dom.contains(focusNode)) return null;
  const { doc, selection, tr } = view.state;
  const anchor = view.posAtDOM(anchorNode, anchorOffset ?? 0);
  const head = view.posAtDOM(focusNode, focusOffset ?? 0);
  if (anchor === selection.anchor && head === selection.head) return null;
  return tr.setSelection(TextSelection.between(doc.resolve(anchor), doc.resolve(head)));
}
