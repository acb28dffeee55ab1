import type { DocId, UserId, Version } from "../../shared/ids";
import { applyCommit } from "../../shared/log/apply";
import { emptyState } from "../../shared/log/state";
import type { DocState } from "../../shared/log/state";
import { projectionOf } from "../store/projection";
import type { Store } from "../store/Store";

const BATCHES_AT_ONCE = 200;

/** What happened to one document. `version` 0: its log is empty, so there is nothing to read. */
export interface Rebuilt {
  readonly doc: DocId;
  readonly version: number;
  readonly claims: number;
}

/** Writes every document's readable records anew from its log, snapshots left aside. Safe beside a running server: a newer record is never replaced by an older one. */
export async function rebuildProjections(store: Store, progress: (done: number, all: number, rebuilt: Rebuilt) => void): Promise<void> {
  const docs = await store.listDocumentIds();
  for (const [index, doc] of docs.entries()) {
    const folded = await fold(store, doc);
    const record = await store.readDocument(doc);
    if (record && folded.state.version > 0) await store.project(projectionOf(record, null, folded.state, folded.at, folded.by));
    progress(index + 1, docs.length, { doc, version: folded.state.version, claims: folded.state.claims.size });
  }
}

async function fold(store: Store, doc: DocId): Promise<{ state: DocState; at: number; by: UserId | null }> {
  let state = emptyState;
  let at = 0;
  let by: UserId | null = null;
  for (;;) {
    const after: Version = state.version;
    const batches = await store.readBatches(doc, after, BATCHES_AT_ONCE);
    for (const commit of batches.flatMap((batch) => batch.commits)) {
      if (commit.version <= state.version) continue;
      state = applyCommit(state, commit);
      ({ at, author: by } = commit);
    }
    if (state.version === after) return { state, at, by };
  }
}
