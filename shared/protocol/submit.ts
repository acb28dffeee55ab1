import * as z from "zod/mini";
import { CommitId, DocId, Version, isId } from "../ids";
import { languages } from "../languages";
import type { Lang } from "../languages";
import { MAX_OPS } from "../log/commit";
import type { Submission } from "../log/commit";
import type { Op } from "../log/op";
import { readOp } from "../log/sift";
import type { Sent as Read } from "../log/sift";
import { editOf, opOf } from "./codec";
import type { Edit } from "./codec";

// What somebody types is sent in the short form of `codec.ts`, a third of the JSON and quicker to check than a schema does it:
//
//   [doc, id, base, [lang, position, "x"], …]         plain text typed at a position; a number: so much deleted from there
//
// Any other submission goes as it is.

type Typed = readonly [doc: DocId, id: CommitId, base: Version, ...edits: Edit[]];
/** A submission as it travels. */
export type Sent = Submission | Typed;

export function encodeSubmission(submission: Submission): Sent {
  const edits: Edit[] = [];
  for (const op of submission.ops) {
    const edit = op.type === "text.step" && op.revert === undefined ? editOf(op) : null;
    if (!edit) return submission;
    edits.push(edit);
  }
  return [submission.doc, submission.id, submission.base, ...edits];
}

const Envelope = z.strictObject({
  doc: DocId,
  id: CommitId,
  base: Version,
  ops: z.array(z.unknown()).check(z.minLength(1), z.maxLength(MAX_OPS)),
});

/** Reads either form, whatever arrives; an op that is none stays in its place as such. Has the face of a schema, for the door. */
export const Submit = {
  safeParse(payload: unknown): { success: true; data: Read } | { success: false } {
    if (!Array.isArray(payload)) {
      const envelope = Envelope.safeParse(payload);
      return envelope.success ? { success: true, data: { ...envelope.data, ops: envelope.data.ops.map(readOp) } } : { success: false };
    }
    const typed = typedOf(payload);
    return typed ? { success: true, data: typed } : { success: false };
  },
};

function typedOf([doc, id, base, ...edits]: readonly unknown[]): Submission | null {
  if (!isId(doc) || !isId(id) || !isCount(base, 0) || edits.length === 0 || edits.length > MAX_OPS) return null;
  const ops: Op[] = [];
  for (const edit of edits) {
    if (!isEdit(edit)) return null;
    ops.push(opOf(edit));
  }
  return { doc: doc as DocId, id: id as CommitId, base: base as Version, ops };
}

function isEdit(value: unknown): value is Edit {
  if (!Array.isArray(value) || value.length !== 3) return false;
  const [lang, pos, what] = value as readonly unknown[];
  return languages.includes(lang as Lang) && isCount(pos, 0) && (typeof what === "string" ? what !== "" : isCount(what, 1));
}

const isCount = (value: unknown, least: number): boolean => Number.isSafeInteger(value) && (value as number) >= least;
