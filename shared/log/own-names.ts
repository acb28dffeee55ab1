import type { StepId, Version } from "../ids";
import { partsOf, stepId } from "../ids";
import type { Lang } from "../languages";
import type { Op, OpOf } from "./op";
import type { LocalOp, Trace } from "./pending";

// A passage remembers by name which step took its words (`Anchor.head`). A step that is not in the log yet has its name only for now: that of
// the next version, and its place among all of one's own steps of the text that wait. Whoever carries the passage gives it the one it has then.

type PassageOp = OpOf<"claim.add"> | OpOf<"claim.anchor">;

const isPassage = (op: Op): op is PassageOp => op.type === "claim.add" || op.type === "claim.anchor";

/** The names of the steps that took what the passage has lost. */
export const takersOf = ({ head = [], tail = [] }: PassageOp): StepId[] => [...head, ...tail].flatMap(({ by }) => by ?? []);

/** Whether it names a step as one of one's own that the log does not have, of work made on the version before. */
export const tellsOwn = (op: PassageOp, next: number | null): boolean => takersOf(op).some((by) => partsOf(by)[0] === next);

/** The op with other names for the steps that took its words; the same op when none changes. */
function withNames(op: Op, rename: (by: StepId) => StepId): Op {
  if (!isPassage(op) || takersOf(op).every((by) => rename(by) === by)) return op;
  const of = (lost: PassageOp["head"]) => lost?.map((one) => (one.by === undefined ? one : { ...one, by: rename(one.by) }));
  return { ...op, ...(op.head ? { head: of(op.head) } : {}), ...(op.tail ? { tail: of(op.tail) } : {}) };
}

/** How waiting work is renamed when the confirmed state goes on and its texts stay: `logged` of one's steps went into the log as they were. */
export function renaming(was: Version, is: Version, logged: (lang: Lang) => number): (op: Op) => Op {
  return (op) => {
    if (!isPassage(op) || !tellsOwn(op, was + 1)) return op;
    return withNames(op, (by) => {
      const [version, place] = partsOf(by);
      const left = place - logged(op.lang);
      return version === was + 1 && left >= 0 ? stepId((is + 1) as Version, left) : by;
    });
  };
}

/** The traces of one's own waiting steps of a text, in their order: their places name them. */
export const waitingIn = (locals: readonly LocalOp[], lang: Lang): Trace[] =>
  locals.flatMap(({ op, trace }) => (trace && op.type === "text.step" && op.lang === lang ? [trace] : []));

/** Of the steps that the ops name, those that wait: they are to be found again when they have other names. */
export function takersIn(ops: readonly Op[], locals: readonly LocalOp[], next: Version): ReadonlyMap<StepId, Trace> {
  const takers = new Map<StepId, Trace>();
  for (const op of ops.filter(isPassage)) {
    if (!tellsOwn(op, next)) continue;
    const waiting = waitingIn(locals, op.lang);
    for (const by of takersOf(op)) {
      const [version, place] = partsOf(by);
      const trace = version === next ? waiting[place] : undefined;
      if (trace) takers.set(by, trace);
    }
  }
  return takers;
}
