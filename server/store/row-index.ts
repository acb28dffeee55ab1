import { fold } from "../../shared/search/fold";
import { termsOf } from "../../shared/search/terms";
import type { Version } from "../../shared/ids";
import { sourceKey } from "./rows";
import type { ClaimRow, DocumentRow, ProjectedRows, RowChanges, RowKind, SectionRow, SourceRow } from "./rows";

// What rows are found, sorted and counted by: the same on both stores.

/** A row as it is kept: its key within its document, and what it is found by. */
export interface IndexedRow {
  readonly key: string;
  readonly version: Version;
  readonly row: ClaimRow | SourceRow | SectionRow;
  /** By the columns of its index. */
  readonly columns: Readonly<Record<string, string | number | null>>;
  readonly terms: readonly string[];
}

interface Indexing<Row> {
  key(row: Row): string;
  columns(row: Row): IndexedRow["columns"];
  terms(row: Row): readonly string[];
}

/** Stands around each tag, and in no tag. */
export const TAG_EDGE = "\n";

/** Rows of before have none. */
const statementsOf = ({ statements }: Partial<Pick<ClaimRow, "statements">>): object => statements ?? {};

/** Each of them with a space on both sides. */
const spaced = (words: readonly string[]): string => (words.length === 0 ? "" : ` ${words.join(" ")} `);

const claims: Indexing<ClaimRow> = {
  key: (row) => row.claim,
  columns: (row) => ({
    status: row.status,
    verdict: row.verdict,
    kind: row.kind,
    assignee: row.assignee,
    author: row.author,
    orphan: Number(row.orphan),
    withdrawn: Number(row.withdrawn),
    sources: row.evidence.length,
    tags: row.tags.length === 0 ? "" : TAG_EDGE + row.tags.join(TAG_EDGE) + TAG_EDGE,
    changed: row.changedAt,
    created: row.createdAt,
    langs: spaced(Object.keys({ ...row.quotes, ...statementsOf(row) })),
  }),
  terms: (row) => row.terms,
};

const sources: Indexing<SourceRow> = {
  key: (row) => sourceKey(row.claim, row.evidence),
  columns: (row) => ({ changed: row.at, stance: row.stance }),
  terms: (row) => termsOf(row.title, row.publisher, withoutScheme(row.address), row.quote, row.note),
};

const sections: Indexing<SectionRow> = {
  key: (row) => row.key,
  columns: (row) => ({ lang: row.lang ?? "", at: row.at }),
  terms: (row) => termsOf(...row.blocks.map(({ text }) => text)),
};

const indexing: { readonly [Kind in RowKind]: Indexing<ProjectedRows[Kind]> } = { claims, sources, sections };
export const rowKinds = Object.keys(indexing) as RowKind[];

/** The changes of one kind; null when nothing is told of it. */
export function indexedChanges<Kind extends RowKind>(
  kind: Kind,
  changes: RowChanges,
): { put: IndexedRow[]; gone: readonly string[] } | null {
  const told = changes[kind];
  if (!told) return null;
  const { key, columns, terms } = indexing[kind];
  const put = (told.put as readonly ProjectedRows[Kind][]).map((row) => ({
    key: key(row),
    version: row.version,
    row,
    columns: columns(row),
    terms: terms(row),
  }));
  return { put, gone: told.gone };
}

export const indexedRow = <Kind extends RowKind>(kind: Kind, row: ProjectedRows[Kind]): IndexedRow => {
  const { key, columns, terms } = indexing[kind];
  return { key: key(row), version: row.version, row, columns: columns(row), terms: terms(row) };
};

/** UTF-16 units of a folded title by which texts are sorted: the rest would only make the index large. */
const SORTED_BY = 100;

/** What a document's line is found and sorted by. */
export const documentColumns = (row: DocumentRow) => ({
  title: fold(row.title).slice(0, SORTED_BY).toWellFormed(),
  changed: row.changedAt,
  claims: row.claims,
  source: row.source,
  languages: spaced(row.languages.map(({ lang }) => lang)),
});

export const documentTerms = (row: DocumentRow): string[] => termsOf(row.title, row.publisher, row.author, withoutScheme(row.address));

const withoutScheme = (address: string): string => address.replace(/^https?:\/\/(?:www\.)?/, "");
