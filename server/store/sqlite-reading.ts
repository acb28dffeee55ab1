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
import { ClaimCounts } from "./sqlite-claim-counts";
import { Conditions, matchOf } from "./sqlite-conditions";
import type { Value } from "./sqlite-conditions";
import { Matches } from "./sqlite-matches";
import { documentRow } from "./sqlite-projections";
import { sqliteSections } from "./sqlite-sections";
import { sought } from "./record-validation";
import { TAG_EDGE } from "./row-index";
import type { Store } from "./Store";
import type { CaseCount, ClaimRow, Count, Page, RowKind, Seen, SourceRow, Wanted } from "./rows";

/** The question that an index of words is asked, for what has all of these words. Null: nothing can have them; "" where there are none. */
function matchFor(words: string | undefined): string | null {
  if (words === undefined || words.trim() === "") return "";
  const all = soughtWords(words);
  return all.length === 0 ? null : all.map(matchOf).join(" AND ");
}

/** A claim is found by the words of its tags as well, of which there is an index; what is not the whole tag goes by its condition. */
function matchOfAll({ words, tags = [] }: Words): string | null {
  const own = matchFor(words);
  return own === null ? null : [own, ...tags.map((tag) => matchFor(tag) ?? "")].filter((one) => one !== "").join(" AND ");
}

/** The rows of an index that words find, or all of them: first the words, as they are fewer. Null: there are words, and nothing can have them. */
function from(kind: RowKind | "documents", filter: Words): { sql: string; values: Value[] } | null {
  const match = matchOfAll(filter);
  if (match === null) return null;
  if (match === "") return { sql: `${kind}_index i`, values: [] };
  return {
    sql: `(select rowid from ${kind}_words where ${kind}_words match ?) w cross join ${kind}_index i on i.place = w.rowid`,
    values: [match],
  };
}

interface Words {
  readonly words?: string | undefined;
  readonly tags?: readonly string[] | undefined;
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
  place: number;
  doc: DocId;
  key: string;
  at: string | number;
}

interface Listing<Filter, Sort> {
  readonly kind: RowKind | "documents";
  readonly conditions: Conditions;
  readonly wanted: Wanted<Filter & Words, Sort>;
  readonly column: string;
  readonly order: "asc" | "desc";
}

/** One page of an index, and whether more follows. */
function list<Filter, Sort>(
  file: SqliteFile,
  matches: Matches,
  { kind, conditions, wanted, column, order }: Listing<Filter, Sort>,
): { rows: Found[]; next: Cursor | null } {
  const { after, limit } = wanted;
  const match = matchOfAll(wanted.filter);
  if (match === null || limit < 1) return { rows: [], next: null };
  if (after) {
    const past = order === "asc" ? ">" : "<";
    conditions.add(`(i.${column}, i.doc, i.key) ${past} (?, ?, ?)`, after.at, after.doc, after.key);
  }
  const sorted = `order by i.${column} ${order}, i.doc ${order}, i.key ${order}`;
  const places = match === "" ? null : matches.places(kind, match);
  const select = (source: string): string =>
    `select i.place as place, i.doc as doc, i.key as key, i.${column} as at from ${source} where ${conditions.sql} ${sorted}`;
  const rows =
    (places && places.length > FREQUENT && walked(file, select(`${kind}_index i`), conditions.values, places, limit + 1)) ||
    (places
      ? file.rows<Found>(
          `${select(`json_each(?) w cross join ${kind}_index i on i.place = w.value`)} limit ?`,
          JSON.stringify(places),
          ...conditions.values,
          limit + 1,
        )
      : file.rows<Found>(`${select(`${kind}_index i`)} limit ?`, ...conditions.values, limit + 1));
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > limit && last ? { at: last.at, doc: last.doc, key: last.key } : null };
}

/** More rows than this are not sorted: all are gone through in the order of the list instead, until there are enough that have the words. */
const FREQUENT = 3000;
/** If there are not after so many, something else keeps them apart. */
const MOST_WALKED = 6000;

function walked(file: SqliteFile, sql: string, values: readonly Value[], places: readonly number[], most: number): Found[] | null {
  const having = new Uint8Array(1 + (places.at(-1) ?? 0));
  for (const place of places) having[place] = 1;
  const found: Found[] = [];
  let seen = 0;
  const goOn = (row: Found): boolean => {
    seen += 1;
    if (having[row.place] === 1) found.push(row);
    return found.length < most && seen < MOST_WALKED;
  };
  file.rowsWhile<Found>(sql, goOn, ...values);
  return found.length === most || seen < MOST_WALKED ? found : null;
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
  const counts = new ClaimCounts(file);
  const matches = new Matches(file);

  return {
    ...texts,

    async countFound(kind, filter, most) {
      if (kind === "texts") return countTexts(filter, most);
      const table = kind === "titles" ? "documents" : kind;
      const source = from(table, filter);
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
      const { rows, next } = list(file, matches, { kind: "documents", conditions: documentConditions(wanted.filter), wanted, ...sorted });
      const read = ({ doc }: Found) =>
        file.rows<{ body: string; projection: string }>("select body, projection from documents where id = ?", doc);
      return { rows: rows.flatMap(read).map(documentRow), next };
    },

    async countDocuments(filter) {
      const source = from("documents", filter);
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
      const page = list(file, matches, { kind: "claims", conditions, wanted, column: wanted.sort, order: "desc" });
      return withCases<ClaimRow>("claims", "claim", page);
    },

    async countClaims(filter, by) {
      const match = matchFor(filter.words);
      if (match === null) return [];
      if (ClaimCounts.has(filter)) return counts.count(filter, by, () => (match === "" ? null : matches.places("claims", match)));
      const source = from("claims", filter);
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
        list(file, matches, { kind: "sources", conditions, wanted, column: "changed", order: "desc" }),
      );
    },
  };
}
