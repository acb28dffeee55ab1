import type { DocId, Version } from "../../shared/ids";
import type { Lang } from "../../shared/languages";
import type { TextFilter } from "../../shared/search/filter";
import { soughtWords } from "../../shared/search/terms";
import { sought } from "./record-validation";
import { HEAD, MOST_SECTIONS } from "./rows";
import type { DocumentRow, FoundText, SectionRow, Seen } from "./rows";
import type { SqliteFile } from "./sqlite-file";
import { documentRow } from "./sqlite-projections";
import { Conditions, matchOf } from "./sqlite-conditions";
import type { Value } from "./sqlite-conditions";
import { indexTables } from "./sqlite-tables";
import type { Store } from "./Store";

/** Migration 5: the words of texts, section by section, and the languages of claims. A text has many words: only the shortest beginnings have lists of their own. */
export const sectionTables = `
  create table sections (doc text not null, section text not null, version integer not null, body text, primary key (doc, section)) strict;
  ${indexTables("sections", "lang text not null, at integer not null", "2 3")}
  alter table claims_index add column langs text not null default '';
  update documents_index set languages = ' ' || languages || ' ' where languages <> '';
`;

interface Asked {
  readonly sql: string;
  readonly values: Value[];
}

/** The texts that have each of the words somewhere, with what they are sorted by. Null: nothing can have them. */
function textsWith({ words, langs, cases }: Seen<TextFilter>): (Asked & { readonly conditions: Conditions }) | null {
  const matches = soughtWords(words).map(matchOf);
  if (matches.length === 0) return null;
  const conditions = new Conditions(false);
  conditions.cases(cases);
  if (langs) conditions.add("b.lang in (select value from json_each(?))", JSON.stringify(langs));
  const having = matches.map(
    () =>
      "select s.doc, s.lang from (select rowid from sections_words where sections_words match ?) w cross join sections_index s on s.place = w.rowid",
  );
  const sql = `(${having.length === 1 ? having.join("").replace("select", "select distinct") : having.join(" intersect ")}) b cross join documents_index i on i.doc = b.doc`;
  return { sql, values: matches, conditions };
}

/** Finding texts by their words. */
export function sqliteSections(
  file: SqliteFile,
): Pick<Store, "findTexts" | "readSectionsVersion" | "listSectionRows"> & { countTexts(filter: Seen<TextFilter>, most: number): number } {
  return {
    async findTexts({ filter, after, limit }) {
      const texts = textsWith(filter);
      if (!texts || limit < 1) return { rows: [], next: null };
      const { conditions } = texts;
      if (after) conditions.add("(i.changed, i.doc, b.lang) < (?, ?, ?)", after.at, after.doc, after.key);
      const sql =
        `select i.doc as doc, b.lang as lang, i.changed as at from ${texts.sql} where ${conditions.sql} ` +
        "order by i.changed desc, i.doc desc, b.lang desc limit ?";
      const found = file.rows<{ doc: DocId; lang: Lang; at: number }>(sql, ...texts.values, ...conditions.values, limit + 1);
      const page = found.slice(0, limit);
      const last = page.at(-1);
      const sections = sectionsWith(file, page, filter.words);
      return {
        rows: page.flatMap(({ doc, lang }): FoundText[] => {
          const row = rowOf(file, doc);
          return row ? [{ row, lang, sections: sections.get(nameOf({ doc, lang })) ?? [] }] : [];
        }),
        next: found.length > limit && last ? { at: last.at, doc: last.doc, key: last.lang } : null,
      };
    },

    countTexts(filter, most) {
      const texts = textsWith(filter);
      if (!texts) return 0;
      const sql = `select count(*) as count from (select 1 from ${texts.sql} where ${texts.conditions.sql} limit ?)`;
      return file.row<{ count: number }>(sql, ...texts.values, ...texts.conditions.values, most)?.count ?? 0;
    },

    async readSectionsVersion(doc) {
      const sql = "select version from sections where doc = ? and section = ?";
      return file.row<{ version: Version }>(sql, sought(doc), HEAD)?.version ?? null;
    },

    async listSectionRows(doc) {
      const sql = "select body from sections where doc = ? and section <> ? and body is not null order by section";
      return file.rows<{ body: string }>(sql, sought(doc), HEAD).map(({ body }) => JSON.parse(body) as SectionRow);
    },
  };
}

function rowOf(file: SqliteFile, doc: DocId): DocumentRow | null {
  const line = file.row<{ body: string; projection: string }>("select body, projection from documents where id = ?", doc);
  return line ? documentRow(line) : null;
}

type Place = { readonly doc: DocId; readonly lang: Lang };
const nameOf = ({ doc, lang }: Place): string => `${doc} ${lang}`;

/** Of each text of a page, the first sections that have all the words, else the first ones that have some. Asked once for all of them: a question by words costs by how often they are used. */
function sectionsWith(file: SqliteFile, page: readonly Place[], words: string): ReadonlyMap<string, SectionRow[]> {
  const matches = soughtWords(words).map(matchOf);
  const found = new Map<string, SectionRow[]>();
  for (const operator of [" AND ", " OR "]) {
    const left = page.filter((place) => !found.has(nameOf(place)));
    if (left.length === 0) break;
    const sql =
      "select s.doc as doc, s.lang as lang, s.key as key from (select rowid from sections_words where sections_words match ?) w " +
      "cross join sections_index s on s.place = w.rowid where s.doc in (select value from json_each(?)) order by s.at";
    const docs = JSON.stringify(left.map(({ doc }) => doc));
    const wanted = new Set(left.map(nameOf));
    for (const section of file.rows<Place & { key: string }>(sql, matches.join(operator), docs)) {
      const name = nameOf(section);
      const some = found.get(name) ?? [];
      if (!wanted.has(name) || some.length === MOST_SECTIONS) continue;
      const line = file.row<{ body: string }>("select body from sections where doc = ? and section = ?", section.doc, section.key);
      if (line) found.set(name, [...some, JSON.parse(line.body) as SectionRow]);
    }
  }
  return found;
}
