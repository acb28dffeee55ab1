import type { Sliced } from "../shared/sliced";

// Long work in pieces, so that no input holds up what others do (SPEC T3). All long work of this process shares one lane: in each turn of
// the event loop one piece of it is done, however many documents have some.

/** How long a piece may take before others are let in, in milliseconds; what cannot be parted takes as long as it does. */
const SLICE_MS = 8;

const waiting: (() => void)[] = [];
let began = 0;

/** Resolves when it is this work's turn again. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(next);
  });
}

function next(): void {
  began = performance.now();
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(next);
}

/**
 * The time that one piece of work has had since others were let in. Work that is made of many small ones keeps one of these, and asks it
 * between them.
 */
export class Slices {
  #began = performance.now();
  #spent = 0;

  /** What this work has taken of everybody's time so far, in milliseconds. */
  get spent(): number {
    return this.#spent + performance.now() - this.#began;
  }

  get due(): boolean {
    return performance.now() - this.#began > SLICE_MS;
  }

  async letOthersIn(): Promise<void> {
    this.#spent += performance.now() - this.#began;
    await turn();
    this.#began = began;
  }

  /** Does the work, in as many turns of the event loop as it needs; none when it is short. */
  async run<T>(work: Sliced<T>): Promise<T> {
    for (;;) {
      const step = work.next();
      if (step.done) return step.value;
      if (this.due) await this.letOthersIn();
    }
  }
}

export const inSlices = <T>(work: Sliced<T>): Promise<T> => new Slices().run(work);
