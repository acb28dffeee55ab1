import type { Version } from "../../shared/ids";
import type { Batch, Commit } from "../../shared/log/commit";
import { parsing } from "../json-pieces";
import { inSlices } from "../lane";
import type { Pack, PackHead } from "./pack";
import type { PackShelf } from "./pack-log";
import { MAX_READ, sought } from "./record-validation";
import type { SqliteFile } from "./sqlite-file";
import { StoreAway } from "./errors";

/** The table of packs. A log's packs follow one another without gap, and its batches follow them. */
export const packTable = `
  create table packs (place integer primary key, doc text not null, seq integer not null, last_seq integer not null, first integer not null,
    last integer not null, sum text not null, bytes blob not null) strict;
  create unique index packs_seq on packs (doc, seq);
  create index packs_last on packs (doc, last);
  create index packs_last_seq on packs (doc, last_seq);
`;

const HEAD = "seq, last_seq as lastSeq, first, last, sum";

export function newestPack(file: SqliteFile, doc: string): PackHead | null {
  return file.row<PackHead>(`select ${HEAD} from packs where doc = ? order by last desc limit 1`, sought(doc)) ?? null;
}

/** The pack that holds a version, or the next one after it; null when that is not packed. */
export function packHolding(file: SqliteFile, doc: string, version: number): PackHead | null {
  return file.row<PackHead>(`select ${HEAD} from packs where doc = ? and last >= ? order by last limit 1`, sought(doc), version) ?? null;
}

export function packBytes(file: SqliteFile, doc: string, { seq }: PackHead): Uint8Array {
  const line = file.row<{ bytes: Uint8Array }>("select bytes from packs where doc = ? and seq = ?", doc, seq);
  // Its document was removed since its head was read.
  if (!line) throw new StoreAway("a pack is gone");
  return line.bytes;
}

/** What packing needs of SQLite. */
export function sqliteShelf(file: SqliteFile): PackShelf {
  return {
    newestPack: async (doc) => newestPack(file, doc),

    async readPack(doc, seq) {
      return (
        file.row<Pack>(
          `select ${HEAD}, bytes from packs where doc = ?1 and last_seq >= ?2 and seq <= ?2 order by last_seq limit 1`,
          doc,
          seq,
        ) ?? null
      );
    },

    async writePack(doc, { seq, lastSeq, first, last, sum, bytes }) {
      return file.write(() => {
        // It may have been removed meanwhile, and then nothing of it may stay.
        if (file.row("select 1 from documents where id = ? and removing = 0", doc) === undefined) return false;
        const sql = `insert into packs (doc, seq, last_seq, first, last, sum, bytes) values (?, ?, ?, ?, ?, ?, ?) on conflict (doc, seq) do nothing`;
        return file.run(sql, doc, seq, lastSeq, first, last, sum, bytes) === 1;
      });
    },

    async records(doc, from, to, limit) {
      const sql = "select seq, commits from batches where doc = ? and seq >= ? and seq <= ? order by seq limit ?";
      let length = 0;
      const more = ({ commits }: { commits: string }) => (length += commits.length) < MAX_READ;
      const lines = file.rowsWhile<{ seq: number; commits: string }>(sql, more, doc, from, to, limit);
      const batches: Batch[] = [];
      for (const { seq, commits } of lines) batches.push({ doc, seq, commits: (await inSlices(parsing(commits))) as Commit[] });
      return batches;
    },

    async newestRecord(doc) {
      const sql = `select last from batches where doc = ?1 and seq > coalesce((select max(last_seq) from packs where doc = ?1), 0)
        order by last desc limit 1`;
      return file.row<{ last: Version }>(sql, doc)?.last ?? null;
    },

    async dropRecords(doc, seqs) {
      const sql = "delete from batches where doc = ?1 and seq = ?2 and exists (select 1 from packs where doc = ?1 and last_seq >= ?2)";
      await file.write(() => {
        for (const seq of seqs) file.run(sql, doc, seq);
      });
    },
  };
}
