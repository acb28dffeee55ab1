import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { EventEmitter, once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MongoClient, MongoNetworkError, MongoServerError } from "mongodb";
import type { Db } from "mongodb";
import { mongoCommand, startMongo } from "../../fixtures/mongo";
import { startProxy } from "../../fixtures/tcp-proxy";
import type { Proxy } from "../../fixtures/tcp-proxy";
import type { CaseId, DocId } from "../../shared/ids";
import {
  author,
  batch,
  created,
  document,
  fresh,
  original,
  projection,
  sha256Of,
  state,
  version,
} from "../../fixtures/store-contract/records";
import { CHUNK } from "./blobs";
import { openMongo } from "./mongodb";
import { MongoDatabase, asStoreError } from "./mongodb-database";
import { StoreAway } from "./errors";
import type { Store } from "./Store";

// Not exported, but what a write under way is ended with when its connection fails.
const { PoolClearedError, PoolClearedOnNetworkError } = jest.requireActual<{
  PoolClearedError: new (pool: unknown) => Error;
  PoolClearedOnNetworkError: new (pool: unknown) => Error;
}>(join(process.cwd(), "node_modules/mongodb/lib/cmap/errors.js"));
const pool = { address: "127.0.0.1:1", serverError: null };

const server = (code: number, labels: string[] = []) => new MongoServerError({ message: "no", code, errorLabels: labels });

/** Waits until a condition holds, asking a server each time. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds()));
}

/** What it comes to once the server answers in time. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StoreAway)) throw error;
    }
  }
}

describe("errors of the driver", () => {
  test.each([
    ["a network error", new MongoNetworkError("reset"), "StoreAway"],
    ["a pool cleared for one", new PoolClearedOnNetworkError(pool), "StoreAway"],
    ["a pool cleared", new PoolClearedError(pool), "StoreAway"],
    ["not the primary any more", server(10_107), "StoreAway"],
    ["shutting down", server(91), "StoreAway"],
    ["a write concern that was not met", server(64), "StoreAway"],
    ["one that may be retried", server(77_777, ["RetryableWriteError"]), "StoreAway"],
    ["no space", server(14_031), "StoreFull"],
    ["a bad question", server(2), "MongoServerError"],
    ["a duplicate", server(11_000), "MongoServerError"],
    ["a bug of ours", new TypeError("x"), "TypeError"],
  ])("%s", (_, error, name) => {
    expect(asStoreError(error)).toMatchObject({ name });
  });
});

/** Chunks that no blob names. */
async function unnamed(database: Db): Promise<number> {
  const named = await database.collection("blobs").distinct("put");
  return database.collection("blobChunks").countDocuments({ put: { $nin: named } });
}

const given = process.env["MONGODB_URI"];
const suite = given === undefined ? describe.skip : describe;

suite(given === undefined ? "skipped, as MONGODB_URI names no server: faults" : "faults between us and MONGODB_URI", () => {
  jest.setTimeout(60_000);
  let proxy: Proxy;
  let direct: MongoClient;
  let database: Db;
  let store: Store;
  let throughProxy = "";

  beforeAll(async () => {
    const uri = new URL(given ?? "");
    uri.pathname = `/sourcier-faults-${String(Date.now())}-${String(process.pid)}`;
    direct = await MongoClient.connect(uri.href);
    database = direct.db();
    proxy = await startProxy({ target: { host: uri.hostname, port: Number(uri.port === "" ? "27017" : uri.port) } });
    uri.host = `127.0.0.1:${String(proxy.port)}`;
    uri.searchParams.set("directConnection", "true"); // or the driver would go round the proxy
    throughProxy = uri.href;
    store = await openMongo(throughProxy);
  });
  afterAll(async () => {
    await store.close();
    await proxy.close();
    await database.dropDatabase();
    await direct.close();
  });

  test("someone who opens the database finds readable records", async () => {
    const doc = await created(store);
    await store.appendBatch(batch(doc, 1, 1, 2));
    await store.project(projection(doc, 2, { claims: ["claim-1"], sources: ["evidence-1"] }));
    const named = database.collection<{ _id: string }>("documents");
    expect(await named.findOne({ _id: doc })).toMatchObject({ title: "Version 2", case: "case-none", createdBy: author, version: 2 });
    expect(await database.collection("claims").findOne({ doc })).toMatchObject({
      claim: "claim-1",
      quote: "la Hongrie a d’abord démenti",
      statements: { en: "Hungary first denied" },
      verdict: "open",
    });
    expect(await database.collection("sources").findOne({ doc })).toMatchObject({ claim: "claim-1", address: "https://example.org/" });
    expect(await database.collection("commits").findOne({ doc })).toMatchObject({ seq: 1, first: 1, last: 2, commits: [{ author }, {}] });
    const indexes = await database.collection("commits").indexes();
    expect(indexes).toContainEqual(expect.objectContaining({ key: { doc: 1, seq: 1 }, unique: true }));
  });

  test("cut off, everything is StoreAway; back again, it works by itself", async () => {
    const doc = await created(store);
    proxy.cut();
    await expect(store.ping()).rejects.toMatchObject({ name: "StoreAway" });
    const asked = [
      store.appendBatch(batch(doc, 1, 1)),
      store.readBatches(doc, version(0), 1),
      store.project(projection(doc, 1)),
      store.listUsers(),
    ];
    for (const outcome of await Promise.allSettled(asked))
      expect(outcome).toMatchObject({ status: "rejected", reason: { name: "StoreAway" } });
    await expect(openMongo(throughProxy)).rejects.toMatchObject({ name: "StoreAway" });
    proxy.restore();
    await store.ping();
    expect(await store.appendBatch(batch(doc, 1, 1))).toBe("appended");
  });

  test("what is asked while its connection closes is StoreAway, however often, and does not wait for ever", async () => {
    const doc = await created(store);
    const sockets = new Set<Socket>();
    const opened = (message: unknown): void => void sockets.add((message as { socket: Socket }).socket);
    subscribe("net.client.socket", opened);
    const impatient = await patiently(() => openMongo(throughProxy, { answer: 200 }));
    // More often than the driver's pool has places.
    for (let seq = 1; seq <= 25; seq++) {
      await patiently(() => impatient.ping());
      // As when the other side's farewell is read in the turn in which something is written.
      for (const socket of sockets) socket.destroy();
      await expect(impatient.appendBatch(batch(doc, seq, seq))).rejects.toMatchObject({ name: "StoreAway" });
      await patiently(() => impatient.appendBatch(batch(doc, seq, seq)));
    }
    unsubscribe("net.client.socket", opened);
    await impatient.close();
    expect((await store.readBatches(doc, version(0), 100)).map(({ seq }) => seq)).toEqual(Array.from({ length: 25 }, (_, at) => at + 1));
  });

  test.each([
    ["of a new client, made to ask something", 1, 1],
    ["of a client at work, all that it makes at once", 0, 3],
  ])("a connection that closes in the moment in which it is made holds nobody up for ever: %s", async (_, spared, lost) => {
    const own = await startProxy({ target: { host: "127.0.0.1", port: proxy.port } });
    const uri = new URL(throughProxy);
    uri.host = `127.0.0.1:${String(own.port)}`;
    const sockets: Socket[] = [];
    let from = spared;
    const opened = (message: unknown): void => {
      const { socket } = message as { socket: Socket };
      socket.prependOnceListener("connect", () => {
        if (socket.remotePort !== own.port) return;
        const made = sockets.push(socket) - 1;
        // As when the other side's farewell is read in the turn in which the first words are written.
        if (made >= from && made < from + lost) socket.destroy();
      });
    };
    subscribe("net.client.socket", opened);
    // No question is given up by itself. A heartbeat takes two seconds where nothing happens.
    const patient = new MongoDatabase(uri.href, { answer: 600_000, connecting: 2500 });
    if (spared === 0) {
      from = Infinity;
      await patiently(() => patient.ping());
      from = sockets.length;
      for (const socket of sockets) socket.destroy();
    }
    await patiently(() => patient.ping());
    unsubscribe("net.client.socket", opened);
    expect(sockets.length).toBeGreaterThan(from);
    await patient.close();
    await own.close();
  });

  test("written, but the answer was lost: StoreAway; reading again finds it, once", async () => {
    const doc = fresh<DocId>("doc");
    expect(await store.appendBatch(batch(doc, 1, 1))).toBe("appended");
    proxy.swallowAnswers(true);
    const lost = store.appendBatch(batch(doc, 2, 2));
    lost.catch(() => undefined);
    await until(async () => (await database.collection("commits").countDocuments({ doc })) === 2);
    proxy.swallowAnswers(false);
    await expect(lost).rejects.toMatchObject({ name: "StoreAway" });
    expect(await store.readBatches(doc, version(1), 10)).toStrictEqual([batch(doc, 2, 2)]);
    expect(await store.appendBatch(batch(doc, 2, 2))).toBe("taken");
    expect(await database.collection("commits").countDocuments({ doc })).toBe(2);
    // What was read after the doubt stands on an acknowledged write.
    expect(await database.collection("barriers").countDocuments()).toBe(1);
  });

  test("a blob whose put was cut off between two chunks is not found, and what it left is swept", async () => {
    const bytes = new Uint8Array(3 * CHUNK).fill(42);
    const name = sha256Of(bytes);
    async function* cutOff(): AsyncGenerator<Uint8Array> {
      yield bytes.subarray(0, 2 * CHUNK);
      proxy.cut();
      yield bytes.subarray(2 * CHUNK);
    }
    await expect(store.putBlob(name, cutOff(), bytes.length)).rejects.toMatchObject({ name: "StoreAway" });
    proxy.restore();
    expect([await store.hasBlob(name), await store.readBlob(name)]).toEqual([false, null]);
    expect(await unnamed(database)).toBeGreaterThan(0);
    await store.sweepBlobs(Date.now() + 1000);
    expect(await unnamed(database)).toBe(0);
    expect(await store.putBlob(name, [bytes], bytes.length)).toBe("kept");
  });

  test("a removal that was cut off is finished when it is asked for again", async () => {
    const mine = { id: fresh<CaseId>("case"), name: "", createdBy: author, createdAt: 1, demo: true };
    await store.putCase(mine);
    const record = document({ case: mine.id, original: original(Uint8Array.of(1)) });
    await store.createDocument(record, Uint8Array.of(1));
    await store.appendBatch(batch(record.id, 1, 1));
    proxy.delay(20); // so that it takes long enough to be caught in the middle
    const removal = store.removeCase(mine.id);
    removal.catch(() => undefined);
    const documents = database.collection<{ _id: string }>("documents");
    await until(async () => (await documents.countDocuments({ _id: record.id, removing: true })) === 1);
    proxy.cut();
    await expect(removal).rejects.toMatchObject({ name: "StoreAway" });
    proxy.delay(0);
    proxy.restore();
    expect(await store.readDocument(record.id)).toBeNull();
    expect(await store.readOriginal(record.id)).toBeNull();
    expect(await store.listDocumentIds()).not.toContain(record.id);
    expect(await store.listCases()).toContainEqual(expect.objectContaining(mine));
    await store.removeCase(mine.id);
    expect(await store.listCases()).not.toContainEqual(expect.objectContaining(mine));
    for (const name of ["commits", "originals"]) expect(await database.collection(name).countDocuments({ doc: record.id })).toBe(0);
    expect(await documents.countDocuments({ _id: record.id })).toBe(0);
  });

  test("a snapshot that is not what was written, or lacks a part, says so with its version", async () => {
    const doc = await created(store);
    for (const n of [3, 6, 9]) await store.writeSnapshot({ doc, version: version(n), seq: n, state: state(n) });
    const heads = await database.collection<{ version: number; content: string }>("snapshots").find({ doc }).sort({ version: 1 }).toArray();
    const parts = database.collection("snapshotParts");
    await parts.updateOne({ content: heads[2]?.content }, { $set: { bytes: Buffer.from([31, 139, 8, 0]) } });
    await parts.deleteMany({ content: heads[1]?.content });
    await expect(store.readSnapshot(doc, null)).rejects.toMatchObject({ name: "UnreadableSnapshot", version: 9 });
    await expect(store.readSnapshot(doc, version(8))).rejects.toMatchObject({ name: "UnreadableSnapshot", version: 6 });
    expect((await store.readSnapshot(doc, version(5)))?.version).toBe(3);
  });

  test("half of a removal is finished by the next one to open", async () => {
    const doc = await created(store);
    await store.appendBatch(batch(doc, 1, 1));
    await database.collection<{ _id: string }>("documents").updateOne({ _id: doc }, { $set: { removing: true } });
    expect(await store.createDocument(document({ id: doc }), null)).toBe("exists");
    await (await openMongo(given === undefined ? "" : throughProxy)).close();
    expect(await database.collection("commits").countDocuments({ doc })).toBe(0);
    expect(await store.createDocument(document({ id: doc }), null)).toBe("created");
  });
});

const command = mongoCommand();
(command === null ? test.skip : test)(
  `acknowledged appends are there after kill -9 of the server${command === null ? ": skipped, MONGO_SERVER names no command" : ""}`,
  async () => {
    const directory = mkdtempSync(join(tmpdir(), "sourcier-mongo-"));
    const server = await startMongo(directory);
    const store = await openMongo(server.uri("killed"));
    const doc = fresh<DocId>("doc");
    let acknowledged = 0;
    const fifty = new EventEmitter();
    const enough = once(fifty, "there");
    const writing = (async () => {
      for (let seq = 1; ; seq++) {
        await store.appendBatch(batch(doc, seq, seq));
        acknowledged = seq;
        if (seq === 50) fifty.emit("there");
      }
    })();
    await Promise.race([enough, writing]);
    await server.kill();
    await expect(writing).rejects.toMatchObject({ name: "StoreAway" });
    await server.restart();
    const kept = (await store.readBatches(doc, version(0), 10_000)).map((one) => one.seq);
    expect(kept).toEqual(Array.from({ length: kept.length }, (_, index) => index + 1));
    // The last one may have been written without an answer.
    expect([acknowledged, acknowledged + 1]).toContain(kept.length);
    await store.close();
    await server.stop();
    rmSync(directory, { recursive: true });
  },
  120_000,
);
