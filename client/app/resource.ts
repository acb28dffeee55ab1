import { createStore } from "./store";
import type { Store } from "./store";
import type { Failure, Outcome } from "./failure";

/** Something read from the server and shown until it is read again. A failed refresh keeps what was there. */
export interface ResourceState<T> {
  readonly data: T | null;
  readonly failure: Failure | null;
  readonly loading: boolean;
}

export interface Resource<T> extends Pick<Store<ResourceState<T>>, "get" | "subscribe"> {
  /** Reads again; calls while one is under way share one further reading, so that the answer is never older than the call. */
  refresh(): Promise<void>;
  /** Makes what is shown another, when something is. */
  change(change: (data: T) => T): void;
  /** Forgets everything: somebody else signs in. */
  clear(): void;
}

export function createResource<T>(read: () => Promise<Outcome<T>>): Resource<T> {
  const store = createStore<ResourceState<T>>({ data: null, failure: null, loading: false });
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  let era = 0;

  async function run(): Promise<void> {
    const started = era;
    store.set({ ...store.get(), loading: true });
    const outcome = await read();
    if (started !== era) return;
    store.set(
      outcome.ok
        ? { data: outcome.value, failure: null, loading: false }
        : { data: store.get().data, failure: outcome.failure, loading: false },
    );
  }

  function start(): Promise<void> {
    running = run().finally(() => {
      running = null;
    });
    return running;
  }

  return {
    get: store.get,
    subscribe: store.subscribe,
    refresh() {
      if (!running) return start();
      next ??= running.then(() => {
        next = null;
        return start();
      });
      return next;
    },
    change(change) {
      const { data } = store.get();
      if (data !== null) store.set({ ...store.get(), data: change(data) });
    },
    clear() {
      era++;
      store.set({ data: null, failure: null, loading: false });
    },
  };
}
