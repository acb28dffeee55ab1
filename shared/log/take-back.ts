import { withoutBadLinks } from "../doc/links";
import { stepJson, stepOf } from "../doc/steps";
import { stepId } from "../ids";
import type { StepId, Version } from "../ids";
import { finish } from "../sliced";
import type { RefusalCode, Result } from "../refusal";
import { Moves } from "./moves";
import type { TextMove } from "./moves";
import type { Op, OpOf } from "./op";
import { carryPassage } from "./passage";
import { namesIn, neighboursOf, sidesTold, undoing } from "./pending";
import type { LocalOp, Trace } from "./pending";
import { rebasingReturn } from "./rebase-return";
import { sidesIn, takenAt } from "./return";
import type { DocState } from "./state";
import { waitingIn } from "./own-names";
import type { Traces } from "./traces";
import type { UndoGroup, UndoOps } from "./undo";

/** Why an op may not be done on a state; null when it may. */
export type Forbids = (state: DocState, op: Op) => RefusalCode | null;

/** What an undo or redo did; `without`: why a part did not come back. Null: there was nothing left to take back. */
export type TakenBack = Result<{ readonly moves: readonly TextMove[]; readonly without: RefusalCode | null } | null>;

/** What a page has now. */
interface Present {
  readonly traces: Traces;
  readonly shown: DocState;
  readonly confirmed: Version;
  readonly waiting: readonly LocalOp[];
}

/** The page on which something is taken back. `push` does an op there and returns why that has no place. */
interface Ground {
  present(): Present;
  push(op: Op, undoes: Trace | null): RefusalCode | null;
  readonly forbids: Forbids;
}

/** An undo or redo under way. */
export class TakeBack {
  readonly moves = new Moves([]);
  /** Why a part did not come back. */
  without: RefusalCode | null = null;

  constructor(private readonly ground: Ground) {}

  /** Returns why it may not be done; then some of it has been done. */
  group({ items }: UndoGroup): RefusalCode | null {
    for (const item of items.toReversed()) {
      const code = item.kind === "step" ? this.step(item.trace) : this.ops(item);
      if (code !== null) return code;
    }
    return null;
  }

  private ops(item: UndoOps): RefusalCode | null {
    if (item.unless(this.ground.present().shown)) return null;
    for (const given of item.ops) {
      const present = this.ground.present();
      const op = upToDate(given, item, present);
      const code = this.ground.forbids(present.shown, op);
      if (code !== null) return code;
      this.ground.push(op, null);
    }
    return null;
  }

  private step(trace: Trace): RefusalCode | null {
    const { traces, shown } = this.ground.present();
    for (const back of stepsBack(trace, traces, shown)) {
      const present = this.ground.present();
      const op = undoing(back, distanceTo(trace, present.waiting), trace.id);
      const code = this.ground.forbids(present.shown, op);
      if (code !== null) return code;
      const done = this.bring(op, trace, present.shown);
      if (done) this.moves.add(trace.lang, stepOf(done.step), null);
    }
    return null;
  }

  /** Words of which some led where no link may newly lead come back without that. Null when nothing came back. */
  private bring(op: OpOf<"text.step">, trace: Trace, shown: DocState): OpOf<"text.step"> | null {
    const code = this.ground.push(op, trace);
    if (code === null) return op;
    const doc = shown.texts[op.lang]?.doc;
    if (code !== "bad-address" || !doc) return null;
    this.without = code;
    const left = withoutBadLinks(doc, stepOf(op.step));
    const rest = left && { ...op, step: stepJson(left) };
    return rest && this.ground.push(rest, trace) === null ? rest : null;
  }
}

/** The steps that take one of the view's steps back on the view as it is now: to be done one after another. */
export function stepsBack(trace: Trace, traces: Traces, shown: DocState): OpOf<"text.step">[] {
  const { course, slots } = traces.courseOf(trace.lang);
  const slot = slots.get(trace);
  const doc = shown.texts[trace.lang]?.doc;
  if (slot === undefined || !trace.inverse || !doc) return [];
  const beside = trace.id === null ? [] : neighboursOf(trace, course, slots);
  const sides = sidesIn(course, takenAt(course, slot), sidesTold(trace, slots));
  const { steps } = finish(rebasingReturn(trace.inverse, course.slice(slot + 1), doc, sides));
  return steps.map(({ step, part }) => ({
    type: "text.step",
    lang: trace.lang,
    step: stepJson(step),
    ...(part ? { part: [...part] } : {}),
    ...(beside.length > 0 ? { beside } : {}),
  }));
}

/** How many pending text steps of the same language stand behind this one, it included; 0 when it is not pending. */
export function distanceTo(trace: Trace, locals: readonly LocalOp[]): number {
  const steps = locals.filter(({ op }) => op.type === "text.step" && op.lang === trace.lang);
  const place = steps.findIndex((local) => local.trace === trace);
  return place < 0 ? 0 : steps.length - place;
}

/** Brings what an undo's op holds of the past up to now: positions, names of steps, and that its author has seen the present value. */
export function upToDate(op: Op, { after, takers }: UndoOps, { traces, shown, confirmed, waiting }: Present): Op {
  if ("seen" in op) return { ...op, seen: confirmed };
  if (op.type !== "claim.anchor") return op;
  const doc = shown.texts[op.lang]?.doc;
  if (!doc) return op;
  const all = traces.courseOf(op.lang);
  const own = waitingIn(waiting, op.lang);
  const named = (trace: Trace): StepId | null => (own.includes(trace) ? stepId((confirmed + 1) as Version, own.indexOf(trace)) : null);
  return carryPassage(op, all.course.slice(traces.countUpTo(after, op.lang)), doc, namesIn(all, takers, named));
}
