import type { Batch, Commit } from "../../shared/log/commit";
import { UnpackedPacks, batchesAbove } from "./pack";
import type { PackHead } from "./pack";
import { packOldest } from "./pack-log";
import type { DocId, Version } from "../../shared/ids";
import type { Sliced } from "../../shared/sliced";
import { parsing } from "../json-pieces";
import { Slices, inSlices } from "../lane";
import { snapshotBytes, dispensable, snapshotState } from "./snapshot-bytes";
import type { Kept } from "./snapshot-bytes";
import type { SqliteFile } from "./sqlite-file";
import { newestPack, packBytes, packHolding, sqliteShelf } from "./sqlite-packs";
import { MAX_BATCH, MAX_READ, checkKeys, sought, storing } from "./record-validation";
import type { Store } from "./Store";
import { Unstorable } from "./errors";

interface BatchLine {
  seq: number;
  commits: string;
}

const commitsIn = (json: string): Promise<Commit[]> => inSlices(parsing(json) as Sliced<Commit[]>);

/** The log and its snapshots in SQLite. */
export function sqliteLog(
  file: SqliteFile,
): Pick<
  Store,
  "appendBatch" | "readBatches" | "readCommitsBackwards" | "packLog" | "findGap" | "readSnapshot" | "newestSnapshot" | "writeSnapshot"
> {
  const shelf = sqliteShelf(file);
  const unpacked = new UnpackedPacks();
  const batchesIn = (doc: DocId, head: PackHead) => unpacked.batches(doc, head, async () => packBytes(file, doc, head));

  /** The commits of the newest batch, or of the pack, that begins below a version; null when there is none. */
  const commitsBelow = async (doc: DocId, below: number): Promise<readonly Commit[] | null> => {
    const pack = packHolding(file, doc, below - 1);
    if (pack) return pack.first < below ? (await batchesIn(doc, pack)).flatMap(({ commits }) => commits) : null;
    const found = await recordBelow(file, doc, below);
    if (found) return found;
    const newest = newestPack(file, doc);
    return newest ? (await batchesIn(doc, newest)).flatMap(({ commits }) => commits) : null;
  };

  return {
    async appendBatch({ doc, seq, commits }) {
      checkKeys(doc);
      const last = commits.at(-1);
      if (!last) throw new Unstorable("not-plain", "a batch without commits");
      if (commits.length > MAX_BATCH) throw new Unstorable("too-large", `a batch of more than ${String(MAX_BATCH)} commits`);
      const work = storing(commits);
      const begun = work.next();
      // What is short waits for nothing: a store that is closed right after still writes it.
      const body = begun.done ? begun.value : await inSlices(work);
      // Looked at in the same transaction: what is packed is as taken as what is not.
      const sql = `insert into batches (doc, seq, last, commits) select ?1, ?2, ?3, ?4
        where not exists (select 1 from packs where doc = ?1 and last_seq >= ?2) on conflict (doc, seq) do nothing`;
      return file.write(() => (file.run(sql, doc, seq, last.version, body) === 1 ? "appended" : "taken"));
    },

    async readBatches(doc, after, limit) {
      const pack = packHolding(file, doc, after + 1);
      if (pack) return batchesAbove(await batchesIn(doc, pack), after, limit);
      const sql = `select seq, commits from batches where doc = ?1 and last > ?2 and seq > ${PACKED} order by last limit ?3`;
      let length = 0;
      const lines = file.rowsWhile<BatchLine>(sql, ({ commits }) => (length += commits.length) < MAX_READ, sought(doc), after, limit);
      const batches: Batch[] = [];
      for (const { seq, commits } of lines) batches.push({ doc, seq, commits: await commitsIn(commits) });
      return batches;
    },

    async readCommitsBackwards(doc, before, limit) {
      const found: Commit[] = [];
      let below = before ?? Number.MAX_SAFE_INTEGER;
      const slices = new Slices();
      while (found.length < limit) {
        const commits = await commitsBelow(doc, below);
        if (!commits) break;
        for (const commit of commits.toReversed()) if (commit.version < below && found.length < limit) found.push(commit);
        below = commits[0]?.version ?? 0;
        // What is read from the file is read while everybody waits.
        if (slices.due) await slices.letOthersIn();
      }
      return found;
    },

    packLog: (doc, keep) => (sought(doc) === null ? Promise.resolve(0) : packOldest(shelf, doc, keep)),

    async findGap(doc) {
      const newest = newestPack(file, doc);
      const sql = "select min(seq) as seq from batches where doc = ? and seq > ?";
      const seq = file.row<{ seq: number | null }>(sql, sought(doc), newest?.lastSeq ?? 0)?.seq ?? null;
      return seq === null || seq === (newest?.lastSeq ?? 0) + 1 ? null : ((newest?.last ?? 0) as Version);
    },

    async readSnapshot(doc, at) {
      const sql = "select version, seq, bytes from snapshots where doc = ? and version <= ? order by version desc limit 1";
      const line = file.row<{ version: Version; seq: number; bytes: Uint8Array }>(sql, sought(doc), at ?? Number.MAX_SAFE_INTEGER);
      return line ? { doc, version: line.version, seq: line.seq, state: await snapshotState(line.version, line.bytes) } : null;
    },

    async newestSnapshot(doc) {
      const sql = "select version from snapshots where doc = ? order by version desc limit 1";
      return file.row<{ version: Version }>(sql, sought(doc))?.version ?? null;
    },

    async writeSnapshot({ doc, version, seq, state }) {
      checkKeys(doc);
      const bytes = await snapshotBytes(state);
      await file.write(() => {
        // It may have been removed meanwhile, and then nothing of it may stay.
        if (file.row("select 1 from documents where id = ? and removing = 0", doc) === undefined) return;
        file.run("insert or replace into snapshots (doc, version, seq, bytes) values (?, ?, ?, ?)", doc, version, seq, bytes);
        const kept = file.rows<Kept>("select version, length(bytes) as bytes from snapshots where doc = ? order by version", doc);
        for (const old of dispensable(kept)) {
          file.run("delete from snapshots where doc = ? and version = ?", doc, old);
        }
      });
    },
  };
}

/** The seq up to which the document ?1 is packed. */
const PACKED = "coalesce((select max(last_seq) from packs where doc = ?1), 0)";

/** The commits of the newest batch record that begins below a version; null when there is none. */
async function recordBelow(file: SqliteFile, doc: string, below: number): Promise<Commit[] | null> {
  // The batch that holds `below - 1` is the first one that ends at or after it.
  const holding = `select seq, commits from batches where doc = ?1 and last >= ?2 and seq > ${PACKED} order by last limit 1`;
  const newest = `select seq, commits from batches where doc = ?1 and seq > ${PACKED} order by last desc limit 1`;
  const line = file.row<BatchLine>(holding, sought(doc), below - 1) ?? file.row<BatchLine>(newest, sought(doc));
  const commits = line ? await commitsIn(line.commits) : null;
  return commits?.[0] && commits[0].version < below ? commits : null;
}
