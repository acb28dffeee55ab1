import type { Filter } from "mongodb";
import type { DocId } from "../../shared/ids";
import type { Lang } from "../../shared/languages";
import type { Cursor } from "../../shared/search/cursor";
import type { TextFilter } from "../../shared/search/filter";
import { soughtWords } from "../../shared/search/terms";
import type { SoughtWord } from "../../shared/search/terms";
import type { MongoDatabase, StoredDocument, StoredSection } from "./mongodb-database";
import { visible } from "./mongodb-documents";
import { keyOf, rowOf } from "./mongodb-projections";
import { wordCondition } from "./mongodb-words";
import type { Condition } from "./mongodb-words";
import { isKey } from "./record-validation";
import { HEAD, MOST_SECTIONS } from "./rows";
import type { FoundText, SectionRow, Seen } from "./rows";
import type { Store } from "./Store";

export function sectionOf({ _id, case: _case, shown: _shown, terms: _terms, ...section }: StoredSection): SectionRow {
  return section;
}

interface Text {
  readonly doc: DocId;
  readonly lang: Lang;
  readonly at: number;
}

/** `few`: sections with the rarest word up to which their documents alone are looked through; `portion`: documents that are looked through at a time. */
const SIZES = { few: 1000, portion: 200 };
type Sizes = typeof SIZES;

const longest = (word: SoughtWord): number => Math.max(...word.flat().map((prefix) => prefix.length));

/**
 * The texts that have each of the words somewhere, in the order of the list, from a place on: portion by portion, for as long as somebody takes them. Of frequent
 * words the first portion fills a page; where there is a rare one, only documents that have it are looked through.
 */
async function* textsWith(
  database: MongoDatabase,
  { few, portion }: Sizes,
  { words, langs, cases }: Seen<TextFilter>,
  after: Cursor | null,
): AsyncGenerator<Text> {
  // A long word is rarer than a short one.
  const sought = soughtWords(words).sort((a, b) => longest(b) - longest(a));
  const [rarest] = sought;
  if (!rarest) return;
  const within = { shown: true, ...(cases === "all" ? {} : { case: { $in: cases } }), ...(langs ? { lang: { $in: langs } } : {}) };
  const having = (word: SoughtWord, more: Condition, limit = 0) =>
    database.ask(() =>
      database.sections
        .find({ ...within, ...more, ...wordCondition(word) } as Filter<StoredSection>, { projection: { _id: 0, doc: 1, lang: 1 }, limit })
        .toArray(),
    );
  const rare = await having(rarest, {}, few + 1);
  const among = rare.length > few ? {} : { _id: { $in: [...new Set(rare.map(({ doc }) => doc as string))] } };
  const home = cases === "all" ? {} : { case: { $in: cases } };
  let past: Condition = after ? { $or: [{ changedAt: { $lt: after.at } }, { changedAt: after.at, _id: { $lte: after.doc } }] } : {};
  for (;;) {
    const query = { $and: [among, home, past, visible, { version: { $exists: true } }] } as Filter<StoredDocument>;
    const documents = await database.ask(() =>
      database.documents
        .find(query, { projection: { changedAt: 1 } })
        .sort({ changedAt: -1, _id: -1 })
        .limit(portion)
        .toArray(),
    );
    const changed = new Map(documents.map(({ _id, changedAt }) => [_id, changedAt ?? 0]));
    let found: Map<string, Text> | null = null;
    for (const word of sought) {
      const before: Map<string, Text> | null = found;
      const docs: string[] = before ? Array.from(before.values(), ({ doc }) => doc) : [...changed.keys()];
      found = new Map();
      for (const { doc, lang } of docs.length === 0 ? [] : await having(word, { doc: { $in: [...new Set(docs)] } })) {
        const key = `${doc}\n${lang ?? ""}`;
        if (lang !== null && (!before || before.has(key))) found.set(key, { doc, lang, at: changed.get(doc) ?? 0 });
      }
    }
    for (const text of [...(found ?? new Map<string, Text>()).values()].sort(later)) if (!after || isPast(text, after)) yield text;
    const [id, at] = [...changed].at(-1) ?? [null, 0];
    if (id === null || documents.length < portion) return;
    past = { $or: [{ changedAt: { $lt: at } }, { changedAt: at, _id: { $lt: id } }] };
  }
}

/** The first of them, at most so many. */
async function firstOf(texts: AsyncGenerator<Text>, most: number): Promise<Text[]> {
  const first: Text[] = [];
  if (most > 0)
    for await (const text of texts) {
      first.push(text);
      if (first.length === most) break;
    }
  return first;
}

const later = (one: Text, other: Text): number =>
  other.at - one.at || (one.doc < other.doc ? 1 : one.doc > other.doc ? -1 : one.lang < other.lang ? 1 : one.lang > other.lang ? -1 : 0);

const isPast = (text: Text, { at, doc, key }: Cursor): boolean => later({ at: Number(at), doc, lang: key as Lang }, text) < 0;

/** Finding texts by their words. */
export function mongoSections(
  database: MongoDatabase,
  sizes: Sizes = SIZES,
): Pick<Store, "findTexts" | "readSectionsVersion" | "listSectionRows"> & {
  countTexts(filter: Seen<TextFilter>, most: number): Promise<number>;
} {
  return {
    async findTexts({ filter, after, limit }) {
      if (limit < 1) return { rows: [], next: null };
      const left = await firstOf(textsWith(database, sizes, filter, after), limit + 1);
      const page = left.slice(0, limit);
      const query = { _id: { $in: page.map(({ doc }) => doc as string) }, version: { $exists: true }, ...visible };
      const documents = new Map(
        (await database.ask(() => database.documents.find(query).toArray())).map((one) => [rowOf(one).doc, rowOf(one)]),
      );
      const rows = await Promise.all(
        page.map(async ({ doc, lang }): Promise<FoundText[]> => {
          const row = documents.get(doc);
          return row ? [{ row, lang, sections: await sectionsWith(database, doc, lang, filter.words) }] : [];
        }),
      );
      const last = page.at(-1);
      return { rows: rows.flat(), next: left.length > limit && last ? { at: last.at, doc: last.doc, key: last.lang } : null };
    },

    async countTexts(filter, most) {
      return (await firstOf(textsWith(database, sizes, filter, null), most)).length;
    },

    async readSectionsVersion(doc) {
      if (!isKey(doc)) return null;
      const head = await database.ask(() => database.sections.findOne({ _id: keyOf(doc, HEAD) }, { projection: { version: 1 } }));
      return head?.version ?? null;
    },

    async listSectionRows(doc) {
      if (!isKey(doc)) return [];
      const found = await database.ask(() =>
        database.sections
          .find({ doc, key: { $ne: HEAD } })
          .sort({ key: 1 })
          .toArray(),
      );
      return found.map(sectionOf);
    },
  };
}

/** The first sections of a text that have all the words, else the first ones that have some. */
async function sectionsWith(database: MongoDatabase, doc: DocId, lang: Lang, words: string): Promise<SectionRow[]> {
  const conditions = soughtWords(words).map(wordCondition);
  const find = (query: Record<string, unknown>) =>
    database.ask(() =>
      database.sections
        .find({ doc, lang, ...query } as Filter<StoredSection>)
        .sort({ at: 1 })
        .limit(MOST_SECTIONS)
        .toArray(),
    );
  const all = await find({ $and: conditions });
  return (all.length > 0 ? all : await find({ $or: conditions })).map(sectionOf);
}
