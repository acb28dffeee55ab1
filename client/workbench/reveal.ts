import type { TextEditor } from "../editor/contract";
import { calm } from "./useLayout";

/** A passage further away than this many views is jumped to: scrolling through pages is no help to the eye. */
const FAR_VIEWS = 3;
/** Blocks off screen have an estimated height: after a jump the place is looked at again. */
const CORRECTIONS = 4;
/** Milliseconds after which a gentle scroll is over for certain. One that had nowhere to go ends without a word. */
const GENTLE_MS = 1500;
/** Whoever does one of these meanwhile looks elsewhere: the place is no longer put right. */
const OWN_MOVES = ["wheel", "touchmove", "pointerdown", "keydown"] as const;

/** Pixels kept free above a passage (the bar that stays there) and below it. */
const ABOVE = 48;
const UNDER = 64;
/** And below its card, which stands a little lower than the passage. */
const EDGE = 16;
/** Where in what can be seen a passage is put, as a share of it from above. */
const PLACE = 0.2;

/** Milliseconds for which a paragraph that somebody was led to is marked. */
const MARKED_MS = 2500;

/** Scrolls a paragraph into view and marks it for a while; false when it is not in the text. */
export function revealBlock(scroller: HTMLElement, editor: TextEditor, id: string): boolean {
  let at = -1;
  editor.view.state.doc.descendants((node, pos) => {
    if (at === -1 && node.attrs["id"] === id) at = pos;
    return at === -1 && !node.inlineContent;
  });
  if (at === -1) return false;
  revealPassage(scroller, editor, at + 1, { below: 0, beside: 0 });
  const shown = editor.view.nodeDOM(at);
  // An animation changes nothing of the text's elements, which the editor would take for typing.
  const wash = getComputedStyle(document.documentElement).getPropertyValue("--accent-wash");
  if (shown instanceof HTMLElement)
    shown.animate?.({ backgroundColor: [wash, wash, calm() ? wash : "transparent"] }, { duration: MARKED_MS, easing: "ease-out" });
  return true;
}

/** The reveal that is going on; the next one ends it. */
let current = new AbortController();

/**
 * Scrolls a position of the text gently into the upper part of what is free to see, unless it can be seen with its card. `below`: pixels that a
 * sheet covers. `beside`: the height of the card that starts where the passage does. Once the reader moves, the text is theirs again.
 */
export function revealPassage(
  scroller: HTMLElement,
  editor: TextEditor,
  pos: number,
  { below, beside }: { below: number; beside: number },
): void {
  current.abort();
  const own = new AbortController();
  const { signal } = own;
  current = own;
  editor.layOut();
  const away = (): number => {
    if (editor.view.isDestroyed || pos > editor.view.state.doc.content.size) return 0;
    const box = scroller.getBoundingClientRect();
    const { top, bottom } = editor.view.coordsAtPos(pos);
    const free = box.height - below;
    const down = top - box.top;
    const isInView = down >= ABOVE && bottom <= box.top + free - UNDER;
    const place = Math.max(ABOVE, free * PLACE);
    // A card that is longer than what can be seen has all the room that there is once its passage is put there.
    const isWithCard = down < place + 1 || (down <= free / 2 && down + beside + EDGE <= free);
    return isInView && isWithCard ? 0 : down - place;
  };
  const first = away();
  if (Math.abs(first) < 1) return;
  const gently = !calm() && Math.abs(first) < FAR_VIEWS * scroller.clientHeight;
  scroller.scrollBy({ top: first, behavior: gently ? "smooth" : "instant" });
  for (const move of OWN_MOVES) addEventListener(move, giveUp, { signal, capture: true, passive: true });
  setTimeout(giveUp, GENTLE_MS);
  if (gently) scroller.addEventListener("scrollend", () => correct(1), { once: true, signal });
  else correct(CORRECTIONS);

  function giveUp(): void {
    own.abort();
  }
  function correct(left: number): void {
    requestAnimationFrame(() => {
      if (signal.aborted) return;
      const rest = away();
      if (Math.abs(rest) < 1 || left === 0) return;
      scroller.scrollBy({ top: rest, behavior: "instant" });
      correct(left - 1);
    });
  }
}
