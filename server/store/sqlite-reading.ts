import type { FoundKind } from "../../shared/protocol/found";
import type { Cursor } from "../../shared/search/cursor";
import { NOBODY } from "../../shared/search/filter";
import type {
  ClaimFacet,
  ClaimFilter,
  ClaimSort,
  DocumentFilter,
  DocumentSort,
  SourceFilter,
  TextFilter,
} from "../../shared/search/filter";
import { soughtWords } from "../../shared/search/terms";
import type { CaseId, DocId, Version } from "../../shared/ids";
import type { SqliteFile } from "./sqlite-file";
import { Conditions, matchOf } from "./sqlite-conditions";
import type { Value } from "./sqlite-conditions";
import { documentRow } from "./sqlite-projections";
import { sqliteSections } from "./sqlite-sections";
import { sought } from "./record-validation";
import { TAG_EDGE } from "./row-index";
import type { Store } from "./Store";
import type { CaseCount, ClaimRow, Count, Page, RowKind, Seen, SourceRow, Wanted } from "./rows";

/** The rows of an index that words find, or all of them: first the words, as they are fewer. Null: there are words, and nothing can have them. */
function from(kind: RowKind | "documents", words: string | undefined): { sql: string; values: Value[] } | null {
  if (words === undefined || words.trim() === "") return { sql: `${kind}_index i`, values: [] };
  const all = soughtWords(words);
  if (all.length === 0) return null;
  return {
    sql: `(select rowid from ${kind}_words where ${kind}_words match ?) w cross join ${kind}_index i on i.place = w.rowid`,
    values: [all.map(matchOf).join(" AND ")],
  };
}

function documentConditions({ cases, docs, source, langs, claims }: Seen<DocumentFilter>, plain = false): Conditions {
  const conditions = new Conditions(plain);
  if (docs) conditions.add("i.doc in (select value from json_each(?))", JSON.stringify(docs));
  conditions.cases(cases);
  conditions.among("source", source);
  conditions.langs("languages", langs);
  conditions.yesNo("i.claims > 0", claims);
  return conditions;
}

function claimConditions(filter: Seen<ClaimFilter>, plain = false): Conditions {
  const conditions = new Conditions(plain);
  conditions.cases(filter.cases);
  if (filter.docs) conditions.add("i.doc in (select value from json_each(?))", JSON.stringify(filter.docs));
  conditions.among("status", filter.status);
  conditions.among("verdict", filter.verdict);
  conditions.among("kind", filter.kind);
  conditions.among("author", filter.author);
  conditions.langs("langs", filter.langs);
  if (filter.assignee) {
    const people = JSON.stringify(filter.assignee.filter((one) => one !== NOBODY));
    const nobody = filter.assignee.includes(NOBODY) ? `${conditions.column("assignee")} is null or ` : "";
    conditions.add(`(${nobody}i.assignee in (select value from json_each(?)))`, people);
  }
  for (const tag of filter.tags ?? []) conditions.add("instr(i.tags, ?) > 0", TAG_EDGE + tag + TAG_EDGE);
  conditions.yesNo("i.orphan = 1", filter.orphan);
  conditions.yesNo("i.sources > 0", filter.sources);
  conditions.add(`${conditions.column("withdrawn")} = ?`, filter.withdrawn ? 1 : 0);
  return conditions;
}

interface Found {
  doc: DocId;
  key: string;
  at: string | number;
}

interface Listing<Filter, Sort> {
  readonly kind: RowKind | "documents";
  readonly conditions: Conditions;
  readonly wanted: Wanted<Filter & { words?: string | undefined }, Sort>;
  readonly column: string;
  readonly order: "asc" | "desc";
}

/** One page of an index, and whether more follows. */
function list<Filter, Sort>(
  file: SqliteFile,
  { kind, conditions, wanted, column, order }: Listing<Filter, Sort>,
): { rows: Found[]; next: Cursor | null } {
  const { after, limit } = wanted;
  const source = from(kind, (wanted.filter as { words?: string }).words);
  if (!source || limit < 1) return { rows: [], next: null };
  if (after) {
    const past = order === "asc" ? ">" : "<";
    conditions.add(`(i.${column}, i.doc, i.key) ${past} (?, ?, ?)`, after.at, after.doc, after.key);
  }
  const sql =
    `select i.doc as doc, i.key as key, i.${column} as at from ${source.sql} where ${conditions.sql} ` +
    `order by i.${column} ${order}, i.doc ${order}, i.key ${order} limit ?`;
  const rows = file.rows<Found>(sql, ...source.values, ...conditions.values, limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > limit && last ? { at: last.at, doc: last.doc, key: last.key } : null };
}

function sourceConditions({ cases }: Seen<SourceFilter>): Conditions {
  const conditions = new Conditions(false);
  conditions.cases(cases);
  return conditions;
}

const foundConditions: Readonly<Record<Exclude<FoundKind, "texts">, (filter: Seen<TextFilter>) => Conditions>> = {
  titles: (filter) => documentConditions(filter),
  claims: (filter) => claimConditions(filter),
  sources: sourceConditions,
};

const facetColumns: Readonly<Record<ClaimFacet, string>> = {
  status: "status",
  verdict: "verdict",
  kind: "kind",
  assignee: "assignee",
  case: "case_id",
};

/** Reading by what is wanted, from the narrow tables beside the readable ones. */
export function sqliteReading(
  file: SqliteFile,
): Pick<
  Store,
  "readDocumentRow" | "listRowVersions" | "findDocuments" | "countDocuments" | "findClaims" | "countClaims" | "findSources" | "countFound"
> &
  Pick<Store, "findTexts" | "readSectionsVersion" | "listSectionRows"> {
  const home = (kind: RowKind, { doc, key }: Found): CaseId =>
    file.row<{ home: CaseId }>(`select case_id as home from ${kind}_index where doc = ? and key = ?`, doc, key)?.home as CaseId;
  const withCases = <Row>(
    kind: RowKind,
    column: string,
    page: { rows: Found[]; next: Cursor | null },
  ): Page<{ case: CaseId; row: Row }> => ({
    rows: page.rows.flatMap((found) => {
      const line = file.row<{ body: string }>(`select body from ${kind} where doc = ? and ${column} = ?`, found.doc, found.key);
      return line ? [{ case: home(kind, found), row: JSON.parse(line.body) as Row }] : [];
    }),
    next: page.next,
  });

  const { countTexts, ...texts } = sqliteSections(file);

  return {
    ...texts,

    async countFound(kind, filter, most) {
      if (kind === "texts") return countTexts(filter, most);
      const table = kind === "titles" ? "documents" : kind;
      const source = from(table, filter.words);
      if (!source) return 0;
      const conditions = foundConditions[kind](filter);
      const sql = `select count(*) as count from (select 1 from ${source.sql} where ${conditions.sql} limit ?)`;
      return file.row<{ count: number }>(sql, ...source.values, ...conditions.values, most)?.count ?? 0;
    },

    async readDocumentRow(doc) {
      const sql =
        "select body, projection from documents d where id = ? and projection is not null " +
        "and exists (select 1 from documents_index i where i.doc = d.id and i.shown = 1)";
      const line = file.row<{ body: string; projection: string }>(sql, sought(doc));
      return line ? documentRow(line) : null;
    },

    async listRowVersions() {
      const sql =
        "select d.id as doc, d.version as version from documents d join documents_index i on i.doc = d.id where i.shown = 1 order by d.id";
      return file.rows<{ doc: DocId; version: Version }>(sql).map(({ doc, version }) => ({ doc, version }));
    },

    async findDocuments(wanted: Wanted<DocumentFilter, DocumentSort>) {
      const sorted =
        wanted.sort === "title" ? ({ column: "title", order: "asc" } as const) : ({ column: "changed", order: "desc" } as const);
      const { rows, next } = list(file, { kind: "documents", conditions: documentConditions(wanted.filter), wanted, ...sorted });
      const read = ({ doc }: Found) =>
        file.rows<{ body: string; projection: string }>("select body, projection from documents where id = ?", doc);
      return { rows: rows.flatMap(read).map(documentRow), next };
    },

    async countDocuments(filter) {
      const source = from("documents", filter.words);
      if (!source) return [];
      const conditions = documentConditions(filter, true);
      const sql =
        `select i.case_id as home, count(*) as texts, sum(i.claims) as claims, max(i.changed) as changed from ${source.sql} ` +
        `where ${conditions.sql} group by i.case_id order by i.case_id`;
      return file
        .rows<{ home: CaseId; texts: number; claims: number; changed: number }>(sql, ...source.values, ...conditions.values)
        .map(({ home, texts, claims, changed }): CaseCount => ({ case: home, texts, claims, changedAt: changed }));
    },

    async findClaims(wanted: Wanted<ClaimFilter, ClaimSort>) {
      const conditions = claimConditions(wanted.filter);
      const page = list(file, { kind: "claims", conditions, wanted, column: wanted.sort, order: "desc" });
      return withCases<ClaimRow>("claims", "claim", page);
    },

    async countClaims(filter, by) {
      const source = from("claims", filter.words);
      if (!source) return [];
      const conditions = claimConditions(filter, true);
      const column = facetColumns[by];
      const sql = `select i.${column} as value, count(*) as count from ${source.sql} where ${conditions.sql} group by i.${column} order by i.${column}`;
      return file
        .rows<{ value: string | null; count: number }>(sql, ...source.values, ...conditions.values)
        .map(({ value, count }): Count => ({ value, count }));
    },

    async findSources(wanted: Wanted<SourceFilter, "changed">) {
      const conditions = sourceConditions(wanted.filter);
      return withCases<SourceRow>(
        "sources",
        "source",
        list(file, { kind: "sources", conditions, wanted, column: "changed", order: "desc" }),
      );
    },
  };
}
