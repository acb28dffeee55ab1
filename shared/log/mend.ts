import { CommitId } from "../ids";
import type { UserId, Version } from "../ids";
import type { Commit } from "./commit";

// A log that cannot be read on from some commit is mended by one commit more, appended by an admin's command: the state after it is that of
// the last version that could be read. Nothing is rewritten or removed; what lies between stays in the log, set aside.

const PREFIX = "mend-";

/** The commit that goes on from version `good`; `version` is its own. */
export function mendCommit(good: Version, version: Version, author: UserId, at: number): Commit {
  const id = CommitId.parse(PREFIX + String(good).padStart(12, "0"));
  return { version, id, author, at, ops: [], base: (version - 1) as Version };
}

/** The version from which the commit goes on; null for any other commit. */
export function mendedFrom({ id }: Pick<Commit, "id">): Version | null {
  return id.startsWith(PREFIX) && /^\d{12}$/.test(id.slice(PREFIX.length)) ? (Number(id.slice(PREFIX.length)) as Version) : null;
}
