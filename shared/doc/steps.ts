import { Slice } from "prosemirror-model";
import type { Fragment, Node } from "prosemirror-model";
import { Step } from "prosemirror-transform";
import type { StepMap } from "prosemirror-transform";
import type { Result } from "../refusal";
import { ok, refuse } from "../refusal";
import { finish } from "../sliced";
import type { Sliced } from "../sliced";
import type { DocJson, StepJson } from "./json";
import { bringsBadLink, leadsAstray } from "./links";
import { marking } from "./marking";
import { checking, checkingAll, fragmentFrom, fragmentJson, jsonOf, nodeFrom } from "./pieces";
import { schema } from "./schema";
import { broadens, deepens, misshapen } from "./shape";
import { attributeFits, edgesOf, kindOf, marksOf, travelling, wellFormed, withContent } from "./step-kinds";
import { hasLoneSurrogate, splitsPair } from "./text";

/** Largest text: about 4 million words. */
export const MAX_DOC_SIZE = 24_000_000;

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

/** Has what `stepOf` gives at hand, piece by piece. Throws RangeError when it was not valid after all. */
export function* readingStep(json: StepJson): Sliced<void> {
  if (!parsed.has(json)) parsed.set(json, { step: yield* stepFrom(json), map: null });
}

/** The same for a step that nobody will ask for again: nothing is kept of it, of which there may be hundreds of thousands. */
export const mapOnce = (json: StepJson): StepMap => (parsed.has(json) ? mapOf(json) : Step.fromJSON(schema, json).getMap());

/** The JSON form of a step; `stepOf` gives the step itself back without parsing. */
export function stepJson(given: Step): StepJson {
  const step = travelling(given);
  const json = step.toJSON() as StepJson;
  parsed.set(json, { step, map: null });
  return json;
}

/** The same, piece by piece. */
export function* writingStep(step: Step): Sliced<StepJson> {
  const slice = sliceOf(step);
  if (!slice || slice.content.childCount < MANY) return stepJson(step);
  const json = withContent(step, Slice.empty).toJSON() as StepJson;
  const { openStart, openEnd } = slice;
  const content = yield* fragmentJson(slice.content);
  json["slice"] = { content, ...(openStart > 0 ? { openStart } : {}), ...(openEnd > 0 ? { openEnd } : {}) } as StepJson;
  parsed.set(json, { step, map: null });
  return json;
}

/** Blocks that a step brings: it is worth the trouble to read and write so many piece by piece. */
const MANY = 100;

/** What `Step.fromJSON` makes of it, piece by piece. Throws RangeError as that does. */
function* stepFrom(json: StepJson): Sliced<Step> {
  const slice = json["slice"] as StepJson | undefined;
  const content: unknown = slice?.["content"];
  if (!Array.isArray(content) || content.length < MANY) return Step.fromJSON(schema, json);
  const step = Step.fromJSON(schema, { ...json, slice: { ...slice, content: [] } });
  const { openStart, openEnd } = sliceOf(step) ?? Slice.empty;
  return withContent(step, new Slice(yield* fragmentFrom(content), openStart, openEnd));
}

/** Parses a step from outside, once: known kind, valid nodes, marks and attributes, whole characters. Refuses with `malformed`, `too-large` or `surrogate`. */
export const parseStep = (json: StepJson): Result<Step> => finish(parsingStep(json));

/** The same, piece by piece: a step may bring a whole book. */
export function* parsingStep(json: StepJson): Sliced<Result<Step>> {
  let step: Step;
  try {
    step = yield* stepFrom(json);
    const kind = kindOf(step);
    if (!kind || !wellFormed(kind)) return refuse("malformed");
    for (const mark of marksOf(kind)) schema.text("x", [mark]).check();
    const slice = sliceOf(step);
    if (slice) {
      if (misshapen(slice.content)) return refuse("too-large");
      yield;
      // What was made of the JSON was made without looking at its content or attributes.
      yield* checkingAll(slice.content);
      if (hasHalfCharacter(slice.content)) return refuse("surrogate");
    }
  } catch {
    return refuse("malformed");
  }
  return ok(step);
}

/** The content that a step brings, if its kind brings any. */
export function sliceOf(step: Step): Slice | null {
  const it = kindOf(step);
  return it?.kind === "replace" || it?.kind === "around" ? it.step.slice : null;
}

function hasHalfCharacter(content: Fragment): boolean {
  return content.content.some((node) => (node.isText ? hasLoneSurrogate(node.text ?? "") : hasHalfCharacter(node.content)));
}

/** Parses a text from outside. Refuses with `malformed`, `surrogate`, `too-large` or `bad-address`. */
export const parseDoc = (json: DocJson): Result<Node> => finish(parsingDoc(json));

/** The same, piece by piece. */
export function* parsingDoc(json: DocJson): Sliced<Result<Node>> {
  const doc = yield* readingDoc(json);
  if (!doc.ok) return doc;
  if (misshapen(doc.value.content)) return refuse("too-large");
  yield;
  return leadsAstray(doc.value.content) ? refuse("bad-address") : doc;
}

/** Texts that were read, by what they were read from. */
const read = new WeakMap<DocJson, Node>();

/** The same for a text that a log holds, which may be older than a bound. Reads once per object. */
export const loggedDoc = (json: DocJson): Result<Node> => finish(readingDoc(json));

/** The same, piece by piece: `loggedDoc` has it at hand afterwards. */
export function* readingDoc(json: DocJson): Sliced<Result<Node>> {
  const known = read.get(json);
  if (known) return ok(known);
  try {
    const doc = yield* nodeFrom(json);
    if (doc.type !== schema.topNodeType) return refuse("malformed");
    if (doc.content.size > MAX_DOC_SIZE) return refuse("too-large");
    yield;
    if (hasHalfCharacter(doc.content)) return refuse("surrogate");
    yield* checking(doc);
    read.set(json, doc);
    return ok(doc);
  } catch {
    return refuse("malformed");
  }
}

/** The JSON form of a text that was parsed; `loggedDoc` gives the text itself back without reading. */
export function* docJson(doc: Node): Sliced<DocJson> {
  const json = (yield* jsonOf(doc)) as DocJson;
  read.set(json, doc);
  return json;
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

/** Has what `textAfter` answers at hand, piece by piece, where it would take long at once. */
export function* preparing(before: Node, step: Step): Sliced<void> {
  const after = yield* marking(before, step);
  if (after) last = { step, before, after };
}

/** The text after the step. Refuses with `out-of-range`, `surrogate`, `too-large` or `does-not-fit`; the text given is never changed. */
export function applyStep(doc: Node, step: Step): Result<Node> {
  const it = kindOf(step);
  if (!it) return refuse("malformed");
  const size = doc.content.size;
  for (const pos of edgesOf(it)) {
    if (pos < 0 || pos > size) return refuse("out-of-range");
    if (splitsPair(doc, pos)) return refuse("surrogate");
  }
  const after = textAfter(doc, step);
  if (!after || !attributeFits(it, after)) return refuse("does-not-fit");
  return after.content.size > MAX_DOC_SIZE ? refuse("too-large") : ok(after);
}

/** `applyStep` for what is not in a log yet: the result is also no deeper and no broader than a text may be, and no link leads where none may. */
export function applyNewStep(doc: Node, step: Step): Result<Node> {
  const after = applyStep(doc, step);
  if (after.ok && (deepens(doc, step) || broadens(doc, after.value, step))) return refuse("too-large");
  return after.ok && bringsBadLink(doc, step) ? refuse("bad-address") : after;
}

/** All the characters that the step brings, in order. */
export function insertedText(step: Step): string {
  const slice = sliceOf(step);
  return slice ? slice.content.textBetween(0, slice.content.size, "", "") : "";
}
