import type { Node } from "prosemirror-model";
import type { Anchor, Lost } from "./anchor";
import type { ChangeTexts } from "./change";
import { overlapOf } from "./overlap";
import type { Overlap } from "./overlap";
import { textBetween } from "./text";
import type { FlatText } from "./text";

// Lost words that somebody types again at their place are the passage's again (SPEC A5). In logs that do not say what an undo takes back,
// undone words are found by their letters as well.

const orphaned = (anchor: Anchor): boolean => anchor.from === anchor.to;

const words = (lost: Lost, text: string, offset: number): Lost[] =>
  (text === "" ? [] : [{ text, offset }]).map((one) => ({ ...lost, ...one }));

/** What is left of lost words before and after the part that came back. */
const rests = (piece: Lost, hit: Overlap): { before: Lost[]; after: Lost[] } => ({
  before: words(piece, piece.text.slice(0, hit.lostFrom), piece.offset),
  after: words(piece, piece.text.slice(hit.lostTo), piece.offset + hit.lostTo),
});

/** What would have to be typed for all of it to be there again. */
const joined = (lost: readonly Lost[]): Lost => ({
  text: lost.map(({ text, again }) => (again ? "" : text)).join(""),
  offset: 0,
});

/** Words that were typed again can still come back themselves, when somebody undoes the typing and then the deletion. */
const typedAgain = (lost: readonly Lost[], change: ChangeTexts): Lost[] =>
  change.tells ? lost.slice(-MAX_AGAIN).map((one) => ({ ...one, again: true as const })) : [];

/** Older ones are forgotten. */
const MAX_AGAIN = 64;

/** Gives back to the passage the lost words that the step brought into its window. */
export function takeBack(anchor: Anchor, change: ChangeTexts): Anchor {
  const { ranges } = change;
  if (!ranges.some(({ newFrom, newTo }) => newFrom < newTo)) return anchor;
  // An undo brings what its step took, and says so; nobody typed it.
  if (change.revert && change.tells) return anchor;
  let next = orphaned(anchor) ? reviveOrphan(anchor, change) : anchor;
  if (orphaned(next)) return next;
  for (let before = null as Anchor | null; before !== next && next.tail.some(isMissing);) {
    before = next;
    next = takeBackTail(next, change);
  }
  for (let before = null as Anchor | null; before !== next && next.head.some(isMissing);) {
    before = next;
    next = takeBackHead(next, change);
  }
  return next;
}

const isMissing = ({ again }: Lost): boolean => !again;

/** The parts of the window in which to look: for an undo what the step inserted, for typing all that has gathered there. */
function candidates(from: number, to: number, change: ChangeTexts): FlatText[] {
  const whole = from < to ? [{ from, to }] : [];
  const parts = change.revert
    ? change.ranges
        .map(({ newFrom, newTo }) => ({ from: Math.max(from, newFrom), to: Math.min(to, newTo) }))
        .filter((part) => part.from < part.to)
    : whole;
  return parts.map((part) => change.flat("after", part.from, part.to));
}

function reviveOrphan(anchor: Anchor, change: ChangeTexts): Anchor {
  const lost = [...anchor.head, ...anchor.tail];
  // Typed again, only the whole passage counts; an undo brings back one deletion's words.
  const typed = joined(lost);
  const wanted = change.revert ? lost.toReversed() : [typed.text === "" ? { ...typed, text: anchor.exact.replaceAll("\n", "") } : typed];
  for (const flat of candidates(anchor.windowFrom, anchor.windowTo, change)) {
    for (const piece of wanted) {
      const hit = overlapOf(flat.text, piece.text, change.revert ? "any" : "whole", piece.offset);
      if (!hit) continue;
      const at = change.revert ? lost.lastIndexOf(piece) : 0;
      const { before, after } = rests(piece, hit);
      const head = change.revert ? [...lost.slice(0, at), ...before] : [];
      const tail = change.revert ? [...after, ...lost.slice(at + 1)] : typedAgain(lost, change);
      return settle({ ...anchor, ...placeOf(flat, hit), head, tail }, change.after);
    }
  }
  return anchor;
}

const placeOf = (flat: FlatText, hit: Overlap): { from: number; to: number } => ({
  from: flat.positionOf(hit.foundFrom),
  to: flat.positionOf(hit.foundTo - 1) + 1,
});

function takeBackTail(anchor: Anchor, change: ChangeTexts): Anchor {
  const { tail } = anchor;
  for (const flat of candidates(anchor.to, anchor.windowTo, change)) {
    for (const [at, piece] of change.revert ? tail.entries() : [[0, joined(tail)] as const]) {
      const hit = overlapOf(flat.text, piece.text, change.revert ? "any" : "at-start", piece.offset);
      if (!hit) continue;
      const rest = change.revert ? [...rests(piece, hit).after, ...tail.slice(at + 1)] : typedAgain(tail, change);
      return settle({ ...anchor, to: placeOf(flat, hit).to, tail: rest }, change.after);
    }
  }
  return anchor;
}

function takeBackHead(anchor: Anchor, change: ChangeTexts): Anchor {
  const { head } = anchor;
  for (const flat of candidates(anchor.windowFrom, anchor.from, change)) {
    for (const [at, piece] of change.revert ? [...head.entries()].toReversed() : [[0, joined(head)] as const]) {
      const hit = overlapOf(flat.text, piece.text, change.revert ? "any" : "at-end", piece.offset);
      if (!hit) continue;
      const rest = change.revert ? [...head.slice(0, at), ...rests(piece, hit).before] : typedAgain(head, change);
      return settle({ ...anchor, from: placeOf(flat, hit).from, head: rest }, change.after);
    }
  }
  return anchor;
}

/** An anchor whose edges moved, with its words and its window. */
export function settle(anchor: Anchor, after: Node): Anchor {
  return {
    ...anchor,
    exact: textBetween(after, anchor.from, anchor.to),
    windowFrom: anchor.head.length === 0 ? anchor.from : Math.min(anchor.windowFrom, anchor.from),
    windowTo: anchor.tail.length === 0 ? anchor.to : Math.max(anchor.windowTo, anchor.to),
  };
}
