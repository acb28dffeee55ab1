import { Fragment, Slice } from "prosemirror-model";
import type { Node } from "prosemirror-model";
import { ReplaceAroundStep, ReplaceStep, Transform } from "prosemirror-transform";
import type { Step } from "prosemirror-transform";
import { insertedText, textAfter } from "../doc/steps";
import type { Course } from "./course";
import { survivorsOf } from "./range";
import type { Survivor } from "./range";

/** What one step became. */
export interface PlacedStep {
  /** Apply one after another. Empty when nothing of it is left to do, or it had no place. */
  readonly steps: readonly Step[];
  /** Index of the step that brings the original's content, unchanged in size; null when none does. */
  readonly carrier: number | null;
  /** Text that its author wrote had no place. */
  readonly lost: boolean;
}

const nothing: PlacedStep = { steps: [], carrier: null, lost: false };

/**
 * Carries a step over a mapping onto `doc`. Unlike `Step.map`,
 * - a deletion takes only the tokens that its author saw: what came between stays (SPEC R3);
 * - an insertion into a range deleted meanwhile is kept at the place of the deletion (SPEC R4).
 */
export function rebaseStep(step: Step, mapping: Course, doc: Node): PlacedStep {
  if (step instanceof ReplaceStep && !isStructural(step)) return rebaseReplace(step, mapping, doc);
  const lost = insertedText(step) !== "";
  if (step instanceof ReplaceAroundStep && swallows(step, mapping)) return { ...nothing, lost };
  if (step instanceof ReplaceStep && step.from < step.to && !whole(survivorsOf(mapping, step.from, step.to), step.to - step.from)) {
    return { ...nothing, lost };
  }
  const mapped = step.map(mapping);
  if (!mapped || !fits(mapped, doc)) return { ...nothing, lost };
  return { steps: [mapped], carrier: 0, lost: false };
}

/** A split or join: its `structure` flag is internal to ProseMirror, but part of its JSON form. */
function isStructural(step: ReplaceStep): boolean {
  return (step.toJSON() as { structure?: boolean }).structure === true;
}

const fits = (step: Step, doc: Node): boolean => textAfter(doc, step) !== null;

const whole = (pieces: readonly Survivor[], size: number): boolean => pieces.length === 1 && pieces[0]?.size === size;

/** Whether the parts that a replace-around step replaces are no longer just what its author saw. */
function swallows(step: ReplaceAroundStep, mapping: Course): boolean {
  const sides: [number, number][] = [
    [step.from, step.gapFrom],
    [step.gapTo, step.to],
  ];
  return sides.some(([from, to]) => from < to && !whole(survivorsOf(mapping, from, to), to - from));
}

function rebaseReplace(step: ReplaceStep, mapping: Course, doc: Node): PlacedStep {
  const pieces = survivorsOf(mapping, step.from, step.to);
  const place = mapping.map(step.from, 1);
  const { slice } = step;
  if (step.from === step.to || (whole(pieces, step.to - step.from) && pieces[0]?.pos === place)) {
    const moved = new ReplaceStep(place, place + step.to - step.from, slice);
    if (fits(moved, doc)) return { steps: [moved], carrier: 0, lost: false };
  }
  const tr = new Transform(doc);
  const first = pieces[0];
  // From the right, so that what is still to come keeps its place.
  for (const piece of pieces.slice(1).toReversed()) remove(tr, piece.pos, piece.pos + piece.size);
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
  const wanted = textOf(slice);
  for (const candidate of [slice, closed(slice)]) {
    if (!tryReplace(tr, from, to, candidate)) continue;
    const steps = tr.steps.slice(before);
    const brought = steps.map(insertedText).join("");
    if (brought.includes(wanted)) {
      const only = steps.length === 1 ? steps[0] : undefined;
      const same = only instanceof ReplaceStep && only.from === from && only.slice.size === slice.size;
      return { steps: tr.steps, carrier: same ? before : null, lost: false };
    }
    undoFrom(tr, before);
  }
  return { steps: tr.steps.slice(0, before), carrier: null, lost: wanted !== "" };
}

const textOf = (slice: Slice): string => slice.content.textBetween(0, slice.content.size, "", "");

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
