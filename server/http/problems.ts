import type { Problem } from "../../shared/protocol/problem";
import { addressOf } from "../../shared/protocol/routes/route";
import { routes } from "../../shared/protocol/routes/table";
import type { Refusal, RefusalCode } from "../../shared/refusal";

/** The HTTP status of each refusal, and what it means, for whoever writes a program; people read the page's own words. */
const meanings: Readonly<Record<RefusalCode, readonly [status: number, title: string]>> = {
  malformed: [400, "The request is not of the agreed shape."],
  "too-large": [413, "It is larger than what is taken."],
  "unknown-language": [400, "The language is none of those that are known."],
  "not-utf8": [400, "The text is not in the encoding that was named."],
  "empty-text": [400, "Nothing would be left of the text."],
  "too-slow": [422, "Reading the file took too long."],
  "too-complex": [422, "Reading the file needs too much memory."],
  "bad-address": [400, "The address is neither http nor https."],
  "bad-cursor": [400, "The cursor is of another list, or none."],
  "key-reused": [422, "Another request was made with this key."],
  "wire-version": [409, "Page and server are of different versions."],
  "signed-out": [401, "Nobody is signed in."],
  forbidden: [403, "The role does not allow this."],
  "wrong-credentials": [401, "Name and password do not fit."],
  "too-many-tries": [429, "Too many tries."],
  "too-much": [429, "Too many large answers one after the other."],
  "weak-password": [400, "The password is too easy to guess."],
  "bad-name": [400, "The name will not do."],
  "name-taken": [409, "Somebody has this name."],
  "link-used": [410, "The link has been used."],
  "link-expired": [410, "The link has expired or was taken back."],
  "last-admin": [409, "Somebody must remain who may manage the accounts."],
  "foreign-origin": [403, "The request comes from another site's page."],
  "not-found": [404, "There is no such thing."],
  binned: [410, "It lies in the bin."],
  "not-member": [403, "The case file was closed to you while you had it open."],
  "no-case": [409, "The case file is gone or in the bin."],
  locked: [409, "The text is locked."],
  "changed-since": [412, "It is not what it was when it was read."],
  conflict: [409, "Somebody else changed it meanwhile."],
  gone: [410, "It was withdrawn."],
  exists: [409, "It exists already."],
  "empty-range": [400, "The range holds nothing."],
  "out-of-range": [400, "The position is outside the text."],
  surrogate: [400, "The position is inside a character."],
  "own-verdict": [403, "Nobody approves their own verdict."],
  "no-verdict": [409, "There is no verdict to decide on."],
  "note-wanted": [400, "A note is wanted."],
  "too-costly": [413, "The change is of too much text at once."],
  "goes-with": [409, "It stands on another change that was refused."],
  "does-not-fit": [409, "The text has changed so that the edit has no place."],
  "store-away": [503, "The store does not answer."],
  unreadable: [409, "A record of the document cannot be read."],
  "log-behind": [409, "The document's log is older than what is known of it."],
  "disk-full": [507, "The disk is full."],
  busy: [503, "There is too much going on; try again."],
  stopping: [503, "The server is stopping."],
};

export const statusOf = (code: RefusalCode): number => meanings[code][0];

/** `status`: other than the code's own, as when a bug of ours is told as `busy`. */
export function problemOf({ code, detail }: Refusal, status = statusOf(code)): Problem {
  const type = `${addressOf(routes.listProblems)}#${code}`;
  return { type, title: meanings[code][1], status, code, ...(detail ? { values: detail } : {}) };
}

/** Every problem that there is. */
export const allProblems = (): { code: RefusalCode; status: number; title: string }[] =>
  Object.entries(meanings).map(([code, [status, title]]) => ({ code: code as RefusalCode, status, title }));
