import type { ClaimId } from "../../shared/ids";

/** How many underlines are told apart below one line of text; a deeper overlap shares the last lane. */
export const LANES = 4;

export interface Stretch {
  readonly claim: ClaimId;
  readonly from: number;
  readonly to: number;
}

/** Text order; of two that start together the longer first, so that what is nested lies in a lower lane. */
export function byPlace(a: Stretch, b: Stretch): number {
  return a.from - b.from || b.to - a.to || (a.claim < b.claim ? -1 : 1);
}

/** Gives each stretch the highest lane (0 is right below the text) that no earlier overlapping one holds. `stretches` must be sorted by `byPlace`. */
export function lanesOf(stretches: readonly Stretch[]): number[] {
  const ends: number[] = Array.from({ length: LANES }, () => -1);
  return stretches.map(({ from, to }) => {
    let lane = ends.findIndex((end) => end <= from);
    if (lane < 0) lane = LANES - 1;
    ends[lane] = Math.max(ends[lane] ?? -1, to);
    return lane;
  });
}

/** The stretches around a position, the shortest first: what a click there most likely means. */
export function stretchesAt(stretches: readonly Stretch[], pos: number): Stretch[] {
  return stretches.filter(({ from, to }) => from <= pos && pos <= to).sort((a, b) => a.to - a.from - (b.to - b.from) || byPlace(a, b));
}
