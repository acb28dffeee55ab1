import type { Mark, Node, Slice } from "prosemirror-model";
import {
  AddMarkStep,
  AddNodeMarkStep,
  AttrStep,
  DocAttrStep,
  RemoveMarkStep,
  RemoveNodeMarkStep,
  ReplaceAroundStep,
  ReplaceStep,
  Step,
} from "prosemirror-transform";
import type { StepJson } from "./json";
import { schema } from "./schema";

// The kinds of step that prosemirror-transform has (a test holds this list to the library's own), sorted by what they touch. Whoever has to
// treat kinds differently asks here and switches; nobody else looks at a step's class.

export type MarkStep = AddMarkStep | RemoveMarkStep;

export type StepKind =
  | {
      readonly kind: "replace";
      readonly step: ReplaceStep;
      /** A split or a join: it may take structure, never words. */ readonly structure: boolean;
    }
  | { readonly kind: "around"; readonly step: ReplaceAroundStep; readonly structure: boolean }
  /** One mark over one range or, as the inverse of that, several: ProseMirror's `markSet`, whose class it keeps to itself. */
  | { readonly kind: "marks"; readonly steps: readonly MarkStep[] }
  | { readonly kind: "node-mark"; readonly step: AddNodeMarkStep | RemoveNodeMarkStep }
  | { readonly kind: "attr"; readonly step: AttrStep }
  | { readonly kind: "doc-attr"; readonly step: DocAttrStep };

/** What a step is; null for one of a kind that is not ours. */
export function kindOf(step: Step): StepKind | null {
  if (step instanceof ReplaceStep) return { kind: "replace", step, structure: structural(step) };
  if (step instanceof ReplaceAroundStep) return { kind: "around", step, structure: structural(step) };
  if (step instanceof AttrStep) return { kind: "attr", step };
  if (step instanceof DocAttrStep) return { kind: "doc-attr", step };
  if (step instanceof AddNodeMarkStep || step instanceof RemoveNodeMarkStep) return { kind: "node-mark", step };
  const steps = markSteps(step);
  return steps && { kind: "marks", steps };
}

/** The flag is internal to ProseMirror's types, but part of a step's JSON form. */
const structural = (step: ReplaceStep | ReplaceAroundStep): boolean => (step as { structure?: boolean }).structure === true;

/** A step that brings content, with other content. */
export function withContent(step: Step, slice: Slice): Step {
  if (step instanceof ReplaceStep) return new WithStructure(step.from, step.to, slice, structural(step));
  if (!(step instanceof ReplaceAroundStep)) return step;
  const { from, to, gapFrom, gapTo, insert } = step;
  return new AroundWithStructure(from, to, gapFrom, gapTo, slice, insert, structural(step));
}

/** The constructors as they are: their declared types leave out the flag. */
const WithStructure = ReplaceStep as new (from: number, to: number, slice: Slice, structure: boolean) => ReplaceStep;
const AroundWithStructure = ReplaceAroundStep as new (
  ...args: [from: number, to: number, gapFrom: number, gapTo: number, slice: Slice, insert: number, structure: boolean]
) => ReplaceAroundStep;

function markSteps(step: Step): MarkStep[] | null {
  if (step instanceof AddMarkStep || step instanceof RemoveMarkStep) return [step];
  const { jsonID, steps } = step as { jsonID?: string; steps?: readonly Step[] };
  if (jsonID !== "markSet" || !Array.isArray(steps)) return null;
  const flat = (steps as readonly Step[]).map(markSteps);
  return flat.every((one) => one !== null) ? flat.flat() : null;
}

/** One step for several changes of marks; null for none. */
export function markSet(steps: readonly MarkStep[]): Step | null {
  const [first] = steps;
  if (steps.length < 2) return first ?? null;
  return Step.fromJSON(schema, { stepType: "markSet", steps: steps.map((step) => step.toJSON() as StepJson) });
}

/**
 * The step in the form in which it travels. ProseMirror makes a set of sets of the inverse of an inverse, and refuses to read what it wrote.
 */
export function travelling(step: Step): Step {
  const { jsonID, steps } = step as { jsonID?: string; steps?: readonly Step[] };
  if (jsonID !== "markSet" || !steps?.some((one) => (one as { jsonID?: string }).jsonID === "markSet")) return step;
  return markSet(markSteps(step) ?? []) ?? Step.fromJSON(schema, { stepType: "markSet", steps: [] });
}

/** Whether the positions are whole numbers and in order, which `Step.fromJSON` does not ask. */
export function wellFormed(it: StepKind): boolean {
  switch (it.kind) {
    case "replace":
      return inOrder(it.step.from, it.step.to);
    case "around": {
      const { from, gapFrom, gapTo, to, insert, slice } = it.step;
      return inOrder(from, gapFrom, gapTo, to) && inOrder(0, insert, slice.size);
    }
    case "marks":
      return it.steps.every(({ from, to }) => inOrder(from, to));
    case "node-mark":
      return inOrder(it.step.pos);
    case "attr":
      return inOrder(it.step.pos) && isName(it.step.attr);
    case "doc-attr":
      return isName(it.step.attr) && Object.hasOwn(schema.topNodeType.spec.attrs ?? {}, it.step.attr);
  }
}

const inOrder = (...positions: number[]): boolean =>
  positions.every((pos, index) => Number.isInteger(pos) && pos >= (index === 0 ? 0 : (positions[index - 1] ?? 0)));

const isName = (attr: unknown): boolean => typeof attr === "string" && attr !== "__proto__";

/** Every position that the step names. */
export function edgesOf(it: StepKind): number[] {
  switch (it.kind) {
    case "replace":
      return it.step.from === it.step.to ? [it.step.from] : [it.step.from, it.step.to];
    case "around":
      return [it.step.from, it.step.gapFrom, it.step.gapTo, it.step.to];
    case "marks":
      return it.steps.flatMap(({ from, to }) => [from, to]);
    case "node-mark":
    case "attr":
      return [it.step.pos];
    case "doc-attr":
      return [];
  }
}

/** The marks that the step brings other than in a slice. */
export function marksOf(it: StepKind): readonly Mark[] {
  switch (it.kind) {
    case "marks":
      return it.steps.map(({ mark }) => mark);
    case "node-mark":
      return [it.step.mark];
    case "replace":
    case "around":
    case "attr":
    case "doc-attr":
      return [];
  }
}

/** What a step does, in words that people know. */
export type Meaning = "insert" | "removal" | "split" | "join" | "layout" | "style";

export function meaningOf(step: Step): Meaning {
  const it = kindOf(step);
  switch (it?.kind) {
    case "replace": {
      const { from, to, slice } = it.step;
      if (it.structure) return from === to ? "split" : "join";
      return slice.size > 0 ? "insert" : "removal";
    }
    case "marks":
    case "node-mark":
      return "style";
    case "around":
    case "attr":
    case "doc-attr":
    case undefined:
      return "layout";
  }
}

/** Whether what an attribute step set is a value that the attribute may have: ProseMirror sets what it is given without looking. */
export function attributeFits(it: StepKind, after: Node): boolean {
  if (it.kind !== "attr" && it.kind !== "doc-attr") return true;
  const node = it.kind === "attr" ? after.nodeAt(it.step.pos) : after;
  const spec = node?.type.spec.attrs;
  if (!spec || !Object.hasOwn(spec, it.step.attr)) return false;
  const validate = spec[it.step.attr]?.validate;
  const value: unknown = it.step.value;
  if (validate === undefined) return true;
  if (typeof validate === "string") return validate.split("|").includes(value === null ? "null" : typeof value);
  try {
    validate(value);
    return true;
  } catch {
    return false;
  }
}
