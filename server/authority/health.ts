import { StoreAway, StoreFull } from "../store/errors";
import type { Store } from "../store/Store";

export type StoreState = "ready" | "away" | "full";

const PROBE_MS = 1000;

/**
 * Whether the store can be written to, as the last attempts showed. While it cannot be reached it is asked once a second, so that those
 * who wait hear of its return without having to try.
 */
export class StoreHealth {
  #state: StoreState = "ready";
  #probe: NodeJS.Timeout | null = null;
  readonly #store: Pick<Store, "ping">;
  readonly #changed: (state: StoreState) => void;

  constructor(store: Pick<Store, "ping">, changed: (state: StoreState) => void) {
    this.#store = store;
    this.#changed = changed;
  }

  get state(): StoreState {
    return this.#state;
  }

  /** A write or read came through. */
  worked(): void {
    this.#become("ready");
  }

  /** Notes what a failure says of the store; other errors say nothing of it. */
  failed(error: unknown): void {
    if (error instanceof StoreFull) this.#become("full");
    if (error instanceof StoreAway) this.#become("away");
  }

  #become(state: StoreState): void {
    if (state === this.#state) return;
    this.#state = state;
    if (state === "away") this.#ask();
    this.#changed(state);
  }

  #ask(): void {
    if (this.#probe) return;
    this.#probe = setTimeout(() => {
      this.#probe = null;
      if (this.#state !== "away") return;
      this.#store.ping().then(
        () => this.worked(),
        () => this.#ask(),
      );
    }, PROBE_MS);
    this.#probe.unref();
  }

  stop(): void {
    if (this.#probe) clearTimeout(this.#probe);
    this.#probe = null;
  }
}
