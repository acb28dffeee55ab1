// Where the cards of the margin stand. Pure arithmetic over all cards: for 2,000 of them it costs microseconds, so that it can run in
// every frame of a scroll.

/** The cards in text order: where each would like to stand (the top of its passage) and how high it is; pixels. */
export interface Cards {
  readonly ideals: Float64Array;
  readonly heights: Float64Array;
  readonly gap: number;
}

/** The card that stands where it wants; the others give way to it. */
export interface Pin {
  readonly index: number;
  readonly top: number;
}

/** The tops of all cards: none overlap, the pinned one stands at its place, and the others as near to theirs as it lets them. */
export function placeCards({ ideals, heights, gap }: Cards, pin: Pin): Float64Array {
  const tops = new Float64Array(ideals.length);
  if (ideals.length === 0) return tops;
  tops[pin.index] = pin.top;
  for (let i = pin.index + 1; i < ideals.length; i++) {
    tops[i] = Math.max(ideals[i] ?? 0, (tops[i - 1] ?? 0) + (heights[i - 1] ?? 0) + gap);
  }
  for (let i = pin.index - 1; i >= 0; i--) {
    tops[i] = Math.min(ideals[i] ?? 0, (tops[i + 1] ?? 0) - gap - (heights[i] ?? 0));
  }
  return tops;
}

/** Moves cards down, in place, that would stand above the floor, and those that they push: what lies there is not to be covered. */
export function keepBelow(tops: Float64Array, { heights, gap }: Pick<Cards, "heights" | "gap">, floor: number): void {
  for (let i = 0, least = floor; i < tops.length; i++) {
    if ((tops[i] ?? 0) >= least) return;
    tops[i] = least;
    least += (heights[i] ?? 0) + gap;
  }
}

/**
 * The pin while no card is open: the card whose passage stands at the line that is being read. Between two passages it moves evenly from
 * the one's place to where the other pushes it, so that where claims are dense the cards slide past at their own pace, without a jump.
 */
export function pinAtLine({ ideals, heights, gap }: Cards, line: number): Pin {
  const index = Math.max(0, lastBefore(ideals, line));
  const ideal = ideals[index] ?? 0;
  const next = ideals[index + 1];
  if (next === undefined || line <= ideal) return { index, top: ideal };
  const pushed = Math.min(ideal, next - gap - (heights[index] ?? 0));
  const way = next > ideal ? (line - ideal) / (next - ideal) : 1;
  return { index, top: ideal + (pushed - ideal) * Math.min(1, way) };
}

/** Index of the last value ≤ `line` in ascending `values`; -1 when there is none. */
export function lastBefore(values: Float64Array, line: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) <= line) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The line that is being read: at the top of the view at the start of the text, at its bottom at the end, so that every card comes by. */
export function readingLine(view: { top: number; height: number; range: number }): number {
  const way = view.range > 0 ? Math.min(1, Math.max(0, view.top / view.range)) : 0;
  return view.top + way * view.height;
}

/** The first and last card (inclusive) that touch the stretch; null when none does. */
export function cardsWithin(
  tops: Float64Array,
  heights: Float64Array,
  stretch: { top: number; bottom: number },
): { first: number; last: number } | null {
  let first = Math.max(0, lastBefore(tops, stretch.top));
  if ((tops[first] ?? 0) + (heights[first] ?? 0) < stretch.top) first++;
  const last = lastBefore(tops, stretch.bottom);
  return first <= last ? { first, last } : null;
}

/** How high all cards are one below another. */
export function stackHeight({ heights, gap }: Pick<Cards, "heights" | "gap">): number {
  let total = 0;
  for (const height of heights) total += height + gap;
  return Math.max(0, total - gap);
}
