import { stepOf } from "../doc/steps";
import type { StepId } from "../ids";
import type { Lang } from "../languages";
import type { Logged } from "./inflight";
import type { Moves } from "./moves";
import type { Op, OpOf } from "./op";
import { undoneOf } from "./neighbours";
import { courseOf, nameIn } from "./pending";
import type { Trace } from "./pending";
import type { DocState } from "./state";
import type { UndoStacks } from "./undo-stacks";

/** The text steps of everybody over which an own undo may be carried, and how many gather before older ones are let go of. */
const MAX_TRACES = 20_000;
const FORGET_AT = 25_000;

/** The text steps that a replica's view went through, in their order: the log's, then the own ones on top of it. */
export class Traces {
  private readonly list: Trace[] = [];
  /** Those of the log's steps, by text and name. */
  private readonly named = new Map<string, Trace>();

  get length(): number {
    return this.list.length;
  }

  get last(): Trace | null {
    return this.list.at(-1) ?? null;
  }

  /** Traces an own step on the state before it, `former` being what it was traced by until now; null when there is no such text. */
  own(op: OpOf<"text.step">, before: DocState, undoes: Trace | null, former: Trace | null = null): Trace | null {
    const doc = before.texts[op.lang]?.doc;
    if (!doc) return null;
    const step = stepOf(op.step);
    const next: Trace = {
      lang: op.lang,
      map: step.getMap(),
      inverse: step.invert(doc),
      undoes,
      undone: undoneOf(op, null),
      part: op.part ?? null,
      id: null,
    };
    const trace = former ? Object.assign(former, next) : next;
    this.list.push(trace);
    return trace;
  }

  /** Takes as many of the newest off again. */
  takeOff(count: number): void {
    this.list.length -= count;
  }

  /** Traces the log's steps; an own one keeps its trace object, so that its undo group still finds it. */
  log(log: readonly Logged[], moves: Moves): Map<Op, Trace> {
    const traces = new Map<Op, Trace>();
    for (const { op, id, owner, inverse } of log) {
      if (op.type !== "text.step") continue;
      const step = stepOf(op.step);
      const undone = undoneOf(op, id);
      const undoes = owner?.undoes ?? (undone && this.named.get(nameIn(op.lang, undone.id))) ?? null;
      const next: Trace = { lang: op.lang, map: step.getMap(), inverse, undoes, undone, part: op.part ?? null, id };
      const trace = owner ? Object.assign(owner, next) : next;
      this.list.push(trace);
      this.name(trace, id);
      traces.set(op, trace);
      moves.add(op.lang, step, null);
    }
    return traces;
  }

  /** The step has its place in the log. */
  name(trace: Trace, id: StepId | null): void {
    trace.id = id;
    if (id !== null) this.named.set(nameIn(trace.lang, id), trace);
  }

  /** The course of one language's steps. */
  courseOf(lang: Lang): ReturnType<typeof courseOf> {
    return courseOf(this.list, lang);
  }

  /** How many of that language's steps stand up to and with a step of whatever language; none when it is not known any more. */
  countUpTo(after: Trace | null, lang: Lang): number {
    const end = after === null ? 0 : this.list.indexOf(after) + 1;
    return this.list.slice(0, end).filter((trace) => trace.lang === lang).length;
  }

  /**
   * Lets go of the traces that no undo needs, and of undos that would need too many: a page may be open for days (SPEC C7). The newest
   * `pending` stay in any case.
   */
  forget(undos: UndoStacks, pending: number): void {
    const { length } = this;
    if (length < FORGET_AT) return;
    const needed = undos.traces();
    const first = this.list.findIndex((trace) => needed.has(trace));
    const gone = this.list.splice(0, Math.min(length - pending, Math.max(first < 0 ? length : first, length - MAX_TRACES)));
    for (const { lang, id } of gone) if (id !== null) this.named.delete(nameIn(lang, id));
    undos.forget(new Set(gone));
  }
}
