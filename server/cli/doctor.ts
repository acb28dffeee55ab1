import type { DocId, UserId, Version } from "../../shared/ids";
import { emptyState, stateFromJson, stateToJson } from "../../shared/log/state";
import type { DocState, StateJson } from "../../shared/log/state";
import { mendCommit } from "../../shared/log/mend";
import { BrokenLog, foldLog } from "../authority/log-reader";
import type { Store } from "../store/Store";

/** A document that cannot be opened, why, and the last version that can. */
export interface Unreadable {
  readonly doc: DocId;
  readonly why: string;
  readonly good: Version;
}

const start = { state: emptyState, seq: 0 };

/** Whether the state can be written and read again, as opening a page does. */
function opens(state: DocState): boolean {
  try {
    stateFromJson(JSON.parse(JSON.stringify(stateToJson(state))) as StateJson);
    return true;
  } catch {
    return false;
  }
}

/** What is wrong with a document's log, read from its first commit and without snapshots; null when nothing is. */
export async function examine(store: Store, doc: DocId): Promise<Unreadable | null> {
  let folded: DocState;
  try {
    folded = (await foldLog(store, doc, start, null)).state;
  } catch (error) {
    if (!(error instanceof BrokenLog)) throw error;
    return { doc, why: error.message, good: await lastThatOpens(store, doc, error.good) };
  }
  if (opens(folded)) return null;
  return { doc, why: "its text is nested too deeply to be opened", good: await lastThatOpens(store, doc, folded.version) };
}

/** The last version up to `head` whose state opens, by halving: damage of this kind does not go away again. */
async function lastThatOpens(store: Store, doc: DocId, head: Version): Promise<Version> {
  const at = async (version: number): Promise<boolean> => opens((await foldLog(store, doc, start, version as Version)).state);
  if (await at(head)) return head;
  let [good, bad] = [0, head as number];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (await at(middle)) good = middle;
    else bad = middle;
  }
  return good as Version;
}

/** Goes on from the last good version by one commit more; what lies between stays in the log. Null when the document needs no mending. */
export async function mend(store: Store, doc: DocId, author: UserId, now: number): Promise<Unreadable | null> {
  const found = await examine(store, doc);
  if (!found) return null;
  const [newest] = await store.readCommitsBackwards(doc, null, 1);
  const head = newest?.version ?? 0;
  const [last] = head > 0 ? await store.readBatches(doc, (head - 1) as Version, 1) : [];
  const commit = mendCommit(found.good, (head + 1) as Version, author, now);
  const outcome = await store.appendBatch({ doc, seq: (last?.seq ?? 0) + 1, commits: [commit] });
  if (outcome !== "appended") throw new Error("somebody has written to the document meanwhile: stop every server first");
  return found;
}
