import { setImmediate, setTimeout } from "node:timers";
import type { Sliced } from "../shared/sliced";

// Long work in pieces, so that no input holds up what others do (SPEC T3). What has only begun is done at once, as long as all that began in this turn of
// the event loop fits one piece: twenty answers that are made at once hold the loop as one of them would. The rest waits in one lane, however many documents
// have some, of which one piece is done a turn.

/** How long a piece may take before others are let in, in milliseconds; what cannot be parted takes as long as it does. */
const SLICE_MS = 5;
/** What is done within this (a keystroke is) waits for nothing, unless what began in this turn has already taken twice a piece. */
const SHORT_MS = 1;
const FULL_MS = 2 * SLICE_MS;

/** Work that has had no more than its first piece, and such as has waited before. They go in turns, so that a keystroke waits behind few of either. */
const young: (() => void)[] = [];
const old: (() => void)[] = [];
let oldIsNext = false;
let began = 0;

/** Resolves when it is this work's turn again. */
function turn(line: (() => void)[]): Promise<void> {
  return new Promise((resolve) => {
    line.push(resolve);
    if (young.length + old.length === 1) setImmediate(next);
  });
}

function next(): void {
  began = performance.now();
  const line = young.length === 0 || (oldIsNext && old.length > 0) ? old : young;
  oldIsNext = line === young;
  line.shift()?.();
  if (young.length + old.length > 0) setImmediate(next);
}

/** When the first work of this turn began that nobody called; null when there was none. */
let turnBegan: number | null = null;

function sinceTurnBegan(now: number): number {
  if (turnBegan === null) {
    turnBegan = now;
    // Timers come before what arrives: what the lane calls after that has its own measure.
    setTimeout(() => (turnBegan = null), 0).unref();
  }
  return now - turnBegan;
}

/**
 * The time that one piece of work has had since others were let in. Work that is made of many small ones keeps one of these, and asks it
 * between them.
 */
export class Slices {
  #began = performance.now();
  #spent = 0;
  #hasWaited = false;

  constructor() {
    sinceTurnBegan(this.#began);
  }

  /** What this work has taken of everybody's time so far, in milliseconds. */
  get spent(): number {
    return this.#spent + performance.now() - this.#began;
  }

  get due(): boolean {
    const now = performance.now();
    const mine = now - this.#began;
    return mine > SLICE_MS || (!this.#hasWaited && mine > SHORT_MS && sinceTurnBegan(now) > SLICE_MS);
  }

  async letOthersIn(): Promise<void> {
    this.#spent += performance.now() - this.#began;
    await turn(this.#hasWaited ? old : young);
    this.#hasWaited = true;
    this.#began = began;
  }

  /** Does the work, in as many turns of the event loop as it needs; none when it is short. */
  async run<T>(work: Sliced<T>): Promise<T> {
    if (!this.#hasWaited && sinceTurnBegan(performance.now()) > FULL_MS) await this.letOthersIn();
    for (;;) {
      const step = work.next();
      if (step.done) return step.value;
      if (this.due) await this.letOthersIn();
    }
  }
}

export const inSlices = <T>(work: Sliced<T>): Promise<T> => new Slices().run(work);

/** Before work that is short by itself, of which any amount may begin at once: waits for its turn when what began in this one has had its time. */
export async function inTurn(): Promise<void> {
  const slices = new Slices();
  if (sinceTurnBegan(performance.now()) > FULL_MS) await slices.letOthersIn();
}
