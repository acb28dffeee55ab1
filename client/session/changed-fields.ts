import type { Claim } from "../../shared/claim/claim";
import { changedStatements, statementField } from "../../shared/claim/statements";
import type { ClaimId } from "../../shared/ids";
import type { Op } from "../../shared/log/op";
import type { DocState } from "../../shared/log/state";

/** Bookkeeping that nobody reads as a field, and the statements, each of which is one of its own. */
const inner: ReadonlySet<string> = new Set(["marks", "changedAt", "id", "statements"]);

/** The fields of claims that differ between two states because of these ops, as `claim:field`; a passage is the field `anchor`. */
export function touchedFields(before: DocState, after: DocState, ops: readonly Op[]): string[] {
  const claims = new Set(ops.flatMap((op) => ("claim" in op ? [op.claim] : [])));
  const touched = [...claims].flatMap((id) => changedFields(id, before.claims.get(id), after.claims.get(id)));
  const moved = ops.flatMap((op) => (op.type === "claim.anchor" || op.type === "claim.unanchor" ? [`${op.claim}:anchor`] : []));
  return [...new Set([...touched, ...moved])];
}

function changedFields(id: ClaimId, before: Claim | undefined, after: Claim | undefined): string[] {
  if (!after || before === after) return [];
  const fields = Object.keys(after) as (keyof Claim)[];
  const own: string[] = fields.filter((field) => !inner.has(field) && before?.[field] !== after[field]);
  const worded = changedStatements(before?.statements ?? {}, after.statements).map(statementField);
  return [...own, ...worded].map((field) => `${id}:${field}`);
}
