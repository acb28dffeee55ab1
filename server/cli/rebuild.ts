import type { DocId, UserId } from "../../shared/ids";
import { emptyState } from "../../shared/log/state";
import type { DocState } from "../../shared/log/state";
import { BrokenLog, foldLog } from "../authority/log-reader";
import { projectionOf } from "../store/projection";
import type { Store } from "../store/Store";

/** What happened to one document. `version` 0: its log is empty, so there is nothing to read; null: it cannot be read. */
export interface Rebuilt {
  readonly doc: DocId;
  readonly version: number | null;
  readonly claims: number;
}

/** Writes every document's readable records anew from its log, snapshots left aside. Safe beside a running server: a newer record is never replaced by an older one. */
export async function rebuildProjections(store: Store, progress: (done: number, all: number, rebuilt: Rebuilt) => void): Promise<void> {
  const docs = await store.listDocumentIds();
  for (const [index, doc] of docs.entries()) {
    const folded = await fold(store, doc).catch((error: unknown) => {
      if (error instanceof BrokenLog) return null;
      throw error;
    });
    if (folded === null) {
      progress(index + 1, docs.length, { doc, version: null, claims: 0 });
      continue;
    }
    const record = await store.readDocument(doc);
    if (record && folded.state.version > 0) await store.project(projectionOf(record, null, folded.state, folded.at, folded.by));
    progress(index + 1, docs.length, { doc, version: folded.state.version, claims: folded.state.claims.size });
  }
}

async function fold(store: Store, doc: DocId): Promise<{ state: DocState; at: number; by: UserId | null }> {
  let at = 0;
  let by: UserId | null = null;
  const { state } = await foldLog(store, doc, { state: emptyState, seq: 0 }, null, (commit) => void ({ at, author: by } = commit));
  return { state, at, by };
}
