import { claimStatuses } from "../../shared/claim/claim";
import type { Verdict } from "../../shared/claim/claim";
import { verdictOrder } from "../app/verdictOrder";
import type { DocumentLine } from "../../shared/protocol/rest";

/** Claims that need no more work: a review has approved them or set them aside. */
export function checkedClaims(line: Pick<DocumentLine, "byStatus">): number {
  return claimStatuses
    .filter((status) => status === "approved" || status === "set-aside")
    .reduce((sum, status) => sum + (line.byStatus[status] ?? 0), 0);
}

/** How many claims have each verdict, in the bar's order, without those that none has. */
export function tallyOf({ byVerdict, approved = {} }: Pick<DocumentLine, "byVerdict" | "approved">): readonly Tallied[] {
  return verdictOrder
    .map((verdict) => ({ verdict, number: byVerdict[verdict] ?? 0, approved: Math.min(approved[verdict] ?? 0, byVerdict[verdict] ?? 0) }))
    .filter(({ number }) => number > 0);
}

export interface Tallied {
  readonly verdict: Verdict;
  readonly number: number;
  /** Of these, how many a review has approved; the others are proposed. */
  readonly approved: number;
}
