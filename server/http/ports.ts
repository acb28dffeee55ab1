import type { DocId, UserId, Version } from "../../shared/ids";
import type { DocState } from "../../shared/log/state";
import type { Op } from "../../shared/log/op";
import type { Result } from "../../shared/refusal";
import type { AddDocument, ImportPreview, PreviewQuery } from "../../shared/wire/import";
import type { DocumentRecord } from "../store/Store";

// What the HTTP side needs of its neighbours, in its own words; main hands them in.

/** The authority over documents' logs. */
export interface DocumentAuthority {
  /** Makes the document with its first commit; `exists` when the id is taken. */
  create(record: DocumentRecord, original: Uint8Array | null, ops: Op[], author: UserId): Promise<Result<Version>>;
  /** The state at a version, null: at the head. `not-found`, also for a version that is not there yet. */
  stateAt(doc: DocId, version: Version | null): Promise<Result<DocState>>;
}

/** Reads bytes in a child process, where a hostile file can do no harm. */
export interface TextReader {
  preview(bytes: Uint8Array, query: PreviewQuery): Promise<Result<ImportPreview>>;
  /** The ops of a new document's first commit, from the same bytes and the person's choices. */
  document(bytes: Uint8Array, request: AddDocument): Promise<Result<Op[]>>;
}

/** Tells open pages that what they list has changed. */
export interface LibraryBell {
  ring(what: { kind: "cases" | "people" } | { kind: "rows"; doc?: DocId }): void;
  /** These documents are gone: whoever has one open is told. */
  gone(docs: readonly DocId[]): void;
}

/** Receives what went wrong, without personal data. */
export interface Journal {
  error(facts: Readonly<Record<string, unknown>>, what: string): void;
  warn(facts: Readonly<Record<string, unknown>>, what: string): void;
  info(facts: Readonly<Record<string, unknown>>, what: string): void;
  debug(facts: Readonly<Record<string, unknown>>, what: string): void;
}
