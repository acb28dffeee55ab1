import type { StepMap } from "prosemirror-transform";
import type { Course } from "./course";

/** A stretch of a range's tokens that is still there: `at` counts tokens from the start of the original range. */
export interface Survivor {
  readonly at: number;
  readonly pos: number;
  readonly size: number;
}

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

/**
 * Which tokens of `[from, to)` are left after the course, and where. A mapped position would not do: it counts a replaced token as kept,
 * and cannot tell text that came into a range from the text that was there. Costs survivors × maps.
 */
export function fateOf(course: Course, from: number, to: number): Fate {
  if (from >= to) return { left: [], gone: [] };
  let alive: Survivor[] = [{ at: 0, pos: from, size: to - from }];
  const parked = new Map<number, Survivor[]>();
  const gone: Taken[] = [];
  for (let index = course.from; index < course.to; index++) {
    const map = course.maps[index];
    if (!map) break;
    if (alive.length === 0 && parked.size === 0) break;
    const back = parked.get(index);
    // Mostly, what others wrote lies beside it.
    const beside = alive.length === 1 && alive[0] && !back ? passBeside(alive[0], map) : null;
    if (beside) {
      alive = [beside];
      continue;
    }
    const next: Survivor[] = [];
    const ranges = rangesOf(map);
    for (const survivor of alive) {
      for (const taken of passThrough(survivor, ranges, index, next)) gone.push(...park(course, taken, parked));
    }
    next.push(...(back ?? []));
    parked.delete(index);
    alive = joined(next);
  }
  return { left: alive, gone };
}

function rangesOf(map: StepMap): Range[] {
  const ranges: Range[] = [];
  map.forEach((oldFrom, oldTo, newFrom, newTo) => ranges.push({ oldFrom, oldTo, newFrom, newTo }));
  return ranges;
}

/** Keeps what was taken for the maps that put it back, where they put it; returns what none does. */
function park(course: Course, taken: Taken, parked: Map<number, Survivor[]>): Taken[] {
  const { range, offset } = taken;
  let rest: Taken[] = [taken];
  for (const { by, part } of course.returnsOf(taken.by)) {
    const map = course.maps[by];
    const home = map && by < course.to ? rangesOf(map)[part ? 0 : range] : undefined;
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

interface Range {
  readonly oldFrom: number;
  readonly oldTo: number;
  readonly newFrom: number;
  readonly newTo: number;
}

/** The survivor where it stands after the map; null when the map takes from it or puts something into it. */
function passBeside(survivor: Survivor, map: StepMap): Survivor | null {
  const { pos } = survivor;
  const end = pos + survivor.size;
  let shift = 0;
  let touched = false;
  map.forEach((oldFrom, oldTo, _newFrom, newTo) => {
    if (oldFrom < end && oldTo > pos) touched = true;
    else if (oldTo <= pos) shift = newTo - oldTo;
  });
  if (touched) return null;
  return shift === 0 ? survivor : { ...survivor, pos: pos + shift };
}

/** Pushes what is left of the survivor to `out`; returns what the ranges took. */
function passThrough(survivor: Survivor, ranges: readonly Range[], by: number, out: Survivor[]): Taken[] {
  const taken: Taken[] = [];
  const end = survivor.pos + survivor.size;
  let cursor = survivor.pos;
  let shift = 0;
  const keepUntil = (limit: number): void => {
    if (limit > cursor) out.push({ at: survivor.at + cursor - survivor.pos, pos: cursor + shift, size: limit - cursor });
  };
  ranges.forEach(({ oldFrom, oldTo, newTo }, range) => {
    if (oldFrom < end && oldTo > survivor.pos) {
      keepUntil(Math.min(oldFrom, end));
      const begin = Math.max(oldFrom, cursor);
      const stop = Math.min(oldTo, end);
      if (begin < stop) taken.push({ at: survivor.at + begin - survivor.pos, size: stop - begin, by, range, offset: begin - oldFrom });
      cursor = Math.max(cursor, stop, Math.min(oldFrom, end));
    }
    if (oldTo <= cursor) shift = newTo - oldTo;
  });
  keepUntil(end);
  return taken;
}

function joined(pieces: Survivor[]): Survivor[] {
  if (pieces.length < 2) return pieces;
  const out: Survivor[] = [];
  for (const piece of pieces.sort((a, b) => a.pos - b.pos)) {
    const last = out.at(-1);
    if (last && last.pos + last.size === piece.pos && last.at + last.size === piece.at) {
      out[out.length - 1] = { ...last, size: last.size + piece.size };
    } else {
      out.push(piece);
    }
  }
  return out;
}
