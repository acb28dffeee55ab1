import type { ClaimId, DocId, Version } from "../../shared/ids";
import type { HistoryKind } from "../../shared/protocol/rest";
import { MAX_RECORD, checkKeys, fieldsJson, sought } from "./record-validation";
import type { SqliteFile } from "./sqlite-file";
import type { Store } from "./Store";
import type { HistoryRow } from "./rows";

/** Migration 4. Another form since migration 6. */
export const firstHistoryTables = `
  create table history (place integer primary key, doc text not null, first integer not null, last integer not null, author text not null,
    kinds text not null, body text not null) strict;
  create unique index history_first on history (doc, first);
  create index history_last on history (doc, last);
  create index history_author on history (doc, author, first);
  create table history_claims (doc text not null, claim text not null, first integer not null, primary key (doc, claim, first)) strict;
`;

/**
 * Migration 6. A row is found by where it begins and ends, by its author and its claims; nothing of it stands twice but in an index. What there was is dropped: it is
 * made again from the log, at this start or when somebody asks first, as the version of the projection was raised together with this.
 */
export const historyTables = `
  drop table history;
  drop table history_claims;
  create table history (doc text not null, first integer not null, last integer not null, author text not null, since integer not null, at integer not null,
    kinds text not null, claims text not null, dropped integer not null, ops text not null, primary key (doc, first)) strict, without rowid;
  create index history_last on history (doc, last);
  create index history_author on history (doc, author, first);
  create table history_claims (doc text not null, claim text not null, first integer not null, primary key (doc, claim, first)) strict, without rowid;
`;

const AT_ONCE = 500;

/** The rows of documents' histories in SQLite. */
export function sqliteHistory(file: SqliteFile): Pick<Store, "putHistory" | "historyEnd" | "listHistory" | "dropHistory"> {
  return {
    async putHistory(doc, rows) {
      checkKeys(doc);
      const lines = rows.map(lineOf);
      for (let from = 0; from < lines.length; from += AT_ONCE) {
        await file.write(() => {
          if (file.row("select 1 from documents where id = ? and removing = 0", doc) === undefined) return;
          for (const line of lines.slice(from, from + AT_ONCE)) put(file, line);
        });
      }
    },

    async historyEnd(doc) {
      const sql = "select last from history where doc = ? order by last desc limit 1";
      return file.row<{ last: Version }>(sql, sought(doc))?.last ?? (0 as Version);
    },

    async listHistory(doc, { before, after, claim, author, kind }, limit) {
      const sql = `select ${COLUMNS} from history where doc = ?1 and first < ?2 and (?3 is null or last > ?3) and (?4 is null or author = ?4)
        and (?5 is null or instr(kinds, ?5) > 0) and (?6 is null or first in (select first from history_claims c where c.doc = ?1 and claim = ?6))
        order by first desc limit ?7`;
      const values = [
        before ?? Number.MAX_SAFE_INTEGER,
        after ?? null,
        author ?? null,
        kind === undefined ? null : ` ${kind} `,
        claim ?? null,
      ];
      return file.rows<Line>(sql, sought(doc), ...values, limit).map(rowOf);
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

const COLUMNS = "doc, first, last, author, since, at, kinds, claims, dropped, ops";

/** A row as its columns: the kinds between blanks, so that each is found whole; lists as JSON. */
type Line = Omit<HistoryRow, "kinds" | "claims" | "ops"> & { readonly kinds: string; readonly claims: string; readonly ops: string };

/** Throws Unstorable unless the row comes back as it is. */
function lineOf({ claims, ops, ...row }: HistoryRow): Line {
  const lists = { claims: fieldsJson(claims), ops: fieldsJson(ops) };
  fieldsJson(row, MAX_RECORD - Buffer.byteLength(lists.claims) - Buffer.byteLength(lists.ops));
  return { ...row, kinds: ` ${row.kinds.join(" ")} `, ...lists };
}

const rowOf = ({ kinds, claims, ops, ...row }: Line): HistoryRow => ({
  ...row,
  kinds: kinds.split(" ").filter((kind) => kind !== "") as HistoryKind[],
  claims: JSON.parse(claims) as ClaimId[],
  ops: JSON.parse(ops) as HistoryRow["ops"],
});

function put(file: SqliteFile, { doc, first, last, author, since, at, kinds, claims, dropped, ops }: Line): void {
  const sql = `insert into history (${COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (doc, first) do update set last = excluded.last,
    author = excluded.author, since = excluded.since, at = excluded.at, kinds = excluded.kinds, claims = excluded.claims, dropped = excluded.dropped,
    ops = excluded.ops where excluded.last >= history.last`;
  if (file.run(sql, doc, first, last, author, since, at, kinds, claims, dropped, ops) === 0) return;
  for (const claim of JSON.parse(claims) as ClaimId[])
    file.run("insert or ignore into history_claims (doc, claim, first) values (?, ?, ?)", doc, claim, first);
}
