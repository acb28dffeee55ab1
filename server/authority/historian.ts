import type { DocId, Version } from "../../shared/ids";
import { HistoryBuilder } from "../projections/history";
import type { Store } from "../store/Store";
import type { HistoryFilter, HistoryRow } from "../store/rows";
import { Slices } from "../lane";
import { BrokenLog, batchesAfter, foldLog, nearestSnapshot } from "./log-reader";
import type { Logger } from "./logger";

/** What follows a log is written beside everything else, this long after it grew at the latest, in milliseconds; who asks has it at once. */
const LATER_MS = 20_000;
/** Where somebody watches. */
const SOON_MS = 300;
/** Documents whose texts are kept at hand, to go on from. */
const KEPT = 8;
/** Rows that may still be gone on with. */
const OPEN_ROWS = 200;
/** Commits between two writes of rows. */
const PORTION = 2000;

type HistoryStore = Pick<
  Store,
  "readBatches" | "readSnapshot" | "readCommitsBackwards" | "putHistory" | "historyEnd" | "listHistory" | "dropHistory"
>;

/** Rows that are new or were gone on with by the commits after `after`, up to `head`. */
export interface HistoryNews {
  readonly after: Version;
  readonly head: Version;
  readonly rows: readonly HistoryRow[];
}
type Watcher = (news: HistoryNews) => void;

/**
 * Keeps documents' histories in step with their logs, from the logs alone: as far as the rows go, all is there, and what is missing is made when somebody
 * asks or a while after it came.
 */
export class Historian {
  /** Those whose texts are at hand, the one used last at the end. */
  readonly #builders = new Map<DocId, HistoryBuilder>();
  readonly #working = new Map<DocId, Promise<void>>();
  readonly #later = new Map<DocId, NodeJS.Timeout>();
  readonly #watchers = new Map<DocId, Set<Watcher>>();
  #stopped = false;

  constructor(
    private readonly store: HistoryStore,
    private readonly logger: Logger,
  ) {}

  /** The document's log has grown. */
  reached(doc: DocId): void {
    if (this.#stopped || this.#later.has(doc)) return;
    const ms = this.#watchers.has(doc) ? SOON_MS : LATER_MS;
    const timer = setTimeout(() => {
      this.#later.delete(doc);
      this.#follow(doc).catch((error: unknown) => this.logger.warn({ doc, error }, "a history could not be written"));
    }, ms);
    this.#later.set(doc, timer.unref());
  }

  /** The rows of a document's history as its log stands now, those that begin last first. Rejects with StoreAway. */
  async read(doc: DocId, filter: HistoryFilter, limit: number): Promise<HistoryRow[]> {
    await this.#follow(doc);
    return this.store.listHistory(doc, filter, limit);
  }

  /** Tells what is new of a document's history soon after its log has grown, until the answer is called. */
  watch(doc: DocId, told: Watcher): () => void {
    const watchers = this.#watchers.get(doc) ?? new Set();
    this.#watchers.set(doc, watchers.add(told));
    // What waits for longer is wanted now.
    clearTimeout(this.#later.get(doc));
    this.#later.delete(doc);
    this.reached(doc);
    return () => {
      watchers.delete(told);
      if (watchers.size === 0 && this.#watchers.get(doc) === watchers) this.#watchers.delete(doc);
    };
  }

  /** Makes all of it again. */
  async rebuild(doc: DocId): Promise<void> {
    await this.#working.get(doc)?.catch(() => undefined);
    this.#builders.delete(doc);
    await this.store.dropHistory(doc);
    await this.#follow(doc);
  }

  /** Brings the rows up to the log as it stands when this is called. */
  async #follow(doc: DocId): Promise<void> {
    // What is under way may have read the end of the log before it grew.
    await this.#working.get(doc)?.catch(() => undefined);
    let working = this.#working.get(doc);
    if (!working) {
      working = this.#write(doc).finally(() => this.#working.delete(doc));
      this.#working.set(doc, working);
    }
    await working;
  }

  async #write(doc: DocId): Promise<void> {
    const builder = this.#builders.get(doc) ?? (await this.#begin(doc));
    this.#builders.delete(doc);
    const slices = new Slices();
    let added = 0;
    for await (const { commits } of batchesAfter(this.store, doc, builder.version)) {
      if (this.#stopped) return;
      for (const commit of commits) {
        if (commit.version <= builder.version) continue;
        builder.add(commit);
        added += 1;
        if (slices.due) await slices.letOthersIn();
      }
      if (added < PORTION) continue;
      added = 0;
      await this.#put(doc, builder);
    }
    await this.#put(doc, builder);
    // Who watches is told of every row in turn: theirs goes on.
    if (builder.knowsTexts || this.#watchers.has(doc)) this.#builders.set(doc, builder);
    for (const old of this.#builders.keys()) {
      if (this.#builders.size <= KEPT) break;
      if (!this.#watchers.has(old)) this.#builders.delete(old);
    }
  }

  async #put(doc: DocId, builder: HistoryBuilder): Promise<void> {
    const { after, version: head } = builder;
    const rows = builder.take();
    if (rows.length === 0) return;
    await this.store.putHistory(doc, rows);
    for (const told of this.#watchers.get(doc) ?? []) told({ after, head, rows });
  }

  /** From where the rows that are there end. */
  async #begin(doc: DocId): Promise<HistoryBuilder> {
    const version = await this.store.historyEnd(doc);
    const newest = await this.store.listHistory(doc, {}, OPEN_ROWS);
    return new HistoryBuilder(doc, version, await this.#stateAt(doc, version), newest);
  }

  async #stateAt(doc: DocId, version: Version) {
    try {
      const from = await nearestSnapshot(this.store, doc, version, () => undefined);
      return (await foldLog(this.store, doc, from, version)).state;
    } catch (error) {
      // The words that deletions took are not known then; everything else is.
      if (error instanceof BrokenLog) return null;
      throw error;
    }
  }

  /** Resolves when nothing of these is being written, and nothing will be until they are heard of again. */
  async leave(docs: readonly DocId[]): Promise<void> {
    for (const doc of docs) {
      clearTimeout(this.#later.get(doc));
      this.#later.delete(doc);
      await this.#working.get(doc)?.catch(() => undefined);
      this.#builders.delete(doc);
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#later.values()) clearTimeout(timer);
    this.#later.clear();
    await Promise.allSettled(this.#working.values());
  }
}
