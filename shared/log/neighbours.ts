import type { StepId } from "../ids";
import { earlierStep, isLater } from "../ids";
import type { Course } from "./course";
import { MAX_NEIGHBOURS } from "./op";
import type { OpOf } from "./op";
import { endsOf, placeIn, pointAfter } from "./return";
import type { Side } from "./return";

// Words that were taken side by side may come back in any order, and whoever brings some of them back may not know of the others: a page that
// opened when they were gone, a server that is told of work on an older version. So an undo says how its words stood to their neighbours, and
// whoever carries another one reads it there (SPEC R7).

/** What an undo takes back, from which of its tokens on it brings it, and at which token it and its neighbours stood (`TextStep.beside`). */
export interface Undone {
  readonly id: StepId;
  readonly begin: number;
  readonly beside: readonly (readonly [StepId, number])[];
}

const none: Undone["beside"] = [];

/** What a step takes back, `id` being its own name; null when it is no undo, or does not say of what. */
export function undoneOf({ revert, of, part, beside }: OpOf<"text.step">, id: StepId | null): Undone | null {
  if (revert === undefined) return null;
  const undone = of ?? (revert > 0 && id !== null ? earlierStep(id, revert) : null);
  return undone === null ? null : { id: undone, begin: part?.[0] ?? 0, beside: beside ?? none };
}

/** How what another undo brings stood to one's own words, as either of the two tells; null when neither does. */
export function sideTold(mine: Undone, theirs: Undone): Side | null {
  const [, at] = mine.beside.find(([id]) => id === theirs.id) ?? theirs.beside.find(([id]) => id === mine.id) ?? [];
  if (at === undefined) return null;
  // The earlier words were gone when the later were taken: they have a place among these.
  return isLater(theirs.id, mine.id) ? { among: "theirs", at: at - theirs.begin } : { among: "mine", at };
}

/**
 * Steps of a course that took words where those of an undo come back, and whose words are not back: to each its side. `mine`: where its words
 * stood, before the course's map `start`; `taken`: the map that took them, if it is there. `nameOf`: null for those not to be told of.
 */
export function neighboursIn(
  course: Course,
  mine: { readonly start: number; readonly point: number; readonly taken: number | null },
  nameOf: (slot: number) => StepId | null,
): [StepId, number][] {
  const found: [StepId, number][] = [];
  const [from, to] = endsOf(course, mine);
  for (const slot of course.takersAt(from, to)) {
    const name = slot === mine.taken || course.returnsOf(slot).length > 0 ? null : nameOf(slot);
    const theirs = course.rangeAt(slot);
    if (name === null || !theirs) continue;
    const [first, last] = endsOf(course, { start: slot + 1, point: theirs.newFrom });
    if (first > to || from > last) continue;
    const { taken } = mine;
    const at =
      taken !== null && slot < taken
        ? placeIn(course, pointAfter(course, slot, taken), taken)
        : placeIn(course, course.slice(mine.start, slot).map(mine.point, 1), slot);
    found.unshift([name, at]);
    if (found.length === MAX_NEIGHBOURS) break;
  }
  return found;
}
