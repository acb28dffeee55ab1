import type { Claim } from "../../shared/claim/claim";
import type { ClaimId } from "../../shared/ids";
import type { Op } from "../../shared/log/op";
import type { DocState } from "../../shared/log/state";

/** Bookkeeping that nobody reads as a field. */
const inner: ReadonlySet<string> = new Set(["marks", "changedAt", "id"]);

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
  return fields.filter((field) => !inner.has(field) && before?.[field] !== after[field]).map((field) => `${id}:${field}`);
}
