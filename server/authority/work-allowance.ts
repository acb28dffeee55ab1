import { MAX_SUBMISSION } from "../../shared/log/price";
import type { UserId } from "../../shared/ids";

/** What a person may have done at once, and what comes back a second: about a tenth of a core. */
const FULL = 3 * MAX_SUBMISSION;
const PER_SECOND = 250_000;
/** Dearer than this is counted; somebody who types never gets there. */
const COUNTED = 2_000;

/** People who are remembered before those are looked for who need not be. */
const MOST_KEPT = 1000;

interface Held {
  left: number;
  at: number;
}

/** What each person may still cost this process (SPEC T3), whatever document it is in: paid before the work is done. */
export class WorkAllowance {
  readonly #held = new Map<UserId, Held>();
  #forgetAt = MOST_KEPT;

  /** `now`: milliseconds. */
  constructor(private readonly now: () => number) {}

  /** 0 when it is paid; else after how many seconds it can be. */
  pay(user: UserId, price: number): number {
    if (price < COUNTED) return 0;
    const now = this.now();
    const known = this.#held.get(user);
    const left = known ? Math.min(FULL, known.left + ((now - known.at) / 1000) * PER_SECOND) : FULL;
    // Dearer than a full allowance is only work that was away for very long: it takes all there is.
    const due = Math.min(price, FULL);
    if (left < due) return Math.ceil((due - left) / PER_SECOND);
    this.#held.set(user, { left: left - due, at: now });
    if (this.#held.size > this.#forgetAt) this.#forget(now);
    return 0;
  }

  /** Who has a full allowance again need not be remembered. */
  #forget(now: number): void {
    for (const [user, { left, at }] of this.#held) {
      if (left + ((now - at) / 1000) * PER_SECOND >= FULL) this.#held.delete(user);
    }
    this.#forgetAt = Math.max(MOST_KEPT, 2 * this.#held.size);
  }
}
