import type { ClaimId } from "../../../shared/ids";

/** A line of the margin, as far as a range knows it. */
interface Line {
  readonly claim: ClaimId;
}

/** The cards that are in the page: indexes into `of`, inclusive. */
export interface CardRange {
  readonly first: number;
  readonly last: number;
  /** The lines as they were when the range was found. */
  readonly of: readonly Line[];
}

/** Cards that a range takes in at most when its ends have come apart: many are new when a filter is cleared, and they are not all in view. */
const MOST_MORE = 8;

/**
 * The same range in the lines as they are now, so that a claim that comes in between pushes none of the cards out of the page before the
 * margin has looked again. An end that is no longer there is taken where it stood.
 */
export function rangeIn(range: CardRange, lines: readonly Line[]): CardRange {
  if (range.of === lines) return range;
  const now = (index: number): number => {
    const claim = range.of[index]?.claim;
    const found = lines.findIndex((line) => line.claim === claim);
    return Math.min(found < 0 ? index : found, lines.length - 1);
  };
  const ends = [now(range.first), now(range.last)];
  const first = Math.max(0, Math.min(...ends));
  return { first, last: Math.min(Math.max(...ends), first + range.last - range.first + MOST_MORE), of: lines };
}
