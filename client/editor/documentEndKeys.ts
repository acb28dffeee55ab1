import { Selection, TextSelection } from "prosemirror-state";
import type { Command } from "prosemirror-state";

/** Puts the cursor at an end of the text, or `extends` the selection to there. */
function goTo(end: "start" | "end", how: { extends: boolean }): Command {
  return ({ doc, selection, tr }, dispatch) => {
    const goal = end === "start" ? Selection.atStart(doc) : Selection.atEnd(doc);
    dispatch?.(tr.setSelection(how.extends ? TextSelection.between(selection.$anchor, goal.$head) : goal).scrollIntoView());
    return true;
  };
}

/**
 * The keys to the ends of the text. The browser's own stop before the first letter of a block that it has not laid out, which the last block of
 * a long text rarely is; and ProseMirror takes a cursor that goes to the start just after the focus came for the browser's doing, and puts it back.
 */
export const endKeys: Record<string, Command> = {
  "Mod-Home": goTo("start", { extends: false }),
  "Mod-End": goTo("end", { extends: false }),
  "Shift-Mod-Home": goTo("start", { extends: true }),
  "Shift-Mod-End": goTo("end", { extends: true }),
  // As on a Mac; elsewhere the system keeps these keys to itself.
  "Meta-ArrowUp": goTo("start", { extends: false }),
  "Meta-ArrowDown": goTo("end", { extends: false }),
  "Shift-Meta-ArrowUp": goTo("start", { extends: true }),
  "Shift-Meta-ArrowDown": goTo("end", { extends: true }),
};
