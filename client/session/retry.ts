import type { Refusal, RefusalCode } from "../../shared/refusal";
import type { Clock } from "./ports";

const FIRST_MS = 250;
const LAST_MS = 8_000;

/** What goes by itself: the same request may be granted a little later. */
const passing: ReadonlySet<RefusalCode> = new Set(["store-away", "disk-full", "busy", "stopping", "too-many-tries", "too-much"]);
export const isPassing = (refusal: Refusal): boolean => passing.has(refusal.code);

/** Refusals that end the session whatever it asks: what is unsent stays, to be sent when the reason has gone. */
const endings: ReadonlySet<RefusalCode> = new Set(["signed-out", "wire-version", "binned", "not-member"]);
export const endsSession = (refusal: Refusal): boolean => endings.has(refusal.code);

/** How long the server itself wants us to wait, in milliseconds; null when it does not say. */
export function wantedPause(refusal: Refusal): number | null {
  const seconds = refusal.detail?.["seconds"];
  return typeof seconds === "number" ? Math.min(seconds, 60) * 1000 : null;
}

/** Waits between tries, longer each time, never all pages at once. */
export class Pause {
  private wake: (() => void) | null = null;

  constructor(private readonly clock: Clock) {}

  /** Resolves after a while that grows with `tries`, or when `end` is called. */
  take(tries: number, ms: number | null = null): Promise<void> {
    this.end();
    const wait = ms ?? Math.min(LAST_MS, FIRST_MS * 2 ** tries) * (0.5 + this.clock.chance());
    return new Promise((resolve) => {
      const cancel = this.clock.after(wait, () => this.end());
      this.wake = () => {
        cancel();
        resolve();
      };
    });
  }

  end(): void {
    const { wake } = this;
    this.wake = null;
    wake?.();
  }
}

/** Waits for `done`, but no longer than `ms`. */
export async function within(clock: Clock, done: Promise<void>, ms: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const stop = clock.after(ms, resolve);
    void done.then(() => {
      stop();
      resolve();
    });
  });
}
