import * as z from "zod/mini";
import { CommitId, DocId, Version, isId } from "../ids";
import { languages } from "../languages";
import type { Lang } from "../languages";
import { MAX_OPS } from "../log/commit";
import type { Submission } from "../log/commit";
import type { Op } from "../log/op";
import { readOp } from "../log/sift";
import type { Sent as Read, Unread } from "../log/sift";
import { finish } from "../sliced";
import type { Sliced } from "../sliced";
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

type Parsed = { success: true; data: Read } | { success: false };

/** Reads either form, whatever arrives; an op that is none stays in its place as such. Has the face of a schema, for the door. */
export const Submit = {
  safeParse: (payload: unknown): Parsed => finish(Submit.reading(payload)),

  /** The same op by op. */
  *reading(payload: unknown): Sliced<Parsed> {
    if (Array.isArray(payload)) {
      const typed = typedOf(payload);
      return typed ? { success: true, data: typed } : { success: false };
    }
    const envelope = Envelope.safeParse(payload);
    if (!envelope.success) return { success: false };
    const ops: (Op | Unread)[] = [];
    for (const op of envelope.data.ops) {
      ops.push(readOp(isBroad(op) ? { type: (op as { type?: unknown }).type, lang: (op as { lang?: unknown }).lang } : op));
      yield;
    }
    return { success: true, data: { ...envelope.data, ops } };
  },
};

/** Values that an op has at most, its text and its step apart: twice those of a late passage that lost words in as many places as are kept. */
const MOST_VALUES = 2000;

/** Whether an op has more than any of ours: a schema takes its time to say so of each of 60,000 fields. */
function isBroad(op: unknown): boolean {
  let left = MOST_VALUES;
  const take = (value: unknown, own: boolean): boolean => {
    left -= 1;
    if (left < 0) return true;
    if (typeof value !== "object" || value === null) return false;
    const names = Object.keys(value);
    if (names.length > left) return true;
    return names.some((name) =>
      own && (name === "doc" || name === "step") ? false : take((value as Record<string, unknown>)[name], false),
    );
  };
  return take(op, true);
}

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
