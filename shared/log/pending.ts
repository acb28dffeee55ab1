import type { StepMap, Step } from "prosemirror-transform";
import { Mapping } from "prosemirror-transform";
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
  return other !== null && sizes(trace.map) === sizes(other.map.invert());
}

function sizes(map: StepMap): string {
  const out: number[] = [];
  map.forEach((oldFrom, oldTo, newFrom, newTo) => out.push(oldTo - oldFrom, newTo - newFrom));
  return out.join();
}
