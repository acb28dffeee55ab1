import { newId } from "../shared/ids";
import type { CommitId, RandomBytes, Version } from "../shared/ids";
import { applyCommit } from "../shared/log/apply";
import type { Commit } from "../shared/log/commit";
import { emptyState } from "../shared/log/state";
import { ok, refuse } from "../shared/refusal";
import type { DocumentAuthority } from "./http/ports";
import { projectionOf } from "./store/projection";
import type { Store } from "./store/Store";

/** Makes and reads documents straight in the store, for as long as there is no authority to order their commits. */
export function standInAuthority(store: Store, clock: () => number, random: RandomBytes): DocumentAuthority {
  const stateAt: DocumentAuthority["stateAt"] = async (doc, version) => {
    if ((await store.readDocument(doc)) === null) return refuse("not-found");
    const commits = (await store.readBatches(doc, 0 as Version, 10_000)).flatMap((batch) => batch.commits);
    return ok(commits.filter((commit) => version === null || commit.version <= version).reduce(applyCommit, emptyState));
  };
  return {
    stateAt,
    async create(record, original, ops, author) {
      if ((await store.createDocument(record, original)) === "exists") return refuse("exists");
      const version = 1 as Version;
      const commit: Commit = { version, id: newId<CommitId>(random), author, at: clock(), base: 0 as Version, ops };
      const state = applyCommit(emptyState, commit);
      await store.appendBatch({ doc: record.id, seq: 1, commits: [commit] });
      await store.project(projectionOf(record, null, state, commit.at, author));
      return ok(version);
    },
  };
}
