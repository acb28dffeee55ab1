import { parseDoc, parseStep, stepJson } from "../../shared/doc/steps";
import type { DocJson } from "../../shared/doc/json";
import type { Lang } from "../../shared/languages";
import type { Submission } from "../../shared/log/commit";
import type { Op } from "../../shared/log/op";
import { setFits } from "../../shared/log/op";
import type { Role } from "../../shared/people";
import type { Result } from "../../shared/refusal";
import { ok, refuse } from "../../shared/refusal";
import { maySend } from "../../shared/rights";
import type { Sliced } from "../../shared/sliced";
import { inSlices } from "../lane";

// The door to a document's log: what can be told of a submission by itself is told here, once, before it waits for its turn.

export interface Admitted {
  readonly submission: Submission;
  /** Length as JSON. */
  readonly chars: number;
}

/** Refuses the whole submission with `forbidden` when the role may not send one of its ops. `source`: the language of the source text. */
export function authorise(ops: readonly Op[], role: Role, source: Lang | null): Result<null> {
  for (const op of ops) if (!maySend(role, op, source)) return refuse("forbidden", { op: op.type });
  return ok(null);
}

/**
 * Parses what the wire's schema could not: steps and texts by the document's schema, values by their field. Steps and texts come out in
 * their canonical form, so that nothing that nobody reads is kept. Refuses with `malformed`, `surrogate`, `too-large` or `empty-range`.
 */
export function* parsingOps(ops: readonly Op[]): Sliced<Result<Op[]>> {
  const parsed: Op[] = [];
  for (const op of ops) {
    const one = parseOp(op);
    if (!one.ok) return one;
    parsed.push(one.value);
    yield;
  }
  return ok(parsed);
}

export async function admit(submission: Submission): Promise<Result<Admitted>> {
  const ops = await inSlices(parsingOps(submission.ops));
  if (!ops.ok) return ops;
  const json = JSON.stringify(ops.value);
  if (holdsHalfPair(json)) return refuse("surrogate");
  return ok({ submission: { ...submission, ops: ops.value }, chars: json.length });
}

/** `JSON.stringify` writes a lone surrogate, and nothing else, as `\ud…` after an even number of backslashes. */
const holdsHalfPair = (json: string): boolean => /\\ud[89a-f]/.test(json) && /(?<!\\)(\\\\)*\\ud[89a-f]/.test(json);

function parseOp(op: Op): Result<Op> {
  switch (op.type) {
    case "text.step": {
      const step = parseStep(op.step);
      return step.ok ? ok({ ...op, step: stepJson(step.value) }) : step;
    }
    case "text.add": {
      const doc = parseDoc(op.doc);
      return doc.ok ? ok({ ...op, doc: doc.value.toJSON() as DocJson }) : doc;
    }
    case "claim.set":
    case "evidence.set":
    case "doc.set":
      return setFits(op) ? ok(op) : refuse("malformed", { field: op.field });
    case "claim.add":
    case "claim.anchor":
      return op.orphan || op.from < op.to ? ok(op) : refuse("empty-range");
    default:
      return ok(op);
  }
}
