import { isIPv6 } from "node:net";
import { RateLimiterMemory } from "rate-limiter-flexible";
import type { RateLimiterRes } from "rate-limiter-flexible";

export const MAX_FAILURES = 10;
export const FAILURE_WINDOW_SECONDS = 15 * 60;
/** Every check costs 19 MiB and some 25 ms, whether it succeeds or not: what one account and one address may cost in a window, a newsroom's morning included. */
export const MAX_CHECKS = { account: 60, address: 600 } as const;

/** Who tries: the account's key, where from, and the known device that it is, null when it is none (see `device.ts`). */
export interface Trier {
  readonly account: string;
  readonly address: string;
  readonly device: string | null;
}

/**
 * Counts failed tries per account and per address, and all tries more generously. A known device's failures are counted by themselves: whoever types
 * wrong passwords under somebody's name locks out strangers, not the browser that this person has signed in with before. A try is counted before it is
 * made and given back when it succeeds, so that a burst cannot outrun the count.
 */
export interface TryLimits {
  /** Null when the try may be made, else the seconds to wait. */
  begin(who: Trier): Promise<number | null>;
  /** The try was no failure: it is not counted as one, and the account starts afresh. */
  succeeded(who: Trier): Promise<void>;
}

/** Without the port that some proxies write behind it: 192.0.2.7:51234, [2001:db8::1]:443. */
export const bareAddress = (address: string): string =>
  address
    .trim()
    .replace(/^\[([^\]]*)\](?::\d{1,5})?$/, "$1")
    .replace(/^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/, "$1");

/** People behind one IPv6 network share its /64. */
export function networkOf(address: string): string {
  const plain = bareAddress(address.slice(0, 64))
    .replace(/^::ffff:(?=\d+\.)/i, "")
    .replace(/%.*$/, "");
  if (!isIPv6(plain)) return plain;
  const [left = "", right] = plain.toLowerCase().split("::");
  const head = left === "" ? [] : left.split(":");
  const tail = right === undefined || right === "" ? [] : right.split(":");
  const zeros = right === undefined ? 0 : 8 - head.length - tail.length;
  return [...head, ...Array.from({ length: zeros }, () => "0"), ...tail].slice(0, 4).join(":");
}

/** A count that refuses whoever has reached it. Refused tries are not counted: waiting out the window is enough, however often one has knocked. */
function counter(keyPrefix: string, most: number) {
  const limiter = new RateLimiterMemory({ keyPrefix, points: most, duration: FAILURE_WINDOW_SECONDS });
  return {
    async take(key: string): Promise<number | null> {
      const before = await limiter.get(key);
      if (before !== null && before.msBeforeNext > 0 && before.consumedPoints >= most) return secondsOf(before);
      const after = await limiter.penalty(key);
      if (after.consumedPoints <= most) return null;
      await limiter.reward(key);
      return secondsOf(after);
    },
    giveBack: (key: string) => limiter.reward(key),
    forget: (key: string) => limiter.delete(key),
  };
}
type Counter = ReturnType<typeof counter>;

export function createTryLimits(): TryLimits {
  const accounts = counter("account", MAX_FAILURES);
  const addresses = counter("address", MAX_FAILURES);
  const devices = counter("device", MAX_FAILURES);
  const accountChecks = counter("account-checks", MAX_CHECKS.account);
  const addressChecks = counter("address-checks", MAX_CHECKS.address);

  const countersOf = ({ account, address, device }: Trier): [Counter, string][] => {
    const network = networkOf(address);
    if (device !== null)
      return [
        [devices, device],
        [addressChecks, network],
      ];
    return [
      [addresses, network],
      [accounts, account],
      [addressChecks, network],
      [accountChecks, account],
    ];
  };

  return {
    async begin(who) {
      const taken: [Counter, string][] = [];
      for (const [one, key] of countersOf(who)) {
        const wait = await one.take(key);
        if (wait !== null) {
          for (const [other, otherKey] of taken) await other.giveBack(otherKey);
          return wait;
        }
        taken.push([one, key]);
      }
      return null;
    },
    async succeeded({ account, address, device }) {
      if (device !== null) return void (await devices.forget(device));
      await addresses.giveBack(networkOf(address));
      await accounts.forget(account);
    },
  };
}

const secondsOf = (res: RateLimiterRes): number => Math.max(1, Math.ceil(res.msBeforeNext / 1000));
