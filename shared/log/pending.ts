import type { StepMap, Step } from "prosemirror-transform";
import { Mapping, ReplaceStep } from "prosemirror-transform";
import type { Lang } from "../languages";
import type { Op } from "./op";

/** One text step in the order in which this replica's view went through them: the ground on which undo maps. */
export interface Trace {
  lang: Lang;
  map: StepMap;
  /** Null for other people's steps. */
  inverse: Step | null;
  /** The step that this one takes back (an undo's step), so that positions in what comes back are found again. */
  undoes: Trace | null;
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
}

/** The mapping through the traces of one language after `index`, with mirrors where one step takes back another. */
export function mappingAfter(traces: readonly Trace[], lang: Lang, index: number): { mapping: Mapping; slots: Map<Trace, number> } {
  const mapping = new Mapping();
  const slots = new Map<Trace, number>();
  for (const trace of traces.slice(index)) {
    if (trace.lang !== lang) continue;
    const mirror = trace.undoes === null ? undefined : slots.get(trace.undoes);
    slots.set(trace, mapping.maps.length);
    mapping.appendMap(trace.map, mirror !== undefined && mirrorsExactly(trace, trace.undoes) ? mirror : undefined);
  }
  return { mapping, slots };
}

/** A mirror is only safe when one step puts back exactly as much as the other took. */
export function mirrorsExactly(trace: Trace, other: Trace | null): boolean {
  return other !== null && sizesOf(trace.map) === sizesOf(other.map.invert());
}

/** Whether two steps take and put as much: one is the other, at most moved. */
export function doAlike(a: Step, b: Step): boolean {
  if (a instanceof ReplaceStep && b instanceof ReplaceStep) return a.to - a.from === b.to - b.from && a.slice.size === b.slice.size;
  return sizesOf(a.getMap()) === sizesOf(b.getMap());
}

/** How much each range of a map took and put: equal for maps that do the same at different places. */
export function sizesOf(map: StepMap): string {
  const out: number[] = [];
  map.forEach((oldFrom, oldTo, newFrom, newTo) => out.push(oldTo - oldFrom, newTo - newFrom));
  return out.join();
}

/**
 * The ops as they are sent: an undo's step tells how many text steps of its language before it stands the one that it takes back, when
 * that one is among them (SPEC R6).
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
    const undone = trace?.undoes ? places.get(trace.undoes) : undefined;
    const revert = undone === undefined ? 0 : place - undone;
    return revert === op.revert ? op : { ...op, revert };
  });
}
