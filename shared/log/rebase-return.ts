import { Slice } from "prosemirror-model";
import type { Node } from "prosemirror-model";
import { ReplaceStep } from "prosemirror-transform";
import type { Step } from "prosemirror-transform";
import { textAfter } from "../doc/steps";
import type { Sliced } from "../sliced";
import { Course } from "./course";
import { rebasingStep } from "./rebase-step";
import type { PlacedStep } from "./rebase-step";
import { charsIn, cutSlice, placesOf } from "./return";
import type { Place, SideOf } from "./return";

/** What one step of an undo became. */
export interface Returned {
  readonly step: Step;
  /** Where it begins in what the undone step took, when it brings a part only: token and character. */
  readonly part: readonly [number, number] | null;
  /** How many tokens further on than the undo it brings the undo's content; null when it brings none of it. */
  readonly shift: number | null;
}

/**
 * Carries the undo of a step over what happened since that one. Words come back where they stood among those that were taken beside them and
 * are back already; apart where some stood between them (SPEC R7). `part`: where its words begin in what was taken. `logged`: what it takes
 * back is in the log, and the steps that it becomes are told apart there; else each would take back all of it once it is sent.
 */
export function* rebasingReturn(
  step: Step,
  course: Course,
  doc: Node,
  sideOf: SideOf,
  part: readonly [number, number] | null = null,
  logged = false,
): Sliced<{ steps: Returned[]; lost: boolean }> {
  if (!(step instanceof ReplaceStep) || step.slice.size === 0) return returned(yield* rebasingStep(step, course, doc), part);
  if (step.from < step.to) {
    const two = logged ? yield* inTwo(step, course, doc, sideOf, part) : null;
    return two ?? returned(yield* rebasingStep(step, course, doc), part);
  }
  const places = joined(placesOf(course, step.from, step.slice.size, behind(sideOf, part?.[0] ?? 0)));
  const [only] = places;
  if (places.length > 1) {
    const apart = insertApart(step, places, doc, part ?? [0, 0]);
    if (apart) return { steps: apart, lost: false };
  }
  if (!only) return { steps: [], lost: false };
  // The undo of a split or a join only carries its structure: it goes where its place is, or nowhere.
  const pos = Math.min(only.pos, doc.content.size);
  const moved = isPlain(step) ? new ReplaceStep(pos, pos, step.slice) : step;
  return returned(yield* rebasingStep(moved, isPlain(step) ? new Course() : course, doc), part);
}

/**
 * The undo of a replacement, where other words that stood beside those it brings are back or among them: what had been written there goes,
 * and its words come back as those of any undo do. Null where there are none, or where it does not fit so.
 */
function* inTwo(
  step: ReplaceStep,
  course: Course,
  doc: Node,
  sideOf: SideOf,
  part: readonly [number, number] | null,
): Sliced<{ steps: Returned[]; lost: boolean } | null> {
  if (!isPlain(step)) return null;
  let met = false;
  const noting: SideOf = (index) => {
    const side = sideOf(index);
    met ||= side !== null;
    return side;
  };
  // Behind what had been written there: words that came back at its place came to stand behind it as well.
  const places = joined(placesOf(course, step.to, step.slice.size, behind(noting, part?.[0] ?? 0)));
  if (!met) return null;
  const gone = yield* rebasingStep(new ReplaceStep(step.from, step.to, Slice.empty), course, doc);
  let now: Node | null = doc;
  for (const one of gone.steps) now = now && textAfter(now, one);
  const mapped = (pos: number): number => gone.steps.reduce((at, one) => one.getMap().map(at), Math.min(pos, doc.content.size));
  const apart =
    now &&
    insertApart(
      step,
      places.map((place) => ({ ...place, pos: mapped(place.pos) })),
      now,
      part ?? [0, 0],
    );
  return apart && { steps: [...gone.steps.map((one) => ({ step: one, part: null, shift: null })), ...apart], lost: gone.lost };
}

const returned = ({ steps, carrier, shift = 0, lost }: PlacedStep, part: Returned["part"]): { steps: Returned[]; lost: boolean } => ({
  steps: steps.map((step, k) => ({ step, part, shift: k === carrier ? shift : null })),
  lost,
});

const isPlain = (step: ReplaceStep): boolean => (step.toJSON() as { structure?: boolean }).structure !== true;

/** Offsets among one's own words, for a part of them that begins at `start`. */
const behind =
  (sideOf: SideOf, start: number): SideOf =>
  (index) => {
    const side = sideOf(index);
    return side?.among === "mine" ? { among: "mine", at: side.at - start } : side;
  };

function joined(places: readonly Place[]): Place[] {
  const out: Place[] = [];
  for (const place of places) {
    const last = out.at(-1);
    if (last?.pos === place.pos) out[out.length - 1] = { ...last, size: last.size + place.size };
    else out.push(place);
  }
  return out;
}

/** A step for each place, from the right; null when one does not fit there. */
function insertApart(
  step: ReplaceStep,
  places: readonly Place[],
  doc: Node,
  [tokens, chars]: readonly [number, number],
): Returned[] | null {
  const steps: Returned[] = [];
  let now = doc;
  for (const { at, size, pos } of places.toReversed()) {
    const piece = new ReplaceStep(pos, pos, cutSlice(step.slice, at, at + size));
    const after = textAfter(now, piece);
    if (!after) return null;
    now = after;
    steps.push({ step: piece, part: [tokens + at, chars + charsIn(step.slice, at)], shift: -at });
  }
  return steps;
}
