import { MongoClient, MongoError, MongoNetworkError, MongoNotConnectedError, MongoTopologyClosedError } from "mongodb";
import type { Binary, Collection, CollectionOptions, MongoClientOptions } from "mongodb";
import type { CaseId } from "../../shared/ids";
import type { Lang } from "../../shared/languages";
import { StoreAway, StoreFull } from "./errors";
import type { Case, DocumentRecord, Invite, Session, User } from "./Store";
import type { ClaimRow, DocumentRow, ProjectionRecord, RowKind, SectionRow, SourceRow, HistoryRow } from "./rows";
import { watchConnecting } from "./mongodb-connecting";
import { rowKinds } from "./row-index";

// The shapes as they lie in MongoDB. A record's id is its `_id`; where an id is the choice of a client and unique within its document
// only, `_id` names both, so that nobody's claim can take the place of another document's.

/** A batch. What a commit did is kept as JSON text: its names and depth are the clients', and some servers take `$` in a name as theirs. */
export interface StoredBatch {
  doc: string;
  seq: number;
  first: number;
  last: number;
  commits: StoredCommit[];
}
export interface StoredCommit {
  version: number;
  id: string;
  author: string;
  at: number;
  base: number;
  rules?: number;
  /** JSON of the accepted ops. */
  ops: string;
  /** JSON of `submitted`, `counts`, `dropped` and `refused`, where the accepted form differs. */
  differs?: string;
}

/** An old stretch of a log (`pack.ts`): `lastSeq` and `last` are those of its last batch and commit. */
export interface StoredPack {
  doc: string;
  seq: number;
  lastSeq: number;
  first: number;
  last: number;
  /** Of what is compressed in `bytes`. */
  sum: string;
  bytes: Binary;
}

type Stored<T, Id extends keyof T> = { _id: string } & Omit<T, Id>;

/** The record, and beside it the row once there is one. */
export interface StoredDocument
  extends Stored<DocumentRecord, "id">, Partial<Omit<DocumentRow, "doc" | "case" | "demo" | "sha256" | "source">> {
  source?: Lang | null;
  /** By kind of rows: the version of the newest rebuild, below which none is taken. */
  floors?: Partial<Record<RowKind, number>>;
  /** The title as it is sorted by. */
  titleKey?: string;
  /** The folded words of the line, for search. */
  terms?: string[];
  /** Its place is being said to its rows. */
  placing?: true;
  /** It is being removed: nobody sees it any more. */
  removing?: true;
}
/** `going`: its removal has begun, nothing is put into it any more. `gone`: all that stays of a removed one. */
export interface StoredCase extends Partial<Stored<Case, "id">> {
  _id: string;
  going?: true;
  gone?: true;
}
/** Where a row's document lies, said by each of its rows so that they are found by it. `shown`: that is not the bin, nor is it being removed. */
export interface Placed {
  case: CaseId;
  shown: boolean;
}
export type StoredClaim = { _id: string } & ClaimRow & Placed;
export type StoredSource = { _id: string; terms: readonly string[] } & SourceRow & Placed;
export type StoredSection = { _id: string; terms: readonly string[] } & SectionRow & Placed;
/** A row of whatever kind, by what all of them have. */
export interface StoredRow extends Placed {
  _id: string;
  doc: string;
  version: number;
}
export type StoredProjection = Stored<ProjectionRecord, "name">;
/** A row that went, with the version at which it did. */
export interface StoredGone {
  _id: string;
  doc: string;
  version: number;
}
export interface StoredOriginal {
  _id: string;
  doc: string;
  bytes: Binary;
}
/** Found by its name, which is its SHA-256; written when all of its chunks are there. */
export interface StoredBlob {
  _id: string;
  size: number;
  /** The put that wrote its chunks, and how many those are. */
  put: string;
  chunks: number;
  /** When it was last put, or let go of. */
  at: number;
}
export interface StoredChunk {
  _id: string;
  put: string;
  index: number;
  at: number;
  bytes: Binary;
}
export interface StoredSnapshot {
  _id: string;
  doc: string;
  version: number;
  seq: number;
  /** What its parts are found by: written before this record names them. */
  content: string;
  parts: number;
  bytes?: number;
}
export interface StoredPart {
  _id: string;
  doc: string;
  content: string;
  index: number;
  bytes: Binary;
}

/** A migration that has run, or is under way (`at` absent). */
export interface StoredMigration {
  _id: number;
  name: string;
  /** How far it came: where the next start goes on. */
  after?: string;
  at?: number;
}

/** Codes by which a server says that it cannot answer now, or not whether it wrote: network, shutdown, election, write concern, time. */
const away = new Set([
  6, 7, 43, 50, 64, 79, 89, 91, 100, 133, 134, 189, 202, 262, 9001, 10058, 10107, 11600, 11601, 11602, 13388, 13435, 13436,
]);
const OUT_OF_DISK_SPACE = 14_031;
const DUPLICATE_KEY = 11_000;

export const isDuplicate = (error: unknown): boolean => error instanceof MongoError && error.code === DUPLICATE_KEY;

/** By name, as not all of them are exported, nor begin alike (`PoolClearedOnNetworkError`). Errors of the driver that are not a server's answer: it could not be reached, or it was and then was silent. */
const unanswered =
  /^(Mongo)?(Network|NetworkTimeout|ServerSelection|PoolCleared|PoolClearedOnNetwork|Timeout|NotConnected|TopologyClosed|ClientClosed|ServerClosed|ExpiredSession|OperationTimeout|WriteConcern|StalePrimary|UnexpectedServerResponse|System|PoolClosed|WaitQueueTimeout)\w*Error$/;

/** What the port says of the driver's errors; others are bugs and stay as they are. */
export function asStoreError(error: unknown): unknown {
  if (!(error instanceof MongoError)) return error;
  if (error.code === OUT_OF_DISK_SPACE) return new StoreFull("the database has no space", { cause: error });
  const uncertain =
    error instanceof MongoNetworkError ||
    unanswered.test(error.name) ||
    (typeof error.code === "number" && away.has(error.code)) ||
    error.hasErrorLabel("RetryableWriteError");
  return uncertain ? new StoreAway("the database did not answer", { cause: error }) : error;
}

/** What can be made again from the log waits for no journal; its writes are still kept in their order. */
const cached: CollectionOptions = { writeConcern: { w: 1 } };

const options: MongoClientOptions = {
  appName: "sourcier",
  writeConcern: { w: "majority", journal: true },
  readConcern: { level: "local" }, // see `barrier`
  readPreference: "primary",
  // A write that may have happened is the authority's to look for: not every server of the family can retry one exactly once.
  retryWrites: false,
  serverSelectionTimeoutMS: 3000,
  connectTimeoutMS: 3000,
  socketTimeoutMS: 10_000,
  heartbeatFrequencyMS: 2000,
  maxPoolSize: 20,
  ignoreUndefined: true,
};

/**
 * How long one question may go without an answer, in milliseconds: more than the driver's own limits together. It keeps them but for one
 * case: what is written to a connection in the moment in which that closes has no end in it at all (driver 7.9, `writeCommand` waits for a
 * "drain" that a destroyed socket never gives).
 */
const ANSWER_MS = 20_000;

/** How long an attempt to connect may take, in milliseconds: more than the driver's own limits of connecting and of its first question, and of a heartbeat. */
const CONNECTING_MS = 8000;

/** How long is waited for what, in milliseconds. */
export interface Patience {
  /** After this a question is given up. */
  readonly answer?: number;
  /** After this an attempt to connect is, and its client with it. */
  readonly connecting?: number;
}

const isClosedFor = (error: unknown): boolean => error instanceof MongoTopologyClosedError || error instanceof MongoNotConnectedError;

/** What never resolves, and how to reject it. */
function abandonable(): { promise: Promise<never>; reject(error: StoreAway): void } {
  let give: ((error: StoreAway) => void) | undefined;
  const promise = new Promise<never>((_, reject) => {
    give = reject;
  });
  return { promise, reject: (error) => give?.(error) };
}

/** A connection to one database, and its collections. */
export class MongoDatabase {
  readonly #uri: string;
  readonly #name: string;
  readonly #patience: Required<Patience>;
  #client: MongoClient;
  /** Those who wait for an answer of this client: how each of them is told that none will come. */
  #waiting = new Set<(error: StoreAway) => void>();
  #closed = false;

  /**
   * Connects at the first question. Throws MongoParseError when the address is not one; the database is `sourcier` when it names none.
   */
  constructor(uri: string, { answer = ANSWER_MS, connecting = CONNECTING_MS }: Patience = {}) {
    this.#uri = uri;
    this.#name = /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/.exec(uri)?.[1] ?? "sourcier";
    this.#patience = { answer, connecting };
    this.#client = this.#open();
  }

  get commits(): Collection<StoredBatch> {
    return this.#collection("commits");
  }
  get packs(): Collection<StoredPack> {
    return this.#collection("packs");
  }
  get history(): Collection<{ _id: string } & HistoryRow> {
    return this.#collection("history", cached);
  }
  get documents(): Collection<StoredDocument> {
    return this.#collection("documents");
  }
  get claims(): Collection<StoredClaim> {
    return this.#collection("claims", cached);
  }
  get sources(): Collection<StoredSource> {
    return this.#collection("sources", cached);
  }
  get sections(): Collection<StoredSection> {
    return this.#collection("sections", cached);
  }
  /** The rows of a kind, by what all of them have. */
  rows(kind: RowKind): Collection<StoredRow> {
    return this.#collection(kind, cached);
  }
  /** What went of them. */
  gone(kind: RowKind): Collection<StoredGone> {
    return this.#collection(`gone${kind.charAt(0).toUpperCase()}${kind.slice(1)}`, cached);
  }
  get projections(): Collection<StoredProjection> {
    return this.#collection("projections");
  }
  get cases(): Collection<StoredCase> {
    return this.#collection("cases");
  }
  get originals(): Collection<StoredOriginal> {
    return this.#collection("originals");
  }
  get blobs(): Collection<StoredBlob> {
    return this.#collection("blobs");
  }
  get blobChunks(): Collection<StoredChunk> {
    return this.#collection("blobChunks");
  }
  get snapshots(): Collection<StoredSnapshot> {
    return this.#collection("snapshots", cached);
  }
  get snapshotParts(): Collection<StoredPart> {
    return this.#collection("snapshotParts", cached);
  }
  get users(): Collection<Stored<User, "id">> {
    return this.#collection("users");
  }
  get sessions(): Collection<Stored<Session, "hash">> {
    return this.#collection("sessions");
  }
  get invites(): Collection<Stored<Invite, "hash">> {
    return this.#collection("invites");
  }

  get migrations(): Collection<StoredMigration> {
    return this.#collection("migrations");
  }

  #collection<T extends object>(name: string, options: CollectionOptions = {}): Collection<T> {
    return this.#client.db(this.#name).collection<T>(name, options);
  }

  /** Does what talks to the server, a few questions at most; rejects as the port says, and in time when no answer comes. */
  async ask<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed) throw new StoreAway("the store is closed");
    const asked = this.#client;
    const waiting = this.#waiting;
    const { promise: givenUp, reject: giveUp } = abandonable();
    waiting.add(giveUp);
    const late = setTimeout(() => this.#renew(asked), this.#patience.answer);
    try {
      return await Promise.race([work(), givenUp]);
    } catch (error) {
      // A client whose first connection was cut off may close for good, and answers every further question so at once.
      if (isClosedFor(error)) this.#renew(asked);
      throw asStoreError(error);
    } finally {
      clearTimeout(late);
      waiting.delete(giveUp);
    }
  }

  #open(): MongoClient {
    const client = new MongoClient(this.#uri, options);
    watchConnecting(client, this.#patience.connecting, () => this.#renew(client));
    return client;
  }

  /**
   * A question without an end holds a place in its client's pool for good, and so does a connection that is never made: the next ones are asked through another
   * client. What waits for an answer of this one is given up, as closing a client does not end what hangs in it.
   */
  #renew(stuck: MongoClient): void {
    if (this.#closed || this.#client !== stuck) return;
    const waiting = this.#waiting;
    this.#client = this.#open();
    this.#waiting = new Set();
    for (const giveUp of waiting) giveUp(new StoreAway("the database did not answer, nor did the driver"));
    stuck.close().catch(() => undefined);
  }

  async ping(): Promise<void> {
    await this.ask(() => this.#client.db(this.#name).command({ ping: 1 }));
  }

  /**
   * Resolves when everything that a read could have seen before is durable: this write's acknowledgement (majority, journal) covers all
   * that came before it. A read alone may show what an election or a crash still takes back.
   */
  async barrier(): Promise<void> {
    const barriers = this.#collection<{ _id: string; count: number }>("barriers");
    await this.ask(() => barriers.updateOne({ _id: "log" }, { $inc: { count: 1 } }, { upsert: true }));
  }

  /** Each is a question of its own: on a large database one alone may take long. */
  async prepareIndexes(): Promise<void> {
    const indexes: readonly (() => Promise<unknown>)[] = [
      () => this.commits.createIndex({ doc: 1, seq: 1 }, { unique: true }),
      () => this.commits.createIndex({ doc: 1, last: 1 }),
      () => this.documents.createIndex({ case: 1, changedAt: -1, _id: -1 }),
      () => this.documents.createIndex({ changedAt: -1, _id: -1 }),
      () => this.documents.createIndex({ titleKey: 1, _id: 1 }),
      () => this.documents.createIndex({ terms: 1 }),
      () => this.packs.createIndex({ doc: 1, seq: 1 }, { unique: true }),
      () => this.history.createIndex({ doc: 1, first: 1 }),
      () => this.history.createIndex({ doc: 1, last: 1 }),
      () => this.history.createIndex({ doc: 1, claims: 1, first: 1 }),
      () => this.history.createIndex({ doc: 1, author: 1, first: 1 }),
      () => this.packs.createIndex({ doc: 1, lastSeq: 1 }),
      () => this.packs.createIndex({ doc: 1, last: 1 }),
      () => this.claims.createIndex({ doc: 1, claim: 1 }),
      () => this.claims.createIndex({ terms: 1 }),
      () => this.claims.createIndex({ changedAt: -1, doc: -1, claim: -1 }),
      () => this.claims.createIndex({ createdAt: -1, doc: -1, claim: -1 }),
      () => this.claims.createIndex({ assignee: 1, changedAt: -1, doc: -1, claim: -1 }),
      () => this.claims.createIndex({ case: 1, shown: 1, withdrawn: 1, status: 1, verdict: 1, kind: 1, assignee: 1 }),
      () => this.sources.createIndex({ doc: 1, _id: 1 }),
      () => this.sources.createIndex({ terms: 1 }),
      () => this.sources.createIndex({ at: -1, doc: -1, _id: -1 }),
      () => this.sections.createIndex({ doc: 1, lang: 1, at: 1 }),
      () => this.sections.createIndex({ terms: 1 }),
      () => this.originals.createIndex({ doc: 1 }),
      () => this.documents.createIndex({ "original.sha256": 1 }),
      () => this.blobs.createIndex({ put: 1 }),
      () => this.blobChunks.createIndex({ put: 1 }),
      () => this.blobChunks.createIndex({ index: 1, at: 1 }),
      () => this.snapshots.createIndex({ doc: 1, version: 1 }),
      () => this.snapshotParts.createIndex({ doc: 1 }),
      () => this.snapshotParts.createIndex({ content: 1, index: 1 }),
      () => this.users.createIndex({ key: 1 }, { unique: true }),
      () => this.sessions.createIndex({ user: 1 }),
      ...rowKinds.map((kind) => () => this.gone(kind).createIndex({ doc: 1 })),
    ];
    for (const index of indexes) await this.ask(index);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#client.close();
  }
}
