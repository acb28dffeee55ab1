import type { CaseId, DocId } from "../../shared/ids";
import type { LibraryNotice } from "../../shared/protocol/socket";
import type { Authority } from "../authority/authority";
import type { Audience } from "../grants";
import type { Parser } from "../import/parser";

// What the HTTP side needs of its neighbours, in its own words; main hands them in.

/** The authority over documents' logs, as far as requests need it. */
export type DocumentAuthority = Pick<
  Authority,
  "create" | "open" | "stateAt" | "detailsOf" | "submit" | "listed" | "history" | "logsBehind"
>;

/** Reads files of any format in a child process, where a hostile one can do no harm. */
export type TextReader = Pick<Parser, "preview" | "document">;

/** Tells open pages that what they list has changed. */
export interface LibraryNotices {
  /** `to`: who hears of it; those for whom the case file exists by then, unless told. */
  notify(what: LibraryNotice, to?: Audience): void;
  /** These documents are gone: whoever has one open is told. */
  removed(docs: readonly DocId[], to: Audience): void;
  /** These are in the bin: likewise. */
  binned(docs: readonly DocId[], to: Audience): void;
  /** Somebody may be something else now in a case file, or in that of these documents: whoever has one open is asked again. */
  grantsChanged(where: { readonly case: CaseId } | { readonly docs: readonly DocId[] }): void;
}
