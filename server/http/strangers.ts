import { Buckets } from "../buckets";

// What everybody behind one address may ask before they are signed in. Whoever goes on is answered late: eight connections that do not stop ask eight
// times a second then, instead of as fast as they are refused.

/** A newsroom that signs in at once stays far below. */
const REQUESTS = { most: 1000, perSecond: 20 };
/** A body that was no body of its route: no page of ours sends one. */
const MISSHAPEN = 20;
const LATE_MS = 1000;
/** Requests of one address that are kept waiting; further ones are refused as they come. */
const MOST_LATE = 100;

export class Strangers {
  readonly #requests: Buckets;
  readonly #late = new Map<string, number>();

  /** `now`: milliseconds that only grow. */
  constructor(now: () => number = () => performance.now()) {
    this.#requests = new Buckets(REQUESTS, now);
  }

  /** 0 when the request may go on; else after how many seconds the next one may, and only after a while. */
  async wait(network: string): Promise<number> {
    const seconds = this.#requests.wait(network);
    if (seconds === 0) this.#requests.charge(network, 1);
    else await this.#beLate(network);
    return seconds;
  }

  /** Its body was too large or not of the agreed shape. */
  misshapen(network: string): void {
    this.#requests.charge(network, MISSHAPEN);
  }

  async #beLate(network: string): Promise<void> {
    const late = this.#late.get(network) ?? 0;
    if (late >= MOST_LATE) return;
    this.#late.set(network, late + 1);
    await new Promise((resolve) => setTimeout(resolve, LATE_MS).unref());
    const left = (this.#late.get(network) ?? 1) - 1;
    if (left > 0) this.#late.set(network, left);
    else this.#late.delete(network);
  }
}
