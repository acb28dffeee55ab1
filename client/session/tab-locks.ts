/** Says which of the browser's open pages a place belongs to. */
export interface TabLocks {
  /** Lets go of it again; null when another page, or this one, holds it. It is let go of by itself when the page is gone. */
  take(name: string): Promise<(() => void) | null>;
}

const PREFIX = "sourcier:";

/** The browser's own locks: there on every secure page. */
export function webLocks(locks: LockManager): TabLocks {
  return {
    take: (name) =>
      new Promise((resolve, reject) => {
        const held = locks.request(PREFIX + name, { ifAvailable: true }, (lock) => {
          if (!lock) {
            resolve(null);
            return undefined;
          }
          return new Promise<void>((release) => resolve(release));
        });
        held.catch(reject);
      }),
  };
}

/** The part of `localStorage` that leases need. */
export type LeaseBox = Pick<Storage, "getItem" | "setItem" | "removeItem">;

export interface LeaseDeps {
  readonly box: LeaseBox;
  readonly now: () => number;
  readonly every: (ms: number, run: () => void) => () => void;
  readonly onLeave: (listener: () => void) => () => void;
}

/** A page in the background runs its timers once a minute at worst. */
const RENEW_MS = 20_000;
const LEASE_MS = 150_000;

/** On a page without locks (plain http on a local network): a name is held by whoever renews its lease. */
export function leases({ box, now, every, onLeave }: LeaseDeps): TabLocks {
  return {
    async take(name) {
      const key = PREFIX + name;
      const until = Number(box.getItem(key) ?? 0);
      if (until > now()) return null;
      const renew = (): void => box.setItem(key, String(now() + LEASE_MS));
      renew();
      const stop = every(RENEW_MS, renew);
      const free = (): void => {
        stop();
        forget();
        box.removeItem(key);
      };
      const forget = onLeave(free);
      return free;
    },
  };
}
