import { stepJson } from "../doc/steps";
import type { Version } from "../ids";
import { finish } from "../sliced";
import type { Op, OpOf } from "./op";
import { carryPassage } from "./passage";
import { namesIn, neighboursOf } from "./pending";
import type { LocalOp, Trace } from "./pending";
import { rebasingReturn } from "./rebase-return";
import { sidesIn, takenAt } from "./return";
import type { DocState } from "./state";
import type { Traces } from "./traces";

/** The steps that take one of the view's steps back on the view as it is now: to be done one after another. */
export function stepsBack(trace: Trace, traces: Traces, shown: DocState): OpOf<"text.step">[] {
  const { course, slots } = traces.courseOf(trace.lang);
  const slot = slots.get(trace);
  const doc = shown.texts[trace.lang]?.doc;
  if (slot === undefined || !trace.inverse || !doc) return [];
  const beside = trace.id === null ? [] : neighboursOf(trace, course, slots);
  const { steps } = finish(rebasingReturn(trace.inverse, course.slice(slot + 1), doc, sidesIn(course, takenAt(course, slot))));
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

/**
 * Brings what an undo's op holds of the past, `after` the last step before it, up to now: positions, and that its author has seen the
 * present value.
 */
export function upToDate(op: Op, after: Trace | null, traces: Traces, shown: DocState, seen: Version): Op {
  if ("seen" in op) return { ...op, seen };
  if (op.type !== "claim.anchor") return op;
  const doc = shown.texts[op.lang]?.doc;
  if (!doc) return op;
  const { course, slots } = traces.courseOf(op.lang, after);
  return carryPassage(op, course, doc, namesIn(slots));
}
