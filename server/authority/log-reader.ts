import type { DocId, Version } from "../../shared/ids";
import { applying } from "../../shared/log/apply";
import { mendedFrom } from "../../shared/log/mend";
import type { Batch, Commit } from "../../shared/log/commit";
import { upgradeCommit } from "../../shared/log/upgrade";
import { emptyState, readingState } from "../../shared/log/state";
import type { DocState } from "../../shared/log/state";
import { Slices, inSlices } from "../lane";
import { UnreadablePack, UnreadableSnapshot } from "../store/errors";
import type { Store } from "../store/Store";

type Log = Pick<Store, "readBatches" | "readSnapshot">;

/** Batches that one read of the log takes; fewer where they are long. */
const PAGE = 200;

/** Where a fold of the log stands. */
export interface Folded {
  readonly state: DocState;
  /** Seq of the last batch in it, 0 before the first. */
  readonly seq: number;
}

/**
 * The newest snapshot at or below a version (null: of all) that can be read, or the empty state. A damaged one is told of and passed over:
 * it is only a cache.
 */
export async function nearestSnapshot(store: Log, doc: DocId, at: Version | null, unreadable: (error: unknown) => void): Promise<Folded> {
  for (let below = at; ;) {
    let version: Version | null = null;
    try {
      const snapshot = await store.readSnapshot(doc, below);
      if (!snapshot) return { state: emptyState, seq: 0 };
      ({ version } = snapshot);
      return { state: await inSlices(readingState(snapshot.state)), seq: snapshot.seq };
    } catch (error) {
      if (error instanceof UnreadableSnapshot) ({ version } = error);
      if (version === null) throw error;
      unreadable(error);
      if (version <= 1) return { state: emptyState, seq: 0 };
      below = (version - 1) as Version;
    }
  }
}

/** A document whose log ends before what is known of it, or has a gap before its newest part: one of the two was put back from an older copy. */
export interface Behind {
  readonly doc: DocId;
  /** The log's last version, or the last one before the gap. */
  readonly log: number;
  /** The newest version that a snapshot or the document's row was written at. */
  readonly known: number;
}

/** Whether it is such a one; `shown`: its row's version, as it was read before this; `reached`: a version that its log was seen to have. */
export async function behindOf(
  store: Pick<Store, "readCommitsBackwards" | "newestSnapshot" | "findGap">,
  doc: DocId,
  shown: number | null,
  reached = 0,
): Promise<Behind | null> {
  const gap = await store.findGap(doc);
  if (gap !== null)
    return { doc, log: gap, known: Math.max(shown ?? 0, (await store.readCommitsBackwards(doc, null, 1))[0]?.version ?? 0) };
  const known = Math.max(shown ?? 0, (await store.newestSnapshot(doc)) ?? 0);
  if (known <= reached) return null;
  // Read last: the log is never shorter than what was written of it before.
  const [newest] = await store.readCommitsBackwards(doc, null, 1);
  const log = newest?.version ?? 0;
  return log < known ? { doc, log, known } : null;
}

/** The batches after a fold, in order, page by page, in today's form (SPEC L13). `most`: the most that are wanted. */
export async function* batchesAfter(store: Log, doc: DocId, version: Version, most = PAGE): AsyncGenerator<Batch> {
  let last = version;
  for (;;) {
    const page = await store.readBatches(doc, last, Math.min(most, PAGE));
    for (const batch of page) yield { ...batch, commits: batch.commits.map(upgradeCommit) };
    const end = page.at(-1)?.commits.at(-1)?.version;
    if (end === undefined) return;
    last = end;
  }
}

/** A commit of the log does not apply, and no later one mends it. */
export class BrokenLog extends Error {
  constructor(
    /** The last version that can be read. */
    readonly good: Version,
    cause: unknown,
  ) {
    super(`the log cannot be read on from version ${good}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

async function stateOf(store: Log, doc: DocId, version: Version): Promise<DocState> {
  const from = await nearestSnapshot(store, doc, version, () => undefined);
  return (await foldLog(store, doc, from, version)).state;
}

/**
 * Folds the log after `from`, up to and including version `until` (null: all of it), telling of each commit, and of where the fold stands
 * after each batch. Lets others run in between.
 * Throws when the log has a gap, and `BrokenLog` when a commit does not apply: a broken log is not read on, but from where it was mended.
 */
export async function foldLog(
  store: Log,
  doc: DocId,
  from: Folded,
  until: Version | null,
  each: (commit: Commit) => void = () => undefined,
  after: (folded: Folded) => Promise<void> = () => Promise.resolve(),
): Promise<Folded> {
  let { state, seq } = from;
  let broken: BrokenLog | null = null;
  const slices = new Slices();
  const pages = batchesAfter(store, doc, state.version);
  const good = (): Version => (broken as BrokenLog | null)?.good ?? state.version;
  if (state.version === until) return from;
  for (;;) {
    const batch = await nextBatch(pages, good());
    if (!batch) break;
    if (batch.seq !== seq + 1) throw new BrokenLog(good(), new Error(`batch ${batch.seq} after batch ${seq}`));
    for (const commit of batch.commits) {
      if (commit.version <= from.state.version) continue;
      if (until !== null && commit.version > until) {
        if (broken) throw broken;
        return { state, seq };
      }
      const mended = mendedFrom(commit);
      if (mended !== null) {
        state = { ...(await stateOf(store, doc, mended)), version: commit.version };
        broken = null;
      } else if (broken === null) {
        try {
          state = await slices.run(applying(state, commit));
        } catch (error) {
          broken = new BrokenLog(state.version, error);
        }
      }
      each(commit);
    }
    seq = batch.seq;
    if (broken === null) await after({ state, seq });
    // What comes after is not asked for: it need not be readable.
    if (broken === null && state.version === until) return { state, seq };
  }
  if (broken) throw broken;
  return { state, seq };
}

/** Null at the end. A pack that is damaged breaks the log off where it begins. */
async function nextBatch(pages: AsyncGenerator<Batch>, good: Version): Promise<Batch | null> {
  try {
    const next = await pages.next();
    return next.done ? null : next.value;
  } catch (error) {
    throw error instanceof UnreadablePack ? new BrokenLog(good, error) : error;
  }
}

/** The commits after `after` up to and including `until`, from the store. */
export async function commitsBetween(store: Log, doc: DocId, after: Version, until: number, limit: number): Promise<Commit[]> {
  const found: Commit[] = [];
  for await (const batch of batchesAfter(store, doc, after, limit)) {
    for (const commit of batch.commits) {
      if (commit.version <= after) continue;
      if (commit.version > until || found.length === limit) return found;
      found.push(commit);
    }
  }
  return found;
}
