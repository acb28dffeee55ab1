import type { Node } from "prosemirror-model";
import type { Step } from "prosemirror-transform";
import type { Act } from "../claim/fold";
import { edgesOf, kindOf } from "../doc/step-kinds";
import { mapOf, stepJson, stepOf } from "../doc/steps";
import type { Lang } from "../languages";
import type { RefusalCode } from "../refusal";
import { finish } from "../sliced";
import type { Sliced } from "../sliced";
import { applyNewOp, preparingOp } from "./apply";
import { Chain, textSteps } from "./chain";
import type { Ground, Standing } from "./chain";
import type { Dropped } from "./commit";
import type { Course } from "./course";
import type { Version } from "../ids";
import type { Op, OpOf } from "./op";
import { tellsOwn } from "./own-names";
import { carryingPassage } from "./passage";
import type { Past } from "./past";
import { doAlike, undoing } from "./pending";
import type { Trace } from "./pending";
import type { Bill } from "./price";
import { rebasingReturn } from "./rebase-return";
import { rebasingStep } from "./rebase-step";
import type { DocState } from "./state";

// Client and server carry ops that were made against an older state over what happened since with this one function (SPEC R1–R6).

export interface RebaseInput {
  /** Made one after another on the older state. */
  readonly ops: readonly Op[];
  /** Accepted ops between the older state and `state`, in order; those from long ago in one piece a text, before them. */
  readonly over: readonly Past[];
  readonly ground?: (lang: Lang) => Ground | null;
  /** The version of the older state, where ops may name steps beside them; and where `over` takes the first of those back that are not in `ops`. */
  readonly base?: Version;
  readonly takenBack?: (lang: Lang) => readonly number[];
  /** Texts that the author had added and the log did not take: what was made on them has no place. */
  readonly lostTexts?: readonly Lang[];
  /** What the ops come to stand on. */
  readonly state: DocState;
  readonly act: Act;
  /** For the undo of a step that is in `over`: what takes back each step that it became, and their places among `over`'s of the language. */
  readonly undone?: (index: number) => readonly { inverse: Step; over: number; trace: Trace | null }[] | null;
  /** What the document's state forbids, asked before each op. */
  readonly forbids?: (state: DocState, op: Op) => RefusalCode | null;
  /** Asked before the work of each op; from the first that it does not pay on, all are dropped as `too-costly`. */
  readonly bill?: Bill;
  /** Told of each accepted op; returns its trace, for those who keep traces. */
  readonly onPlaced?: (placed: Placed) => Trace | null;
  /** Told of each op that has no place, with its positions in the text as it is here, and of the texts that are no longer its author's. */
  readonly onDropped?: (index: number, op: Op, lostTexts: ReadonlySet<Lang>) => void;
}

/** An op in its accepted form. */
export interface Placed {
  readonly op: Op;
  readonly before: DocState;
  /** Of the op that it came from. */
  readonly index: number;
  /** It brings that op's content unchanged. */
  readonly carrier: boolean;
  /** Of the step that it takes back, when that was found changed: its trace. */
  readonly undoes: Trace | null;
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

/** A bug: the rebase threw at this op. */
export class BrokenOp extends Error {
  constructor(
    readonly index: number,
    cause: unknown,
  ) {
    super(`op ${String(index)} broke the rebase: ${String(cause)}`, { cause });
  }
}

/** Carries `ops` over `over` and applies them. Never refuses as a whole: what has no place is listed in `dropped`. */
export function rebase(input: RebaseInput): Rebased {
  return finish(rebasing(input));
}

/** The same, an op at a time. */
export function* rebasing(input: RebaseInput): Sliced<Rebased> {
  const run = new Rebase(input);
  yield* run.prepare();
  for (const [index, op] of input.ops.entries()) {
    try {
      yield* run.taking(op, index);
    } catch (error) {
      throw new BrokenOp(index, error);
    }
    yield;
  }
  return run.result();
}

/** With the step itself, to see whether it is the one that was sent. */
interface Stood extends Standing {
  readonly step: Step;
}

class Rebase {
  private state: DocState;
  private readonly ops: Op[] = [];
  private readonly counts: number[] = [];
  private readonly dropped: Dropped[] = [];
  private readonly chains = new Map<Lang, Chain>();
  private readonly lostTexts: Set<Lang>;
  /** How many accepted steps each text has so far. */
  private readonly steps = new Map<Lang, number>();
  private changed = false;
  /** Of the op placed last. */
  private trace: Trace | null = null;
  /** What the op at hand is here, when it has no place. */
  private moved: Op | null = null;
  /** What the text step at hand became. */
  private standing: Stood[] = [];

  /** The version in the names of steps that the log did not have when the ops were made. */
  private readonly formerNames: number | null;

  constructor(private readonly input: RebaseInput) {
    this.state = input.state;
    this.formerNames = input.base === undefined ? null : input.base + 1;
    this.lostTexts = new Set(input.lostTexts);
  }

  result(): Rebased {
    return { state: this.state, ops: this.ops, counts: this.counts, dropped: this.dropped, changed: this.changed };
  }

  *taking(op: Op, index: number): Sliced<void> {
    const before = this.ops.length;
    this.standing = [];
    this.moved = null;
    const code = this.input.forbids?.(this.state, op) ?? (yield* this.placing(op, index));
    const count = this.ops.length - before;
    this.counts.push(count);
    if (op.type === "text.step") this.chain(op.lang).settle(this.standing, this.kept(op));
    if (code !== null) this.dropped.push({ op: index, code });
    if (code !== null) this.input.onDropped?.(index, this.moved ?? op, this.lostTexts);
    if (count !== 1 || this.ops.at(-1) !== op) this.changed = true;
  }

  /** Whether the text step at hand stands as itself, at most moved. */
  private kept(op: OpOf<"text.step">): boolean {
    const [only] = this.standing;
    return this.standing.length === 1 && only !== undefined && doAlike(only.step, stepOf(op.step));
  }

  /** Null when all of the op found its place. */
  private *placing(op: Op, index: number): Sliced<RefusalCode | null> {
    switch (op.type) {
      case "text.step":
        return yield* this.placingStep(op, index);
      case "text.add": {
        const code = yield* this.push(op, index);
        // Its author's next steps were made on a text that is not the one that stands here now.
        if (code !== null) this.lostTexts.add(op.lang);
        return code;
      }
      case "claim.add":
      case "claim.anchor":
        return yield* this.placePassage(op, index);
      default:
        return yield* this.push(op, index);
    }
  }

  private *push(op: Op, index: number, carrier = true, undoes: Trace | null = null): Sliced<RefusalCode | null> {
    if (this.input.bill && !this.input.bill.pays(this.state, op)) return "too-costly";
    yield* preparingOp(this.state, op);
    const applied = applyNewOp(this.state, op, this.input.act);
    if (!applied.ok) return applied.refusal.code;
    this.trace = this.input.onPlaced?.({ op, before: this.state, index, carrier, undoes }) ?? null;
    this.state = applied.value;
    this.ops.push(op);
    return null;
  }

  private *placingStep(op: OpOf<"text.step">, index: number): Sliced<RefusalCode | null> {
    if (this.lostTexts.has(op.lang)) return "exists";
    const chain = this.chain(op.lang);
    const text = this.state.texts[op.lang];
    if (!text) return "not-found";
    if (chain.clean) return yield* this.pushStep(op, index, 0);
    const undone = this.undone(op, index, chain);
    if (undone) return yield* this.takingBack(op, index, undone, chain);
    const step = stepOf(op.step);
    if (isBeyond(step, chain.current(), text.doc)) return "out-of-range";
    if (op.of !== undefined) return yield* this.bringingBack(op, index, chain, text.doc);
    const placed = yield* rebasingStep(step, chain.current(), text.doc);
    for (const [k, mapped] of placed.steps.entries()) {
      const code = yield* this.pushStep(
        mapped === step ? op : { ...op, step: stepJson(mapped) },
        index,
        k === placed.carrier ? (placed.shift ?? 0) : null,
      );
      if (code !== null) return code;
      yield;
    }
    return placed.lost ? "does-not-fit" : null;
  }

  /** For an undo of a step in reach: what that became. Null when the undo is carried over like any other step. */
  private undone(op: OpOf<"text.step">, index: number, chain: Chain): readonly Standing[] | null {
    if (op.revert === undefined) return null;
    if (op.revert > 0) return chain.becameOf(op.revert);
    return (
      this.input.undone?.(index)?.map(({ inverse, over, trace }) => {
        const slot = chain.overSlot(over);
        return { inverse: () => inverse, slot, trace, name: this.input.over[over]?.id ?? -1 };
      }) ?? null
    );
  }

  /** Takes back what the undone step became, no more: a deletion that found nothing left to delete gives nothing back (SPEC R6). */
  private *takingBack(op: OpOf<"text.step">, index: number, undone: readonly Standing[], chain: Chain): Sliced<RefusalCode | null> {
    let code: RefusalCode | null = null;
    for (const standing of undone.toReversed()) {
      const { inverse, slot, name } = standing;
      const doc = this.state.texts[op.lang]?.doc;
      if (!doc) return "not-found";
      const { steps, lost } = yield* rebasingReturn(inverse(), chain.since(slot), doc, chain.sidesAt(slot, op));
      if (lost) code ??= "does-not-fit";
      const told = typeof name === "string" ? undoing(op, 0, name) : op;
      for (const { step, part } of steps) {
        const same = undone.length === 1 && steps.length === 1 && doAlike(step, stepOf(op.step));
        const taken = typeof name === "number" ? undoing(told, (this.steps.get(op.lang) ?? 0) - name, null) : told;
        const failed = yield* this.pushStep(withStep(taken, step, part), index, same ? 0 : null, standing);
        if (failed !== null) return failed;
        yield;
      }
    }
    return code;
  }

  /** An undo of a step that the log had before all this: words come back on the side on which they stood (SPEC R7). */
  private *bringingBack(op: OpOf<"text.step">, index: number, chain: Chain, doc: Node): Sliced<RefusalCode | null> {
    const own = stepOf(op.step);
    const beside = chain.metBy(op);
    const told = beside.length > 0 ? { ...op, beside } : op;
    const { steps, lost } = yield* rebasingReturn(own, chain.current(), doc, chain.sidesOf(op), op.part ?? null, true);
    for (const { step, part, shift } of steps) {
      const code = yield* this.pushStep(withStep(told, step, part), index, steps.length === 1 && doAlike(step, own) ? 0 : shift);
      if (code !== null) return code;
    }
    return lost ? "does-not-fit" : null;
  }

  /** `shift`: how many tokens further on it brings the content of the op that it came from; null when it does not bring it. */
  private *pushStep(op: OpOf<"text.step">, index: number, shift: number | null, takesBack?: Standing): Sliced<RefusalCode | null> {
    const before = this.state.texts[op.lang]?.doc;
    const code = yield* this.push(op, index, shift === 0, takesBack?.trace);
    if (code !== null || !before) return code;
    const step = stepOf(op.step);
    const slot = this.chain(op.lang).append(mapOf(op.step), shift, takesBack && { slot: takesBack.slot, part: op.part?.[0] });
    const name = this.steps.get(op.lang) ?? 0;
    this.steps.set(op.lang, name + 1);
    this.standing.push({ step, inverse: () => step.invert(before), slot, trace: this.trace, name });
    return null;
  }

  /** Of a passage on a text that is its author's own no more: positions in the one that stands there would be somebody else's words. */
  private *placePassage(op: OpOf<"claim.add"> | OpOf<"claim.anchor">, index: number): Sliced<RefusalCode | null> {
    if (this.lostTexts.has(op.lang)) return "exists";
    const chain = this.chain(op.lang);
    const text = this.state.texts[op.lang];
    if (!text || (chain.clean && !tellsOwn(op, this.formerNames))) return yield* this.push(op, index);
    const carrying = carryingPassage(op, chain.current(), text.doc, chain);
    let carried = carrying.next();
    for (; !carried.done; carried = carrying.next()) {
      if (this.input.bill && !this.input.bill.paysTracing()) return "too-costly";
      yield;
    }
    const moved = carried.value;
    const code = yield* this.push(moved, index);
    if (code !== null) this.moved = moved;
    return code;
  }

  /** Makes the chains that the ops will need, piece by piece. */
  *prepare(): Sliced<void> {
    for (const op of this.input.ops) {
      const lang = op.type === "text.step" || op.type === "claim.add" || op.type === "claim.anchor" ? op.lang : null;
      if (lang === null || this.chains.has(lang)) continue;
      this.chains.set(lang, yield* this.makeChain(lang));
    }
  }

  private makeChain(lang: Lang): Sliced<Chain> {
    const { ops, ground, over, act, takenBack } = this.input;
    const naming = { next: act.version, former: this.formerNames, takenBack: takenBack?.(lang) ?? [] };
    return Chain.over(textSteps(ops, lang), ground?.(lang) ?? null, over, lang, naming);
  }

  private chain(lang: Lang): Chain {
    let chain = this.chains.get(lang);
    if (!chain) {
      chain = finish(this.makeChain(lang));
      this.chains.set(lang, chain);
    }
    return chain;
  }
}

/** Whether the step names positions that the text never had: those lie as far behind the end of what it became. */
function isBeyond(step: Step, course: Course, doc: Node): boolean {
  const it = kindOf(step);
  const last = it ? Math.max(0, ...edgesOf(it)) : 0;
  return last > 0 && course.map(last, 1) > doc.content.size;
}

/** The op with another step; the same when it says the same. */
function withStep(op: OpOf<"text.step">, step: Step, part: readonly [number, number] | null): OpOf<"text.step"> {
  const json = stepJson(step);
  const [token, char] = part ?? [];
  if (token === op.part?.[0] && JSON.stringify(json) === JSON.stringify(op.step)) return op;
  const { part: _, ...rest } = op;
  return { ...rest, step: json, ...(token === undefined || char === undefined ? {} : { part: [token, char] }) };
}
