import type { StepMap } from "prosemirror-transform";
import { finish } from "../sliced";
import type { Sliced } from "../sliced";
import type { Course } from "./course";
import { Pieces } from "./pieces";
import type { Survivor } from "./pieces";

/** A stretch that a map took out: of its range `range`, from `offset` on. */
export interface Taken {
  readonly at: number;
  readonly size: number;
  /** Index of the map. */
  readonly by: number;
  readonly range: number;
  readonly offset: number;
}

/** How much each range of a map took and put: equal for maps that do the same at different places. */
export function sizesOf(map: StepMap): string {
  const out: number[] = [];
  map.forEach((oldFrom, oldTo, newFrom, newTo) => out.push(oldTo - oldFrom, newTo - newFrom));
  return out.join();
}

/** The tokens of a range: those that are left, and those that went for good. */
export interface Fate {
  /** In the order of the text, apart wherever something was inserted between or taken out. */
  readonly left: readonly Survivor[];
  readonly gone: readonly Taken[];
}

export const survivorsOf = (course: Course, from: number, to: number): readonly Survivor[] => fateOf(course, from, to).left;

export const fateOf = (course: Course, from: number, to: number): Fate => finish(tracing(course, from, to));

/** How much work is done at once: about a millisecond's. */
const AT_ONCE = 4_000;

/**
 * Which tokens of `[from, to)` are left after the course, and where. A mapped position would not do: it counts a replaced token as kept,
 * and cannot tell text that came into a range from the text that was there.
 */
export function* tracing(course: Course, from: number, to: number): Sliced<Fate> {
  if (from >= to) return { left: [], gone: [] };
  const alive = new Pieces({ at: 0, pos: from, size: to - from });
  const parked = new Map<number, Survivor[]>();
  const gone: Taken[] = [];
  let work = 0;
  for (let index = course.from; index < course.to; index++) {
    const hull = alive.hull();
    if (!hull && parked.size === 0) break;
    if (hull) {
      // Mostly, what others wrote lies beside it.
      const { from: before } = hull;
      index = course.beside(hull, index, nextOf(parked));
      alive.shift(hull.from - before);
    } else index = nextOf(parked);
    if (index >= course.to) break;
    // From the right, so that a range does not move those before it.
    for (const [range, { oldFrom, oldTo, newFrom, newTo }] of [...course.rangesAt(index).entries()].reverse())
      alive.change(oldFrom, oldTo, newTo - newFrom, (cut) => gone.push(...park(course, { ...cut, by: index, range }, parked)));
    for (const back of parked.get(index) ?? []) alive.insert(back);
    parked.delete(index);
    work += 1 + alive.weight;
    if (work < AT_ONCE) continue;
    work = 0;
    yield;
  }
  return { left: alive.list(), gone };
}

/** Where the next of what was taken comes back. */
function nextOf(parked: ReadonlyMap<number, unknown>): number {
  let next = Number.POSITIVE_INFINITY;
  for (const by of parked.keys()) next = Math.min(next, by);
  return next;
}

/** Keeps what was taken for the maps that put it back, where they put it; returns what none does. */
function park(course: Course, taken: Taken, parked: Map<number, Survivor[]>): Taken[] {
  const { range, offset } = taken;
  let rest: Taken[] = [taken];
  for (const { by, part } of course.returnsOf(taken.by)) {
    const home = by < course.to ? course.rangesAt(by)[part ? 0 : range] : undefined;
    if (!home || (part && range > 0)) continue;
    const begin = part ? Math.max(part.at, offset) : offset;
    const end = part ? Math.min(part.at + part.size, offset + taken.size) : offset + taken.size;
    if (begin >= end) continue;
    const pos = home.newFrom + (part ? part.lead + begin - part.at : begin);
    parked.set(by, [...(parked.get(by) ?? []), { at: taken.at + begin - offset, pos, size: end - begin }]);
    rest = rest.flatMap((one) => without(one, begin, end));
  }
  return rest;
}

/** What is left of a taken stretch beside `[from, to)`, counted as its `offset` is. */
function without(one: Taken, from: number, to: number): Taken[] {
  const end = one.offset + one.size;
  if (to <= one.offset || end <= from) return [one];
  const head = from > one.offset ? [{ ...one, size: from - one.offset }] : [];
  return to < end ? [...head, { ...one, at: one.at + to - one.offset, offset: to, size: end - to }] : head;
}
