import * as z from "zod/mini";
import { MAX_TAG } from "../claim/claim";
import { ClaimId, DocId, UserId } from "../ids";
import { RefusalCode } from "../refusal";

// One thing set on several claims at once, in whatever texts they are.

/** As many as may be chosen at once. */
export const MOST_CHANGED = 100;

/** What a status can be set to by hand; the others come from a review. */
export const settableStatuses = ["to-check", "checking", "in-review"] as const;

/** `tag`: it is added or taken away, whatever else the claim is tagged with. */
export const ClaimChange = z.union([
  z.strictObject({ field: z.literal("assignee"), value: z.nullable(UserId) }),
  z.strictObject({ field: z.literal("status"), value: z.enum(settableStatuses) }),
  z.strictObject({ field: z.literal("tag"), value: z.string().check(z.minLength(1), z.maxLength(MAX_TAG)), on: z.boolean() }),
]);
export type ClaimChange = z.infer<typeof ClaimChange>;

/** `was`: what whoever asks saw there; where it is another by now, somebody else's work would be written over, and nothing is. */
export const ChangedClaim = z.strictObject({
  doc: DocId,
  claim: ClaimId,
  was: z.optional(z.nullable(z.string().check(z.maxLength(30)))),
});
export type ChangedClaim = z.infer<typeof ChangedClaim>;

export const ClaimChanges = z.strictObject({
  set: ClaimChange,
  claims: z.array(ChangedClaim).check(z.minLength(1), z.maxLength(MOST_CHANGED)),
});
export type ClaimChanges = z.infer<typeof ClaimChanges>;

/** `done`: with what was there before, for an undo; those that had it already are in neither. `not`: why not. */
export const ClaimChangesView = z.strictObject({
  done: z.array(z.strictObject({ doc: DocId, claim: ClaimId, was: z.nullable(z.string()) })),
  not: z.array(z.strictObject({ doc: DocId, claim: ClaimId, code: RefusalCode })),
});
export type ClaimChangesView = z.infer<typeof ClaimChangesView>;
