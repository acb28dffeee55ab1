import type { Op } from "./op";

// Some ops make what later ones speak of: a claim, a source, a message, a text.

/** The ids of what comes into being with the op. */
export function addedBy(op: Op): string[] {
  switch (op.type) {
    case "claim.add":
      return [op.claim];
    case "evidence.add":
      return [op.evidence];
    case "comment.add":
      return [op.comment];
    case "text.add":
      return [`text ${op.lang}`];
    default:
      return [];
  }
}

/** Whether the op speaks of one of these. */
export function standsOn(op: Op, missing: ReadonlySet<string>): boolean {
  const ids = [
    ...("claim" in op ? [op.claim] : []),
    ...("evidence" in op ? [op.evidence] : []),
    ...("comment" in op ? [op.comment] : []),
    ...("lang" in op ? [`text ${op.lang}`] : []),
  ];
  return ids.some((id) => missing.has(id));
}
