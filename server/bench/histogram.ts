const STEP_MS = 0.1;
const STEPS = 200_000;

/** Durations in steps of 0.1 ms up to 20 s. */
export class Histogram {
  readonly #counts = new Uint32Array(STEPS + 1);
  #size = 0;

  add(ms: number): void {
    const step = Math.min(STEPS, Math.max(0, Math.round(Math.min(ms, STEPS) / STEP_MS)));
    this.#counts[step] = (this.#counts[step] ?? 0) + 1;
    this.#size += 1;
  }

  get size(): number {
    return this.#size;
  }

  /** The duration that a share of all does not exceed, in milliseconds; 0 when there is none. */
  at(share: number): number {
    let left = Math.ceil(this.#size * share);
    for (let step = 0; step <= STEPS; step++) {
      left -= this.#counts[step] ?? 0;
      if (left <= 0) return this.#size === 0 ? 0 : Math.round(step * STEP_MS * 10) / 10;
    }
    return STEPS * STEP_MS;
  }
}
