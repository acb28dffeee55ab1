import type { TextEditor } from "../editor/contract";
import { calm } from "./useMode";

/** A passage further away than this many views is jumped to: scrolling through pages is no help to the eye. */
const FAR_VIEWS = 3;
/** Blocks off screen have an estimated height: after a jump the place is looked at again. */
const CORRECTIONS = 4;

/** Scrolls a position of the text gently into the upper part of what is free to see; does nothing when it is there. `below`: pixels that a sheet covers. */
export function revealPassage(scroller: HTMLElement, editor: TextEditor, pos: number, below: number): void {
  editor.layOut();
  const away = (): number => {
    if (editor.view.isDestroyed || pos > editor.view.state.doc.content.size) return 0;
    const box = scroller.getBoundingClientRect();
    const { top, bottom } = editor.view.coordsAtPos(pos);
    const free = box.height - below;
    const seen = top >= box.top + 48 && bottom <= box.top + free - 64;
    return seen ? 0 : top - (box.top + free * 0.28);
  };
  const first = away();
  if (Math.abs(first) < 1) return;
  const gently = !calm() && Math.abs(first) < FAR_VIEWS * scroller.clientHeight;
  scroller.scrollBy({ top: first, behavior: gently ? "smooth" : "instant" });
  if (!gently) correct(CORRECTIONS);

  function correct(left: number): void {
    requestAnimationFrame(() => {
      const rest = away();
      if (Math.abs(rest) < 1 || left === 0) return;
      scroller.scrollBy({ top: rest, behavior: "instant" });
      correct(left - 1);
    });
  }
}
