import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DocId } from "../../shared/ids";
import type { Batch } from "../../shared/log/commit";
import { batch, created, version } from "../../fixtures/store-contract/records";
import { packOldest } from "./pack-log";
import type { PackShelf } from "./pack-log";
import { batchesOf, packOf } from "./pack";
import { openSqlite } from "./sqlite";
import { SqliteFile } from "./sqlite-file";
import { sqliteShelf } from "./sqlite-packs";
import type { Store } from "./Store";

const BATCH = 20;
let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "sourcier-packs-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Opens the store, does something and closes it. */
async function withStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openSqlite(directory);
  return work(store).finally(() => store.close());
}

async function withShelf<T>(work: (shelf: PackShelf, file: SqliteFile) => Promise<T>): Promise<T> {
  const file = new SqliteFile(directory);
  return work(sqliteShelf(file), file).finally(() => file.close());
}

const logOf = (doc: DocId, commits: number): Batch[] =>
  Array.from({ length: commits / BATCH }, (_, index) => batch(doc, index + 1, index * BATCH + 1, (index + 1) * BATCH));

async function readLog(store: Store, doc: DocId): Promise<Batch[]> {
  const read: Batch[] = [];
  for (;;) {
    const page = await store.readBatches(doc, version(read.at(-1)?.commits.at(-1)?.version ?? 0), 200);
    if (page.length === 0) return read;
    read.push(...page);
  }
}

async function prepared(commits: number): Promise<{ doc: DocId; log: Batch[] }> {
  return withStore(async (store) => {
    const doc = await created(store);
    const log = logOf(doc, commits);
    await Promise.all(log.map((one) => store.appendBatch(one)));
    return { doc, log };
  });
}

/** The shelf, broken off before or after its step `at`. */
function brokenOff(shelf: PackShelf, at: number, after: boolean): PackShelf {
  let steps = 0;
  const step = async <T>(work: () => Promise<T>): Promise<T> => {
    const broken = ++steps === at;
    if (broken && !after) throw new Error("cut short");
    const done = await work();
    if (broken) throw new Error("cut short");
    return done;
  };
  return {
    newestPack: (...all) => step(() => shelf.newestPack(...all)),
    readPack: (...all) => step(() => shelf.readPack(...all)),
    writePack: (...all) => step(() => shelf.writePack(...all)),
    records: (...all) => step(() => shelf.records(...all)),
    newestRecord: (...all) => step(() => shelf.newestRecord(...all)),
    dropRecords: (...all) => step(() => shelf.dropRecords(...all)),
  };
}

test("cut short at any of its steps the log is whole, and the next packing goes on (SPEC L12)", async () => {
  const { doc, log } = await prepared(1_200);
  let cut = 0;
  for (let at = 1; ; at++) {
    const broken = await withShelf((shelf) => packOldest(brokenOff(shelf, Math.ceil(at / 2), at % 2 === 0), doc, 100).then(() => false, () => true)); // prettier-ignore
    await withStore(async (store) => {
      expect(await readLog(store, doc)).toEqual(log);
      expect(await store.appendBatch({ ...batch(doc, 3, 41), doc })).toBe("taken");
    });
    if (!broken) break;
    cut += 1;
  }
  expect(cut).toBeGreaterThan(6);
  await withShelf(async (shelf, file) => {
    expect(await shelf.newestPack(doc)).toMatchObject({ seq: 1, lastSeq: 50, first: 1, last: 1_000 });
    expect(file.rows("select seq from batches where doc = ?", doc)).toHaveLength(10);
  });
});

test("a stray is read by nobody, and swept with the next packing", async () => {
  const { doc, log } = await prepared(1_200);
  await withStore((store) => store.packLog(doc, 100));
  await withShelf(async (_, file) => {
    const commits = JSON.stringify(batch(doc, 7, 121, 4_000).commits);
    await file.write(() => file.run("insert into batches (doc, seq, last, commits) values (?, 7, 4000, ?)", doc, commits));
  });
  await withStore(async (store) => {
    expect(await readLog(store, doc)).toEqual(log);
    expect((await store.readCommitsBackwards(doc, null, 1))[0]?.version).toBe(1_200);
    expect(await store.findGap(doc)).toBeNull();
    expect(await store.packLog(doc, 100)).toBe(0);
  });
  await withShelf(async (_, file) => expect(file.rows("select seq from batches where doc = ?", doc)).toHaveLength(10));
});

test("a pack that is not what was written is not read, and none of its batches is removed for it", async () => {
  const { doc, log } = await prepared(1_200);
  const pack = await packOf(log.slice(0, 50));
  const other = await packOf(log.slice(0, 50).map((one) => ({ ...one, commits: one.commits.map((commit) => ({ ...commit, at: 1 })) })));
  await expect(batchesOf(doc, { ...pack, bytes: other.bytes })).rejects.toThrow("cannot be read");
  const damaged = async () => ({ ...pack, bytes: other.bytes });
  const elsewhere = await prepared(1_200);
  await withShelf(async (shelf, file) => {
    const records = (of: DocId) => file.rows("select seq from batches where doc = ?", of);
    await expect(packOldest({ ...shelf, readPack: damaged }, doc, 100)).rejects.toThrow("cannot be read");
    expect(records(doc)).toHaveLength(60);
    const wrong = { ...shelf, writePack: (id: DocId) => shelf.writePack(id, other) };
    await expect(packOldest(wrong, elsewhere.doc, 100)).rejects.toThrow("is another one in its pack");
    expect(records(elsewhere.doc)).toHaveLength(60);
  });
});

test("nothing is packed across a gap or out of order", async () => {
  const { doc, log } = await prepared(1_200);
  await withShelf(async (shelf, file) => {
    await file.write(() => file.run("delete from batches where doc = ? and seq = 30", doc));
    expect(await packOldest(shelf, doc, 100)).toBe(0);
    expect(await shelf.newestPack(doc)).toBeNull();
  });
  await withStore(async (store) => expect(await readLog(store, doc)).toHaveLength(log.length - 1));
});
