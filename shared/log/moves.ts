import type { Step } from "prosemirror-transform";
import type { Lang } from "../languages";
import type { Trace } from "./pending";

/** How a text moved from the former view to the present one: for an editor that shows it. */
export interface TextMove {
  readonly lang: Lang;
  readonly steps: readonly Step[];
  /** Pairs of indexes of steps that undo each other. */
  readonly mirrors: readonly (readonly [number, number])[];
}

interface Move {
  readonly steps: Step[];
  readonly mirrors: [number, number][];
  /** Where the taken-back form of an own step stands in `steps`. */
  readonly slots: Map<Trace, number>;
  /** Own steps put on again that found the ground unchanged. */
  unchanged: number;
  taken: number;
}

/** Collects, per language, how the view's text moves: own work taken back, the log's steps, own work put on again. */
export class Moves {
  private readonly byLang = new Map<Lang, Move>();

  /** `former`: the own steps that stand in the view and are taken back. */
  constructor(private readonly former: readonly Trace[]) {
    for (const { lang } of former) this.open(lang);
  }

  /** `mirrored`: the own step that this one puts on again. */
  add(lang: Lang, step: Step, mirrored: Trace | null): void {
    const move = this.open(lang);
    const slot = mirrored === null ? undefined : move.slots.get(mirrored);
    if (slot !== undefined) {
      move.mirrors.push([slot, move.steps.length]);
      move.unchanged += 1;
    }
    move.steps.push(step);
  }

  private open(lang: Lang): Move {
    const known = this.byLang.get(lang);
    if (known) return known;
    const move: Move = { steps: [], mirrors: [], slots: new Map(), unchanged: 0, taken: 0 };
    for (const trace of this.former.toReversed()) {
      if (trace.lang !== lang || !trace.inverse) continue;
      move.slots.set(trace, move.steps.length);
      move.steps.push(trace.inverse);
      move.taken += 1;
    }
    this.byLang.set(lang, move);
    return move;
  }

  /** Leaves out a text in which everything was only taken back and put on again as it was. */
  list(): TextMove[] {
    return [...this.byLang]
      .filter(([, move]) => !(move.unchanged === move.taken && move.steps.length === 2 * move.taken))
      .map(([lang, { steps, mirrors }]) => ({ lang, steps, mirrors }));
  }
}
