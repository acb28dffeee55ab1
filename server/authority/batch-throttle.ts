/** The longest that a commit waits for others to share its batch, in milliseconds. */
const MAX_GAP_MS = 36;
/** Telling everybody may take at most about one part in so many of the time. */
const SHARE = 12;

/**
 * How far apart batches begin. Telling everybody of a batch costs the same whether it holds one commit or twenty, so the dearer it is, the
 * longer batches are apart; a commit that comes when nothing happened for that long does not wait at all.
 */
export class BatchThrottle {
  #cost = 0;
  #began = Number.NEGATIVE_INFINITY;

  /** How long to wait at `now` before the next batch, in milliseconds. */
  wait(now: number): number {
    return Math.max(0, this.#began + Math.min(MAX_GAP_MS, this.#cost * SHARE) - now);
  }

  begin(now: number): void {
    this.#began = now;
  }

  /** What telling everybody of a batch took. */
  told(ms: number): void {
    this.#cost += (ms - this.#cost) * 0.2;
  }
}
