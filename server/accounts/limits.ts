import { isIPv6 } from "node:net";
import { RateLimiterMemory } from "rate-limiter-flexible";
import type { RateLimiterRes } from "rate-limiter-flexible";

export const MAX_FAILURES = 10;
export const FAILURE_WINDOW_SECONDS = 15 * 60;

/** Counts failed tries per account and per address. A try is counted before it is made and given back when it succeeds, so that a burst cannot outrun the count. */
export interface TryLimits {
  /** Null when the try may be made, else the seconds to wait. */
  begin(account: string, address: string): Promise<number | null>;
  /** The try was no failure: it is not counted, and the account starts afresh. */
  succeeded(account: string, address: string): Promise<void>;
}

/** People behind one IPv6 network share its /64. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*$/, "");
  if (!isIPv6(plain)) return plain;
  const [left = "", right] = plain.toLowerCase().split("::");
  const head = left === "" ? [] : left.split(":");
  const tail = right === undefined || right === "" ? [] : right.split(":");
  const zeros = right === undefined ? 0 : 8 - head.length - tail.length;
  return [...head, ...Array.from({ length: zeros }, () => "0"), ...tail].slice(0, 4).join(":");
}

const make = (keyPrefix: string) => new RateLimiterMemory({ keyPrefix, points: MAX_FAILURES, duration: FAILURE_WINDOW_SECONDS });

const take = async (limiter: RateLimiterMemory, key: string): Promise<number | null> => {
  // Refused tries are not counted: waiting out the window is enough, however often one has knocked.
  const before = await limiter.get(key);
  if (before !== null && before.msBeforeNext > 0 && before.consumedPoints >= MAX_FAILURES) return secondsOf(before);
  const after = await limiter.penalty(key);
  if (after.consumedPoints <= MAX_FAILURES) return null;
  await limiter.reward(key);
  return secondsOf(after);
};

export function createTryLimits(): TryLimits {
  const accounts = make("account");
  const addresses = make("address");
  return {
    async begin(account, address) {
      const network = networkOf(address);
      const wait = await take(addresses, network);
      if (wait !== null) return wait;
      const accountWait = await take(accounts, account);
      if (accountWait !== null) await addresses.reward(network);
      return accountWait;
    },
    async succeeded(account, address) {
      await addresses.reward(networkOf(address));
      await accounts.delete(account);
    },
  };
}

const secondsOf = (res: RateLimiterRes): number => Math.max(1, Math.ceil(res.msBeforeNext / 1000));
