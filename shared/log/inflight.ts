import { ReplaceStep } from "prosemirror-transform";
import type { Step } from "prosemirror-transform";
import { sameJson } from "../same-json";
import { stepJson, stepOf } from "../doc/steps";
import { actOf, applyOp } from "./apply";
import type { Lang } from "../languages";
import type { RefusalCode } from "../refusal";
import type { Commit, Submission } from "./commit";
import type { TextMove } from "./moves";
import type { Op } from "./op";
import { pastOf } from "./past";
import type { Past } from "./past";
import type { LocalOp, Trace } from "./pending";
import { wordsAlike } from "./words-alike";
import type { Alike } from "./words-alike";
import type { DocState } from "./state";

// What becomes of one's own work between its sending and its place in the log.

/** The submission under way, and what its ops look like in the view by now. */
export interface Inflight {
  readonly submission: Submission;
  readonly local: readonly LocalOp[];
}

/** What happened to the view when a commit came in. */
export interface Received {
  readonly moves: readonly TextMove[];
  /** Own queued ops that lost text and were not sent: nobody but this replica knows of them. */
  readonly lost: readonly Op[];
  /** Of the commit in flight, the ops that the server refused. */
  readonly refused: readonly Turned[];
  /** The commit was the one in flight. */
  readonly own: boolean;
}

/** An op that was turned away at the door, and why. */
export interface Turned {
  readonly op: Op;
  readonly code: RefusalCode;
}

const wasRefused = ({ refused }: Commit, index: number): boolean => refused?.some(({ op }) => op === index) ?? false;

/** What of the submission the log took, as its commit counts it. */
export function taken(commit: Commit, { submission, local }: Inflight): Inflight {
  if (!commit.refused) return { submission, local };
  const places = submission.ops.flatMap((_, index) => (wasRefused(commit, index) ? [] : [index]));
  const locals = local.flatMap((one): LocalOp[] => {
    const sent = one.sent === undefined ? -1 : places.indexOf(one.sent);
    return sent < 0 ? [] : [{ ...one, sent }];
  });
  return { submission: { ...submission, ops: submission.ops.filter((_, index) => places.includes(index)) }, local: locals };
}

/** What of the submission the server refused. */
export const turnedOf = ({ refused = [] }: Commit, { submission }: Inflight): Turned[] =>
  refused.flatMap(({ op: index, code }) => {
    const op = submission.ops[index];
    return op ? [{ op, code }] : [];
  });

/** The ops that take local work out of the view again, last first: only their maps matter to a rebase. */
export function takenBack(locals: readonly LocalOp[]): (Past & { readonly trace: Trace })[] {
  const traces = locals.toReversed().flatMap(({ trace }) => (trace?.inverse ? [{ ...trace, trace, inverse: trace.inverse }] : []));
  return traces.map(({ lang, inverse, trace }) => {
    // Taken back, an undo takes what it brought, and what it had undone brings that again.
    const again = traces.flatMap(({ undoes, part }, index) =>
      undoes === trace ? [{ index, alike: part ? [{ at: 0, lead: part[0], size: Infinity }] : [] }] : [],
    );
    return { op: { type: "text.step", lang, step: stepJson(inverse) }, id: null, again, trace };
  });
}

/** Where among these those of a text stand, in the order in which they were made. */
export const placesTakenBack = (locals: readonly LocalOp[], lang: Lang): number[] =>
  takenBack(locals)
    .flatMap(({ trace }, index) => (trace.lang === lang ? [index] : []))
    .toReversed();

/** Own work as it was, taken back, and as it came to stand in the log: each step that did is linked with the one taken back. */
export function replaced(locals: readonly LocalOp[], log: readonly Logged[]): Past[] {
  const back = takenBack(locals);
  return [
    ...back.map(({ op, id, again }) => ({ op, id, ...(again ? { again } : {}) })),
    ...log.map(({ op, id, owner }) => {
      const again = owner ? back.findIndex(({ trace }) => trace === owner) : -1;
      const former = locals.find(({ trace }) => trace === owner)?.op;
      return again < 0 ? { op, id } : { op, id, again: [{ index: again, alike: former ? alikeIn(former, op) : [] }] };
    }),
  ];
}

/** An op that came to stand in the log; `owner` and `inverse` when it is one's own. */
export interface Logged extends Past {
  readonly owner: Trace | null;
  /** The own step that it came from; several may come from one, the first owns its trace. */
  readonly from: Trace | null;
  readonly inverse: Step | null;
}

export const foreign = (past: Past): Logged => ({ ...past, owner: null, from: null, inverse: null });

/** Own accepted ops with the traces of the local ops that they came from, to go on undoing them. */
export function ownInLog(commit: Commit, { submission, local }: Inflight, former: DocState): Logged[] {
  const counts = commit.counts ?? submission.ops.map(() => 1);
  let place = 0;
  const sources = counts.flatMap((count, index) =>
    pairsOf(
      local.filter(({ sent, trace }) => sent === index && trace),
      commit.ops.slice(place, (place += count)),
    ),
  );
  const act = actOf(commit);
  let state = former;
  return pastOf([commit]).map(({ op, id }, index): Logged => {
    const doc = op.type === "text.step" ? state.texts[op.lang]?.doc : undefined;
    const inverse = op.type === "text.step" && doc ? stepOf(op.step).invert(doc) : null;
    const applied = applyOp(state, op, act);
    if (applied.ok) state = applied.value;
    const source = sources[index];
    return { op, id, owner: source?.owner?.trace ?? null, from: source?.from?.trace ?? null, inverse };
  });
}

interface Source {
  readonly owner: LocalOp | null;
  readonly from: LocalOp | null;
}

/**
 * What one op looks like in the view, beside what it became in the log: these may have been fitted otherwise. A step goes with the one that
 * brings the same words; the first with the first, if it has no better.
 */
function pairsOf(locals: readonly LocalOp[], logged: readonly Op[]): Source[] {
  const left = new Set(locals);
  const [first = null] = locals;
  const take = (found: LocalOp | null | undefined): LocalOp | null => (found && left.delete(found) ? found : null);
  const alike = logged.map((op) => take([...left].find((local) => alikeIn(local.op, op).length > 0)));
  return alike.map((one, k) => {
    const owner = one ?? (k === 0 ? take(first) : null);
    return { owner, from: owner ?? first };
  });
}

/** The words that two steps both bring. */
function alikeIn(a: Op, b: Op | undefined): readonly Alike[] {
  if (a.type !== "text.step" || b?.type !== "text.step") return [];
  const [one, other] = [stepOf(a.step), stepOf(b.step)];
  return one instanceof ReplaceStep && other instanceof ReplaceStep ? wordsAlike(one.slice, other.slice) : [];
}

/** What takes back each step that an own one became in the log (none, when it found nothing left to do), and where in `over` those stand. */
export function takersBack(trace: Trace, log: readonly Logged[], logged: ReadonlyMap<Op, Trace>, over: readonly Past[]): TakerBack[] {
  return log.flatMap(({ op, from, inverse }) => {
    if (from !== trace || !inverse || op.type !== "text.step") return [];
    return [{ inverse, over: over.findIndex((past) => past.op === op), trace: logged.get(op) ?? null }];
  });
}

type TakerBack = { inverse: Step; over: number; trace: Trace | null };

/** Whether the op moves a text, or whether one may be moved at all. */
export const movesText = (op: Op): boolean => op.type === "text.step" || op.type === "text.add" || op.type === "doc.set";

export const sameOp = (a: Op, b: Op | undefined): boolean => sameJson(a, b);

/** The languages of the texts that the ops add. */
export const textsAdded = (ops: readonly Op[]): Lang[] => ops.flatMap((op) => (op.type === "text.add" ? [op.lang] : []));

/** The same for those that the commit's author had added and somebody else had before. */
export const textsLost = ({ submitted, dropped }: Commit): Lang[] => textsAdded((dropped ?? []).flatMap(({ op }) => submitted?.[op] ?? []));
