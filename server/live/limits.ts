import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { UserId } from "../../shared/ids";

/** What one person may ask for in so many seconds, on all of their pages together. */
const allowances = {
  // Typing sends one submission per answer; work kept offline comes in chunks.
  submit: { points: 300, duration: 5 },
  open: { points: 60, duration: 10 },
  read: { points: 200, duration: 10 },
  watch: { points: 60, duration: 10 },
  // Presence beyond this is dropped without a word.
  here: { points: 150, duration: 5 },
} as const;

export type Limited = keyof typeof allowances;

export interface Limits {
  /** 0 when it may go on; otherwise how many seconds to wait. `points`: what it costs more than the usual. */
  wait(what: Limited, who: UserId, points?: number): Promise<number>;
}

export function createLimits(): Limits {
  const limiters = new Map(Object.entries(allowances).map(([what, allowance]) => [what, new RateLimiterMemory(allowance)]));
  return {
    async wait(what, who, points = 1) {
      try {
        await limiters.get(what)?.consume(who, points);
        return 0;
      } catch (error) {
        if (error instanceof RateLimiterRes) return Math.max(1, Math.ceil(error.msBeforeNext / 1000));
        throw error;
      }
    },
  };
}
