import type { DocId, Version } from "../../shared/ids";
import { checkKeys, fieldsJson, sought } from "./record-validation";
import type { SqliteFile } from "./sqlite-file";
import type { Store } from "./Store";
import type { HistoryRow } from "./rows";

/** Migration 4. A row is found by where it begins and by its claims; its words are in `body`. */
export const historyTables = `
  create table history (place integer primary key, doc text not null, first integer not null, last integer not null, author text not null,
    kinds text not null, body text not null) strict;
  create unique index history_first on history (doc, first);
  create index history_last on history (doc, last);
  create index history_author on history (doc, author, first);
  create table history_claims (doc text not null, claim text not null, first integer not null, primary key (doc, claim, first)) strict;
`;

const AT_ONCE = 500;

/** The rows of documents' histories in SQLite. */
export function sqliteHistory(file: SqliteFile): Pick<Store, "putHistory" | "historyEnd" | "listHistory" | "dropHistory"> {
  return {
    async putHistory(doc, rows) {
      checkKeys(doc);
      const written = rows.map((row) => ({ row, body: fieldsJson(row) }));
      for (let from = 0; from < written.length; from += AT_ONCE) {
        await file.write(() => {
          if (file.row("select 1 from documents where id = ? and removing = 0", doc) === undefined) return;
          for (const { row, body } of written.slice(from, from + AT_ONCE)) put(file, row, body);
        });
      }
    },

    async historyEnd(doc) {
      const sql = "select last from history where doc = ? order by last desc limit 1";
      return file.row<{ last: Version }>(sql, sought(doc))?.last ?? (0 as Version);
    },

    async listHistory(doc, { before, after, claim, author, kind }, limit) {
      const sql = `select body from history h where doc = ?1 and first < ?2 and (?3 is null or last > ?3) and (?4 is null or author = ?4)
        and (?5 is null or instr(kinds, ?5) > 0) and (?6 is null or first in (select first from history_claims c where c.doc = ?1 and claim = ?6))
        order by first desc limit ?7`;
      const values = [
        before ?? Number.MAX_SAFE_INTEGER,
        after ?? null,
        author ?? null,
        kind === undefined ? null : ` ${kind} `,
        claim ?? null,
      ];
      return file.rows<{ body: string }>(sql, sought(doc), ...values, limit).map(({ body }) => JSON.parse(body) as HistoryRow);
    },

    async dropHistory(doc: DocId) {
      const key = sought(doc);
      await file.write(() => {
        file.run("delete from history where doc = ?", key);
        file.run("delete from history_claims where doc = ?", key);
      });
    },
  };
}

function put(file: SqliteFile, { doc, first, last, author, kinds, claims }: HistoryRow, body: string): void {
  const sql = `insert into history (doc, first, last, author, kinds, body) values (?, ?, ?, ?, ?, ?) on conflict (doc, first)
    do update set last = excluded.last, author = excluded.author, kinds = excluded.kinds, body = excluded.body where excluded.last >= history.last`;
  if (file.run(sql, doc, first, last, author, ` ${kinds.join(" ")} `, body) === 0) return;
  for (const claim of claims) file.run("insert or ignore into history_claims (doc, claim, first) values (?, ?, ?)", doc, claim, first);
}
