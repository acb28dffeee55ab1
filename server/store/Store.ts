import type { FoundKind } from "../../shared/protocol/found";
import type { BlobFound, BlobPut } from "./blobs";
import type { Batch, Commit } from "../../shared/log/commit";
import type { StateJson } from "../../shared/log/state";
import type { CaseId, DocId, UserId, Version } from "../../shared/ids";
import type {
  ClaimFacet,
  ClaimFilter,
  ClaimSort,
  DocumentFilter,
  DocumentSort,
  SourceFilter,
  TextFilter,
} from "../../shared/search/filter";
import type { UiLang } from "../../shared/languages";
import type { Role, Theme } from "../../shared/people";
import type { ByHand } from "../../shared/protocol/import";
import type { CaseMembers, NewCase } from "./case-members";
import type {
  CaseCount,
  ClaimRow,
  Count,
  FoundText,
  DocumentRow,
  HistoryFilter,
  HistoryRow,
  InCase,
  Page,
  Projection,
  ProjectionRecord,
  Seen,
  SectionRow,
  SourceRow,
  Wanted,
} from "./rows";

// The port to durable storage. It promises only what a standalone MongoDB gives: single-document atomicity. A document's batches are the truth;
// snapshots, rows, claims and sources are projections that can be rebuilt from them. Every method may reject (`errors.ts`) with `StoreAway` (out of reach,
// state of the write unknown) or `StoreFull` (no space, nothing written), and a write with `Unstorable`; anything else it rejects with is a bug.

/** Who put something into the bin, and when. */
export interface Binned {
  readonly by: UserId;
  readonly at: number;
}

/** What is known of a document outside its log. Its case file and its place in the bin may change, nothing else. */
export interface DocumentRecord {
  readonly id: DocId;
  readonly case: CaseId;
  readonly createdBy: UserId;
  readonly createdAt: number;
  /** Part of the demonstration that can be removed in one click. */
  readonly demo: boolean;
  readonly original: OriginalMeta | null;
  /** Absent while it is not in the bin. `withCase`: it went with its case file, and comes back with that. */
  readonly binned?: Binned & { readonly withCase: boolean };
}

export interface OriginalMeta {
  readonly name: string;
  readonly mime: string;
  readonly size: number;
  /** Hex SHA-256 of the bytes as they were received. */
  readonly sha256: string;
  /** What a person changed by hand before the text was added. Not in records of before this was kept. */
  readonly byHand?: ByHand;
}

export interface Case extends CaseMembers {
  readonly id: CaseId;
  readonly name: string;
  readonly createdBy: UserId;
  readonly createdAt: number;
  readonly demo: boolean;
  /** Absent while it is not in the bin. */
  readonly binned?: Binned;
}

/** What lies in the bin; a text with the title that its row has, "" while there is none. */
export interface Bin {
  readonly cases: readonly Case[];
  readonly documents: readonly { readonly record: DocumentRecord; readonly title: string }[];
}

export interface User {
  readonly id: UserId;
  readonly name: string;
  /** The name folded (lower case, marks stripped): unique. */
  readonly key: string;
  readonly role: Role;
  readonly hue: number;
  readonly lang: UiLang;
  readonly theme: Theme;
  /** Argon2id in PHC form. */
  readonly password: string;
  readonly disabled: boolean;
  readonly createdAt: number;
}

/** `hash`: hex SHA-256 of the secret that the cookie carries. */
export interface Session {
  readonly hash: string;
  readonly user: UserId;
  readonly createdAt: number;
  readonly usedAt: number;
}

/** A one-time link that makes an account. `hash`: hex SHA-256 of the token in the link's fragment. */
export interface Invite {
  readonly hash: string;
  readonly role: Role;
  /** Suggested name, "" when free. */
  readonly name: string;
  /** Null: the setup link, which makes the first admin. */
  readonly by: UserId | null;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly usedAt: number | null;
}

export interface Snapshot {
  readonly doc: DocId;
  readonly version: Version;
  /** The seq of the batch that ends at `version`. */
  readonly seq: number;
  readonly state: StateJson;
}

/** `from`: the case that it must lie in for that. */
export interface Place {
  readonly case?: CaseId;
  readonly binned?: DocumentRecord["binned"] | null;
  readonly from?: CaseId;
}

export interface Store {
  readonly kind: "sqlite" | "mongodb";
  /** Resolves when the store answers; rejects with StoreAway. */
  ping(): Promise<void>;
  close(): Promise<void>;

  // cases and documents
  /** Makes a case. `exists`: there is one of this id, as somebody made it. `gone`: there was one, in the bin by now or removed. */
  putCase(record: NewCase): Promise<"written" | "exists" | "gone">;
  /**
   * Deletes the case, its documents, their logs, originals and projections; answers which documents those were. From its first moment on
   * nothing can be put into the case any more. Resumable: called again after a failure it finishes.
   */
  removeCase(id: CaseId): Promise<DocId[]>;
  /** Those that are not in the bin. */
  listCases(): Promise<Case[]>;
  /**
   * Changes what may change of a case; `binned` null takes it out of the bin. From the moment it is in the bin nothing can be put into it.
   * Answers the case as it is now; null when there is none, or its removal has begun.
   */
  setCase(id: CaseId, change: { name?: string; demo?: boolean; binned?: Binned | null }): Promise<Case | null>;
  /** A case file, also one that lies in the bin; null when there is none, or its removal has begun. */
  readCase(id: CaseId): Promise<Case | null>;
  /** Sets who a case file is for, over that very revision only: `changed` when it is another one by now. */
  setMembers(id: CaseId, next: Omit<CaseMembers, "revision">, seen: number): Promise<Case | "changed" | "gone">;
  /** The record of a document, whether it lies in the bin or not. */
  findDocument(id: DocId): Promise<DocumentRecord | null>;
  /**
   * Puts a document into a case, into the bin (where it is found by no read but `readBinned` and `listBin`), or out of it (`binned` null).
   * `gone`: there is no such document. `no-case`: the case that it would be seen in is in the bin or removed. `elsewhere`: it does not lie in
   * `from` any more. In these nothing was changed.
   */
  placeDocument(id: DocId, place: Place): Promise<"placed" | "gone" | "no-case" | "elsewhere">;
  /** The record of a document that is in the bin. */
  readBinned(id: DocId): Promise<DocumentRecord | null>;
  listBin(): Promise<Bin>;
  /**
   * Marks what lies in the bin as going for good: nobody takes it out any more, whichever process they ask. False when it does not lie there (any more);
   * nothing was changed then. To be followed by `removeDocument` or `removeCase`.
   */
  beginRemoval(of: { readonly doc: DocId } | { readonly case: CaseId }): Promise<boolean>;
  /** Puts the original among the blobs first and the record last, so that a document that is found is whole. Its log is still empty. `gone`: its case was removed or is in the bin. */
  createDocument(record: DocumentRecord, original: Uint8Array | null): Promise<"created" | "exists" | "gone">;
  readDocument(id: DocId): Promise<DocumentRecord | null>;
  readOriginal(id: DocId): Promise<Uint8Array | null>;
  /** Those that are not in the bin; with `of`, those in one case. */
  listDocumentIds(of?: CaseId): Promise<DocId[]>;
  removeDocument(id: DocId): Promise<void>;

  // blobs: see `blobs.ts`
  /** Keeps the bytes of a stream under their SHA-256, in hex, unless they are others or more than `most`. Durable when it resolves; until then nothing is found. */
  putBlob(name: string, source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, most: number): Promise<BlobPut>;
  hasBlob(name: string): Promise<boolean>;
  /** Null when there is none. */
  readBlob(name: string): Promise<BlobFound | null>;
  /** Removes the blobs that no document's record names and that nobody put since `before`, and what is left of puts cut short before; how many blobs those were. */
  sweepBlobs(before: number): Promise<number>;

  // the log
  /** Compare-and-swap: durable when it resolves `appended`; `taken` when a batch with this (doc, seq) is there already, packed or not (SPEC L12). */
  appendBatch(batch: Batch): Promise<"appended" | "taken">;
  /** Batches that hold versions > `after`, in order: at most `limit`, and no more once these are long, but at least one. Empty at the end of the log. */
  readBatches(doc: DocId, after: Version, limit: number): Promise<Batch[]>;
  /** The newest commits first, versions < `before` (null: from the head), at most `limit`. */
  readCommitsBackwards(doc: DocId, before: Version | null, limit: number): Promise<Commit[]>;
  /**
   * Packs the oldest stretch of about 1,000 commits that is not packed, if the log then has at least `keep` newer ones. Reads show the same log at every
   * moment of it; cut short, it is gone on with by the next call. Answers how many commits it packed: 0 when there is nothing to pack.
   */
  packLog(doc: DocId, keep: number): Promise<number>;
  /** The last version before a gap between what is packed and what is not: a mixed restore. Null when there is none. */
  findGap(doc: DocId): Promise<Version | null>;
  /** The newest snapshot at or below `at` (null: the newest). Rejects with UnreadableSnapshot when that one is damaged. */
  readSnapshot(doc: DocId, at: Version | null): Promise<Snapshot | null>;
  /** The version of the newest snapshot, whether it can be read or not; null when there is none. */
  newestSnapshot(doc: DocId): Promise<Version | null>;
  /** A cache: may keep only some of them, and none of a document that is not there. */
  writeSnapshot(snapshot: Snapshot): Promise<void>;

  // projections: a write with a version below the one that is there changes nothing
  project(projection: Projection): Promise<void>;
  readProjections(): Promise<ProjectionRecord[]>;
  writeProjection(record: ProjectionRecord): Promise<void>;
  /** The line of one document, whether its log is open anywhere or not; null when there is none, or it is in the bin. */
  readDocumentRow(doc: DocId): Promise<DocumentRow | null>;
  /** At which version each document's line is, in byte order of ids; of those that have one and are not in the bin. */
  listRowVersions(): Promise<{ doc: DocId; version: Version }[]>;
  // Reading by what is wanted. Pages follow one another by cursor: a row that does not change meanwhile comes once and only once, in the order
  // of the sort, then of ids by their bytes; what lies in the bin never comes.
  findDocuments(wanted: Wanted<DocumentFilter, DocumentSort>): Promise<Page<DocumentRow>>;
  /** How many texts and claims each case file has, and when one of them was changed last; of case files without any, nothing. */
  countDocuments(filter: Seen<DocumentFilter>): Promise<CaseCount[]>;
  findClaims(wanted: Wanted<ClaimFilter, ClaimSort>): Promise<Page<InCase<ClaimRow>>>;
  /** How many claims have each value; null: nobody is assigned. Values that none has are not there. */
  countClaims(filter: Seen<ClaimFilter>, by: ClaimFacet): Promise<Count[]>;
  /** The newest first. */
  findSources(wanted: Wanted<SourceFilter, "changed">): Promise<Page<InCase<SourceRow>>>;
  /** The texts that have all the words, a language each, those of the documents that changed last first. */
  findTexts(wanted: Wanted<TextFilter, "changed">): Promise<Page<FoundText>>;
  /** How many of a kind are found by words, `most` when it is more. */
  countFound(kind: FoundKind, filter: Seen<TextFilter>, most: number): Promise<number>;
  /** Up to which version the sections of a document are written; null when that is not known. */
  readSectionsVersion(doc: DocId): Promise<Version | null>;
  /** Every line there is: for tests and whoever looks after a store. A page reads by cursor. */
  listDocumentRows(): Promise<DocumentRow[]>;
  listClaimRows(doc: DocId): Promise<ClaimRow[]>;
  listSourceRows(doc: DocId): Promise<SourceRow[]>;
  /** In the order of their keys, without the head. */
  listSectionRows(doc: DocId): Promise<SectionRow[]>;

  /** In this order, so that everything up to the last one that is there is there. A row takes the place of one that begins alike and does not go further. */
  putHistory(doc: DocId, rows: readonly HistoryRow[]): Promise<void>;
  /** The last commit that has a row; 0 when there is none. */
  historyEnd(doc: DocId): Promise<Version>;
  /** Those that begin last first. */
  listHistory(doc: DocId, filter: HistoryFilter, limit: number): Promise<HistoryRow[]>;
  /** To be made again. */
  dropHistory(doc: DocId): Promise<void>;

  // people
  /** `taken`: another user has this key. Inserts when the id is new, else replaces. */
  /** With `seen`, writes only over that very record: "changed" when it is another one by now. */
  putUser(user: User, seen?: User): Promise<"written" | "taken" | "changed">;
  readUser(id: UserId): Promise<User | null>;
  readUserByKey(key: string): Promise<User | null>;
  listUsers(): Promise<User[]>;
  putSession(session: Session): Promise<void>;
  readSession(hash: string): Promise<Session | null>;
  touchSession(hash: string, usedAt: number): Promise<void>;
  /** Removes one session, all of one user, or all used before a time; returns the removed hashes. */
  removeSessions(which: { hash: string } | { user: UserId } | { usedBefore: number; createdBefore: number }): Promise<string[]>;
  putInvite(invite: Invite): Promise<void>;
  readInvite(hash: string): Promise<Invite | null>;
  /** Atomically marks an unused, unexpired invite as used; null when somebody was first, it is unknown or it has expired. */
  claimInvite(hash: string, at: number): Promise<Invite | null>;
  listInvites(): Promise<Invite[]>;
  removeInvite(hash: string): Promise<void>;
}
