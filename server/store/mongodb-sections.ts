import type { Filter } from "mongodb";
import type { DocId } from "../../shared/ids";
import type { Lang } from "../../shared/languages";
import type { Cursor } from "../../shared/search/cursor";
import type { TextFilter } from "../../shared/search/filter";
import { soughtWords } from "../../shared/search/terms";
import type { SoughtWord } from "../../shared/search/terms";
import type { MongoDatabase, StoredSection } from "./mongodb-database";
import { visible } from "./mongodb-documents";
import { keyOf, rowOf } from "./mongodb-projections";
import { wordCondition } from "./mongodb-words";
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

/** Documents up to which the next word is looked for in these alone. */
const FEW = 1000;

const longest = (word: SoughtWord): number => Math.max(...word.flat().map((prefix) => prefix.length));

/** The texts that have each of the words somewhere, in the order of the list: the words one by one, each in the texts that have the ones before. */
async function textsWith(database: MongoDatabase, { words, langs, cases }: Seen<TextFilter>): Promise<Text[]> {
  let found: Map<string, Omit<Text, "at">> | null = null;
  // A long word is rarer than a short one.
  for (const word of soughtWords(words).sort((a, b) => longest(b) - longest(a))) {
    const query: Record<string, unknown> = { shown: true, ...wordCondition(word) };
    if (cases !== "all") query["case"] = { $in: cases };
    if (langs) query["lang"] = { $in: langs };
    if (found && found.size <= FEW) query["doc"] = { $in: [...new Set(Array.from(found.values(), ({ doc }) => doc))] };
    const sections = await database.ask(() =>
      database.sections.find(query as Filter<StoredSection>, { projection: { _id: 0, doc: 1, lang: 1 } }).toArray(),
    );
    const having = new Map<string, Omit<Text, "at">>();
    for (const { doc, lang } of sections) {
      const key = `${doc}\n${lang ?? ""}`;
      if (lang !== null && (!found || found.has(key))) having.set(key, { doc, lang });
    }
    found = having;
    if (found.size === 0) return [];
  }
  return found ? inOrder(database, [...found.values()]) : [];
}

async function inOrder(database: MongoDatabase, texts: readonly Omit<Text, "at">[]): Promise<Text[]> {
  const query = { _id: { $in: [...new Set(texts.map(({ doc }) => doc as string))] }, version: { $exists: true }, ...visible };
  const documents = await database.ask(() => database.documents.find(query, { projection: { changedAt: 1 } }).toArray());
  const changed = new Map(documents.map(({ _id, changedAt }) => [_id, changedAt ?? 0]));
  return texts
    .flatMap(({ doc, lang }): Text[] => {
      const at = changed.get(doc);
      return at === undefined ? [] : [{ doc, lang, at }];
    })
    .sort(later);
}

const later = (one: Text, other: Text): number =>
  other.at - one.at || (one.doc < other.doc ? 1 : one.doc > other.doc ? -1 : one.lang < other.lang ? 1 : one.lang > other.lang ? -1 : 0);

const isPast = (text: Text, { at, doc, key }: Cursor): boolean => later({ at: Number(at), doc, lang: key as Lang }, text) < 0;

/** Finding texts by their words. */
export function mongoSections(database: MongoDatabase): Pick<Store, "findTexts" | "readSectionsVersion" | "listSectionRows"> & {
  countTexts(filter: Seen<TextFilter>, most: number): Promise<number>;
} {
  return {
    async findTexts({ filter, after, limit }) {
      if (limit < 1) return { rows: [], next: null };
      const all = await textsWith(database, filter);
      const left = after ? all.filter((text) => isPast(text, after)) : all;
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
      return Math.min(most, (await textsWith(database, filter)).length);
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
