import type { DocId, UserId, Version } from "../../shared/ids";
import type { DocState } from "../../shared/log/state";
import type { Op } from "../../shared/log/op";
import type { Result } from "../../shared/refusal";
import type { Parser } from "../exchange/parser";
import type { DocumentRecord } from "../store/Store";

// What the HTTP side needs of its neighbours, in its own words; main hands them in.

/** The authority over documents' logs. */
export interface DocumentAuthority {
  /** Makes the document with its first commit; `exists` when the id is taken. */
  create(record: DocumentRecord, original: Uint8Array | null, ops: Op[], author: UserId): Promise<Result<Version>>;
  /** The state at a version, null: at the head. `not-found`, also for a version that is not there yet. */
  stateAt(doc: DocId, version: Version | null): Promise<Result<DocState>>;
}

/** Reads a file of any format into blocks, anything with markup in a child process, where a hostile page can do no harm. */
export type TextReader = Pick<Parser, "preview">;

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
