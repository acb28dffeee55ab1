import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BSON, MongoClient } from "mongodb";
import type { Document } from "mongodb";
import type { CaseId, ClaimId, DocId } from "../../shared/ids";
import { Historian } from "../authority/historian";
import { rebuildRaised } from "../authority/rebuild";
import { caseFrom } from "./case-members";
import type { NewCase } from "./case-members";
import { MongoDatabase } from "./mongodb-database";
import { migrate } from "./mongodb-migrations";
import type { MongoMigration } from "./mongodb-migrations";
import { openMongo } from "./mongodb";
import { openSqlite } from "./sqlite";
import { SqliteFile } from "./sqlite-file";
import { sqliteMigrations } from "./sqlite-migrations";
import type { Store } from "./Store";

// `fixtures/stores/before-read-model` was written, on both stores, by the last version that counted no migrations: the demonstration, a case file
// with one text of several claims, another in the bin. `seen.json` is what that version read from it.

const fixture = "fixtures/stores/before-read-model";
const quiet = { warn: () => undefined, error: () => undefined };
interface Seen {
  readonly cases: readonly NewCase[];
  readonly bin: { readonly cases: readonly NewCase[] };
}
const written = JSON.parse(readFileSync(join(fixture, "seen.json"), "utf8")) as Seen;
// That version knew of no members: its case files are open.
const before = { ...written, cases: written.cases.map(caseFrom), bin: { ...written.bin, cases: written.bin.cases.map(caseFrom) } };

async function seen(store: Store): Promise<unknown> {
  const docs = await store.listDocumentIds();
  const of = async (read: (doc: DocId) => Promise<readonly unknown[]>) => (await Promise.all(docs.map(read))).flat();
  const everything = {
    cases: await store.listCases(),
    bin: await store.listBin(),
    rows: await store.listDocumentRows(),
    claims: await of((doc) => store.listClaimRows(doc)),
    sources: await of((doc) => store.listSourceRows(doc)),
    users: await store.listUsers(),
    invites: await store.listInvites(),
  };
  return JSON.parse(JSON.stringify(everything)) as unknown;
}

/** The same on both stores. */
function upgradeTests(open: () => Promise<Store>): void {
  test("a store of before opens, and everything in it reads as it did", async () => {
    const store = await open();
    expect(await seen(store)).toEqual(before);
    await store.close();
    const again = await open();
    expect(await seen(again)).toEqual(before);
    await again.close();
  });

  test("what it holds is found by words, and counted", async () => {
    const store = await open();
    const cases = "all" as const;
    const texts = await store.findDocuments({ filter: { cases, words: "dément elections" }, sort: "changed", after: null, limit: 10 });
    expect(texts.rows.map(({ doc }) => doc)).toEqual(["doc-elections"]);
    const claims = await store.findClaims({ filter: { cases, words: "œuvre hongr" }, sort: "changed", after: null, limit: 10 });
    expect(claims.rows).toMatchObject([{ case: "case-elections", row: { doc: "doc-elections", claim: "claim-1" } }]);
    const sources = await store.findSources({ filter: { cases, words: "communique" }, sort: "changed", after: null, limit: 10 });
    expect(sources.rows).toMatchObject([{ case: "case-elections", row: { evidence: "ev-1" } }]);
    const counts = await store.countClaims({ cases }, "case");
    const standing = (before as unknown as { claims: { withdrawn: boolean }[] }).claims.filter(({ withdrawn }) => !withdrawn);
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(standing.length);
    await store.close();
  });

  test("the words of its texts are found once they were read in the background, which goes on where it was cut short", async () => {
    let store = await open();
    const find = async (words: string) =>
      (await store.findTexts({ filter: { cases: "all", words }, sort: "changed", after: null, limit: 10 })).rows.map(({ row }) => row.doc);
    expect(await find("elections")).toEqual([]);
    let asked = 0;
    // The documents, the claims and the sources are made again first.
    const docs = (await store.listDocumentIds()).length + (await store.listBin()).documents.length;
    await rebuildRaised(store, new Historian(store, quiet), quiet, () => ++asked > 3 * docs + 1);
    expect((await store.readProjections()).find(({ name }) => name === "sections")).toMatchObject({
      version: 0,
      rebuilding: { version: 1 },
    });
    await store.close();
    store = await open();
    expect(await rebuildRaised(store, new Historian(store, quiet), quiet, () => false)).toEqual(["sections", "history"]);
    expect(await find("elections")).toContain("doc-elections");
    const claim = await store.findClaims({
      filter: { cases: "all", words: "hongr", langs: ["fr"] },
      sort: "changed",
      after: null,
      limit: 10,
    });
    expect(claim.rows.length).toBeGreaterThan(0);
    await store.close();
  });

  test("it can be written to", async () => {
    const store = await open();
    const doc = "doc-elections" as DocId;
    expect(await store.placeDocument(doc, { case: "demo-pegasus" as CaseId })).toBe("placed");
    expect((await store.listDocumentRows()).find((row) => row.doc === doc)?.case).toBe("demo-pegasus");
    await store.close();
  });
}

describe("SQLite", () => {
  let directory = "";
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "sourcier-upgrade-"));
    cpSync(fixture, directory, { recursive: true });
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  upgradeTests(() => openSqlite(directory));

  const last = sqliteMigrations.at(-1)?.number ?? 0;

  test("a migration that is cut short has not happened, and runs at the next start", () => {
    const next = {
      number: last + 1,
      name: "next",
      run(file: SqliteFile) {
        file.exec("create table later (id integer) strict; insert into later values (1)");
      },
    };
    const cut = {
      ...next,
      run(file: SqliteFile) {
        next.run(file);
        throw new Error("the power went");
      },
    };
    expect(() => new SqliteFile(directory, [...sqliteMigrations, cut])).toThrow("the power went");
    const file = new SqliteFile(directory, [...sqliteMigrations, next]);
    expect(file.rows("select id from later")).toHaveLength(1);
    expect(file.row("select name from migrations where number = ?", last + 1)).toEqual({ name: "next" });
    expect(file.row("pragma user_version")).toEqual({ user_version: last + 1 });
    file.close();
    const again = new SqliteFile(directory, [...sqliteMigrations, next]);
    expect(again.rows("select id from later")).toHaveLength(1);
    again.close();
  });

  test("a history in the form of before is made anew from its log", async () => {
    const before = new SqliteFile(directory, sqliteMigrations.slice(0, 5));
    before.exec(`insert into history (doc, first, last, author, kinds, body) values ('doc-elections', 1, 1, 'anna', ' text ', '{}')`);
    before.exec("insert into history_claims (doc, claim, first) values ('doc-elections', 'claim-1', 1)");
    before.close();
    const doc = "doc-elections" as DocId;
    const store = await openSqlite(directory);
    expect(await store.historyEnd(doc)).toBe(0);
    await rebuildRaised(store, new Historian(store, quiet), quiet, () => false);
    const [newest] = await store.readCommitsBackwards(doc, null, 1);
    expect(await store.historyEnd(doc)).toBe(newest?.version);
    const all = await store.listHistory(doc, {}, 500);
    const about = await store.listHistory(doc, { claim: "claim-1" as ClaimId }, 500);
    expect(about.length).toBeGreaterThan(0);
    expect(about).toEqual(all.filter(({ claims }) => claims.includes("claim-1" as ClaimId)));
    await store.close();
  });

  test("a new store has been through the same migrations", () => {
    const file = new SqliteFile(join(directory, "new"));
    expect(file.rows("select number, name from migrations order by number")).toEqual(
      sqliteMigrations.map(({ number, name }) => ({ number, name })),
    );
    file.close();
  });
});

const given = process.env["MONGODB_URI"];
const suite = given === undefined ? describe.skip : describe;

suite(given === undefined ? "MongoDB: skipped, as MONGODB_URI names no server" : "MongoDB", () => {
  jest.setTimeout(60_000);
  let uri = "";
  let client: MongoClient;
  beforeEach(async () => {
    const address = new URL(given ?? "");
    address.pathname = `/sourcier-upgrade-${String(Date.now())}-${String(process.pid)}`;
    uri = address.href;
    client = await MongoClient.connect(uri);
    const records = BSON.EJSON.parse(readFileSync(join(fixture, "mongodb.json"), "utf8")) as Record<string, Document[]>;
    for (const [name, all] of Object.entries(records)) if (all.length > 0) await client.db().collection(name).insertMany(all);
  });
  afterEach(async () => {
    await client.db().dropDatabase();
    await client.close();
  });

  upgradeTests(() => openMongo(uri));

  test("a migration that is cut short goes on where it was", async () => {
    const database = new MongoDatabase(uri);
    const came: string[] = [];
    let cut = true;
    const next: MongoMigration = {
      number: 3,
      name: "next",
      async run(_database, after, note) {
        for (const doc of ["a", "b", "c", "d"]) {
          if (after !== null && doc <= after) continue;
          if (cut && doc === "c") throw new Error("the power went");
          came.push(doc);
          await note(doc);
        }
      },
    };
    await expect(migrate(database, [next])).rejects.toThrow("the power went");
    cut = false;
    await migrate(database, [next]);
    await migrate(database, [next]);
    expect(came).toEqual(["a", "b", "c", "d"]);
    await database.close();
  });

  test("one written by a newer version is refused, and left as it is", async () => {
    await client.db().collection<{ _id: number; name: string }>("migrations").insertOne({ _id: 99, name: "later" });
    await expect(openMongo(uri)).rejects.toMatchObject({ name: "NewerStore", had: 99 });
    expect(await client.db().collection("migrations").countDocuments()).toBe(1);
  });
});
