import { Node } from "prosemirror-model";
import type { Fragment, Slice } from "prosemirror-model";
import { AddMarkStep, AttrStep, RemoveMarkStep, ReplaceAroundStep, ReplaceStep, Step } from "prosemirror-transform";
import type { StepMap } from "prosemirror-transform";
import type { Refusal, Result } from "../refusal";
import { ok, refuse } from "../refusal";
import type { DocJson, StepJson } from "./json";
import { schema } from "./schema";
import { hasLoneSurrogate, splitsPair } from "./text";

/** Largest text: about 4 million words. */
export const MAX_DOC_SIZE = 24_000_000;
const MAX_DEPTH = 24;

/** A step, with its map once that was asked for. */
interface Parsed {
  readonly step: Step;
  map: StepMap | null;
}

const parsed = new WeakMap<StepJson, Parsed>();

function parsedOf(json: StepJson): Parsed {
  const known = parsed.get(json);
  if (known) return known;
  const now: Parsed = { step: Step.fromJSON(schema, json), map: null };
  parsed.set(json, now);
  return now;
}

/** The step of a JSON form that was checked before; parses once per object. Throws RangeError when it was not valid after all. */
export const stepOf = (json: StepJson): Step => parsedOf(json).step;

/** The map of such a step, made once: where many write, each keystroke is carried over dozens of others. */
export function mapOf(json: StepJson): StepMap {
  const one = parsedOf(json);
  one.map ??= one.step.getMap();
  return one.map;
}

/** The JSON form of a step; `stepOf` gives the step itself back without parsing. */
export function stepJson(step: Step): StepJson {
  const json = step.toJSON() as StepJson;
  parsed.set(json, { step, map: null });
  return json;
}

/** Parses a step from outside, once: known kind, valid nodes, marks and attributes, whole characters. Refuses with `malformed` or `surrogate`. */
export function parseStep(json: StepJson): Result<Step> {
  let step: Step;
  try {
    step = Step.fromJSON(schema, json);
    if (!knownStep(step)) return refuse("malformed");
    if (step instanceof AddMarkStep) schema.text("x", [step.mark]).check();
    const slice = sliceOf(step);
    if (slice) {
      // `fromJSON` builds nodes without looking at their content or attributes.
      for (const node of slice.content.content) node.check();
      const bad = checkContent(slice.content, 0);
      if (bad) return { ok: false, refusal: bad };
    }
  } catch {
    return refuse("malformed");
  }
  return ok(step);
}

function knownStep(step: Step): boolean {
  if (step instanceof AttrStep) return integers(step.pos) && typeof step.attr === "string";
  if (step instanceof ReplaceAroundStep) {
    return (
      integers(step.from, step.to, step.gapFrom, step.gapTo, step.insert) &&
      step.from <= step.gapFrom &&
      step.gapFrom <= step.gapTo &&
      step.gapTo <= step.to &&
      step.insert >= 0 &&
      step.insert <= step.slice.size
    );
  }
  const ranged = step instanceof ReplaceStep || step instanceof AddMarkStep || step instanceof RemoveMarkStep;
  return ranged && integers(step.from, step.to) && step.from <= step.to;
}

const integers = (...values: number[]): boolean => values.every((value) => Number.isInteger(value) && value >= 0);

/** The content that a step brings, if its kind brings any. */
export function sliceOf(step: Step): Slice | null {
  return step instanceof ReplaceStep || step instanceof ReplaceAroundStep ? step.slice : null;
}

/** Depth and whole characters. */
function checkContent(content: Fragment, depth: number): Refusal | null {
  if (depth > MAX_DEPTH) return { code: "too-large" };
  for (const node of content.content) {
    if (node.isText) {
      if (hasLoneSurrogate(node.text ?? "")) return { code: "surrogate" };
    } else {
      const inner = checkContent(node.content, depth + 1);
      if (inner) return inner;
    }
  }
  return null;
}

/** Parses a text from outside. Refuses with `malformed`, `surrogate` or `too-large`. */
export function parseDoc(json: DocJson): Result<Node> {
  try {
    const doc = Node.fromJSON(schema, json);
    if (doc.type !== schema.topNodeType) return refuse("malformed");
    if (doc.content.size > MAX_DOC_SIZE) return refuse("too-large");
    const bad = checkContent(doc.content, 0);
    if (bad) return { ok: false, refusal: bad };
    doc.check();
    return ok(doc);
  } catch {
    return refuse("malformed");
  }
}

let last: { step: Step; before: Node; after: Node | null } | null = null;

/**
 * The text after the step; null when ProseMirror cannot apply it. Remembers the last answer: a rebase asks whether a step fits where it is
 * applied next, and on the server that is half of what a keystroke costs.
 */
export function textAfter(before: Node, step: Step): Node | null {
  if (last?.step === step && last.before === before) return last.after;
  let after: Node | null;
  try {
    after = step.apply(before).doc;
  } catch {
    after = null;
  }
  last = { step, before, after };
  return after;
}

/** The text after the step. Refuses with `out-of-range`, `surrogate`, `too-large` or `does-not-fit`; the text given is never changed. */
export function applyStep(doc: Node, step: Step): Result<Node> {
  const size = doc.content.size;
  for (const pos of edges(step)) {
    if (pos < 0 || pos > size) return refuse("out-of-range");
    if (splitsPair(doc, pos)) return refuse("surrogate");
  }
  const after = textAfter(doc, step);
  if (!after) return refuse("does-not-fit");
  if (step instanceof AttrStep && !isValid(after.nodeAt(step.pos))) return refuse("does-not-fit");
  if (after.content.size > MAX_DOC_SIZE) return refuse("too-large");
  if (step instanceof ReplaceAroundStep && deeperThan(after, step)) return refuse("too-large");
  return ok(after);
}

/** `AttrStep` sets what it is given without looking. */
function isValid(node: Node | null): boolean {
  try {
    node?.check();
    return true;
  } catch {
    return false;
  }
}

function edges(step: Step): number[] {
  if (step instanceof AttrStep) return [step.pos];
  if (step instanceof ReplaceAroundStep) return [step.from, step.gapFrom, step.gapTo, step.to];
  const ranged = step instanceof ReplaceStep || step instanceof AddMarkStep || step instanceof RemoveMarkStep;
  if (!ranged) return [];
  return step.from === step.to ? [step.from] : [step.from, step.to];
}

/** Wrapping adds a level each time; a text nested without bound would break every reader of it. */
function deeperThan(doc: Node, step: ReplaceAroundStep): boolean {
  const from = step.from;
  const to = Math.min(doc.content.size, from + step.slice.size + (step.gapTo - step.gapFrom));
  let deepest = 0;
  doc.nodesBetween(from, to, (_node, pos) => {
    deepest = Math.max(deepest, doc.resolve(pos).depth);
    return deepest <= MAX_DEPTH;
  });
  return deepest > MAX_DEPTH;
}

/** All the characters that the step brings, in order. */
export function insertedText(step: Step): string {
  const slice = sliceOf(step);
  return slice ? slice.content.textBetween(0, slice.content.size, "", "") : "";
}
