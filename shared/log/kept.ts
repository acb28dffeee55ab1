import type { UserId } from "../ids";
import type { Commit } from "./commit";
import type { RefusalCode } from "../refusal";
import type { Op } from "./op";
import type { DocState } from "./state";

// What the log keeps of one person's work that found no place, until they settle it, has bounds: it stands in the state, and so in every
// snapshot and in the memory of every process. What is beyond them is refused, and then its author's page keeps it.

/** Ops of one person in one document. */
export const MAX_KEPT = 200;
/** Characters of them as JSON. */
export const MAX_KEPT_CHARS = 500_000;

const sizes = new WeakMap<Op, number>();

function sizeOf(op: Op): number {
  let size = sizes.get(op);
  if (size === undefined) sizes.set(op, (size = JSON.stringify(op).length));
  return size;
}

/** Of the ops that `author` would leave in the state now, in their order, those that there is no room for. */
export function beyondAllowance<T extends { readonly op: Op; readonly code: RefusalCode }>(
  state: DocState,
  author: UserId,
  more: readonly T[],
): T[] {
  if (more.length === 0) return [];
  const theirs = [...state.conflicts.values()].filter((conflict) => conflict.author === author);
  let count = theirs.length;
  let chars = theirs.reduce((sum, { op }) => sum + sizeOf(op), 0);
  return more.filter(({ op }) => {
    const size = sizeOf(op);
    if (count + 1 > MAX_KEPT || chars + size > MAX_KEPT_CHARS) return true;
    count += 1;
    chars += size;
    return false;
  });
}

/** The commit as one person is given it: what it lost of somebody else's work is theirs alone to see. */
export function commitFor(commit: Commit, reader: UserId | null): Commit {
  if (commit.author === reader || (!commit.dropped && !commit.refused)) return commit;
  // Everything by which it is folded stays: a page that folded it by other rules would come to another state.
  const { submitted: _submitted, counts: _counts, dropped: _dropped, refused: _refused, ...folded } = commit;
  return folded;
}
