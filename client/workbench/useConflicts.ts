import type { ClaimId } from "../../shared/ids";
import type { Op } from "../../shared/log/op";
import type { Conflict } from "../../shared/log/state";
import { sameItems, useSlice } from "./WorkbenchContext";

/** The claim an op belongs to, if it belongs to one. */
export const claimOf = (op: Op): ClaimId | null => ("claim" in op ? op.claim : null);

/** A value of mine that somebody else's stands against: the screen shows both on the claim's card. */
export const isClash = ({ code, op }: Conflict): boolean =>
  code === "conflict" &&
  (op.type === "claim.set" || op.type === "statement.set" || op.type === "verdict.propose" || op.type === "review.decide");

/** What the log could not take of this person's work on one claim, as values to choose between. */
export function useMyConflicts(claim: ClaimId): readonly Conflict[] {
  return useSlice(({ state, me }) => {
    if (state.conflicts.size === 0) return none;
    return [...state.conflicts.values()].filter(
      (conflict) => conflict.author === me.id && isClash(conflict) && claimOf(conflict.op) === claim,
    );
  }, sameItems);
}

/** All the rest that this person lost: for the tray. */
export function useMyLosses(): readonly Conflict[] {
  return useSlice(({ state, me }) => {
    if (state.conflicts.size === 0) return none;
    return [...state.conflicts.values()].filter(
      (conflict) => conflict.author === me.id && (!isClash(conflict) || !stands(state.claims.get(claimOf(conflict.op) as ClaimId))),
    );
  }, sameItems);
}

const none: readonly Conflict[] = [];
const stands = (claim: { withdrawn: boolean } | undefined): boolean => claim !== undefined && !claim.withdrawn;
