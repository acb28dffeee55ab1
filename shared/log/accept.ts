import type { UserId, Version } from "../ids";
import type { Refusal, RefusalCode } from "../refusal";
import { stateForbids } from "../rights";
import { finish } from "../sliced";
import type { Sliced } from "../sliced";
import { nextAct, withConflicts } from "./apply";
import type { Commit, Submission } from "./commit";
import { pastOf } from "./past";
import { Bill } from "./price";
import { rebasing } from "./rebase";
import type { DocState } from "./state";

/** A submission made on the head itself that fails for one of these was never valid; nothing that others did explains it. */
const neverValid: ReadonlySet<RefusalCode> = new Set(["malformed", "out-of-range", "surrogate", "empty-range", "too-large", "not-found"]);

export type Acceptance = { ok: true; commit: Commit; state: DocState } | { ok: false; refusal: Refusal };

/**
 * Turns a submission into the log's next commit: carries its ops over what was accepted since its base and applies them (SPEC L2, R1–R6).
 * `over`: the commits base+1 … head, in order. `state`: the head. The submission's steps must have been parsed.
 */
export function accept(submission: Submission, author: UserId, at: number, over: readonly Commit[], state: DocState): Acceptance {
  return finish(accepting(submission, author, at, over, state));
}

/** The same, an op at a time. Refused as a whole with `too-costly` once its ops cost more than a submission may (SPEC T3). */
export function* accepting(
  submission: Submission,
  author: UserId,
  at: number,
  over: readonly Commit[],
  state: DocState,
): Sliced<Acceptance> {
  const act = nextAct(state, author, at);
  const bill = new Bill();
  const rebased = yield* rebasing({ ops: submission.ops, over: pastOf(over), state, act, forbids: stateForbids, bill });
  if (bill.unpaid) return { ok: false, refusal: { code: "too-costly" } };
  const invalid = over.length === 0 ? rebased.dropped.find(({ code }) => neverValid.has(code)) : undefined;
  if (invalid) return { ok: false, refusal: { code: invalid.code, detail: { op: submission.ops[invalid.op]?.type ?? "" } } };
  const commit: Commit = {
    version: act.version,
    id: submission.id,
    author,
    at,
    base: submission.base,
    rules: act.rules,
    ops: rebased.ops,
    ...(rebased.changed || rebased.dropped.length > 0 ? { submitted: submission.ops, counts: rebased.counts } : {}),
    ...(rebased.dropped.length > 0 ? { dropped: rebased.dropped } : {}),
  };
  return { ok: true, commit, state: { ...withConflicts(rebased.state, commit), version: act.version as Version } };
}
