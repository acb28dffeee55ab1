import { stepJson } from "../doc/steps";
import { stepId } from "../ids";
import type { StepId, Version } from "../ids";
import { finish } from "../sliced";
import type { Op, OpOf } from "./op";
import { carryPassage } from "./passage";
import { namesIn, neighboursOf, sidesTold } from "./pending";
import type { LocalOp, Trace } from "./pending";
import { rebasingReturn } from "./rebase-return";
import { sidesIn, takenAt } from "./return";
import type { DocState } from "./state";
import { waitingIn } from "./own-names";
import type { Traces } from "./traces";
import type { UndoOps } from "./undo";

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

/** What a page has now. */
interface Present {
  readonly traces: Traces;
  readonly shown: DocState;
  readonly confirmed: Version;
  readonly waiting: readonly LocalOp[];
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
