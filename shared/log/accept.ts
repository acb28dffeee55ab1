import type { UserId, Version } from "../ids";
import type { Refusal, RefusalCode } from "../refusal";
import { stateForbids } from "../rights/op-rights";
import { finish } from "../sliced";
import type { Sliced } from "../sliced";
import { nextAct, withConflicts } from "./apply";
import type { Commit, Dropped, RefusedOp, Submission } from "./commit";
import { beyondAllowance } from "./kept";
import { eventsOf } from "./log-course";
import type { Event, Older } from "./log-course";
import { textOf } from "./op";
import type { Op } from "./op";
import { addedBy, standsOn } from "./op-ids";
import { pastOf } from "./past";
import { Bill } from "./price";
import { BrokenOp, rebasing } from "./rebase";
import type { Rebased, RebaseInput } from "./rebase";
import { unsifted } from "./sift";
import type { Sifted } from "./sift";
import type { DocState } from "./state";

/** `refused`: why for each op, where not all fell for the same reason. */
export type Acceptance =
  | { readonly ok: true; readonly commit: Commit; readonly state: DocState }
  | { readonly ok: false; readonly refusal: Refusal; readonly refused: readonly RefusedOp[] };

/** Ops of one submission that may break the rebase, which is a bug, before the submission as a whole does. */
const MAX_BROKEN = 3;

/**
 * Turns a submission into the log's next commit: carries its ops over what was accepted since its base and applies them (SPEC L2, R1–R6).
 * What could never have been is refused op by op and not in the commit (L6); only when nothing is left the submission is refused.
 * `over`: the commits base+1 … head, in order. `state`: the head. The submission's steps must have been parsed.
 */
export function accept(given: Submission | Sifted, author: UserId, at: number, over: readonly Commit[], state: DocState): Acceptance {
  return finish(accepting(given, author, at, over, state));
}

/**
 * The same, an op at a time. Refused as a whole with `too-costly` once its ops cost more than a submission may (SPEC T3). `broke` hears of
 * an op that the rebase could not deal with. `older`: what happened before the first of `over`, where that is too much to have at hand.
 */
export function* accepting(
  given: Submission | Sifted,
  author: UserId,
  at: number,
  over: readonly Commit[],
  state: DocState,
  broke: (error: unknown) => void = () => undefined,
  older: Older | null = null,
): Sliced<Acceptance> {
  const sifted = "submission" in given ? given : unsifted(given);
  const { submission } = sifted;
  const act = nextAct(state, author, at);
  const bill = new Bill();
  const rebased = yield* rebasingWhole(sifted, { older, over: pastOf(over), state, act, bill }, broke);
  if (bill.unpaid) return { ok: false, refusal: { code: "too-costly" }, refused: [] };
  const events = new Set(over.flatMap(({ ops }) => ops.flatMap(eventsOf)));
  const had = (event: Event): boolean => events.has(event) || (older?.had(event) ?? false);
  const { refused, waiting } = judged(sifted, rebased, had, state, author);
  const named = [...sifted.refused, ...[...refused].map(([index, code]) => ({ op: sifted.places[index] ?? index, code }))];
  named.sort((a, b) => a.op - b.op);
  const left = submission.ops.flatMap((_, index) => (refused.has(index) ? [] : [index]));
  if (left.length === 0) {
    const [first] = named;
    const op = first && submission.ops[sifted.places.indexOf(first.op)];
    return { ok: false, refusal: { code: first?.code ?? "malformed", detail: { op: op?.type ?? "" } }, refused: named };
  }
  const dropped = rebased.dropped.map((one): Dropped => (waiting.has(one.op) ? { ...one, code: "goes-with" } : one));
  const commit = commitOf(sifted, { ...rebased, dropped }, left, { author, at, version: act.version, rules: act.rules, refused: named });
  return { ok: true, commit, state: { ...withConflicts(rebased.state, commit), version: act.version as Version } };
}

function commitOf(
  { submission }: Sifted,
  { ops, counts, dropped }: Rebased,
  left: readonly number[],
  { refused, ...by }: Pick<Commit, "author" | "at" | "version" | "rules"> & { refused: RefusedOp[] },
): Commit {
  const submitted = left.flatMap((index) => submission.ops[index] ?? []);
  const lost = dropped.flatMap(({ op, code }): Dropped[] => (left.includes(op) ? [{ op: left.indexOf(op), code }] : []));
  const changed = submitted.length !== ops.length || submitted.some((op, index) => op !== ops[index]);
  return {
    ...by,
    id: submission.id,
    base: submission.base,
    ops,
    ...(changed || lost.length > 0 ? { submitted, counts: left.map((index) => counts[index] ?? 0) } : {}),
    ...(lost.length > 0 ? { dropped: lost } : {}),
    ...(refused.length > 0 ? { refused } : {}),
  };
}

/** The rebase; an op that breaks it is barred, so that the others come through. */
function* rebasingWhole(
  sifted: Sifted,
  { older, ...input }: Pick<RebaseInput, "over" | "state" | "act"> & { bill: Bill; older: Older | null },
  broke: (error: unknown) => void,
): Sliced<Rebased> {
  const barred = new Map(sifted.barred);
  const forbids = (now: DocState, op: Op): RefusalCode | null => barred.get(op) ?? stateForbids(now, op);
  for (let tries = 1; ; tries++) {
    try {
      return yield* rebasing({
        ...input,
        ops: sifted.submission.ops,
        base: sifted.submission.base,
        ground: (lang) => older?.ground(lang) ?? null,
        forbids,
      });
    } catch (error) {
      const op = error instanceof BrokenOp ? sifted.submission.ops[error.index] : undefined;
      if (!op || tries > MAX_BROKEN) throw error;
      broke(error);
      barred.set(op, "malformed");
    }
  }
}

/**
 * Of the ops that found no place, those that are not kept in the log for their author, and why; and of those that are, the ones whose place is
 * something that is kept as well (`waiting`).
 */
function judged(
  { submission, barred }: Sifted,
  { counts, dropped }: Rebased,
  had: (event: Event) => boolean,
  state: DocState,
  author: UserId,
): { refused: Map<number, RefusalCode>; waiting: Set<number> } {
  const refused = new Map<number, RefusalCode>();
  const waiting = new Set<number>();
  const missing = new Set<string>();
  // What its author may still put back: what was made on that can be put back after it.
  const toSettle = new Set([...state.conflicts.values()].flatMap((one) => (one.author === author ? addedBy(one.op) : [])));
  const kept: { index: number; op: Op; code: RefusalCode }[] = [];
  for (const { op: index, code } of dropped) {
    const op = submission.ops[index];
    // What came in by half has its other half kept.
    if (!op || (counts[index] ?? 0) > 0) continue;
    const stands = code === "not-found" && standsOn(op, missing);
    const waits = code === "not-found" && !stands && standsOn(op, toSettle);
    if (barred.has(op) || stands || (!waits && couldNever(op, code, had, refused.size > 0))) {
      refused.set(index, stands ? "goes-with" : code);
      for (const id of addedBy(op)) missing.add(id);
      continue;
    }
    kept.push({ index, op, code });
    if (waits) waiting.add(index);
    for (const id of addedBy(op)) toSettle.add(id);
  }
  for (const { index, code } of beyondAllowance(state, author, kept)) refused.set(index, code);
  return { refused, waiting };
}

/**
 * Whether nothing that happened since the author's base (`had`) can be why the op has no place: then it never had one. `others`: ops of the
 * same submission fell before it.
 */
function couldNever(op: Op, code: RefusalCode, had: (event: Event) => boolean, others: boolean): boolean {
  const lang = textOf(op);
  switch (code) {
    case "locked":
      return !had("locked");
    case "exists":
      return !had("text.add") || (op.type !== "text.add" && op.type !== "text.step");
    case "does-not-fit":
      return !others && lang !== null && !had(`text ${lang}`);
    // Others' withdrawals and values may have come before the author sent, and after they set theirs.
    case "gone":
    case "conflict":
    case "no-verdict":
      return false;
    default:
      return true;
  }
}
