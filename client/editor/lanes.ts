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

/** A part of a stretch in which no other starts or ends. `goesOn`: the stretch goes on behind it. */
export interface Piece extends Stretch {
  readonly goesOn: boolean;
}

/**
 * Cuts the stretches wherever another one that overlaps them starts or ends. Of the pieces at one place the shortest stretch's comes first:
 * ProseMirror wraps words in the first decoration it was given, and that in the next, and the mark nearest to the words is what is seen and
 * pressed. `stretches` must be sorted by `byPlace`. Costs one pass over the pieces.
 */
export function piecesOf(stretches: readonly Stretch[]): Piece[] {
  const pieces: Piece[] = [];
  for (let first = 0; first < stretches.length;) {
    let end = stretches[first]?.to ?? 0;
    let next = first + 1;
    for (; (stretches[next]?.from ?? Infinity) < end; next++) end = Math.max(end, stretches[next]?.to ?? 0);
    pieces.push(...cut(stretches.slice(first, next)));
    first = next;
  }
  return pieces;
}

/** Stretches that hang together. */
function cut(cluster: readonly Stretch[]): Piece[] {
  const [only, ...more] = cluster;
  if (only && more.length === 0) return [{ ...only, goesOn: false }];
  const edges = [...new Set(cluster.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  const pieces: Piece[] = [];
  let here: Stretch[] = [];
  let next = 0;
  edges.slice(0, -1).forEach((from, index) => {
    const to = edges[index + 1] ?? from;
    const staying = here.filter((stretch) => stretch.to > from);
    const first = next;
    while (cluster[next]?.from === from) next++;
    here = next === first ? staying : [...staying, ...cluster.slice(first, next)].sort(shortestFirst);
    for (const { claim, to: end } of here) pieces.push({ claim, from, to, goesOn: to < end });
  });
  return pieces;
}

const shortestFirst = (a: Stretch, b: Stretch): number => a.to - a.from - (b.to - b.from) || byPlace(b, a);
