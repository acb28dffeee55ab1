import { Buckets } from "../buckets";

// Connections on which nobody has signed in yet: there is no person to charge, so the network that they come from is. A place is given back as soon as
// it is known who it is, so that a newsroom that comes back all at once waits for nothing.

/** Connections of one network that may begin. */
const HANDSHAKES = { most: 600, perSecond: 20 };
/** Of them, those that may be there at once without anybody signed in. */
const MOST_AT_ONCE = 200;

export interface Newcomer {
  /** Somebody is signed in on it. */
  admitted(): void;
  gone(): void;
}

export class Newcomers {
  readonly #handshakes: Buckets;
  readonly #here = new Map<string, number>();

  /** `now`: milliseconds that only grow. */
  constructor(now: () => number = () => performance.now()) {
    this.#handshakes = new Buckets(HANDSHAKES, now);
  }

  /** Whether a connection from there may begin. */
  mayBegin(network: string): boolean {
    if ((this.#here.get(network) ?? 0) >= MOST_AT_ONCE || this.#handshakes.wait(network) > 0) return false;
    this.#handshakes.charge(network, 1);
    return true;
  }

  /** A connection has begun. */
  begun(network: string): Newcomer {
    this.#here.set(network, (this.#here.get(network) ?? 0) + 1);
    let isNew = true;
    const leave = (): void => {
      isNew = false;
      const left = (this.#here.get(network) ?? 1) - 1;
      if (left > 0) this.#here.set(network, left);
      else this.#here.delete(network);
    };
    return {
      admitted: () => {
        if (!isNew) return;
        leave();
        this.#handshakes.charge(network, -1);
      },
      gone: () => {
        if (isNew) leave();
      },
    };
  }
}
