import * as z from "zod/mini";
import { CommitId, DocId, UserId, Version } from "../ids";
import { RefusalCode } from "../refusal";
import { Op } from "./op";

export const MAX_OPS = 200;

/**
 * The rules of the fold that hold for new commits. A log is folded by the rules each commit was accepted under, so that what it says of
 * the past stays as it was (SPEC L9). 1: an approval falls back when what it rests on changes (`claim/standing.ts`). 2: it covers
 * no change of the evidence or the passage that its author had not seen, also when they changed these themselves since. 3: the same of
 * every field: a value of one's own hides nobody else's (`claim/marks.ts`). 4: words taken from inside a passage come back to it also when
 * what followed them in it has gone since (`doc/bring-back.ts`). Raise it together with `WIRE_VERSION`.
 */
export const RULES = 4;

/** What a client sends: `ops` apply one after another to the state at version `base`. The same `id` sent again is the same commit (SPEC L3). */
export const Submission = z.strictObject({
  doc: DocId,
  id: CommitId,
  base: Version,
  ops: z.array(Op).check(z.minLength(1), z.maxLength(MAX_OPS)),
});
export type Submission = z.infer<typeof Submission>;

/** An op that was refused: by its index in what its author sent. It is not in the log; its author alone has it. */
export const RefusedOp = z.strictObject({ op: z.int().check(z.gte(0)), code: RefusalCode });
export type RefusedOp = z.infer<typeof RefusedOp>;

/** An op that had no place after the rebase, by its index in the submitted form. */
export const Dropped = z.strictObject({ op: z.int().check(z.gte(0)), code: RefusalCode });
export type Dropped = z.infer<typeof Dropped>;

/**
 * One accepted entry of a document's log. `ops` is the accepted form: what the state is folded from.
 * `submitted` and `counts` stand only where the accepted form differs from the submitted one: `counts[i]` says how many accepted ops
 * the submitted op `i` became (0 when dropped). Where some of what was sent was `refused`, the submitted form is what was left of it.
 */
export const Commit = z.strictObject({
  version: Version,
  id: CommitId,
  author: UserId,
  /** Milliseconds since 1970, by the server's clock. */
  at: z.int(),
  ops: z.array(Op),
  base: Version,
  /** Absent: 0, the rules of the first logs. */
  rules: z.optional(z.int().check(z.gte(1), z.lte(RULES))),
  submitted: z.optional(z.array(Op)),
  counts: z.optional(z.array(z.int().check(z.gte(0)))),
  dropped: z.optional(z.array(Dropped)),
  refused: z.optional(z.array(RefusedOp)),
});
export type Commit = z.infer<typeof Commit>;

/** The unit of storage and of broadcast: commits with consecutive versions. `seq` counts a document's batches from 1. */
export const Batch = z.strictObject({ doc: DocId, seq: z.int().check(z.gte(1)), commits: z.array(Commit).check(z.minLength(1)) });
export type Batch = z.infer<typeof Batch>;
