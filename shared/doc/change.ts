import type { Node } from "prosemirror-model";
import type { StepMap } from "prosemirror-transform";
import type { StepId } from "../ids";
import { flatText } from "./text";
import type { FlatText } from "./text";

/** One changed range of a step map: `[oldFrom, oldTo)` became `[newFrom, newTo)`. */
export interface Range {
  readonly oldFrom: number;
  readonly oldTo: number;
  readonly newFrom: number;
  readonly newTo: number;
}

/** What a step did, as anchors need it. */
export interface TextChange {
  readonly map: StepMap;
  readonly before: Node;
  readonly after: Node;
  /** The step is an undo or redo. */
  readonly revert: boolean;
  /** The step's name, by which what it takes is known; null in logs that do not tell undos apart. */
  readonly name: StepId | null;
  /** What it takes back; null when it is no undo, or does not say. */
  readonly undone: StepId | null;
  /** Where its content begins in what was taken: token and character. */
  readonly part: readonly [number, number];
  /** Words that went from inside a passage come back also when they stand at its edge by now; absent under the rules of older logs. */
  readonly bringsAtEdges?: boolean;
}

/** The stretches of text that a change's anchors ask for, each read once: a deletion of everything asks for the same one for every claim. */
export class ChangeTexts {
  private readonly known = new Map<string, FlatText>();
  readonly ranges: readonly Range[];

  constructor(private readonly change: TextChange) {
    const ranges: Range[] = [];
    change.map.forEach((oldFrom, oldTo, newFrom, newTo) => ranges.push({ oldFrom, oldTo, newFrom, newTo }));
    this.ranges = ranges;
  }

  get after(): Node {
    return this.change.after;
  }

  get revert(): boolean {
    return this.change.revert;
  }

  get undone(): StepId | null {
    return this.change.undone;
  }

  get part(): readonly [number, number] {
    return this.change.part;
  }

  get bringsAtEdges(): boolean {
    return this.change.bringsAtEdges === true;
  }

  /** Whether words lost by now are known by the step that took them. */
  get tells(): boolean {
    return this.change.name !== null;
  }

  /** What makes words known as those that the step took: `size` tokens of it, from `at` on. */
  named(at: number, size: number): { by: StepId; at: number; size: number } | Record<string, never> {
    const { name } = this.change;
    return name === null ? {} : { by: name, at, size };
  }

  flat(side: "before" | "after", from: number, to: number): FlatText {
    const key = `${side}:${from}:${to}`;
    const flat = this.known.get(key) ?? flatText(this.change[side], from, to);
    this.known.set(key, flat);
    return flat;
  }
}
