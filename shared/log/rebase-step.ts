import { Fragment, Slice } from "prosemirror-model";
import type { Node } from "prosemirror-model";
import { ReplaceAroundStep, ReplaceStep, Transform } from "prosemirror-transform";
import type { Step } from "prosemirror-transform";
import { kindOf } from "../doc/step-kinds";
import { sliceOf, textAfter } from "../doc/steps";
import { finish } from "../sliced";
import type { Sliced } from "../sliced";
import type { Course } from "./course";
import type { Survivor } from "./pieces";
import { sizesOf, tracing } from "./range";
import { carryingAround, carryingStructure } from "./rebase-structure";
import type { Carried } from "./rebase-structure";

/** What one step became. */
export interface PlacedStep {
  /** Apply one after another. Empty when nothing of it is left to do, or it had no place. */
  readonly steps: readonly Step[];
  /** Index of the step that brings the original's content, unchanged; null when none does. */
  readonly carrier: number | null;
  /** How many tokens further on the carrier brings it than the original did; absent: none. */
  readonly shift?: number;
  /** Something that its author did, text or structure, had no place: they are told (SPEC L8, R8). */
  readonly lost: boolean;
}

/**
 * Carries a step over a mapping onto `doc`. Unlike `Step.map`,
 * - a deletion takes only the tokens that its author saw: what came between stays (SPEC R3);
 * - an insertion into a range deleted meanwhile is kept at the place of the deletion (SPEC R4);
 * - structure is carried by what it meant (SPEC R8).
 */
export const rebaseStep = (step: Step, mapping: Course, doc: Node): PlacedStep => finish(rebasingStep(step, mapping, doc));

/** The same in pieces: of a deletion that many have written into since there may be thousands. */
export function* rebasingStep(step: Step, mapping: Course, doc: Node): Sliced<PlacedStep> {
  const it = kindOf(step);
  switch (it?.kind) {
    case "replace":
      if (!it.structure) return yield* rebasingReplace(it.step, mapping, doc);
      return placed(step, yield* carryingStructure(it.step, mapping, doc));
    case "around":
      return placed(step, yield* carryingAround(it.step, mapping, doc));
    case "marks":
    case "node-mark":
    case "attr":
    case "doc-attr":
    case undefined: {
      // Over what remains of the words or the block.
      const moved = step.map(mapping);
      const place = moved !== null && fits(moved, doc);
      return placed(step, { steps: place ? [moved] : [], lost: !place });
    }
  }
}

function placed(step: Step, { steps, lost }: Carried): PlacedStep {
  const [only] = steps;
  const carries = steps.length === 1 && only !== undefined && sizesOf(only.getMap()) === sizesOf(step.getMap());
  return { steps, carrier: carries ? 0 : null, lost };
}

const fits = (step: Step, doc: Node): boolean => textAfter(doc, step) !== null;

const whole = (pieces: readonly Survivor[], size: number): boolean => pieces.length === 1 && pieces[0]?.size === size;

function* rebasingReplace(step: ReplaceStep, mapping: Course, doc: Node): Sliced<PlacedStep> {
  const pieces = (yield* tracing(mapping, step.from, step.to)).left;
  const place = mapping.map(step.from, 1);
  const { slice } = step;
  if (step.from === step.to || (whole(pieces, step.to - step.from) && pieces[0]?.pos === place)) {
    const moved = new ReplaceStep(place, place + step.to - step.from, slice);
    if (fits(moved, doc)) return { steps: [moved], carrier: 0, lost: false };
  }
  const tr = new Transform(doc);
  const first = pieces[0];
  // From the right, so that what is still to come keeps its place.
  for (const piece of pieces.slice(1).toReversed()) {
    remove(tr, piece.pos, piece.pos + piece.size);
    yield;
  }
  if (slice.size === 0) {
    if (first) remove(tr, first.pos, first.pos + first.size);
    return { steps: tr.steps, carrier: null, lost: false };
  }
  if (first && first.pos === place) return insert(tr, place, place + first.size, slice);
  if (first) remove(tr, first.pos, first.pos + first.size);
  return insert(tr, Math.min(place, tr.doc.content.size), Math.min(place, tr.doc.content.size), slice);
}

/** Deletes a stretch; where its ends stand at different depths only the text in it goes, never a block whose other half is not ours. */
function remove(tr: Transform, from: number, to: number): void {
  const $from = tr.doc.resolve(from);
  const $to = tr.doc.resolve(to);
  if ($from.depth === $to.depth || ($from.parent.isTextblock && $to.parent.isTextblock)) {
    const before = tr.steps.length;
    try {
      tr.delete(from, to);
      return;
    } catch {
      if (tr.steps.length > before) throw new Error("a deletion failed halfway");
    }
  }
  removeText(tr, from, to);
}

function removeText(tr: Transform, from: number, to: number): void {
  const runs: [number, number][] = [];
  tr.doc.nodesBetween(from, to, (node, pos) => {
    if (!node.isInline) return true;
    runs.push([Math.max(from, pos), Math.min(to, pos + node.nodeSize)]);
    return false;
  });
  for (const [begin, end] of runs.toReversed()) tr.step(new ReplaceStep(begin, end, Slice.empty));
}

/** Puts the slice in place of `[from, to)`, fitted to what surrounds it; as plain paragraphs when it does not fit otherwise. */
function insert(tr: Transform, from: number, to: number, slice: Slice): PlacedStep {
  const before = tr.steps.length;
  const wanted = contentOf(slice);
  for (const candidate of [slice, closed(slice)]) {
    if (!tryReplace(tr, from, to, candidate)) continue;
    const steps = tr.steps.slice(before);
    const brought = steps.map((step) => contentOf(sliceOf(step) ?? Slice.empty)).join("");
    if (brought.includes(wanted)) {
      const shift = steps.length === 1 && steps[0] ? shiftOf(steps[0], from, slice) : null;
      return { steps: tr.steps, carrier: shift === null ? null : before, lost: false, ...(shift === null || shift === 0 ? {} : { shift }) };
    }
    undoFrom(tr, before);
  }
  return { steps: tr.steps.slice(0, before), carrier: null, lost: slice.size > 0 };
}

/** How many tokens further on than `from` a step brings what is in the slice that was fitted there; null when it does not bring it as it is. */
function shiftOf(step: Step, from: number, slice: Slice): number | null {
  if (step instanceof ReplaceStep) return step.from === from ? shiftIn(slice, step.slice) : null;
  // Where the slice and what follows it become one block, that is moved into it: all that is brought stands before.
  if (step instanceof ReplaceAroundStep) return step.from === from ? shiftIn(slice, step.slice, step.insert) : null;
  return null;
}

/**
 * How many tokens further on a slice stands among the first tokens of the one that it was fitted to: that may be open less deep, or its
 * blocks may have become others. Null when the words of the two are not apart in the same way.
 */
function shiftIn(slice: Slice, fitted: Slice, tokens = Infinity): number | null {
  const [wanted, given] = [tokensOf(slice), tokensOf(fitted).slice(0, tokens)];
  const [first, last] = [wanted.search(/[^()]/), wanted.search(/[^()][()]*$/)];
  if (first < 0) return slice.content.eq(fitted.content) ? slice.openStart - fitted.openStart : null;
  const begin = given.search(/[^()]/);
  return wanted.slice(first, last + 1) === given.slice(begin, begin + last + 1 - first) ? begin - first : null;
}

/** A sign a token, for as much of the slice as is brought: `(` and `)` for the ends of nodes, `x` for a character, `o` for a leaf. */
function tokensOf({ content, openStart, openEnd }: Slice): string {
  const signs = (node: Node): string => (node.isText ? "x".repeat(node.nodeSize) : node.isLeaf ? "o" : `(${inside(node.content)})`);
  const inside = (nodes: Fragment): string => nodes.content.map(signs).join("");
  const all = inside(content);
  return all.slice(openStart, all.length - openEnd);
}

/** Its characters, a line break as one. */
const contentOf = (slice: Slice): string => slice.content.textBetween(0, slice.content.size, "", "\n");

function tryReplace(tr: Transform, from: number, to: number, slice: Slice): boolean {
  const before = tr.steps.length;
  try {
    tr.replace(from, to, slice);
    return tr.steps.length > before;
  } catch {
    undoFrom(tr, before);
    return false;
  }
}

/** Takes the steps from `index` on out of the transform again. */
function undoFrom(tr: Transform, index: number): void {
  while (tr.steps.length > index) {
    tr.steps.pop();
    const doc = tr.docs.pop();
    if (doc) tr.doc = doc;
  }
}

/** The slice as whole blocks. */
function closed(slice: Slice): Slice {
  const blocks: Node[] = [];
  slice.content.forEach((node) => {
    if (node.isBlock) blocks.push(node);
  });
  const { schema } = slice.content.firstChild?.type ?? { schema: null };
  const paragraph = schema?.nodes["paragraph"];
  if (blocks.length === 0 && paragraph) return new Slice(Fragment.from(paragraph.create(null, slice.content)), 0, 0);
  return new Slice(Fragment.from(blocks), 0, 0);
}
