import { priceOfStep } from "../doc/price";
import { stepOf } from "../doc/steps";
import type { Sliced } from "../sliced";
import type { Op } from "./op";
import type { DocState } from "./state";

// One input must not hold up everybody (SPEC T3): what an op costs is told before it is done, in the unit of `doc/price.ts`.

/** The dearest op: no machine lets others in before it is done. Some 50 ms. */
const MAX_OP = 150_000;
/** A submission's ops together: about a third of a second, in slices. */
export const MAX_SUBMISSION = 750_000;
/** What a page sends at once: an estimate made on its own copy must fit the server's. */
export const FAIR_SHARE = MAX_SUBMISSION / 3;

const PER_ANCHOR = 0.1;
/** A character that is read to find or to copy words. */
const PER_CHARACTER = 0.003;
/**
 * Each op of a submission is mapped over every one that its author had not seen: over one that is at hand in some 25 nanoseconds, over one of long ago,
 * of which there is a column of numbers (`log-course.ts`), in some 8.
 */
const PER_CARRIED = { near: 0.06, far: 0.02 };
/** Following a passage through changes within it, for as long as one piece of `tracing` takes: some 3 ms. */
const PER_TRACED = 8_000;

/** What the op costs on this state, at least roughly; beyond `MAX_OP` only that it is too dear. */
export function priceOf(state: DocState, op: Op): number {
  switch (op.type) {
    case "text.step": {
      const text = state.texts[op.lang];
      return text ? priceOfStep(text.doc, stepOf(op.step), MAX_OP + 1) + text.anchors.length * PER_ANCHOR : 1;
    }
    case "claim.add":
    case "claim.anchor": {
      const text = state.texts[op.lang];
      if (!text) return 1;
      // One that has lost its place is looked for in the whole text.
      const read = Math.abs(op.to - op.from) + text.doc.content.size;
      return 1 + read * PER_CHARACTER + text.anchors.length * PER_ANCHOR;
    }
    default:
      return 1 + state.conflicts.size * PER_ANCHOR;
  }
}

/** How many ops a submission has to be carried over: of those at hand, and of those of long ago. */
export interface Carried {
  readonly near: number;
  readonly far: number;
}

/** What a submission will cost, judged on the head before anything is done, an op at a time; null when it is more than any may. */
export function* pricing(state: DocState, ops: readonly Op[], { near, far }: Carried): Sliced<number | null> {
  const bill = new Bill();
  for (const op of ops) {
    if (!bill.pays(state, op)) return null;
    yield;
  }
  return bill.sum + ops.length * (near * PER_CARRIED.near + far * PER_CARRIED.far);
}

/** Whether the op alone is too dear for any submission. */
export const isTooDear = (state: DocState, op: Op): boolean => priceOf(state, op) > MAX_OP;

/** Adds up what a submission's ops cost. */
export class Bill {
  sum = 0;
  unpaid = false;

  /** Whether the op, and all before it, may be done. Asked before it is done. */
  pays(state: DocState, op: Op): boolean {
    if (this.unpaid) return false;
    const price = priceOf(state, op);
    this.sum += price;
    this.unpaid = price > MAX_OP || this.sum > MAX_SUBMISSION;
    return !this.unpaid;
  }

  /** Whether a further piece may be done of following a passage: nobody knows before how often its words were changed. */
  paysTracing(): boolean {
    this.sum += PER_TRACED;
    this.unpaid ||= this.sum > MAX_SUBMISSION;
    return !this.unpaid;
  }
}
