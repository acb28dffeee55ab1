import type { CommitId, DocId, RandomBytes, UserId, Version } from "../../shared/ids";
import { newId } from "../../shared/ids";
import { accepting } from "../../shared/log/accept";
import type { Commit, Submission } from "../../shared/log/commit";
import type { DocDetails, Op } from "../../shared/log/op";
import { emptyState } from "../../shared/log/state";
import type { DocState } from "../../shared/log/state";
import { mendedFrom } from "../../shared/log/mend";
import { pricing } from "../../shared/log/price";
import type { Refusal, Result } from "../../shared/refusal";
import { ok, refuse } from "../../shared/refusal";
import type { Who } from "../../shared/rights/grant";
import { missing } from "../missing";
import type { Logger } from "./logger";
import { StoreAway, StoreFull, UnreadablePack, Unstorable } from "../store/errors";
import type { DocumentRecord, Store } from "../store/Store";
import type { DocumentRow, HistoryFilter, HistoryRow } from "../store/rows";
import { Slices, inSlices } from "../lane";
import { sifting } from "../../shared/log/sift";
import type { Sent } from "../../shared/log/sift";
import { parsingOps } from "./admission";
import { detailsFrom, readDetails } from "./details";
import { StoreHealth } from "./health";
import type { StoreState } from "./health";
import type { Again, SubmitAnswer } from "./plan-batch";
import { BrokenLog, behindOf } from "./log-reader";
import { Historian } from "./historian";
import { Packer } from "./packer";
import { readState } from "./read-state";
import { WorkAllowance } from "./work-allowance";
import { Rooms } from "./room-registry";
import type { BatchOrigin } from "./room";

export interface AuthorityDeps {
  readonly store: Store;
  readonly logger: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly random: RandomBytes;
  /** Whether a text of before titles were blocks gets its title when it is opened. */
  readonly givesTitles?: boolean;
}

const FIRST_TRIES = 3;

/** What an authority tells those who listen; each call is made at once, before anything else happens. */
export interface AuthorityEvents {
  /** Durable commits with consecutive versions, each exactly once and in order for as long as the document is held. */
  commits?(doc: DocId, commits: readonly Commit[], origin: BatchOrigin): void;
  /** The readable records now show this row. */
  projected?(row: DocumentRow): void;
  store?(state: StoreState): void;
}

/** The one way into documents' logs. Refuses with `store-away` when the store cannot be reached; rejects only for bugs. */
export interface Authority {
  /** Makes the document with its first commit. Refuses with `exists`, `no-case` (its case file was removed, or is in the bin), `disk-full` or what is wrong with the ops. */
  create(record: DocumentRecord, original: Uint8Array | null, ops: Op[], author: UserId): Promise<Result<Version>>;
  /**
   * Answers when the commit is durable: its version in the log, the same for a retry. `byNow` is asked when its turn has come: what its author is then,
   * or why they are nobody any more.
   */
  submit(sent: Sent, who: Who, byNow?: () => Promise<Result<Who>>): Promise<SubmitAnswer>;
  /** Resolves once lists show what was done in these documents: somebody who changed several of them reads those next. */
  listed(docs: readonly DocId[]): Promise<void>;
  /** Opens the document, for whoever goes on to work on it or to follow it, and answers its head. */
  open(doc: DocId): Promise<Result<DocState>>;
  /** The state at a version, null: at the head. `not-found`, also for a version that is not there yet. Opens nothing. */
  stateAt(doc: DocId, version: Version | null): Promise<Result<DocState>>;
  /** What is told of the text as its log stands now. Opens nothing. */
  detailsOf(doc: DocId): Promise<Result<DocDetails>>;
  /** The commits after a version, at most `limit`, and the head. */
  commitsAfter(doc: DocId, after: Version, limit: number): Promise<Result<{ commits: Commit[]; head: Version }>>;
  /** Documents' histories: told of as they grow, made again. */
  readonly histories: Pick<Historian, "watch" | "rebuild">;
  /** The rows of the document's history as its log stands now, those that begin last first, at most `limit`. */
  history(doc: DocId, filter: HistoryFilter, limit: number): Promise<Result<HistoryRow[]>>;
  /** The head without asking anybody; null when the document is not open here. */
  headOf(doc: DocId): DocState | null;
  /** Why nothing can be changed in a document that is open here; null when that is not so. */
  barredFrom(doc: DocId): Refusal | null;
  /** How many documents are known to be read only since their logs end before what is known of them, after a mixed restore. */
  readonly logsBehind: number;
  /** Keeps the document open until the answer is called. */
  hold(doc: DocId): () => void;
  /** Another process has appended to the document, up to version `head` (null: perhaps). */
  notice(doc: DocId, head: Version | null): void;
  /** The documents are in the bin. Resolves when nothing here writes to them any more; they are as they were, and open again once they are out of it. */
  close(docs: readonly DocId[]): Promise<void>;
  /** The documents were removed from the store. Resolves when nothing here writes to them any more. */
  forget(docs: readonly DocId[]): Promise<void>;
  /**
   * Brings the readable records of every document up to its log, after a crash, and finds the logs that end before their records or snapshots.
   * Answers how many records were behind.
   */
  repair(): Promise<number>;
  listen(events: AuthorityEvents): () => void;
  readonly storeState: StoreState;
  /** Takes nothing more, answers what waits, writes records and snapshots. Resolves when nothing is under way. */
  drain(): Promise<void>;
}

export function createAuthority(deps: AuthorityDeps): Authority {
  const { store, logger, now, random } = deps;
  const listeners = new Set<AuthorityEvents>();
  const tell = (one: (events: AuthorityEvents) => void) => {
    for (const events of listeners) {
      try {
        one(events);
      } catch (error) {
        logger.error({ error }, "a listener failed");
      }
    }
  };
  const health = new StoreHealth(store, (state) => {
    tell((events) => events.store?.(state));
    if (state === "ready") rooms.catchUpAll();
  });
  const rooms = new Rooms({
    store,
    health,
    logger,
    now,
    givesTitles: deps.givesTitles ?? false,
    told(doc, commits, origin) {
      packer.reached(doc, commits.at(-1)?.version ?? 0);
      historian.reached(doc);
      tell((events) => events.commits?.(doc, commits, origin));
    },
    projected: (row) => tell((events) => events.projected?.(row)),
  });
  const packer = new Packer(store, logger);
  const historian = new Historian(store, logger);
  const allowance = new WorkAllowance(now);
  let stopping = false;

  /** Runs `work`, with the store's failures as refusals. */
  const guarded = async <A extends { ok: boolean }>(work: () => Promise<A>): Promise<A | { ok: false; refusal: Refusal }> =>
    stopping ? refuse("stopping") : underWay(work);
  const underWay = async <A extends { ok: boolean }>(work: () => Promise<A>): Promise<A | { ok: false; refusal: Refusal }> => {
    try {
      return await work();
    } catch (error) {
      health.failed(error);
      if (error instanceof StoreAway) return refuse("store-away");
      if (error instanceof BrokenLog || error instanceof UnreadablePack) {
        logger.error({ error }, "a document cannot be read");
        return refuse("unreadable");
      }
      if (error instanceof StoreFull) return refuse("disk-full");
      if (error instanceof Unstorable) return refuse(error.reason === "not-text" ? "surrogate" : "too-large");
      throw error;
    }
  };

  return {
    create: (record, original, given, author) =>
      guarded(async () => {
        const ops = await inSlices(parsingOps(given));
        if (!ops.ok) return ops;
        const submission: Submission = { doc: record.id, id: newId<CommitId>(random), base: emptyState.version, ops: ops.value };
        const accepted = await inSlices(accepting(submission, author, now(), [], emptyState));
        if (!accepted.ok) return accepted;
        const dropped = accepted.commit.dropped?.[0] ?? accepted.commit.refused?.[0];
        if (dropped) return refuse(dropped.code, { op: ops.value[dropped.op]?.type ?? "" });
        const made = await store.createDocument(record, original);
        if (made !== "created") return refuse(made === "gone" ? "no-case" : "exists");
        if (!(await appendFirst(store, record.id, accepted.commit))) return refuse("exists");
        health.worked();
        if ((await store.readDocument(record.id)) === null && (await store.readBinned(record.id)) === null) {
          // Removed between its record and its first commit, of which nothing may stay.
          await store.removeDocument(record.id);
          return refuse("no-case");
        }
        await rooms.projectNow(record.id);
        return ok(accepted.commit.version);
      }),

    submit: (sent, who, byNow) =>
      guarded<SubmitAnswer>(async () => {
        if (mendedFrom(sent) !== null) return refuse("malformed");
        const room = await rooms.open(sent.doc);
        if (!room) return missing(store, sent.doc);
        const slices = new Slices();
        const sifted = await slices.run(sifting(sent, who, room.head));
        const { ops, base } = sifted.submission;
        const price = await slices.run(pricing(room.head, ops, room.recent.opsAfter(base)));
        if (price === null) return refuse("too-costly");
        const seconds = allowance.pay(who.user, price);
        if (seconds > 0) return refuse("busy", { seconds });
        const again: Again = () =>
          underWay(async () => {
            const now = byNow ? await byNow() : ok(who);
            if (!now.ok || now.value.role === who.role) return now.ok ? ok(sifted) : now;
            return ok(await inSlices(sifting(sent, now.value, room.head)));
          });
        return room.submit(sifted, who.user, again);
      }),

    async listed(docs) {
      await Promise.all(docs.map((doc) => rooms.projectNow(doc)));
    },

    open: (doc) =>
      guarded(async () => {
        const room = await rooms.open(doc);
        return room ? ok(room.head) : missing(store, doc);
      }),

    stateAt: (doc, version) => guarded(() => readState(store, logger, doc, version, rooms.opened(doc)?.head ?? null)),

    detailsOf: (doc) =>
      guarded(async () => {
        const room = rooms.opened(doc);
        return room ? ok(detailsFrom(room.head.details)) : readDetails(store, logger, doc);
      }),

    commitsAfter: (doc, after, limit) =>
      guarded(async () => {
        const room = await rooms.open(doc);
        if (!room) return missing(store, doc);
        if (after > room.head.version) await room.catchUp();
        return ok(await room.commitsAfter(after, limit));
      }),

    histories: historian,

    history: (doc, filter, limit) =>
      guarded(async () => ((await store.readDocument(doc)) ? ok(await historian.read(doc, filter, limit)) : missing(store, doc))),

    headOf: (doc) => rooms.opened(doc)?.head ?? null,
    barredFrom: (doc) => rooms.opened(doc)?.barred ?? null,
    get logsBehind() {
      return rooms.behind.size;
    },
    hold: (doc) => rooms.hold(doc),

    notice(doc, head) {
      const room = rooms.opened(doc);
      if (room && (head === null || room.head.version < head)) void room.catchUp();
    },

    async close(docs) {
      await Promise.all([packer.leave(docs), historian.leave(docs)]);
      await rooms.close(docs);
    },
    async forget(docs) {
      await Promise.all([packer.leave(docs), historian.leave(docs)]);
      await rooms.forget(docs);
    },

    async repair() {
      let behind = 0;
      const shown = new Map((await store.listRowVersions()).map(({ doc, version }) => [doc, version]));
      for (const doc of await store.listDocumentIds()) {
        // The embedded store answers at once: without this nobody has a turn until all of them were looked at, some seconds at 5,000 texts.
        await new Promise(setImmediate);
        if (stopping) return behind;
        const log = await behindOf(store, doc, shown.get(doc) ?? null);
        rooms.told(doc, log);
        const [newest] = await store.readCommitsBackwards(doc, null, 1);
        if (!log) packer.reached(doc, newest?.version ?? 0);
        if (newest && (await store.historyEnd(doc)) < newest.version) historian.reached(doc);
        if (log || !newest || newest.version <= (shown.get(doc) ?? 0)) continue;
        behind += 1;
        try {
          await rooms.projectNow(doc);
        } catch (error) {
          if (!(error instanceof BrokenLog)) throw error;
          logger.error({ doc, error }, "a document cannot be read");
        }
      }
      return behind;
    },

    listen(events) {
      listeners.add(events);
      return () => listeners.delete(events);
    },

    get storeState() {
      return health.state;
    },

    async drain() {
      stopping = true;
      await Promise.all([packer.stop(), historian.stop()]);
      await rooms.drain();
      health.stop();
    },
  };
}

/** Whether the commit is now the document's first: also when the store's answer was lost. Rejects with StoreAway when that cannot be known. */
async function appendFirst(store: Store, doc: DocId, commit: Commit): Promise<boolean> {
  for (let tries = 1; ; tries++) {
    try {
      if ((await store.appendBatch({ doc, seq: 1, commits: [commit] })) === "appended") return true;
      const [first] = await store.readBatches(doc, emptyState.version, 1);
      return first?.commits[0]?.id === commit.id;
    } catch (error) {
      if (!(error instanceof StoreAway) || tries === FIRST_TRIES) throw error;
    }
  }
}
