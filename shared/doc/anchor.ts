import type { ClaimId, StepId } from "../ids";
import { bringBack } from "./bring-back";
import { ChangeTexts } from "./change";
import type { Range, TextChange } from "./change";
import { takeBack } from "./retyping";
import { textBetween, trimToText } from "./text";

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
  /**
   * Words deleted inside the passage, and where, counted from its start: they come back there by themselves, unless that place is cut off
   * meanwhile.
   */
  readonly holes: readonly Hole[];
  /** Where lost words may come back: `windowFrom ≤ from`, `to ≤ windowTo`. Equal to `from` and `to` when nothing is lost. */
  readonly windowFrom: number;
  readonly windowTo: number;
}

/** Words that one deletion took, and how many of its characters stood before them: the same words may occur in it more than once. */
export interface Lost {
  readonly text: string;
  readonly offset: number;
  /** The deletion: only the step that takes this one back brings these words, not their like (SPEC A4). Absent in old logs. */
  readonly by?: StepId | undefined;
  /** What they were of it: `size` tokens from this one on. */
  readonly at?: number | undefined;
  readonly size?: number | undefined;
  /** Somebody typed them again since: they count only while these new ones are gone as well. */
  readonly again?: true | undefined;
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

/**
 * The anchors after a step. The array and each anchor stay the same object when nothing in them changed.
 * Costs one pass over the anchors; those before the change are untouched, those behind it shifted.
 */
export function mapAnchors(anchors: readonly Anchor[], change: TextChange): readonly Anchor[] {
  if (anchors.length === 0) return anchors;
  const texts = new ChangeTexts(change);
  const { ranges } = texts;
  const first = ranges[0];
  if (!first) return anchors;
  const mapped: Anchor[] = [];
  let changed = false;
  for (const anchor of anchors) {
    const next = anchor.windowTo < first.oldFrom && !brings(texts, anchor) ? anchor : mapAnchor(anchor, ranges, texts);
    changed ||= next !== anchor;
    mapped.push(next);
  }
  return changed ? mapped : anchors;
}

function mapAnchor(anchor: Anchor, ranges: readonly Range[], change: ChangeTexts): Anchor {
  const shift = brings(change, anchor) ? null : shiftOf(anchor, ranges);
  if (shift !== null) return shift === 0 ? anchor : shifted(anchor, shift);
  const moved = cut(placed(anchor), ranges, change);
  return unplaced(change.undone === null ? takeBack(moved, change) : bringBack(moved, change));
}

/** Field by field, which is many times as fast as spreading: each keystroke does it to every passage behind it. */
function shifted({ claim, from, to, exact, prefix, suffix, head, tail, holes, windowFrom, windowTo }: Anchor, by: number): Anchor {
  return {
    claim,
    from: from + by,
    to: to + by,
    exact,
    prefix,
    suffix,
    head,
    tail,
    holes,
    windowFrom: windowFrom + by,
    windowTo: windowTo + by,
  };
}

/**
 * The anchor with its holes at positions of the text, as a step cuts it and as it is stored. Otherwise they are counted from its start: every
 * keystroke moves all that stands behind it, and a passage that was edited much has many.
 */
export const placed = (anchor: Anchor): Anchor => withHoles(anchor, anchor.from);

export const unplaced = (anchor: Anchor): Anchor => withHoles(anchor, -anchor.from);

function withHoles(anchor: Anchor, by: number): Anchor {
  if (anchor.holes.length === 0) return anchor;
  return { ...anchor, holes: anchor.holes.map((hole) => ({ ...hole, from: hole.from + by, to: hole.to + by })) };
}

/** Whether the step takes back one that took words of this passage: they may come back beyond what was typed at their place. */
const brings = ({ undone, bringsAtEdges }: ChangeTexts, { head, tail, holes }: Anchor): boolean =>
  undone !== null && [head, tail, bringsAtEdges ? holes : []].some((lost) => lost.some(({ by }) => by === undone));

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
  const inside = [...anchor.holes, ...newHoles(anchor, ranges, change)].filter((hole) => remains(hole, anchor, cuts, change));
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

/** Whether a hole is in what remains of the passage; one at an edge goes with what the step cut off there. */
function remains({ from, to }: Hole, anchor: Anchor, cuts: { from: number; to: number }, { bringsAtEdges }: ChangeTexts): boolean {
  const atStart = bringsAtEdges && cuts.from === anchor.from && to === cuts.from;
  const atEnd = bringsAtEdges && cuts.to === anchor.to && from === cuts.to;
  return (cuts.from < to || atStart) && (from < cuts.to || atEnd);
}

/** The words that the step took from inside the passage, in old positions. */
function newHoles(anchor: Anchor, ranges: readonly Range[], change: ChangeTexts): Hole[] {
  return ranges
    .filter(({ oldFrom, oldTo }) => anchor.from < oldFrom && oldFrom < oldTo && oldTo < anchor.to)
    .map(({ oldFrom, oldTo }) => {
      const { text } = change.flat("before", oldFrom, oldTo);
      return { from: oldFrom, to: oldTo, text, offset: 0, ...change.named(0, oldTo - oldFrom) };
    })
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
    const text = taken.text.slice(offset, taken.indexOf(end));
    const [first, last] = [Math.max(begin, range?.oldFrom ?? begin), Math.min(end, range?.oldTo ?? end)];
    if (text !== "") out.push({ text, offset, ...change.named(first - (range?.oldFrom ?? first), last - first) });
  };
  let cursor = from;
  for (const hole of anchor.holes.filter((one) => from <= one.to && one.from <= to).sort((a, b) => a.from - b.from)) {
    const pos = Math.min(Math.max(hole.from, cursor), to);
    take(cursor, pos);
    const { from: _from, to: _to, ...lost } = hole;
    out.push(lost);
    cursor = pos;
  }
  take(cursor, to);
  return out;
}
