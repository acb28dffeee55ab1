import type { Node } from "prosemirror-model";
import type { StepMap } from "prosemirror-transform";
import type { ClaimId } from "../ids";
import { flatText, textBetween, trimToText } from "./text";
import type { FlatText } from "./text";
import { overlapOf } from "./overlap";
import type { Overlap } from "./overlap";

/**
 * A claim's passage in one language's text. Positions are ProseMirror positions of that text; lengths count UTF-16 units.
 * `from < to` while the passage has words; `from === to` when all of them were deleted (an orphan).
 */
export interface Anchor {
  readonly claim: ClaimId;
  readonly from: number;
  readonly to: number;
  /** The words as they are in the text or, for an orphan, as they were just before they went. */
  readonly exact: string;
  /** Up to 32 characters of context as they were when the passage was last chosen by a person. */
  readonly prefix: string;
  readonly suffix: string;
  /**
   * Words that were deleted at an edge, one entry a deletion, in the order of the text; they come back on undo or retyping.
   * An orphan has lost everything: `exact` is among them.
   */
  readonly head: readonly Lost[];
  readonly tail: readonly Lost[];
  /** Words deleted inside the passage, and where: they come back there by themselves, unless that place is cut off meanwhile. */
  readonly holes: readonly Hole[];
  /** Where lost words may come back: `windowFrom ≤ from`, `to ≤ windowTo`. Equal to `from` and `to` when nothing is lost. */
  readonly windowFrom: number;
  readonly windowTo: number;
}

/** Words that one deletion took, and how many of its characters stood before them: the same words may occur in it more than once. */
export interface Lost {
  readonly text: string;
  readonly offset: number;
}

/** `[from, to]` grows over what is inserted at its edges, as the window does. */
export interface Hole extends Lost {
  readonly from: number;
  readonly to: number;
}

/** Older holes are forgotten: their words can still come back, only not at an edge. */
const MAX_HOLES = 16;

export const isOrphan = (anchor: Anchor): boolean => anchor.from === anchor.to;

/** A passage just chosen: nothing lost yet. */
export function newAnchor(claim: ClaimId, from: number, to: number, quote: { exact: string; prefix: string; suffix: string }): Anchor {
  return {
    claim,
    from,
    to,
    exact: quote.exact,
    prefix: quote.prefix,
    suffix: quote.suffix,
    head: [],
    tail: [],
    holes: [],
    windowFrom: from,
    windowTo: to,
  };
}

/** One changed range of a step map: `[oldFrom, oldTo)` became `[newFrom, newTo)`. */
interface Range {
  readonly oldFrom: number;
  readonly oldTo: number;
  readonly newFrom: number;
  readonly newTo: number;
}

/** What a step did, as anchors need it. */
export interface TextChange {
  readonly map: StepMap;
  readonly before: Node;
  readonly after: Node;
  /** The step is an undo or redo: what it brings back are the very words that went, even in part. */
  readonly revert: boolean;
}

/**
 * The anchors after a step. The array and each anchor stay the same object when nothing in them changed.
 * Costs one pass over the anchors; those before the change are untouched, those behind it shifted.
 */
export function mapAnchors(anchors: readonly Anchor[], change: TextChange): readonly Anchor[] {
  if (anchors.length === 0) return anchors;
  const ranges: Range[] = [];
  change.map.forEach((oldFrom, oldTo, newFrom, newTo) => ranges.push({ oldFrom, oldTo, newFrom, newTo }));
  const first = ranges[0];
  if (!first) return anchors;
  const mapped: Anchor[] = [];
  const texts = new ChangeTexts(change);
  let changed = false;
  for (const anchor of anchors) {
    const next = anchor.windowTo < first.oldFrom ? anchor : mapAnchor(anchor, ranges, texts);
    changed ||= next !== anchor;
    mapped.push(next);
  }
  return changed ? mapped : anchors;
}

/** The stretches of text that a change's anchors ask for, each read once: a deletion of everything asks for the same one for every claim. */
class ChangeTexts {
  private readonly known = new Map<string, FlatText>();
  readonly before: Node;
  readonly after: Node;
  readonly revert: boolean;

  constructor({ before, after, revert }: TextChange) {
    this.before = before;
    this.after = after;
    this.revert = revert;
  }

  flat(side: "before" | "after", from: number, to: number): FlatText {
    const key = `${side}:${from}:${to}`;
    const flat = this.known.get(key) ?? flatText(this[side], from, to);
    this.known.set(key, flat);
    return flat;
  }
}

function mapAnchor(anchor: Anchor, ranges: readonly Range[], change: ChangeTexts): Anchor {
  const shift = shiftOf(anchor, ranges);
  if (shift !== null) {
    if (shift === 0) return anchor;
    const { from, to, windowFrom, windowTo } = anchor;
    const holes = anchor.holes.map((hole) => ({ ...hole, from: hole.from + shift, to: hole.to + shift }));
    return { ...anchor, from: from + shift, to: to + shift, holes, windowFrom: windowFrom + shift, windowTo: windowTo + shift };
  }
  return takeBack(cut(anchor, ranges, change), ranges, change);
}

/** How far the whole anchor moves when no range touches it; null when one does. */
function shiftOf(anchor: Anchor, ranges: readonly Range[]): number | null {
  let shift = 0;
  for (const range of ranges) {
    if (range.oldTo < anchor.windowFrom) shift = range.newTo - range.oldTo;
    else if (range.oldFrom > anchor.windowTo) break;
    else return null;
  }
  return shift;
}

/** Start sticks right: an insertion at the start, or one that replaces the first word, stays outside. */
function mapStart(pos: number, ranges: readonly Range[]): number {
  let shift = 0;
  for (const { oldFrom, oldTo, newTo } of ranges) {
    if (oldTo <= pos) shift = newTo - oldTo;
    else if (oldFrom <= pos) return newTo;
    else break;
  }
  return pos + shift;
}

/** End sticks left. */
function mapEnd(pos: number, ranges: readonly Range[]): number {
  let shift = 0;
  for (const { oldFrom, oldTo, newFrom, newTo } of ranges) {
    if (oldFrom >= pos) break;
    if (oldTo >= pos) return newFrom;
    shift = newTo - oldTo;
  }
  return pos + shift;
}

/** A window grows over everything inserted at its edges. */
function mapWindow(from: number, to: number, ranges: readonly Range[]): { from: number; to: number } {
  let shift = 0;
  let newFrom: number | null = null;
  let newTo: number | null = null;
  for (const range of ranges) {
    if (newFrom === null && range.oldTo >= from) newFrom = range.oldFrom <= from ? range.newFrom : from + shift;
    if (range.oldFrom > to) break;
    if (range.oldTo >= to) newTo = range.newTo;
    shift = range.newTo - range.oldTo;
  }
  return { from: newFrom ?? from + shift, to: newTo ?? to + shift };
}

/** Maps the edges and remembers the words that went at them. */
function cut(anchor: Anchor, ranges: readonly Range[], change: ChangeTexts): Anchor {
  const from = mapStart(anchor.from, ranges);
  const to = mapEnd(anchor.to, ranges);
  const window = mapWindow(anchor.windowFrom, anchor.windowTo, ranges);
  // A deletion may leave block boundaries at an edge; a passage begins and ends with a character.
  const kept = from < to ? trimToText(change.after, from, to) : null;
  if (!kept) {
    const place = Math.min(Math.max(to, window.from), window.to);
    const lost = isOrphan(anchor) ? anchor.head : [...anchor.head, ...pieces(change, anchor, anchor.from, anchor.to, ranges)];
    return { ...anchor, from: place, to: place, head: lost, holes: [], windowFrom: window.from, windowTo: window.to };
  }
  const cuts = cutOff(anchor, ranges);
  const head = [...anchor.head, ...pieces(change, anchor, anchor.from, cuts.from, ranges)];
  const tail = [...pieces(change, anchor, cuts.to, anchor.to, ranges), ...anchor.tail];
  const inside = [...anchor.holes, ...newHoles(anchor, ranges, change)].filter((hole) => cuts.from < hole.to && hole.from < cuts.to);
  return {
    ...anchor,
    ...kept,
    exact: textBetween(change.after, kept.from, kept.to),
    head,
    tail,
    holes: inside.slice(-MAX_HOLES).map((hole) => ({ ...hole, ...mapWindow(hole.from, hole.to, ranges) })),
    windowFrom: head.length === 0 ? kept.from : window.from,
    windowTo: tail.length === 0 ? kept.to : window.to,
  };
}

/** What remains of the old passage between what the step cut off at its edges, in old positions. */
function cutOff(anchor: Anchor, ranges: readonly Range[]): { from: number; to: number } {
  let { from, to } = anchor;
  for (const { oldFrom, oldTo } of ranges) {
    if (oldFrom <= from && from < oldTo) from = oldTo;
    if (oldFrom < to && to <= oldTo) to = oldFrom;
  }
  return { from, to };
}

/** The words that the step took from inside the passage, in old positions. */
function newHoles(anchor: Anchor, ranges: readonly Range[], change: ChangeTexts): Hole[] {
  return ranges
    .filter(({ oldFrom, oldTo }) => anchor.from < oldFrom && oldFrom < oldTo && oldTo < anchor.to)
    .map(({ oldFrom, oldTo }) => ({ from: oldFrom, to: oldTo, text: change.flat("before", oldFrom, oldTo).text, offset: 0 }))
    .filter(({ text }) => text !== "");
}

/** The words of a stretch that the step took, apart at its holes, with the words of the holes between them. */
function pieces(change: ChangeTexts, anchor: Anchor, from: number, to: number, ranges: readonly Range[]): Lost[] {
  if (from >= to) return [];
  const range = ranges.find(({ oldFrom, oldTo }) => oldFrom < to && from < oldTo);
  const taken = change.flat("before", Math.min(from, range?.oldFrom ?? from), Math.max(to, range?.oldTo ?? to));
  const out: Lost[] = [];
  const take = (begin: number, end: number): void => {
    const offset = taken.indexOf(begin);
    out.push(...words(taken.text.slice(offset, taken.indexOf(end)), offset));
  };
  let cursor = from;
  for (const hole of anchor.holes.filter((one) => from <= one.to && one.from <= to).sort((a, b) => a.from - b.from)) {
    const pos = Math.min(Math.max(hole.from, cursor), to);
    take(cursor, pos);
    out.push({ text: hole.text, offset: hole.offset });
    cursor = pos;
  }
  take(cursor, to);
  return out;
}

const words = (text: string, offset: number): Lost[] => (text === "" ? [] : [{ text, offset }]);

/** What is left of lost words before and after the part that came back. */
const rests = (piece: Lost, hit: Overlap): { before: Lost[]; after: Lost[] } => ({
  before: words(piece.text.slice(0, hit.lostFrom), piece.offset),
  after: words(piece.text.slice(hit.lostTo), piece.offset + hit.lostTo),
});

const joined = (lost: readonly Lost[]): Lost => ({ text: lost.map(({ text }) => text).join(""), offset: 0 });

/** Gives back to the passage the lost words that the step brought into its window. */
function takeBack(anchor: Anchor, ranges: readonly Range[], change: ChangeTexts): Anchor {
  if (!ranges.some(({ newFrom, newTo }) => newFrom < newTo)) return anchor;
  let next = isOrphan(anchor) ? reviveOrphan(anchor, ranges, change) : anchor;
  if (isOrphan(next)) return next;
  for (let before = null as Anchor | null; before !== next && next.tail.length > 0;) {
    before = next;
    next = takeBackTail(next, ranges, change);
  }
  for (let before = null as Anchor | null; before !== next && next.head.length > 0;) {
    before = next;
    next = takeBackHead(next, ranges, change);
  }
  return next;
}

/** The parts of the window in which to look: for an undo what the step inserted, for typing all that has gathered there. */
function candidates(from: number, to: number, ranges: readonly Range[], change: ChangeTexts): FlatText[] {
  const whole = from < to ? [{ from, to }] : [];
  const parts = change.revert
    ? ranges.map(({ newFrom, newTo }) => ({ from: Math.max(from, newFrom), to: Math.min(to, newTo) })).filter((part) => part.from < part.to)
    : whole;
  return parts.map((part) => change.flat("after", part.from, part.to));
}

function reviveOrphan(anchor: Anchor, ranges: readonly Range[], change: ChangeTexts): Anchor {
  const lost = [...anchor.head, ...anchor.tail];
  // Typed again, only the whole passage counts; an undo brings back one deletion's words.
  const wanted = change.revert ? lost.toReversed() : [joined(lost)];
  for (const flat of candidates(anchor.windowFrom, anchor.windowTo, ranges, change)) {
    for (const piece of wanted) {
      const hit = overlapOf(flat.text, piece.text, change.revert ? "any" : "whole", piece.offset);
      if (!hit) continue;
      const at = change.revert ? lost.lastIndexOf(piece) : 0;
      const { before, after } = rests(piece, hit);
      const head = [...lost.slice(0, at), ...before];
      const tail = [...after, ...(change.revert ? lost.slice(at + 1) : [])];
      return settle({ ...anchor, ...placeOf(flat, hit), head, tail }, change.after);
    }
  }
  return anchor;
}

const placeOf = (flat: FlatText, hit: Overlap): { from: number; to: number } => ({
  from: flat.positionOf(hit.foundFrom),
  to: flat.positionOf(hit.foundTo - 1) + 1,
});

function takeBackTail(anchor: Anchor, ranges: readonly Range[], change: ChangeTexts): Anchor {
  const { tail } = anchor;
  for (const flat of candidates(anchor.to, anchor.windowTo, ranges, change)) {
    for (const [at, piece] of change.revert ? tail.entries() : [[0, joined(tail)] as const]) {
      const hit = overlapOf(flat.text, piece.text, change.revert ? "any" : "at-start", piece.offset);
      if (!hit) continue;
      const rest = [...rests(piece, hit).after, ...(change.revert ? tail.slice(at + 1) : [])];
      return settle({ ...anchor, to: placeOf(flat, hit).to, tail: rest }, change.after);
    }
  }
  return anchor;
}

function takeBackHead(anchor: Anchor, ranges: readonly Range[], change: ChangeTexts): Anchor {
  const { head } = anchor;
  for (const flat of candidates(anchor.windowFrom, anchor.from, ranges, change)) {
    for (const [at, piece] of change.revert ? [...head.entries()].toReversed() : [[0, joined(head)] as const]) {
      const hit = overlapOf(flat.text, piece.text, change.revert ? "any" : "at-end", piece.offset);
      if (!hit) continue;
      const rest = [...(change.revert ? head.slice(0, at) : []), ...rests(piece, hit).before];
      return settle({ ...anchor, from: placeOf(flat, hit).from, head: rest }, change.after);
    }
  }
  return anchor;
}

function settle(anchor: Anchor, after: Node): Anchor {
  return {
    ...anchor,
    exact: textBetween(after, anchor.from, anchor.to),
    windowFrom: anchor.head.length === 0 ? anchor.from : Math.min(anchor.windowFrom, anchor.from),
    windowTo: anchor.tail.length === 0 ? anchor.to : Math.max(anchor.windowTo, anchor.to),
  };
}
