import { Buckets } from "./buckets";
import type { Rate } from "./buckets";
import { createFairQueue } from "./fair-queue";
import type { FairQueue } from "./fair-queue";

// What a person may be given of large answers, whichever door they ask at: sockets and requests draw on the same share. An answer is paid once it is known how
// large it is; whoever owes something then waits until that has come back.

/** In bytes. A text of 250,000 words is half a megabyte on the wire, an original ten at most: a morning's work stays far below, an open tap does not. */
const PERSON: Rate = { most: 24 * 1024 * 1024, perSecond: 1024 * 1024 };
/** Of everybody behind one address: a newsroom. */
const NETWORK: Rate = { most: 10 * PERSON.most, perSecond: 10 * PERSON.perSecond };
/** Requests of one person that are answered at once, and how many may wait behind them. */
const AT_ONCE = 3;
const WAITING = 20;
/** Large answers that are made at once for everybody together: more would not be ready sooner, only all of them in memory, and in the way of who types. */
const MADE_AT_ONCE = 2;
/** One that is not made after so long waits for something else, the store perhaps: the next one begins beside it. In milliseconds. */
const MAKING_MS = 500;

/** Who asks. `network`: where from, where that is known. */
export interface Asker {
  readonly user: string;
  readonly network?: string;
}

export class Share {
  readonly #people: Buckets;
  readonly #networks: Buckets;
  /** Turns at requests: a place is kept until the answer has been taken. */
  readonly turns: FairQueue = createFairQueue({
    width: Number.POSITIVE_INFINITY,
    each: AT_ONCE,
    line: WAITING,
    lines: Number.POSITIVE_INFINITY,
  });

  readonly #making = createFairQueue({
    width: MADE_AT_ONCE,
    each: MADE_AT_ONCE,
    line: Number.POSITIVE_INFINITY,
    lines: Number.POSITIVE_INFINITY,
  });

  /** `now`: milliseconds that only grow. */
  constructor(now: () => number = () => performance.now()) {
    this.#people = new Buckets(PERSON, now);
    this.#networks = new Buckets(NETWORK, now);
  }

  /** Makes a large answer when its turn has come. How long it then takes to be taken is no concern of this. */
  make<T>(user: string, answer: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      void this.#making.run(user, async () => {
        const made = answer();
        made.then(resolve, reject);
        let late: NodeJS.Timeout | undefined;
        const patience = new Promise((go) => (late = setTimeout(go, MAKING_MS).unref()));
        await Promise.race([made.catch(() => undefined), patience]);
        clearTimeout(late);
      });
    });
  }

  /** 0 when they may be given more, else after how many seconds. */
  wait({ user, network }: Asker): number {
    return Math.max(this.#people.wait(user), network === undefined ? 0 : this.#networks.wait(network));
  }

  /** So many bytes were given. */
  charge({ user, network }: Asker, bytes: number): void {
    this.#people.charge(user, bytes);
    if (network !== undefined) this.#networks.charge(network, bytes);
  }
}
