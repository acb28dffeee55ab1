import type { FallBack } from "../../shared/claim/claim";
import type { Statements } from "../../shared/claim/statements";
import type { CaseId, ClaimId, DocId, UserId, Version } from "../../shared/ids";
import type { Cursor } from "../../shared/search/cursor";
import type { Lang } from "../../shared/languages";
import type { HistoryKind, HistoryLine } from "../../shared/protocol/rest";

// What is read of documents without opening them, and how it is asked for: projections that can be made again from the log (`server/projections/`).

/** The library's line of a document: a projection at `version`. */
export interface DocumentRow {
  readonly doc: DocId;
  readonly case: CaseId;
  readonly version: Version;
  readonly title: string;
  readonly publisher: string;
  readonly author: string;
  readonly published: string;
  readonly address: string;
  readonly source: Lang | null;
  readonly locked: boolean;
  /** Per language: blocks in all and blocks done (a source counts as all done). */
  readonly languages: readonly { lang: Lang; blocks: number; done: number }[];
  /** How many standing claims have each status and each verdict. */
  readonly byStatus: Readonly<Record<string, number>>;
  readonly byVerdict: Readonly<Record<string, number>>;
  /** Of these, the approved ones. Absent in rows of before. */
  readonly approved?: Readonly<Record<string, number>>;
  readonly claims: number;
  readonly changedAt: number;
  readonly changedBy: UserId | null;
  readonly demo: boolean;
  readonly sha256: string | null;
}

/** The readable record of one claim, for whoever opens the database: plain fields, no positions to decode. */
export interface ClaimRow {
  readonly claim: ClaimId;
  readonly doc: DocId;
  readonly version: Version;
  readonly quote: string;
  readonly quotes: Readonly<Partial<Record<Lang, string>>>;
  /** By language; in rows of before `statement`, in French and English. */
  readonly statements: Statements;
  readonly kind: string;
  readonly tags: readonly string[];
  readonly status: string;
  /** Why it is in review again, when an approval fell back. Absent in rows of before. */
  readonly fellBack?: FallBack | null;
  readonly verdict: string;
  readonly rationale: string;
  readonly assignee: UserId | null;
  readonly author: UserId;
  readonly verdictBy: UserId | null;
  readonly reviewedBy: UserId | null;
  readonly evidence: readonly { id: string; address: string; title: string; publisher: string; stance: string }[];
  readonly comments: number;
  readonly orphan: boolean;
  readonly withdrawn: boolean;
  readonly createdAt: number;
  readonly changedAt: number;
  /** Folded words of quote, statements, tags and rationale, for search. */
  readonly terms: readonly string[];
}

/** One source as cited by one claim. */
export interface SourceRow {
  readonly evidence: string;
  readonly claim: ClaimId;
  readonly doc: DocId;
  readonly version: Version;
  readonly address: string;
  readonly title: string;
  readonly publisher: string;
  readonly published: string;
  readonly accessed: string;
  readonly quote: string;
  readonly stance: string;
  readonly note: string;
  readonly by: UserId;
  readonly at: number;
}

/** A source within its document: an id of evidence is unique within its claim only. */
export const sourceKey = (claim: string, evidence: string): string => `${claim}/${evidence}`;

/**
 * Neighbouring blocks of a text in one language, some thousand characters: what a text is found by the words of, and shown from. One row of each document, its
 * `HEAD`, holds no words: its version says how far the others have come.
 */
export interface SectionRow {
  readonly doc: DocId;
  readonly version: Version;
  /** Within its document: where it begins, by language and block. */
  readonly key: string;
  /** Null: the head. */
  readonly lang: Lang | null;
  /** The position where it began when it was written: an order for the eye, which later work on other sections does not correct. */
  readonly at: number;
  /** `id`: "" for a block that has none. */
  readonly blocks: readonly { readonly id: string; readonly text: string }[];
}
export const HEAD = "head";

/** The rows that are made of documents besides the library's line, by the name of their projection. */
export interface ProjectedRows {
  readonly claims: ClaimRow;
  readonly sources: SourceRow;
  readonly sections: SectionRow;
}
export type RowKind = keyof ProjectedRows;

/** `put`: the changed ones. `gone`: the keys of those that are no longer. */
export interface Rows<Row> {
  readonly put: readonly Row[];
  readonly gone: readonly string[];
}
export type RowChanges = { readonly [Kind in RowKind]?: Rows<ProjectedRows[Kind]> };

/** What one document looks like to a reader of the database, at one version. */
export interface Projection {
  readonly doc: DocId;
  readonly version: Version;
  /** Null: not told of here. */
  readonly row: DocumentRow | null;
  readonly changes: RowChanges;
  /** True: takes the place of all rows of this document, of the kinds in `changes` (a rebuild). */
  readonly whole: boolean;
}

/** One line of a document's history (`projections/history.ts`), known by the version of its first commit; `last` and `at` are its last commit's. */
export interface HistoryRow {
  readonly doc: DocId;
  readonly first: Version;
  readonly last: Version;
  readonly author: UserId;
  readonly since: number;
  readonly at: number;
  readonly kinds: readonly HistoryKind[];
  readonly claims: readonly ClaimId[];
  readonly ops: HistoryLine["ops"];
  readonly dropped: number;
}

/** Which rows of a history: those that begin before a version, those that a later one began or went on with, and those of one claim, person or kind. */
export interface HistoryFilter {
  readonly before?: Version | undefined;
  readonly after?: Version | undefined;
  readonly claim?: ClaimId | undefined;
  readonly author?: UserId | undefined;
  readonly kind?: HistoryKind | undefined;
}

/** Which version of a projection the rows were made by. */
export interface ProjectionRecord {
  readonly name: string;
  /** 0: none yet. */
  readonly version: number;
  /** A rebuild to a newer version has come so far: up to this document, in the order of ids. Null: none is under way. */
  readonly rebuilding: { readonly version: number; readonly after: DocId } | null;
}

/** A filter as the store takes it: `cases` are those that one may see and wants. */
export type Seen<Filter> = Omit<Filter, "cases"> & { readonly cases: readonly CaseId[] | "all" };

export interface Wanted<Filter, Sort> {
  readonly filter: Seen<Filter>;
  readonly sort: Sort;
  /** Null: from the beginning. */
  readonly after: Cursor | null;
  /** At most so many rows. */
  readonly limit: number;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Null: there are no more. */
  readonly next: Cursor | null;
}

/** A row with the case file in which its document lies. */
export interface InCase<Row> {
  readonly case: CaseId;
  readonly row: Row;
}

/** A text in one language that has the words, and up to `MOST_SECTIONS` of its sections: such as have all of them, or else some. */
export interface FoundText {
  readonly row: DocumentRow;
  readonly lang: Lang;
  readonly sections: readonly SectionRow[];
}
export const MOST_SECTIONS = 3;

export interface CaseCount {
  readonly case: CaseId;
  readonly texts: number;
  readonly claims: number;
  readonly changedAt: number;
}

export interface Count {
  readonly value: string | null;
  readonly count: number;
}
