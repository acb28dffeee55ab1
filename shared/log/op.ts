import * as z from "zod/mini";
import {
  ClaimFields,
  EvidenceFields,
  MAX_COMMENT,
  MAX_QUOTE,
  MAX_RATIONALE,
  ReviewDecision,
  Verdict,
  LooseDate,
  WebAddress,
} from "../claim/claim";
import type { ClaimField, EvidenceField } from "../claim/claim";
import { Statement } from "../claim/statements";
import { BlockId, ClaimId, CommentId, CommitId, EvidenceId, StepId, Version } from "../ids";
import { Dir, Lang } from "../languages";
import { DocJson, StepJson } from "../doc/json";

const position = z.int().check(z.gte(0), z.lte(50_000_000));
/** The version at which the author last saw the field that the op sets; a later set by somebody else makes the op a conflict. */
const seen = Version;

const context = z.string().check(z.maxLength(64));
const passage = {
  lang: Lang,
  from: position,
  to: position,
  exact: z.string().check(z.minLength(1), z.maxLength(MAX_QUOTE)),
  prefix: context,
  suffix: context,
};

/** At most so many neighbours are told of with an undo. */
export const MAX_NEIGHBOURS = 32;

/**
 * One step of one language's text. `revert` marks an undo or redo: the anchors then take back the words that the undone step took (SPEC A4).
 * It says how many text steps of this language before it, in the same submission, stands the step that it takes back; 0 when that is
 * elsewhere: then `of` says where in the log.
 */
export const TextStep = z.strictObject({
  type: z.literal("text.step"),
  lang: Lang,
  step: StepJson,
  revert: z.optional(z.int().check(z.gte(0), z.lte(1000))),
  of: z.optional(StepId),
  /** It brings a part only of what was taken: from this token of it on, which is this character of it. */
  part: z.optional(z.tuple([position, position])),
  /**
   * Steps that took words where its own stood, so that each finds its side when they come back (SPEC R7): for a step before
   * `of`, at which token of its own words those stood; for a later one, at which token of those its own.
   */
  beside: z.optional(z.array(z.tuple([StepId, position])).check(z.maxLength(MAX_NEIGHBOURS))),
});

/** A text of the document: the source (once, in the first commit) or a version in another language. */
export const TextAdd = z.strictObject({ type: z.literal("text.add"), lang: Lang, dir: Dir, doc: DocJson });

const lostWords = z.array(
  z.strictObject({
    text: z.string().check(z.maxLength(MAX_QUOTE)),
    offset: position,
    by: z.optional(StepId),
    at: z.optional(position),
    size: z.optional(position),
    again: z.optional(z.literal(true)),
  }),
);
/** What a rebase found of the passage: set there only (SPEC A6). */
const found = {
  /** All of it was deleted: the claim starts in the tray. */
  orphan: z.optional(z.literal(true)),
  /** Words that were deleted before and after what is left of it (`Anchor.head`, `Anchor.tail`). */
  head: z.optional(lostWords.check(z.maxLength(64))),
  tail: z.optional(lostWords.check(z.maxLength(64))),
};

export const ClaimAdd = z.strictObject({
  type: z.literal("claim.add"),
  v: z.literal(1),
  claim: ClaimId,
  ...passage,
  ...found,
  fields: z.partial(z.extend(ClaimFields, { statements: z.partialRecord(Lang, Statement) })),
});

/** `value` is checked against the field's own schema in `setFits`. */
export const ClaimSet = z.strictObject({
  type: z.literal("claim.set"),
  v: z.literal(1),
  claim: ClaimId,
  field: z.keyof(ClaimFields),
  value: z.unknown(),
  seen,
});

/** The claim in a sentence of its own, in one language; "" takes it away. */
export const StatementSet = z.strictObject({ type: z.literal("statement.set"), claim: ClaimId, lang: Lang, text: Statement, seen });

/** Gives the claim its passage in a language, by hand or by quote; replaces the one it had there. */
export const ClaimAnchor = z.strictObject({
  type: z.literal("claim.anchor"),
  claim: ClaimId,
  ...passage,
  ...found,
});
/** Takes the claim's passage in a language away (never the source's). */
export const ClaimUnanchor = z.strictObject({ type: z.literal("claim.unanchor"), claim: ClaimId, lang: Lang });
export const ClaimWithdraw = z.strictObject({ type: z.literal("claim.withdraw"), claim: ClaimId });
export const ClaimRestore = z.strictObject({ type: z.literal("claim.restore"), claim: ClaimId });

export const EvidenceAdd = z.strictObject({
  type: z.literal("evidence.add"),
  claim: ClaimId,
  evidence: EvidenceId,
  fields: z.partial(EvidenceFields),
});
export const EvidenceSet = z.strictObject({
  type: z.literal("evidence.set"),
  claim: ClaimId,
  evidence: EvidenceId,
  field: z.keyof(EvidenceFields),
  value: z.string().check(z.maxLength(5000)),
});
export const EvidenceRemove = z.strictObject({ type: z.literal("evidence.remove"), claim: ClaimId, evidence: EvidenceId });
export const EvidenceRestore = z.strictObject({ type: z.literal("evidence.restore"), claim: ClaimId, evidence: EvidenceId });

/** A verdict and its rationale; both are optional so that each field saves by itself. */
export const VerdictPropose = z.strictObject({
  type: z.literal("verdict.propose"),
  claim: ClaimId,
  verdict: z.optional(Verdict),
  rationale: z.optional(z.string().check(z.maxLength(MAX_RATIONALE))),
  seen,
});
export const ReviewDecide = z.strictObject({
  type: z.literal("review.decide"),
  claim: ClaimId,
  decision: ReviewDecision,
  note: z.string().check(z.maxLength(MAX_COMMENT)),
  seen,
});

const words = z.string().check(
  z.maxLength(MAX_COMMENT),
  z.refine((text) => text.trim() !== ""),
);
export const CommentAdd = z.strictObject({ type: z.literal("comment.add"), claim: ClaimId, comment: CommentId, text: words });
export const CommentEdit = z.strictObject({ type: z.literal("comment.edit"), claim: ClaimId, comment: CommentId, text: words });
export const CommentResolve = z.strictObject({
  type: z.literal("comment.resolve"),
  claim: ClaimId,
  comment: CommentId,
  resolved: z.boolean(),
});

/** Only one's own; the thread keeps its place for undo and for the history. */
export const CommentRemove = z.strictObject({ type: z.literal("comment.remove"), claim: ClaimId, comment: CommentId });
export const CommentRestore = z.strictObject({ type: z.literal("comment.restore"), claim: ClaimId, comment: CommentId });

export const blockStates = ["todo", "draft", "done", "stale"] as const;
export const BlockState = z.enum(blockStates);
export type BlockState = z.infer<typeof BlockState>;
export const BlockMark = z.strictObject({ type: z.literal("block.state"), lang: Lang, block: BlockId, state: BlockState });

export const DocDetails = z.strictObject({
  title: z.string().check(z.trim(), z.minLength(1), z.maxLength(500)),
  publisher: z.string().check(z.maxLength(200)),
  author: z.string().check(z.maxLength(200)),
  published: LooseDate,
  address: WebAddress,
  locked: z.boolean(),
});
export type DocDetails = z.infer<typeof DocDetails>;
export type DocDetail = keyof DocDetails;
/** Without `seen` (as pages of before it sent it) whatever stands there is overwritten. */
export const DocSet = z.strictObject({
  type: z.literal("doc.set"),
  field: z.keyof(DocDetails),
  value: z.union([z.string(), z.boolean()]),
  seen: z.optional(seen),
});

/** The author has put back, or let go, what a commit of theirs lost: `commit` and the index of the op in its submitted form. */
export const ConflictSettle = z.strictObject({ type: z.literal("conflict.settle"), commit: CommitId, op: z.int().check(z.gte(0)) });

export const Op = z.discriminatedUnion("type", [
  TextStep,
  TextAdd,
  ClaimAdd,
  ClaimSet,
  StatementSet,
  ClaimAnchor,
  ClaimUnanchor,
  ClaimWithdraw,
  ClaimRestore,
  EvidenceAdd,
  EvidenceSet,
  EvidenceRemove,
  EvidenceRestore,
  VerdictPropose,
  ReviewDecide,
  CommentAdd,
  CommentEdit,
  CommentResolve,
  CommentRemove,
  CommentRestore,
  BlockMark,
  DocSet,
  ConflictSettle,
]);
export type Op = z.infer<typeof Op>;
export type OpType = Op["type"];
export type OpOf<T extends OpType> = Extract<Op, { type: T }>;

/** The language of the text that the op was made on; null when it stands on none. */
export const textOf = (op: Op): Lang | null => ("lang" in op && op.type !== "statement.set" ? op.lang : null);

/** Whether the value of a `claim.set`, `evidence.set` or `doc.set` is one its field may have. */
export function setFits(op: OpOf<"claim.set"> | OpOf<"evidence.set"> | OpOf<"doc.set">): boolean {
  switch (op.type) {
    case "claim.set":
      return ClaimFields.shape[op.field as ClaimField].safeParse(op.value).success;
    case "evidence.set":
      return EvidenceFields.shape[op.field as EvidenceField].safeParse(op.value).success;
    case "doc.set":
      return DocDetails.shape[op.field as DocDetail].safeParse(op.value).success;
  }
}
