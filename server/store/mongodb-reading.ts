import type { Collection, Document, Filter, Sort } from "mongodb";
import type { CaseId, DocId, Version } from "../../shared/ids";
import type { Cursor } from "../../shared/search/cursor";
import { NOBODY } from "../../shared/search/filter";
import type { ClaimFilter, DocumentFilter, SourceFilter } from "../../shared/search/filter";
import type { MongoDatabase } from "./mongodb-database";
import { visible } from "./mongodb-documents";
import { claimOf, keyOf, rowOf, sourceOf } from "./mongodb-projections";
import { mongoSections } from "./mongodb-sections";
import { termConditions } from "./mongodb-words";
import type { Condition } from "./mongodb-words";
import { isKey } from "./record-validation";
import { sourceKey } from "./rows";
import type { Store } from "./Store";
import type { CaseCount, Count, Page, Seen } from "./rows";

const inCases = (cases: readonly CaseId[] | "all"): Condition[] => (cases === "all" ? [] : [{ case: { $in: cases } }]);
const among = (field: string, values: readonly string[] | undefined): Condition[] => (values ? [{ [field]: { $in: values } }] : []);

function documentConditions({ cases, docs, source, langs, claims, words }: Seen<DocumentFilter>): Condition[] | null {
  const terms = termConditions(words);
  if (!terms) return null;
  return [
    { version: { $exists: true }, ...visible },
    ...terms,
    ...inCases(cases),
    ...among("_id", docs),
    ...among("source", source),
    ...among("languages.lang", langs),
    ...(claims === undefined ? [] : [{ claims: claims ? { $gt: 0 } : 0 }]),
  ];
}

function claimConditions(filter: Seen<ClaimFilter>): Condition[] | null {
  const { orphan, sources, withdrawn = false, tags = [], assignee, langs } = filter;
  const terms = termConditions(filter.words);
  if (!terms) return null;
  return [
    { shown: true, withdrawn },
    ...terms,
    ...inCases(filter.cases),
    ...among("doc", filter.docs),
    ...among("status", filter.status),
    ...among("verdict", filter.verdict),
    ...among("kind", filter.kind),
    ...among("author", filter.author),
    ...(assignee ? [{ assignee: { $in: assignee.map((one) => (one === NOBODY ? null : one)) } }] : []),
    ...(langs
      ? [{ $or: langs.flatMap((lang) => [{ [`quotes.${lang}`]: { $exists: true } }, { [`statements.${lang}`]: { $exists: true } }]) }]
      : []),
    ...tags.map((tag) => ({ tags: tag })),
    ...(orphan === undefined ? [] : [{ orphan }]),
    ...(sources === undefined ? [] : [{ "evidence.0": { $exists: sources } }]),
  ];
}

function sourceConditions({ words, cases }: Seen<SourceFilter>): Condition[] | null {
  const terms = termConditions(words);
  return terms && [{ shown: true }, ...terms, ...inCases(cases)];
}

interface Listing {
  readonly conditions: Condition[] | null;
  readonly after: Cursor | null;
  readonly limit: number;
  readonly field: string;
  readonly order: 1 | -1;
  /** The ids by which rows of the same `field` are sorted. */
  readonly ids: readonly string[];
}

/** What comes after the cursor: a greater first field, or the same and a greater second one, and so on. */
function past(fields: readonly string[], values: readonly unknown[], order: 1 | -1): Condition {
  const operator = order === 1 ? "$gt" : "$lt";
  return {
    $or: fields.map((field, index) => ({
      ...Object.fromEntries(fields.slice(0, index).map((same, at) => [same, values[at]])),
      [field]: { [operator]: values[index] },
    })),
  };
}

async function list<T extends Document>(
  database: MongoDatabase,
  collection: Collection<T>,
  { conditions, after, limit, field, order, ids }: Listing,
  cursorOf: (record: T) => Cursor,
): Promise<{ rows: T[]; next: Cursor | null }> {
  if (!conditions || limit < 1) return { rows: [], next: null };
  const fields = [field, ...ids];
  const byId = ids.at(-1) === "_id" && ids.length > 1;
  const values = after ? [after.at, after.doc, byId ? keyOf(after.doc, after.key) : after.key] : [];
  const all = after ? [...conditions, past(fields, values, order)] : conditions;
  const sort = Object.fromEntries(fields.map((one) => [one, order])) as Sort;
  const found = await database.ask(() =>
    collection
      .find({ $and: all } as Filter<T>)
      .sort(sort)
      .limit(limit + 1)
      .toArray(),
  );
  const rows = found.slice(0, limit) as T[];
  const last = rows.at(-1);
  return { rows, next: found.length > limit && last ? cursorOf(last) : null };
}

/** Reading by what is wanted, from the records themselves and their indexes. */
export function mongoReading(
  database: MongoDatabase,
): Pick<
  Store,
  "readDocumentRow" | "listRowVersions" | "findDocuments" | "countDocuments" | "findClaims" | "countClaims" | "findSources" | "countFound"
> &
  Pick<Store, "findTexts" | "readSectionsVersion" | "listSectionRows"> {
  const counted = <T extends object>(collection: Collection<T>, conditions: Condition[], group: Condition): Promise<Document[]> =>
    database.ask(() => collection.aggregate([{ $match: { $and: conditions } }, { $group: group }, { $sort: { _id: 1 } }]).toArray());

  const count = (collection: Collection<never>, conditions: Condition[] | null, most: number): Promise<number> =>
    conditions ? database.ask(() => collection.countDocuments({ $and: conditions } as Filter<never>, { limit: most })) : Promise.resolve(0);
  const { countTexts, ...texts } = mongoSections(database);

  return {
    ...texts,

    async countFound(kind, filter, most) {
      switch (kind) {
        case "texts":
          return countTexts(filter, most);
        case "titles":
          return count(database.documents as unknown as Collection<never>, documentConditions(filter), most);
        case "claims":
          return count(database.claims as unknown as Collection<never>, claimConditions(filter), most);
        case "sources":
          return count(database.sources as unknown as Collection<never>, sourceConditions(filter), most);
      }
    },

    async readDocumentRow(doc) {
      if (!isKey(doc)) return null;
      const found = await database.ask(() => database.documents.findOne({ _id: doc, version: { $exists: true }, ...visible }));
      return found ? rowOf(found) : null;
    },

    async listRowVersions() {
      const query = { version: { $exists: true }, ...visible };
      const found = await database.ask(() =>
        database.documents
          .find(query, { projection: { version: 1 } })
          .sort({ _id: 1 })
          .toArray(),
      );
      return found.map(({ _id, version }) => ({ doc: _id as DocId, version: version as Version }));
    },

    async findDocuments({ filter, sort, after, limit }) {
      const sorted = sort === "title" ? ({ field: "titleKey", order: 1 } as const) : ({ field: "changedAt", order: -1 } as const);
      const listing: Listing = { conditions: documentConditions(filter), after, limit, ids: ["_id"], ...sorted };
      const { rows, next } = await list(database, database.documents, listing, ({ _id: doc, ...record }) => ({
        at: record[sorted.field] ?? "",
        doc: doc as DocId,
        key: "",
      }));
      return { rows: rows.map(rowOf), next };
    },

    async countDocuments(filter) {
      const conditions = documentConditions(filter);
      if (!conditions) return [];
      const group = { _id: "$case", texts: { $sum: 1 }, claims: { $sum: "$claims" }, changedAt: { $max: "$changedAt" } };
      const found = await counted(database.documents, conditions, group);
      return found.map(({ _id: home, ...counts }) => ({ case: home as CaseId, ...counts }) as CaseCount);
    },

    async findClaims({ filter, sort, after, limit }) {
      const field = sort === "changed" ? "changedAt" : "createdAt";
      const listing: Listing = { conditions: claimConditions(filter), after, limit, field, order: -1, ids: ["doc", "claim"] };
      const { rows, next } = await list(database, database.claims, listing, (record) => ({
        at: record[field],
        doc: record.doc,
        key: record.claim,
      }));
      return { rows: rows.map((record) => ({ case: record.case, row: claimOf(record) })), next };
    },

    async countClaims(filter, by) {
      const conditions = claimConditions(filter);
      if (!conditions) return [];
      const found = await counted(database.claims, conditions, { _id: `$${by}`, count: { $sum: 1 } });
      return found.map(({ _id: value, count }): Count => ({ value: value as string | null, count: count as number }));
    },

    async findSources({ filter, after, limit }) {
      const listing: Listing = { conditions: sourceConditions(filter), after, limit, field: "at", order: -1, ids: ["doc", "_id"] };
      const { rows, next } = await list(database, database.sources, listing, (record) => ({
        at: record.at,
        doc: record.doc,
        key: sourceKey(record.claim, record.evidence),
      }));
      return { rows: rows.map((record) => ({ case: record.case, row: sourceOf(record) })), next } satisfies Page<unknown>;
    },
  };
}
