import type { StepMap, Step } from "prosemirror-transform";
import { ReplaceStep } from "prosemirror-transform";
import type { StepId } from "../ids";
import type { Lang } from "../languages";
import { Course } from "./course";
import { neighboursIn, sideTold } from "./neighbours";
import type { Undone } from "./neighbours";
import type { Op, OpOf } from "./op";
import type { Names } from "./passage";
import { sizesOf } from "./range";
import type { SideOf } from "./return";

/** One text step in the order in which this replica's view went through them: the ground on which undo maps. */
export interface Trace {
  lang: Lang;
  map: StepMap;
  /** Null for other people's steps. */
  inverse: Step | null;
  /** The step that this one takes back (an undo's step), so that positions in what comes back are found again. */
  undoes: Trace | null;
  /** The same as the log has it, which may be of before what this page knows. */
  undone: Undone | null;
  /** Where what it brings begins in what that one took, when that is not the start: token and character. */
  part: readonly [number, number] | null;
  /** Its name once it stands in the log. */
  id: StepId | null;
}

/** An op of one's own that is not in the log yet, in its form on top of the confirmed state and the ones before it. */
export interface LocalOp {
  readonly op: Op;
  /** The undo group that it belongs to. */
  readonly group: number;
  /** Of a text step that stands in the view; null for other ops. */
  readonly trace: Trace | null;
  /** False when the view's state refuses it: it is sent all the same, and the log keeps it as a conflict. */
  readonly applied: boolean;
  /** Of one in flight: the index of the op that it was sent as, of which several or none may have become. */
  readonly sent?: number;
}

/** The course of one language's traces, each undo linked with what it takes back, and where each trace stands in it. */
export function courseOf(traces: readonly Trace[], lang: Lang): { course: Course; slots: ReadonlyMap<Trace, number> } {
  const course = new Course();
  const slots = new Map<Trace, number>();
  for (const trace of traces) {
    if (trace.lang !== lang) continue;
    const slot = course.append(trace.map);
    slots.set(trace, slot);
    const undone = trace.undoes === null ? undefined : slots.get(trace.undoes);
    if (undone !== undefined) course.linkUndo(undone, slot, trace.part?.[0]);
    else if (trace.undone) course.markUndo(slot);
  }
  return { course, slots };
}

/**
 * Other people's deletions at the place of one's own step, whose words could come back while an undo of that step is under way: to each
 * its side (`TextStep.beside`).
 */
export function neighboursOf(trace: Trace, course: Course, slots: ReadonlyMap<Trace, number>): [StepId, number][] {
  const slot = slots.get(trace);
  const mine = slot === undefined ? null : course.rangeAt(slot);
  if (slot === undefined || !mine) return [];
  // One trace a slot, in their order.
  const traces = [...slots.keys()];
  return neighboursIn(course, { start: slot + 1, point: mine.newFrom, taken: slot }, (at) => {
    const other = traces[at];
    return other && !other.inverse ? other.id : null;
  });
}

/** How words that came back stood to those that an own step in the log took, as what brought them tells. */
export function sidesTold(trace: Trace, slots: ReadonlyMap<Trace, number>): SideOf {
  const traces = [...slots.keys()];
  const mine = trace.id === null ? null : { id: trace.id, begin: 0, beside: [] };
  return (index) => {
    const theirs = mine && traces[index]?.undone;
    return mine && theirs ? sideTold(mine, theirs) : null;
  };
}

/** Whether two steps take and put as much: one is the other, at most moved. */
export function doAlike(a: Step, b: Step): boolean {
  if (a instanceof ReplaceStep && b instanceof ReplaceStep) return a.to - a.from === b.to - b.from && a.slice.size === b.slice.size;
  return sizesOf(a.getMap()) === sizesOf(b.getMap());
}

/**
 * The ops as they are sent: an undo's step tells how many text steps of its language before it stands the one that it takes back, when
 * that one is among them, else its name in the log (SPEC R6).
 */
export function withDistances(locals: readonly LocalOp[]): Op[] {
  const places = new Map<Trace, number>();
  const counts = new Map<Lang, number>();
  return locals.map(({ op, trace }) => {
    if (op.type !== "text.step") return op;
    const place = counts.get(op.lang) ?? 0;
    counts.set(op.lang, place + 1);
    if (trace) places.set(trace, place);
    if (op.revert === undefined) return op;
    const undone = trace?.undoes ?? null;
    const before = undone ? places.get(undone) : undefined;
    return undoing(op, before === undefined ? 0 : place - before, before === undefined ? (undone?.id ?? op.of ?? null) : null);
  });
}

/** The op of an undo, saying where what it takes back stands. */
export function undoing(op: OpOf<"text.step">, revert: number, of: StepId | null): OpOf<"text.step"> {
  if (op.revert === revert && (op.of ?? null) === of) return op;
  const { of: _, ...rest } = op;
  return { ...rest, revert, ...(of === null ? {} : { of }) };
}

export const nameIn = (lang: Lang, id: StepId): string => `${lang}:${id}`;

/** What the traces tell of a course's steps. `takers`: those that are known by names which they had once; `named`: what others are called for now. */
export function namesIn(
  { course, slots }: { course: Course; slots: ReadonlyMap<Trace, number> },
  takers: ReadonlyMap<StepId, Trace>,
  named: (trace: Trace) => StepId | null,
): Names {
  const bySlot = new Map([...slots].map(([trace, slot]) => [slot, trace]));
  return {
    nameOf: (slot) => {
      const trace = bySlot.get(slot);
      return trace ? (trace.id ?? named(trace)) : null;
    },
    ownStep: (by) => {
      const trace = takers.get(by);
      const slot = trace && slots.get(trace);
      const range = slot === undefined ? null : course.rangeAt(slot);
      return slot === undefined || !range ? null : { course: course.slice(slot), point: range.oldFrom };
    },
    returnsOf: (undone) =>
      [...slots].flatMap(([{ undoes, part }, slot]) => (undoes?.id === undone ? [{ slot, part: part?.[0] ?? 0 }] : [])),
  };
}
