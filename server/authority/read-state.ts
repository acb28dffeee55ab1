import type { DocId, Version } from "../../shared/ids";
import { writingState } from "../../shared/log/state";
import type { DocState } from "../../shared/log/state";
import { ok, refuse } from "../../shared/refusal";
import type { Result } from "../../shared/refusal";
import { inSlices } from "../lane";
import { missing } from "../missing";
import type { Store } from "../store/Store";
import { foldLog, nearestSnapshot } from "./log-reader";
import type { Folded } from "./log-reader";
import type { Logger } from "./logger";
import { EVERY_COMMITS } from "./snapshots";

/** A text at a version, null: as its log stands, from the store alone. `head`: as it stands where it is open; null where it is not. */
export async function readState(
  store: Store,
  logger: Logger,
  doc: DocId,
  version: Version | null,
  head: DocState | null,
): Promise<Result<DocState>> {
  if (head && (version === null || version === head.version)) return ok(head);
  if (!head && !(await store.readDocument(doc))) return missing(store, doc);
  if (version !== null && version > (head?.version ?? (await reachOf(store, doc)))) return refuse("not-found");
  const unreadable = (error: unknown) => logger.warn({ doc, error }, "a snapshot could not be read");
  const from = await nearestSnapshot(store, doc, version, unreadable);
  const { state } = await foldLog(store, doc, from, version, undefined, leaveSnapshots(store, logger, doc, from.state.version));
  // Its making was cut short before its first commit.
  return state.version === 0 && version === null ? missing(store, doc) : ok(state);
}

/** How far it can be read: to the end of its log, or to a snapshot where an older copy of the log was put back. */
async function reachOf(store: Store, doc: DocId): Promise<number> {
  const [[newest], snapshot] = await Promise.all([store.readCommitsBackwards(doc, null, 1), store.newestSnapshot(doc)]);
  return Math.max(newest?.version ?? 0, snapshot ?? 0);
}

/** On the way to a version far from any snapshot, leaves some behind for the next who asks: stores of earlier versions kept few. */
function leaveSnapshots(store: Store, logger: Logger, doc: DocId, from: Version): (folded: Folded) => Promise<void> {
  let last: number = from;
  return async ({ state, seq }) => {
    if (state.version - last < EVERY_COMMITS) return;
    last = state.version;
    await store
      .writeSnapshot({ doc, version: state.version, seq, state: await inSlices(writingState(state)) })
      .catch((error: unknown) => logger.warn({ doc, error }, "no snapshot"));
  };
}
