import { mkdirSync, copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { CaseId, DocId } from "../../shared/ids";
import { author, batch, created, document, fresh, original, saying, state, version } from "../../fixtures/store-contract/records";
import { openStore } from "./open";
import { openSqlite } from "./sqlite";
import { SqliteFile } from "./sqlite-file";
import { sqliteLog } from "./sqlite-log";
import type { Store } from "./Store";

let directory = "";
const opened: { close(): void | Promise<void> }[] = [];

async function open(at = directory): Promise<Store> {
  const store = await openSqlite(at);
  opened.push(store);
  return store;
}

function openFile(): SqliteFile {
  const file = new SqliteFile(directory);
  opened.push(file);
  return file;
}

const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);
/** Of the write-ahead log, in bytes. */
const size = (): number => statSync(join(directory, "sourcier.db-wal")).size;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "sourcier-file-"));
});
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
  rmSync(directory, { recursive: true });
});

test("it is opened by one at a time, and given free when it is closed", async () => {
  const store = await open();
  await store.appendBatch(batch("doc-one" as DocId, 1, 1));
  await expect(openSqlite(directory)).rejects.toMatchObject({ name: "StoreInUse" });
  await store.close();
  expect(await (await open()).readBatches("doc-one" as DocId, version(0), 1)).toHaveLength(1);
});

test("closing writes what is still waiting, and leaves one file", async () => {
  const store = await open();
  const appended = store.appendBatch(batch("doc-one" as DocId, 1, 1));
  await store.close();
  expect(await appended).toBe("appended");
  expect(readdirSync(directory).toSorted()).toEqual(["blobs", "sourcier.db"]);
});

const onPosix = process.platform === "win32" ? test.skip : test;
onPosix("nobody else may read what it writes", async () => {
  const inner = join(directory, "new", "data");
  const store = await open(inner);
  await store.createDocument(document({ original: original(Uint8Array.of(1)) }), Uint8Array.of(1));
  expect(mode(inner)).toBe("700");
  expect(mode(join(inner, "blobs"))).toBe("700");
  const files = readdirSync(inner, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.map((file) => file.name)).toContain("sourcier.db-wal");
  for (const file of files) expect([file.name, mode(join(file.parentPath, file.name))]).toEqual([file.name, "600"]);
});

test("appends of one turn share a transaction", async () => {
  const store = await open();
  await store.appendBatch(batch("doc-none" as DocId, 1, 1));
  const before = size();
  await Promise.all(Array.from({ length: 200 }, (_, index) => store.appendBatch(batch(fresh<DocId>("doc"), 1, index + 1))));
  // A transaction writes each page it touched once, of 4 KiB: 200 of them would have written at least 600.
  expect((size() - before) / 4096).toBeLessThan(100);
});

test("what was acknowledged is in the files, before anything is closed", async () => {
  const store = await open();
  for (let seq = 1; seq <= 20; seq++) await store.appendBatch(batch("doc-one" as DocId, seq, seq));
  const copy = mkdtempSync(join(tmpdir(), "sourcier-copy-"));
  for (const name of ["sourcier.db", "sourcier.db-wal"]) copyFileSync(join(directory, name), join(copy, name));
  const other = await open(copy);
  expect(await other.readBatches("doc-one" as DocId, version(0), 100)).toHaveLength(20);
  await other.close();
  rmSync(copy, { recursive: true });
});

test("L4: a commit is synced before it is answered, whatever the disk keeps to itself", () => {
  const file = openFile();
  const { synchronous } = file.row<{ synchronous: number }>("pragma synchronous") ?? {};
  expect(synchronous).toBe(2); // full: an fsync of the write-ahead log at every commit
  expect(file.row("pragma journal_mode")).toEqual({ journal_mode: "wal" });
  expect(file.row("pragma locking_mode")).toEqual({ locking_mode: "exclusive" });
  expect(file.row("pragma fullfsync")).toEqual({ fullfsync: 1 });
  expect(file.row("pragma checkpoint_fullfsync")).toEqual({ checkpoint_fullfsync: 1 });
});

test("without space a write is refused as StoreFull and leaves nothing; with space again it goes on by itself", async () => {
  const file = openFile();
  const log = sqliteLog(file);
  const doc = "doc-one" as DocId;
  await log.appendBatch(batch(doc, 1, 1));
  const { page_count: pages } = file.row<{ page_count: number }>("pragma page_count") ?? { page_count: 0 };
  file.row(`pragma max_page_count = ${String(pages)}`);
  const large = { doc, seq: 2, commits: [saying(2, "x".repeat(100_000))] };
  await expect(log.appendBatch(large)).rejects.toMatchObject({ name: "StoreFull" });
  expect(await log.readBatches(doc, version(0), 10)).toHaveLength(1);
  // One that fits is written although it shares its turn with one that does not.
  const outcomes = await Promise.allSettled([log.appendBatch(large), log.appendBatch({ doc, seq: 3, commits: [saying(3, "small")] })]);
  expect(outcomes.map((outcome) => outcome.status)).toEqual(["rejected", "fulfilled"]);
  file.row(`pragma max_page_count = ${String(pages + 1000)}`);
  expect(await log.appendBatch(large)).toBe("appended");
});

test("a removal that was cut short is finished at the next opening", async () => {
  const store = await open();
  const mine = { id: "case-one" as CaseId, name: "", createdBy: author, createdAt: 1, demo: true };
  await store.putCase(mine);
  const record = document({ case: mine.id, original: original(Uint8Array.of(1)) });
  await store.createDocument(record, Uint8Array.of(1));
  await Promise.all(Array.from({ length: 1200 }, (_, index) => store.appendBatch(batch(record.id, index + 1, index + 1))));
  const removal = store.removeCase(mine.id);
  removal.catch(() => undefined);
  while (await store.readDocument(record.id)) await nextTurn();
  await store.close();
  await expect(removal).rejects.toMatchObject({ name: "StoreAway" });
  const again = await open();
  expect(await again.readBatches(record.id, version(0), 1)).toEqual([]);
  expect(await again.listCases()).toMatchObject([mine]);
  await again.removeCase(mine.id);
  expect(await again.listCases()).toEqual([]);
});

test("what a crash left of an original is swept away, the others stay", async () => {
  const store = await open();
  const record = document({ original: original(Uint8Array.of(1)) });
  await store.createDocument(record, Uint8Array.of(1));
  await store.close();
  // The second is of a document that went, as a store of before kept them.
  const [aside, orphan] = [join(directory, "blobs", "0a1b.part"), join(directory, "originals", "abcdef")];
  mkdirSync(join(directory, "originals"));
  for (const path of [aside, orphan]) writeFileSync(path, "x");
  const again = await open();
  expect([existsSync(aside), existsSync(orphan)]).toEqual([false, false]);
  expect(await again.readOriginal(record.id)).toStrictEqual(Uint8Array.of(1));
});

test("a file written by a newer version is refused, and left as it is", async () => {
  const file = openFile();
  file.row("pragma user_version = 99");
  file.close();
  await expect(openSqlite(directory)).rejects.toThrow("newer version");
});

test("without an address of MongoDB, openStore opens the embedded store", async () => {
  const store = await openStore({ dataDir: directory });
  opened.push(store);
  expect(store.kind).toBe("sqlite");
  expect(await store.readDocument(await created(store))).not.toBeNull();
});

test("a snapshot that is not what was written says so, with its version, and older ones are there", async () => {
  const file = openFile();
  const log = sqliteLog(file);
  const doc = "doc-one" as DocId;
  await file.write(() => file.run("insert into documents (id, case_id, body) values (?, 'case', '{}')", doc));
  for (const n of [3, 6, 9]) await log.writeSnapshot({ doc, version: version(n), seq: n, state: state(n) });
  await file.write(() => file.run("update snapshots set bytes = x'1f8b0800' where version = 9"));
  await file.write(() => file.run("update snapshots set bytes = substr(bytes, 1, 20) where version = 6"));
  await expect(log.readSnapshot(doc, null)).rejects.toMatchObject({ name: "UnreadableSnapshot", version: 9 });
  await expect(log.readSnapshot(doc, version(8))).rejects.toMatchObject({ name: "UnreadableSnapshot", version: 6 });
  expect((await log.readSnapshot(doc, version(5)))?.version).toBe(3);
});
