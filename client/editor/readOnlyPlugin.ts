import { Plugin } from "prosemirror-state";
import { isFollowing } from "./applyRemoteUpdate";

// A text that may not be changed stays `contenteditable`, because only there does every browser offer a caret: it can then be walked
// through and selected with the keyboard alone. What would change it is turned away three times over: the browser's own edit is
// prevented, ProseMirror's handlers swallow it, and no transaction that changes the document passes.

/** `mayWrite` is asked each time, since locking and roles change while the page is open. */
export function readingOnly(mayWrite: () => boolean, refused: () => void): Plugin {
  const turnAway = (): boolean => {
    if (mayWrite()) return false;
    refused();
    return true;
  };
  const keepOut = (event: Event): boolean => {
    if (mayWrite()) return false;
    event.preventDefault();
    return turnAway();
  };
  return new Plugin({
    filterTransaction: (tr) => !tr.docChanged || isFollowing(tr) || mayWrite(),
    props: {
      handleTextInput: turnAway,
      handlePaste: turnAway,
      handleDrop: turnAway,
      handleDOMEvents: {
        beforeinput: (_view, event) => keepOut(event),
        cut: (_view, event) => keepOut(event),
        // Before ProseMirror makes elements of what is pasted.
        paste: (_view, event) => keepOut(event),
        drop: (_view, event) => keepOut(event),
      },
      attributes: (): Record<string, string> =>
        mayWrite() ? { "aria-readonly": "false" } : { "aria-readonly": "true", inputmode: "none", spellcheck: "false" },
    },
  });
}
