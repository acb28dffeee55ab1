import { Fragment, Slice } from "prosemirror-model";
import type { Node, NodeRange } from "prosemirror-model";
import { ReplaceAroundStep, ReplaceStep, Transform } from "prosemirror-transform";
import type { Step } from "prosemirror-transform";
import type { StepKind } from "../doc/step-kinds";
import { textAfter } from "../doc/steps";
import type { Sliced } from "../sliced";
import type { Course } from "./course";
import type { Survivor } from "./pieces";
import { survivorsOf, tracing } from "./range";

// Carries edits of structure over what others did to the same blocks (SPEC R8): a split, a join, a change of kind, a wrap, a lift. They are
// carried by what they meant where the very step does not fit any more; what cannot be is said, so that its author hears of it.

/** The steps that do it now; none when nothing is left to do. `lost`: all or part of it has no place. */
export interface Carried {
  readonly steps: readonly Step[];
  readonly lost: boolean;
}

const done = (...steps: readonly Step[]): Carried => ({ steps, lost: false });
const lost: Carried = { steps: [], lost: true };

type Replace = Extract<StepKind, { kind: "replace" }>["step"];
type Around = Extract<StepKind, { kind: "around" }>["step"];

/** A split, or a join. */
export function* carryingStructure(step: Replace, course: Course, doc: Node): Sliced<Carried> {
  if (step.from === step.to) return carrySplit(step, course, doc);
  const pieces = (yield* tracing(course, step.from, step.to)).left;
  // Somebody else has joined them already.
  if (pieces.length === 0) return step.slice.size === 0 ? done() : lost;
  if (!isWhole(pieces, step.to - step.from)) return lost;
  return mapped(step, course, doc) ?? lost;
}

const isWhole = (pieces: readonly Survivor[], size: number): boolean => pieces.length === 1 && pieces[0]?.size === size;

/** The step itself, at its place of now; null when it does not fit there. */
function mapped(step: Step, course: Course, doc: Node): Carried | null {
  const moved = step.map(course);
  return moved && textAfter(doc, moved) ? done(moved) : null;
}

/** The blocks that a split closes and opens, from the outermost in. */
function levelsOf(slice: Slice): { closed: readonly Node[]; opened: readonly Node[] } | null {
  const closed: Node[] = [];
  const opened: Node[] = [];
  for (let node = slice.content.firstChild; node && closed.length < slice.openStart; node = node.firstChild) closed.push(node);
  for (let node = slice.content.lastChild; node && opened.length < slice.openEnd; node = node.lastChild) opened.push(node);
  const plain = slice.openStart === slice.openEnd && slice.size === 2 * slice.openStart;
  return plain && closed.length === opened.length ? { closed, opened } : null;
}

/**
 * Splits the block that is there now: where somebody turned a paragraph into a heading both halves are headings, and where the list that
 * it was in is gone only the paragraph is split.
 */
function carrySplit(step: Replace, course: Course, doc: Node): Carried {
  const levels = levelsOf(step.slice);
  const pos = Math.min(course.map(step.from, 1), doc.content.size);
  const $pos = doc.resolve(pos);
  if (!levels) return mapped(step, course, doc) ?? lost;
  if (!$pos.parent.isTextblock) return lost;
  for (let depth = Math.min(levels.opened.length, $pos.depth); depth > 0; depth--) {
    const now = Array.from({ length: depth }, (_, level) => $pos.node($pos.depth - depth + 1 + level));
    const skipped = levels.opened.length - depth;
    const opened = now.map((node, level) => {
      const [from, to] = [levels.closed[level + skipped], levels.opened[level + skipped]];
      if (!from || !to) return node.copy();
      // It went on as it was before the split: it goes on as it is now. Only the id is the split's own.
      const goesOn = from.type === to.type;
      return goesOn ? node.type.create({ ...node.attrs, id: to.attrs["id"] as unknown }, null, node.marks) : to.copy();
    });
    const split = new ReplaceStep(pos, pos, new Slice(nest(now.map((node) => node.copy())).append(nest(opened)), depth, depth), true);
    const same = depth === levels.opened.length && now.every((node, level) => alike(node, levels.closed[level]));
    if (same) {
      const moved = pos === step.from ? step : new ReplaceStep(pos, pos, step.slice, true);
      if (textAfter(doc, moved)) return done(moved);
    }
    if (textAfter(doc, split)) return done(split);
  }
  return lost;
}

const alike = (a: Node, b: Node | undefined): boolean => b !== undefined && a.type === b.type && sameAttrs(a, b);

function sameAttrs(a: Node, b: Node): boolean {
  return Object.keys(a.attrs).every((name) => name === "id" || a.attrs[name] === b.attrs[name]);
}

const nest = (nodes: readonly Node[]): Fragment =>
  nodes.reduceRight<Fragment>((inner, node) => Fragment.from(node.copy(inner)), Fragment.empty);

/** A change of kind, a wrap, a lift, or several of them in one. */
export function* carryingAround(step: Around, course: Course, doc: Node): Sliced<Carried> {
  const sides = [survivorsOf(course, step.from, step.gapFrom), survivorsOf(course, step.gapTo, step.to)] as const;
  const kept = isSide(sides[0], step.gapFrom - step.from) && isSide(sides[1], step.to - step.gapTo);
  const moved = kept ? mapped(step, course, doc) : null;
  if (moved) return moved;
  const inside = (yield* tracing(course, step.gapFrom, step.gapTo)).left;
  if (step.from === step.gapFrom && step.to === step.gapTo) return carryWrap(step, course, doc, inside);
  if (changesKind(step)) return carryKind(step, course, doc, [...sides[0], ...inside]);
  // Somebody else has lifted it out already.
  const gone = sides.every(({ length }) => length === 0) && inside.length > 0;
  return gone && step.slice.size === 0 ? done() : lost;
}

const isSide = (pieces: readonly Survivor[], size: number): boolean => size === 0 || isWhole(pieces, size);

/** One textblock becomes another; what is in it stays. */
function changesKind({ from, gapFrom, gapTo, to, slice, insert }: Around): boolean {
  const [node] = slice.content.content;
  return (
    gapFrom === from + 1 && gapTo === to - 1 && insert === 1 && slice.size === 2 && slice.openStart === 0 && node?.isTextblock === true
  );
}

/** Every block that the words of the one are in now takes the kind; not one that begins with others' words, into which they were joined. */
function carryKind(step: Around, course: Course, doc: Node, pieces: readonly Survivor[]): Carried {
  const kind = step.slice.content.firstChild;
  const starts = course.map(step.from, -1);
  const found = new Map<number, Node>();
  let elsewhere = false;
  for (const { pos, size } of pieces) {
    doc.nodesBetween(Math.min(pos, doc.content.size), Math.min(pos + size, doc.content.size), (node, at) => {
      if (node.isTextblock && at >= starts) found.set(at, node);
      elsewhere ||= node.isTextblock && at < starts;
      return !node.isTextblock;
    });
  }
  if (!kind || found.size === 0) return lost;
  const tr = new Transform(doc);
  for (const [at, node] of found) {
    const next = kind.type.create({ ...kind.attrs, id: node.attrs["id"] as unknown }, null, node.marks);
    if (alike(node, next)) continue;
    const end = at + node.nodeSize;
    const change = new ReplaceAroundStep(at, end, at + 1, end - 1, new Slice(Fragment.from(next), 0, 0), 1, true);
    if (!textAfter(tr.doc, change)) return lost;
    tr.step(change);
  }
  return { steps: tr.steps, lost: elsewhere };
}

/** Wraps what remains of the blocks; not when some were joined with others that it was not about. */
function carryWrap(step: Around, course: Course, doc: Node, pieces: readonly Survivor[]): Carried {
  const [first, last] = [pieces[0], pieces.at(-1)];
  if (!first || !last) return lost;
  const range = blocksAround(doc, first.pos, last.pos + last.size);
  if (!range || range.start < course.map(step.from, -1) || range.end > course.map(step.to, 1)) return lost;
  const { start, end } = range;
  const wrap = new ReplaceAroundStep(start, end, start, end, step.slice, step.insert, true);
  return textAfter(doc, wrap) ? done(wrap) : lost;
}

/** The whole blocks, beside one another, in which a stretch lies. */
function blocksAround(doc: Node, from: number, to: number): NodeRange | null {
  return doc.resolve(from).blockRange(doc.resolve(Math.min(to, doc.content.size)), (parent) => !parent.inlineContent);
}
