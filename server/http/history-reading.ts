import { setImmediate as nextTurn } from "node:timers/promises";
import type { ClaimId, DocId, Version } from "../../shared/ids";
import type { Commit } from "../../shared/log/commit";
import type { HistoryLine, HistoryView } from "../../shared/protocol/rest";
import type { Store } from "../store/Store";
import { historyLine } from "./history";

/** Lines of one answer. */
const PAGE = 100;
/** Commits that one request looks through at most for those of one claim, and at once. */
const MOST_LOOKED = 5000;
const AT_ONCE = 250;

export interface Which {
  /** Only commits before this version. */
  readonly before?: Version | undefined;
  /** Only commits after this version. */
  readonly after?: Version | undefined;
  /** Only commits that did something to this claim. */
  readonly claim?: ClaimId | undefined;
}

/** A page of a document's history, from the newest commit back. It ends with a page of lines, or when it has looked far enough. */
export async function readHistory(store: Pick<Store, "readCommitsBackwards">, doc: DocId, which: Which): Promise<HistoryView> {
  const { before, after = 0, claim } = which;
  const [newest] = await store.readCommitsBackwards(doc, null, 1);
  const head = newest?.version ?? (0 as Version);
  const lines: HistoryLine[] = [];
  let below = before ?? null;
  let looked = 0;
  while (lines.length < PAGE && looked < MOST_LOOKED) {
    const commits = await store.readCommitsBackwards(doc, below, claim === undefined ? PAGE : AT_ONCE);
    for (const commit of commits) {
      if (commit.version <= after) return { lines, next: null, head };
      looked += 1;
      below = commit.version;
      if (claim !== undefined && !touches(commit, claim)) continue;
      lines.push(historyLine(commit));
      // Before it was made nothing happened to it.
      if (claim !== undefined && makes(commit, claim)) return { lines, next: null, head };
      if (lines.length === PAGE) break;
    }
    if (commits.length === 0 || below === 1) return { lines, next: null, head };
    // The embedded store reads while everybody waits.
    await nextTurn();
  }
  return { lines, next: below !== null && below > after + 1 ? below : null, head };
}

const touches = ({ ops }: Commit, claim: ClaimId): boolean => ops.some((op) => "claim" in op && op.claim === claim);
const makes = ({ ops }: Commit, claim: ClaimId): boolean => ops.some((op) => op.type === "claim.add" && op.claim === claim);
