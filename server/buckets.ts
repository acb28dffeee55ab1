// How much of something each of many has left. A bucket fills by itself and may be emptied below its ground: what something costs is often known only
// when it has been done. Whoever owes something waits until that has come back.

export interface Rate {
  /** A full bucket: so much at once. */
  readonly most: number;
  /** What comes back. */
  readonly perSecond: number;
}

/** Buckets that are kept before those are looked for that can be forgotten. */
const MOST_KEPT = 1000;

interface Bucket {
  left: number;
  at: number;
}

export class Buckets {
  readonly #buckets = new Map<string, Bucket>();
  #forgetAt = MOST_KEPT;

  /** `now`: milliseconds that only grow. */
  constructor(
    private readonly rate: Rate,
    private readonly now: () => number,
  ) {}

  /** 0 when nothing is owed, else after how many seconds it has come back. */
  wait(key: string): number {
    return Math.max(0, Math.ceil(-this.#left(key) / this.rate.perSecond));
  }

  charge(key: string, cost: number): void {
    this.#buckets.set(key, { left: this.#left(key) - cost, at: this.now() });
    if (this.#buckets.size > this.#forgetAt) this.#forget();
  }

  #left(key: string): number {
    const known = this.#buckets.get(key);
    const { most, perSecond } = this.rate;
    return known ? Math.min(most, known.left + ((this.now() - known.at) / 1000) * perSecond) : most;
  }

  /** Who has all of it again need not be remembered. */
  #forget(): void {
    for (const key of this.#buckets.keys()) if (this.#left(key) >= this.rate.most) this.#buckets.delete(key);
    // All of them are looked at only when there are as many again: a charge costs the same however many owe.
    this.#forgetAt = Math.max(MOST_KEPT, 2 * this.#buckets.size);
  }
}
