import { createCell } from "./cell";
import type { Cell } from "./cell";
import type { Failure, Outcome } from "./failure";

/** Something read from the server and shown until it is read again. A failed refresh keeps what was there. */
export interface ReadingState<T> {
  readonly data: T | null;
  readonly failure: Failure | null;
  readonly loading: boolean;
}

export interface Reading<T> extends Pick<Cell<ReadingState<T>>, "get" | "subscribe"> {
  /** Reads again; calls while one is under way share one further reading, so that the answer is never older than the call. */
  refresh(): Promise<void>;
  /** Forgets everything: somebody else signs in. */
  clear(): void;
}

export function createReading<T>(read: () => Promise<Outcome<T>>): Reading<T> {
  const cell = createCell<ReadingState<T>>({ data: null, failure: null, loading: false });
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  let era = 0;

  async function run(): Promise<void> {
    const started = era;
    cell.set({ ...cell.get(), loading: true });
    const outcome = await read();
    if (started !== era) return;
    cell.set(
      outcome.ok
        ? { data: outcome.value, failure: null, loading: false }
        : { data: cell.get().data, failure: outcome.failure, loading: false },
    );
  }

  function start(): Promise<void> {
    running = run().finally(() => {
      running = null;
    });
    return running;
  }

  return {
    get: cell.get,
    subscribe: cell.subscribe,
    refresh() {
      if (!running) return start();
      next ??= running.then(() => {
        next = null;
        return start();
      });
      return next;
    },
    clear() {
      era++;
      cell.set({ data: null, failure: null, loading: false });
    },
  };
}
