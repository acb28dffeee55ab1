import type { StepMap, Step } from "prosemirror-transform";
import { ReplaceStep } from "prosemirror-transform";
import type { StepId } from "../ids";
import { earlierStep } from "../ids";
import type { Lang } from "../languages";
import { Course } from "./course";
import { MAX_NEIGHBOURS } from "./op";
import type { Op, OpOf } from "./op";
import type { Names } from "./passage";
import { sizesOf } from "./range";
import { mayMeet, placeIn, pointAfter } from "./return";

/** One text step in the order in which this replica's view went through them: the ground on which undo maps. */
export interface Trace {
  lang: Lang;
  map: StepMap;
  /** Null for other people's steps. */
  inverse: Step | null;
  /** The step that this one takes back (an undo's step), so that positions in what comes back are found again. */
  undoes: Trace | null;
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
  }
  return { course, slots };
}

/** How far back and on from a step neighbours are looked for. */
const NEAR = 500;

/**
 * Other people's deletions at the place of one's own step, whose words could come back while an undo of that step is under way: to each
 * its side (`TextStep.beside`).
 */
export function neighboursOf(trace: Trace, course: Course, slots: ReadonlyMap<Trace, number>): [StepId, number][] {
  const slot = slots.get(trace);
  const mine = slot === undefined ? null : course.rangeAt(slot);
  if (slot === undefined || !mine) return [];
  const found: [StepId, number][] = [];
  const here = { start: slot + 1, point: mine.newFrom };
  for (const [other, at] of slots) {
    if (other.inverse || other.id === null || at === slot || Math.abs(at - slot) > NEAR || course.returnsOf(at).length > 0) continue;
    const theirs = course.rangeAt(at);
    if (!theirs || theirs.oldFrom === theirs.oldTo || !mayMeet(course, here, { start: at + 1, point: theirs.newFrom })) continue;
    found.push([
      other.id,
      at < slot ? placeIn(course, pointAfter(course, at, slot), slot) : placeIn(course, pointAfter(course, slot, at), at),
    ]);
  }
  return found.slice(-MAX_NEIGHBOURS);
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

/** The trace of what a step in the log takes back; null when it is no undo, or of something that is no longer known. */
export function undoneBy(op: OpOf<"text.step">, id: StepId | null, named: ReadonlyMap<string, Trace>): Trace | null {
  const undone = op.of ?? (op.revert && id !== null ? earlierStep(id, op.revert) : null);
  return undone === null ? null : (named.get(nameIn(op.lang, undone)) ?? null);
}

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
