import * as z from "zod/mini";

/**
 * Why something was not done. The codes are stable: clients translate them (`errors.<code>`), exports and tests cite them.
 * `detail` holds only what the sentence needs (a limit, a field's name), never text meant for people.
 */
export const RefusalCode = z.enum([
  // the request itself
  "malformed", // not of the agreed shape
  "too-large", // over a size cap; detail.limit
  "unknown-language",
  "not-utf8", // detail.offer = "windows-1252"
  "empty-text",
  "too-slow", // a file whose reading took too long
  "too-complex", // a file whose reading needs more memory than one may take
  "bad-address", // not http(s)
  "bad-cursor", // where a page begins, of another list than the one that is asked for
  "key-reused", // the key of a request that made something else
  "wire-version", // the page is older or newer than the server: reload
  // who asks
  "signed-out", // detail.reason: role, when it was changed
  "forbidden", // the role may not do this; detail.op
  "wrong-credentials",
  "too-many-tries", // detail.seconds
  "too-much", // large answers, one after the other: detail.seconds
  "weak-password", // detail.reason: short, or why it is guessed early (see password-estimate.ts)
  "bad-name", // detail.reason: short | long | empty | marks | mixed (see names.ts)
  "name-taken",
  "link-used",
  "link-expired",
  "last-admin",
  "foreign-origin",
  // what it is about
  "not-found",
  "binned", // the text is in the bin; detail.by, detail.at
  "not-member", // the case file was closed to this person while they had the text open
  "no-case", // the case file is in the bin, or was removed
  "locked", // the text is locked
  "changed-since", // what is written over is not what it was when it was read
  "conflict", // somebody set the field meanwhile; both values are kept
  "gone", // the claim, source or comment was withdrawn
  "exists",
  "empty-range",
  "out-of-range",
  "surrogate", // a position inside a surrogate pair
  "own-verdict", // nobody approves their own verdict
  "no-verdict", // nothing to approve yet
  "note-wanted", // sent back without a word, its author would not know what to do
  "too-costly", // an edit of so much text at once that it would hold up everybody
  "goes-with", // it stands on another change of the same author that was refused or found no place
  "does-not-fit", // the text's structure changed so that the edit has no place
  // the machine
  "store-away",
  "disk-full",
  "unreadable", // a commit of the document's log cannot be read: `sourcier doctor`
  "log-behind", // a mixed restore: the document's log is older than what is known of it, and nothing is added to it
  "busy", // too much contention or load; try again
  "stopping",
]);
export type RefusalCode = z.infer<typeof RefusalCode>;

export const Refusal = z.strictObject({
  code: RefusalCode,
  detail: z.optional(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))),
});
export type Refusal = z.infer<typeof Refusal>;

export type Result<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });

export function refuse(code: RefusalCode, detail?: Refusal["detail"]): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: detail ? { code, detail } : { code } };
}
