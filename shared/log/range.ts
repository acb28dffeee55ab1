import type { Mapping, StepMap } from "prosemirror-transform";

/** A stretch of a range's tokens that is still there: `at` counts tokens from the start of the original range. */
export interface Survivor {
  readonly at: number;
  readonly pos: number;
  readonly size: number;
}

/** Tokens taken out by a map whose mirror, further on, puts them back. */
interface Parked {
  readonly at: number;
  readonly size: number;
  readonly range: number;
  readonly offset: number;
}

/**
 * Which tokens of `[from, to)` survive the mapping, and where: in order, apart wherever something was inserted between or taken out.
 * `Mapping.mapResult` answers for positions, not tokens: it counts a replaced token as kept, and cannot tell text that came into a
 * range from the text that was there. Costs survivors × maps.
 */
export function survivorsOf(mapping: Mapping, from: number, to: number): Survivor[] {
  if (from >= to) return [];
  let alive: Survivor[] = [{ at: 0, pos: from, size: to - from }];
  const parked = new Map<number, Parked[]>();
  for (let index = mapping.from; index < mapping.to; index++) {
    const map = mapping.maps[index];
    if (!map) break;
    if (alive.length === 0 && parked.size === 0) break;
    const back = parked.get(index);
    // Mostly, what others wrote lies beside it.
    const beside = alive.length === 1 && alive[0] && !back ? passBeside(alive[0], map) : null;
    if (beside) {
      alive = [beside];
      continue;
    }
    const mirror = mapping.getMirror(index);
    const park = mirror !== undefined && mirror > index && mirror < mapping.to ? mirror : null;
    const next: Survivor[] = [];
    const ranges: Range[] = [];
    map.forEach((oldFrom, oldTo, newFrom, newTo) => ranges.push({ oldFrom, oldTo, newFrom, newTo }));
    for (const survivor of alive) {
      const taken = passThrough(survivor, ranges, next);
      if (park !== null && taken.length > 0) parked.set(park, [...(parked.get(park) ?? []), ...taken]);
    }
    for (const item of back ?? []) {
      const range = ranges[item.range];
      if (range) next.push({ at: item.at, pos: range.newFrom + item.offset, size: item.size });
    }
    parked.delete(index);
    alive = joined(next);
  }
  return alive;
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
function passThrough(survivor: Survivor, ranges: readonly Range[], out: Survivor[]): Parked[] {
  const taken: Parked[] = [];
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
      if (begin < stop) taken.push({ at: survivor.at + begin - survivor.pos, size: stop - begin, range, offset: begin - oldFrom });
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
