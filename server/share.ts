import { createFairQueue } from "./fair-queue";
import type { FairQueue } from "./fair-queue";

// What a person may be given of large answers, whichever door they ask at: sockets and requests draw on the same share. An answer is paid once it is known how
// large it is; whoever owes something then waits until that has come back.

interface Rate {
  /** Bytes at once. */
  readonly most: number;
  /** Bytes that come back. */
  readonly perSecond: number;
}

/** A text of 250,000 words is half a megabyte on the wire, an original ten at most: a morning's work stays far below, an open tap does not. */
const PERSON: Rate = { most: 24 * 1024 * 1024, perSecond: 1024 * 1024 };
/** Of everybody behind one address: a newsroom. */
const NETWORK: Rate = { most: 10 * PERSON.most, perSecond: 10 * PERSON.perSecond };
/** Requests of one person that are answered at once, and how many may wait behind them. */
const AT_ONCE = 3;
const WAITING = 20;

interface Account {
  left: number;
  at: number;
}

/** Who asks. `network`: where from, where that is known. */
export interface Asker {
  readonly user: string;
  readonly network?: string;
}

export class Share {
  readonly #accounts = new Map<string, Account>();
  /** Turns at requests: a place is kept until the answer has been taken. */
  readonly turns: FairQueue = createFairQueue({
    width: Number.POSITIVE_INFINITY,
    each: AT_ONCE,
    line: WAITING,
    lines: Number.POSITIVE_INFINITY,
  });

  /** `now`: milliseconds that only grow. */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** 0 when they may be given more, else after how many seconds. */
  wait(who: Asker): number {
    const owed = accountsOf(who).map(([key, rate]) => -this.#left(key, rate) / rate.perSecond);
    return Math.max(0, ...owed.map(Math.ceil));
  }

  /** So many bytes were given. */
  charge(who: Asker, bytes: number): void {
    for (const [key, rate] of accountsOf(who)) this.#accounts.set(key, { left: this.#left(key, rate) - bytes, at: this.now() });
    if (this.#accounts.size > 1000) this.#forget();
  }

  #left(key: string, { most, perSecond }: Rate): number {
    const known = this.#accounts.get(key);
    return known ? Math.min(most, known.left + ((this.now() - known.at) / 1000) * perSecond) : most;
  }

  /** Who has all of it again need not be remembered. */
  #forget(): void {
    for (const key of this.#accounts.keys()) {
      const rate = key.startsWith("user ") ? PERSON : NETWORK;
      if (this.#left(key, rate) >= rate.most) this.#accounts.delete(key);
    }
  }
}

const accountsOf = ({ user, network }: Asker): [string, Rate][] => [
  [`user ${user}`, PERSON],
  ...(network === undefined ? [] : [[`network ${network}`, NETWORK] satisfies [string, Rate]]),
];
