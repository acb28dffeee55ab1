import { unsifted } from "../../shared/log/sift";
import type { DocId, Version } from "../../shared/ids";
import type { Commit } from "../../shared/log/commit";
import { TITLE_COMMIT, titleOps } from "../../shared/log/house";
import { jsonLength } from "../../shared/json-length";
import { mendedFrom } from "../../shared/log/mend";
import { HOUSE } from "../../shared/people";
import type { Logger } from "./logger";
import type { Store } from "../store/Store";
import type { DocumentRow } from "../store/rows";
import type { StoreHealth } from "./health";
import { Projector, ofRecords, ofWords } from "./projector";
import { behindOf, foldLog, nearestSnapshot } from "./log-reader";
import type { Behind } from "./log-reader";
import { RecentCommits } from "./recent-commits";
import { Room } from "./room";
import type { BatchOrigin } from "./room";
import { Snapshots } from "./snapshots";

export interface RoomsDeps {
  readonly store: Store;
  readonly health: StoreHealth;
  readonly logger: Logger;
  readonly now: () => number;
  /** Whether a text of before titles were blocks gets its title when it is opened. */
  readonly givesTitles: boolean;
  readonly told: (doc: DocId, commits: readonly Commit[], origin: BatchOrigin) => void;
  readonly projected: (row: DocumentRow) => void;
  /** The most that all open documents hold together, in characters; `MOST` unless told. */
  readonly most?: number;
}

/** A document that nobody holds or asks for is put away after this long, in milliseconds. */
const IDLE_MS = 120_000;
const LOOK_MS = 30_000;
/** What all open documents may hold together, in characters: a few hundred megabytes of memory. Those that people have open are never closed, only made slim. */
const MOST = 64 * 1024 * 1024;
/** One that was asked for just now is about to be used. */
const FRESH_MS = 1000;

interface Opened {
  readonly room: Room;
  readonly snapshots: Snapshots;
  readonly projector: Projector;
  readonly words: Projector;
}

/** The documents that are open in this process. */
export class Rooms {
  readonly #opened = new Map<DocId, Opened>();
  readonly #opening = new Map<DocId, Promise<Opened | null>>();
  /** A document that is being put away: it is opened again only after that. */
  readonly #closing = new Map<DocId, Promise<void>>();
  readonly #behind = new Set<DocId>();
  readonly #holds = new Map<DocId, number>();
  readonly #look: NodeJS.Timeout;
  #forgotten = 0;

  constructor(private readonly deps: RoomsDeps) {
    this.#look = setInterval(() => this.#putIdleAway(), LOOK_MS);
    this.#look.unref();
  }

  opened(doc: DocId): Room | null {
    return this.#opened.get(doc)?.room ?? null;
  }

  /** The documents that are known to end before what is known of them: they can be read only. */
  get behind(): ReadonlySet<DocId> {
    return this.#behind;
  }

  /** Notes whether the document is one of those, for whoever asks and, when that is new, for the logger. */
  told(doc: DocId, behind: Behind | null): void {
    if (!behind) this.#behind.delete(doc);
    else if (!this.#behind.has(doc)) {
      this.#behind.add(doc);
      this.deps.logger.error(
        { ...behind },
        "the log ends before what is known of it: an older copy was put back; the document is read only",
      );
    }
  }

  /** Null when there is no such document. Rejects with StoreAway. */
  async open(doc: DocId): Promise<Room | null> {
    return (await this.#open(doc))?.room ?? null;
  }

  #open(doc: DocId): Promise<Opened | null> | Opened {
    const known = this.#opened.get(doc);
    if (known) return known;
    let opening = this.#opening.get(doc);
    if (!opening) {
      opening = this.#read(doc).finally(() => this.#opening.delete(doc));
      this.#opening.set(doc, opening);
    }
    return opening;
  }

  /** Snapshot and tail. A document without a first commit is one whose making was cut short: there is nothing to open. */
  async #read(doc: DocId): Promise<Opened | null> {
    await this.#closing.get(doc);
    const { store, logger } = this.deps;
    const forgotten = this.#forgotten;
    const record = await store.readDocument(doc);
    if (!record) return null;
    const unreadable = (error: unknown) => logger.warn({ doc, error }, "a snapshot could not be read");
    const snapshot = await nearestSnapshot(store, doc, null, unreadable);
    let recent = new RecentCommits(snapshot.state.version);
    let last: Commit | null = null;
    const { state, seq } = await foldLog(store, doc, snapshot, null, (commit) => {
      // Nothing is carried over what was set aside there.
      if (mendedFrom(commit) !== null) recent = new RecentCommits((commit.version - 1) as Version);
      recent.push(commit, jsonLength(commit));
      last = commit;
    });
    if (state.version === 0) return null;
    const row = await store.readDocumentRow(doc);
    const found = (await store.readSectionsVersion(doc)) === state.version;
    const reached = state.version > snapshot.state.version ? state.version : 0;
    const behind = await behindOf(store, doc, row?.version ?? null, reached);
    if (forgotten !== this.#forgotten) return this.#read(doc);
    this.told(doc, behind);
    const current = row?.version === state.version;
    const room = new Room({ ...this.deps, moved: (...move) => this.#moved(...move) }, { record, state, seq, recent });
    const snapshots = new Snapshots(store, logger, doc, state.version - snapshot.state.version);
    const projector = new Projector({ store, logger, record, ...ofRecords, projected: this.deps.projected }, current ? state : null);
    const words = new Projector({ store, logger, record, ...ofWords, projected: () => undefined }, found ? state : null);
    const opened: Opened = { room, snapshots, projector, words };
    this.#opened.set(doc, opened);
    this.#makeRoom();
    snapshots.consider(state, seq);
    for (const [one, isWritten] of [
      [projector, current],
      [words, found],
    ] as const) {
      if (!isWritten && !behind)
        one.moved(state, last === null ? record.createdAt : (last as Commit).at, last && (last as Commit).author, "own");
    }
    if (behind) room.bar({ code: "log-behind" });
    else if (this.deps.givesTitles) await giveTitle(room, logger);
    return opened;
  }

  #moved(room: Room, commits: readonly Commit[], chars: number, origin: BatchOrigin): void {
    this.deps.told(room.doc, commits, origin);
    const opened = this.#opened.get(room.doc);
    const last = commits.at(-1);
    if (opened?.room !== room || !last) return;
    opened.snapshots.moved(room.head, room.seq, commits.length, chars);
    opened.projector.moved(room.head, last.at, last.author, origin);
    opened.words.moved(room.head, last.at, last.author, origin);
  }

  hold(doc: DocId): () => void {
    this.#holds.set(doc, (this.#holds.get(doc) ?? 0) + 1);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      const left = (this.#holds.get(doc) ?? 1) - 1;
      if (left === 0) this.#holds.delete(doc);
      else this.#holds.set(doc, left);
    };
  }

  /** Writes the document's readable records now. */
  async projectNow(doc: DocId): Promise<void> {
    const opened = await this.#open(doc);
    await opened?.projector.flush();
  }

  catchUpAll(): void {
    for (const { room } of this.#opened.values()) void room.catchUp();
  }

  #putIdleAway(): void {
    const before = this.deps.now() - IDLE_MS;
    for (const [doc, opened] of this.#opened) {
      opened.room.tidy(before);
      if (opened.room.usedAt < before && opened.room.idle && !this.#holds.has(doc)) void this.#putAway(doc, opened);
    }
    this.#makeRoom();
  }

  /** While they hold too much together, those that nobody has open go, the one used longest ago first; then what the others can read again. */
  #makeRoom(): void {
    const { now, most = MOST } = this.deps;
    let weight = 0;
    for (const { room } of this.#opened.values()) weight += room.weight;
    if (weight <= most) return;
    const idle = [...this.#opened]
      .filter(([, { room }]) => room.idle)
      .toSorted(([, one], [, other]) => one.room.usedAt - other.room.usedAt);
    for (const [doc, opened] of idle) {
      if (this.#holds.has(doc) || opened.room.usedAt > now() - FRESH_MS) continue;
      weight -= opened.room.weight;
      void this.#putAway(doc, opened);
      if (weight <= most) return;
    }
    for (const [, { room }] of idle) {
      weight -= room.weight;
      room.slim();
      weight += room.weight;
      if (weight <= most) return;
    }
  }

  async #putAway(doc: DocId, opened: Opened): Promise<void> {
    this.#opened.delete(doc);
    const closing = this.#finish(opened).finally(() => this.#closing.delete(doc));
    this.#closing.set(doc, closing);
    await closing;
  }

  async #finish({ room, snapshots, projector, words }: Opened): Promise<void> {
    await room.close(null);
    for (const one of [projector, words]) {
      await one.flush();
      await one.stop();
    }
    await snapshots.finish(room.head, room.seq);
  }

  /** Closes what is in the bin, with everything of it written. */
  async close(docs: readonly DocId[]): Promise<void> {
    this.#forgotten += 1;
    for (const doc of docs) {
      await this.#opening.get(doc)?.catch(() => null);
      this.#behind.delete(doc);
      const opened = this.#opened.get(doc);
      if (opened) await this.#putAway(doc, opened);
      await this.#closing.get(doc);
    }
  }

  async forget(docs: readonly DocId[]): Promise<void> {
    this.#forgotten += 1;
    for (const doc of docs) {
      await this.#opening.get(doc)?.catch(() => null);
      this.#behind.delete(doc);
      const opened = this.#opened.get(doc);
      this.#opened.delete(doc);
      if (opened) {
        await opened.room.close({ code: "not-found" });
        await opened.projector.stop();
        await opened.words.stop();
        await opened.snapshots.stop();
      }
      await this.#closing.get(doc);
      // What was being written while the document was removed would otherwise stay behind.
      await this.deps.store.removeDocument(doc);
    }
  }

  async drain(): Promise<void> {
    clearInterval(this.#look);
    await Promise.allSettled(this.#opening.values());
    await Promise.all([...this.#opened].map(([doc, opened]) => this.#putAway(doc, opened)));
    await Promise.all(this.#closing.values());
  }
}

/** A document that cannot be given its title now is opened without, and gets it another time. */
async function giveTitle(room: Room, logger: Logger): Promise<void> {
  const ops = titleOps(room.head);
  if (!ops) return;
  const submission = { doc: room.doc, id: TITLE_COMMIT, base: room.head.version, ops };
  const answer = await room.submit(unsifted(submission), HOUSE);
  if (!answer.ok) logger.warn({ doc: room.doc, code: answer.refusal.code }, "a text could not be given its title");
}
