import * as z from "zod/mini";
import { isWebAddress } from "../address";
import { UserId } from "../ids";
import type { ClaimId, CommentId, EvidenceId, Version } from "../ids";
import type { Lang } from "../languages";
import type { Statements } from "./statements";

export const claimKinds = ["fact", "figure", "quotation", "attribution", "forecast", "opinion"] as const;
export const ClaimKind = z.enum(claimKinds);
export type ClaimKind = z.infer<typeof ClaimKind>;

export const claimStatuses = ["to-check", "checking", "in-review", "approved", "sent-back", "set-aside"] as const;
export const ClaimStatus = z.enum(claimStatuses);
export type ClaimStatus = z.infer<typeof ClaimStatus>;

/** The house scale, in the order of the keys 1–6. */
export const verdicts = ["open", "true", "partly", "misleading", "false", "unproven"] as const;
export const Verdict = z.enum(verdicts);
export type Verdict = z.infer<typeof Verdict>;

export const stances = ["supports", "refutes", "context"] as const;
export const Stance = z.enum(stances);
export type Stance = z.infer<typeof Stance>;

const line = (max: number) => z.string().check(z.maxLength(max));
/** An ISO calendar date, possibly only a year or a year and month: 2021, 2021-12, 2021-12-03; "" when unknown. */
export const LooseDate = z.string().check(z.regex(/^$|^\d{4}(-\d{2}(-\d{2})?)?$/));
/** An http(s) address, or "". Anything else could run script or reach into the reader's own network services when clicked. */
export const WebAddress = z.string().check(z.refine((address) => address === "" || isWebAddress(address)));

/** UTF-16 units, as everywhere. */
export const MAX_TAG = 40;

/** The fields of a claim that are set one by one; its statements, one in each language, are beside them (`statements.ts`). */
export const ClaimFields = z.strictObject({
  kind: ClaimKind,
  tags: z.array(line(MAX_TAG).check(z.minLength(1))).check(z.maxLength(20)),
  assignee: z.nullable(UserId),
  /** Set by hand only to `to-check`, `checking` and `in-review`; the others come from a review. */
  status: ClaimStatus,
});
export type ClaimFields = z.infer<typeof ClaimFields>;
export type ClaimField = keyof ClaimFields;

/** A piece of evidence: one source, what it says, and which way it points. */
export const EvidenceFields = z.strictObject({
  address: WebAddress,
  title: line(500),
  publisher: line(200),
  published: LooseDate,
  accessed: LooseDate,
  quote: line(5000),
  stance: Stance,
  note: line(5000),
});
export type EvidenceFields = z.infer<typeof EvidenceFields>;
export type EvidenceField = keyof EvidenceFields;

/** Who set a field, at which version of the log: what a conflicting set is checked against. */
export interface FieldMark {
  readonly version: Version;
  readonly by: UserId;
  /** The last time that somebody else did. */
  readonly before?: { readonly version: Version; readonly by: UserId };
}

export interface Evidence extends EvidenceFields {
  readonly id: EvidenceId;
  readonly claim: ClaimId;
  readonly by: UserId;
  readonly at: number;
  readonly removed: boolean;
}

export interface Comment {
  readonly id: CommentId;
  readonly claim: ClaimId;
  readonly text: string;
  readonly by: UserId;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly editedAt: number | null;
  readonly resolved: boolean;
  readonly removed: boolean;
}

export const ReviewDecision = z.enum(["approved", "sent-back", "set-aside"]);
export type ReviewDecision = z.infer<typeof ReviewDecision>;

export interface Review {
  readonly decision: ReviewDecision;
  readonly note: string;
  readonly by: UserId;
  readonly at: number;
}

/** What was changed of an approved claim. */
export const fallBackCauses = ["passage", "statement", "verdict", "rationale", "evidence"] as const;
export type FallBackCause = (typeof fallBackCauses)[number];

/** An approved claim went back to "in review" by itself: what was changed of it, by whom, in which commit. */
export interface FallBack {
  readonly of: FallBackCause;
  /** Of a statement: in which language. */
  readonly lang?: Lang;
  readonly by: UserId;
  readonly at: number;
  readonly version: Version;
  readonly approvedBy: UserId | null;
}

/** The passage has other words than those the verdict was given to: `was`, without the ends of blocks. */
export interface Drift {
  readonly was: string;
  readonly by: UserId;
  readonly at: number;
  readonly version: Version;
}

export interface Claim extends ClaimFields {
  readonly statements: Statements;
  readonly id: ClaimId;
  readonly by: UserId;
  readonly at: number;
  readonly changedAt: number;
  readonly verdict: Verdict;
  readonly rationale: string;
  /** Who proposed the verdict that stands; nobody approves their own. */
  readonly verdictBy: UserId | null;
  readonly review: Review | null;
  readonly withdrawn: boolean;
  readonly evidence: readonly Evidence[];
  readonly comments: readonly Comment[];
  readonly marks: Readonly<Record<string, FieldMark>>;
  /** Absent until the first one. */
  readonly fallBacks?: readonly FallBack[];
  /** Absent while the verdict stands on the words it was given to. */
  readonly drift?: Drift;
}

export const MAX_QUOTE = 10_000;
export const MAX_COMMENT = 5_000;
export const MAX_RATIONALE = 10_000;
