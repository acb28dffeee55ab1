import type { DocId } from "../../shared/ids";
import type { Authority } from "../authority/authority";
import type { Parser } from "../import/parser";

// What the HTTP side needs of its neighbours, in its own words; main hands them in.

/** The authority over documents' logs, as far as requests need it. */
export type DocumentAuthority = Pick<Authority, "create" | "stateAt" | "submit" | "logsBehind">;

/** Reads files of any format in a child process, where a hostile one can do no harm. */
export type TextReader = Pick<Parser, "preview" | "document">;

/** Tells open pages that what they list has changed. */
export interface LibraryNotices {
  notify(what: { kind: "cases" | "people" } | { kind: "rows"; doc?: DocId }): void;
  /** These documents are gone: whoever has one open is told. */
  removed(docs: readonly DocId[]): void;
  /** These are in the bin: likewise. */
  binned(docs: readonly DocId[]): void;
}
