import type { UserId, Version } from "../ids";
import type { FieldMark } from "./claim";
import type { Act } from "./fold";

// Who set a field last, and who before them: a value of one's own hides nobody else's (SPEC L7, V3). Two people may say the same, one of them
// without having seen the other's: what the other said still stands there when the one then says something else.

/** From these rules on the mark of every field tells who set it before whoever did last; before, that of the evidence and the passage did. */
const ALL_RULES = 3;
const SOME_RULES = 2;

export const fieldMark = (last: FieldMark | undefined, act: Act): FieldMark => markFrom(ALL_RULES, last, act);

/** The same for the evidence and the passage, which everybody may change at any time. */
export const restMark = (last: FieldMark | undefined, act: Act): FieldMark => markFrom(SOME_RULES, last, act);

function markFrom(first: number, last: FieldMark | undefined, { version, author: by, rules }: Act): FieldMark {
  if (!last || rules < first) return { version, by };
  const before = setByOthers(last, by);
  return before ? { version, by, before: { version: before.version, by: before.by } } : { version, by };
}

/** The last time that somebody else than `me` set the field. */
export const setByOthers = (mark: FieldMark | undefined, me: UserId): { version: Version; by: UserId } | undefined =>
  mark?.by === me ? mark.before : mark;

/** Whether somebody else set the field after its author last saw it. */
export function setUnseen(last: FieldMark | undefined, seen: Version, act: Act): boolean {
  const theirs = act.rules < ALL_RULES && last?.by === act.author ? undefined : setByOthers(last, act.author);
  return theirs !== undefined && theirs.version > seen;
}
