import type { Node } from "prosemirror-model";
import { Mapping } from "prosemirror-transform";
import type { Step, StepMap } from "prosemirror-transform";
import type { Act } from "../claim/fold";
import { stepJson, stepOf } from "../doc/steps";
import { textBetween, trimToText } from "../doc/text";
import type { Lang } from "../languages";
import type { RefusalCode } from "../refusal";
import { applyOp } from "./apply";
import type { Dropped } from "./commit";
import type { Op, OpOf } from "./op";
import { survivorsOf } from "./range";
import { rebaseStep } from "./rebase-step";
import type { DocState } from "./state";

// Client and server carry ops that were made against an older state over what happened since with this one function (SPEC R1–R6).

export interface RebaseInput {
  /** Made one after another on the older state. */
  readonly ops: readonly Op[];
  /** Accepted ops between the older state and `state`, in order. */
  readonly over: readonly Op[];
  /** What the ops come to stand on. */
  readonly state: DocState;
  readonly act: Act;
  /** What the document's state forbids, asked before each op. */
  readonly forbids?: (state: DocState, op: Op) => RefusalCode | null;
  /** Told of each accepted op, the state before it and the index of the op it came from. */
  readonly onPlaced?: (op: Op, before: DocState, index: number, carrier: boolean) => void;
}

export interface Rebased {
  readonly state: DocState;
  /** The accepted form. */
  readonly ops: Op[];
  /** How many accepted ops each given op became. */
  readonly counts: number[];
  readonly dropped: Dropped[];
  /** Whether the accepted form differs from the given one. */
  readonly changed: boolean;
}

/** Carries `ops` over `over` and applies them. Never refuses as a whole: what has no place is listed in `dropped`. */
export function rebase(input: RebaseInput): Rebased {
  const run = new Rebase(input);
  input.ops.forEach((op, index) => run.take(op, index));
  return run.result();
}

class Rebase {
  private state: DocState;
  private readonly ops: Op[] = [];
  private readonly counts: number[] = [];
  private readonly dropped: Dropped[] = [];
  private readonly chains = new Map<Lang, Chain>();
  private readonly lostTexts = new Set<Lang>();
  private changed = false;
  /** Which of the steps that the op at hand became brings its content. */
  private carrier: number | null = null;

  constructor(private readonly input: RebaseInput) {
    this.state = input.state;
  }

  result(): Rebased {
    return { state: this.state, ops: this.ops, counts: this.counts, dropped: this.dropped, changed: this.changed };
  }

  take(op: Op, index: number): void {
    const before = this.ops.length;
    this.carrier = null;
    const code = this.input.forbids?.(this.state, op) ?? this.place(op, index);
    const count = this.ops.length - before;
    this.counts.push(count);
    if (op.type === "text.step") this.chain(op.lang).settle(stepsOf(this.ops.slice(before), op.lang), this.carrier);
    if (code !== null) this.dropped.push({ op: index, code });
    if (count !== 1 || this.ops.at(-1) !== op) this.changed = true;
  }

  /** Null when all of the op found its place. */
  private place(op: Op, index: number): RefusalCode | null {
    switch (op.type) {
      case "text.step":
        return this.placeStep(op, index);
      case "text.add": {
        const code = this.push(op, index);
        // Its author's next steps were made on a text that is not the one that stands here now.
        if (code !== null) this.lostTexts.add(op.lang);
        return code;
      }
      case "claim.add":
      case "claim.anchor":
        return this.push(this.movePassage(op), index);
      default:
        return this.push(op, index);
    }
  }

  private push(op: Op, index: number, carrier = true): RefusalCode | null {
    const applied = applyOp(this.state, op, this.input.act);
    if (!applied.ok) return applied.refusal.code;
    this.input.onPlaced?.(op, this.state, index, carrier);
    this.state = applied.value;
    this.ops.push(op);
    return null;
  }

  private placeStep(op: OpOf<"text.step">, index: number): RefusalCode | null {
    if (this.lostTexts.has(op.lang)) return "exists";
    const text = this.state.texts[op.lang];
    if (!text) return "not-found";
    const chain = this.chain(op.lang);
    if (chain.clean) {
      this.carrier = 0;
      return this.push(op, index);
    }
    const step = stepOf(op.step);
    const placed = rebaseStep(step, chain.current(), text.doc);
    this.carrier = placed.carrier;
    for (const [k, mapped] of placed.steps.entries()) {
      const code = this.push(mapped === step ? op : { ...op, step: stepJson(mapped) }, index, k === placed.carrier);
      if (code !== null) return code;
    }
    return placed.lost ? "does-not-fit" : null;
  }

  /** Carries the edges of a passage; a passage whose words are all gone starts as an orphan. */
  private movePassage<T extends OpOf<"claim.add"> | OpOf<"claim.anchor">>(op: T): T {
    const chain = this.chain(op.lang);
    const text = this.state.texts[op.lang];
    if (chain.clean || !text) return op;
    const mapping = chain.current();
    if (op.orphan) return { ...op, from: mapping.map(op.from), to: mapping.map(op.from) };
    const pieces = survivorsOf(mapping, op.from, op.to);
    const first = pieces[0];
    const last = pieces.at(-1);
    if (first && last && trimToText(text.doc, first.pos, last.pos + last.size)) {
      const moved = { ...op, from: first.pos, to: last.pos + last.size };
      return moved.from === op.from && moved.to === op.to
        ? op
        : { ...moved, exact: textBetween(text.doc, moved.from, moved.to) || op.exact };
    }
    const pos = mapping.map(op.from);
    return { ...op, from: pos, to: pos, orphan: true };
  }

  private chain(lang: Lang): Chain {
    let chain = this.chains.get(lang);
    if (!chain) {
      chain = new Chain(stepsOf(this.input.ops, lang), mapsOf(this.input.over, lang));
      this.chains.set(lang, chain);
    }
    return chain;
  }
}

const stepsOf = (ops: readonly Op[], lang: Lang): Step[] =>
  ops.flatMap((op) => (op.type === "text.step" && op.lang === lang ? [stepOf(op.step)] : []));

const mapsOf = (ops: readonly Op[], lang: Lang): StepMap[] => stepsOf(ops, lang).map((step) => step.getMap());

/**
 * The mapping that a chain of own steps goes through: own steps taken back (last first), what happened meanwhile, own steps put on
 * again in their accepted form. Each taken-back step mirrors its accepted form, so that later own steps find the text of earlier ones.
 * (The scheme of prosemirror-collab's `rebaseSteps`, on maps alone.)
 */
class Chain {
  private readonly mapping = new Mapping();
  private done = 0;
  /** Nothing to map over so far: own steps stand as they are. */
  clean: boolean;

  constructor(
    private readonly own: readonly Step[],
    over: readonly StepMap[],
  ) {
    for (const step of own.toReversed()) this.mapping.appendMap(step.getMap().invert());
    for (const map of over) this.mapping.appendMap(map);
    this.clean = over.length === 0;
  }

  /** The mapping for what was made after the own steps taken so far. */
  current(): Mapping {
    return this.mapping.slice(this.own.length - this.done);
  }

  /**
   * The next own step became these steps (none: it had no place); `carrier` is the one that brings its content, if any does unchanged.
   * Once a step was changed, what follows was made on a text that is not quite the one here, and has to be mapped too.
   */
  settle(steps: readonly Step[], carrier: number | null): void {
    const mirrored = this.own.length - 1 - this.done;
    steps.forEach((step, k) => this.mapping.appendMap(step.getMap(), k === carrier ? mirrored : undefined));
    this.done += 1;
    if (steps.length !== 1) this.clean = false;
  }
}

/** The step of an op, for those who keep its inverse. */
export const inverseOf = (op: OpOf<"text.step">, before: Node): Step => stepOf(op.step).invert(before);
