import { MongoClient } from "mongodb";
import { newId, systemRandom } from "../../shared/ids";
import type { CaseId, ClaimId, Version } from "../../shared/ids";
import { applyCommit } from "../../shared/log/apply";
import type { Commit } from "../../shared/log/commit";
import { emptyState } from "../../shared/log/state";
import type { HistoryTold, Peer } from "../../shared/protocol/socket";
import { createMembers } from "../members";
import { openMongo } from "../store/mongodb";
import { openSqlite } from "../store/sqlite";
import type { Store } from "../store/Store";
import { temporaryFolder } from "../../fixtures/built-server";
import { ownDatabase } from "../../fixtures/crash-harness";
import {
  ask,
  claimed,
  connected,
  enter,
  makeDocument,
  openPage,
  startTestServer,
  submission,
  typed,
  until,
} from "../../fixtures/live-server";
import type { TestServer } from "../../fixtures/live-server";
import { commitsBetween } from "../authority/log-reader";

const redisUrl = process.env["REDIS_URL"];
const mongodbUri = process.env["MONGODB_URI"];

/** A store that two servers can have open: MongoDB where there is one, else one SQLite file that both are handed. */
async function sharedStores(): Promise<{ stores: [Store, Store]; close(): Promise<void> }> {
  if (mongodbUri !== undefined) {
    const uri = ownDatabase(mongodbUri);
    const stores: [Store, Store] = [await openMongo(uri), await openMongo(uri)];
    return {
      stores,
      async close() {
        for (const store of stores) await store.close();
        const client = await MongoClient.connect(uri);
        await client.db().dropDatabase();
        await client.close();
      },
    };
  }
  const folder = await temporaryFolder();
  const store = await openSqlite(folder.path);
  return {
    stores: [store, store],
    async close() {
      await store.close();
      await folder.remove();
    },
  };
}

(redisUrl === undefined ? describe.skip : describe)("two servers, joined by Redis,", () => {
  let shared: Awaited<ReturnType<typeof sharedStores>>;
  let one: TestServer;
  let other: TestServer;
  beforeAll(async () => {
    shared = await sharedStores();
    one = await startTestServer({ store: shared.stores[0], redisUrl: redisUrl ?? "" });
    other = await startTestServer({ store: shared.stores[1], redisUrl: redisUrl ?? "" });
  });
  afterAll(async () => {
    await one.close();
    await other.close();
    await shared.close();
    expect([...one.complaints, ...other.complaints]).toEqual([]);
  });

  test("tell a page of the one what is new in a history that grows at the other", async () => {
    const [writer, watcher] = [await enter(one, "editor"), await enter(other, "reader")];
    const doc = await makeDocument(one.authority, writer.user.id, "");
    const heard: HistoryTold[] = [];
    watcher.page.on("history", (told) => heard.push(told));
    await ask.open(writer.page, doc);
    await ask.open(watcher.page, doc);
    await ask.watch(watcher.page, doc);
    await ask.submit(writer.page, submission(doc, 1, typed(1, "Eh ")));
    await until(() => heard.at(-1)?.head === 2, "the watcher is told");
    expect(heard.at(-1)?.lines.at(-1)).toMatchObject({ version: 2, ops: [{ inserted: "Eh " }] });
    writer.page.close();
    watcher.page.close();
  });

  test("keep one log, and each tells its own pages of all of it (SPEC L2)", async () => {
    const [anna, bela] = [await enter(one, "editor"), await enter(other, "editor")];
    const doc = await makeDocument(one.authority, anna.user.id, "");
    const told = [anna, bela].map(({ page }) => {
      const versions: number[] = [];
      page.on("c", ({ f, c }) => versions.push(...c.map((_, index) => f + index)));
      return versions;
    });
    await ask.open(anna.page, doc);
    await ask.open(bela.page, doc);
    const write = async ({ page }: typeof anna, name: string, versions: readonly number[]) => {
      for (let n = 0; n < 25; n++) {
        const answer = await ask.submit(page, submission(doc, versions.at(-1) ?? 1, typed(1, `${name}${n};`)));
        expect(answer).toEqual({ ok: true, value: expect.anything() });
      }
    };
    await Promise.all([write(anna, "a", told[0] ?? []), write(bela, "b", told[1] ?? [])]);
    const all = Array.from({ length: 50 }, (_, index) => index + 2);
    await until(() => told.every(({ length }) => length === 50), "both are told of everything");
    expect(told).toEqual([all, all]);
    const log: Commit[] = await commitsBetween(one.store, doc, 0 as Version, Infinity, Infinity);
    const words = log.reduce(applyCommit, emptyState).texts.fr?.doc.textContent ?? "";
    expect(words.match(/[ab]\d+;/g)?.toSorted()).toEqual(
      ["a", "b"].flatMap((name) => Array.from({ length: 25 }, (_, n) => `${name}${n};`)).toSorted(),
    );
    anna.page.close();
    bela.page.close();
  });

  test("show each other's people, and when they leave", async () => {
    const [anna, bela] = [await enter(one, "editor"), await enter(other, "reader")];
    const doc = await makeDocument(one.authority, anna.user.id, "Bonjour");
    const seen = [anna, bela].map(({ page, user }) => {
      const peers: Peer[] = [];
      page.on("here", (told) => peers.push(...told.peers.filter((peer) => peer.user !== user.id)));
      return peers;
    });
    const left: string[] = [];
    bela.page.on("left", ({ peer }) => left.push(peer));
    await ask.open(anna.page, doc);
    await ask.open(bela.page, doc);
    await until(() => seen.every(({ length }) => length > 0), "each is shown the other");
    expect(seen.map((peers) => peers.at(-1)?.user)).toEqual([bela.user.id, anna.user.id]);
    anna.page.close();
    await until(() => left.length === 1, "the one who left is gone");
    bela.page.close();
  });

  test("end a person's session on both", async () => {
    const { user, cookie, page } = await enter(one, "editor");
    const elsewhere = await connected(openPage(other.origin, cookie));
    await one.accounts.sessions.close({ user: user.id });
    await until(() => !page.connected && !elsewhere.connected, "both pages are closed");
  });

  test("lead out of a closed case file who was taken out of it in the other, at its notice, and also when none came", async () => {
    // This one never looks by itself.
    const third = await startTestServer({ store: shared.stores[1], redisUrl: redisUrl ?? "", rhythm: { grantsEvery: 3_600_000 } });
    const [anna, bela, chloe] = [await enter(one, "admin"), await enter(third, "editor"), await enter(other, "editor")];
    const doc = await makeDocument(one.authority, anna.user.id, "Bonjour");
    const id = newId<CaseId>(systemRandom);
    const people = [anna, bela, chloe].map(({ user }) => ({ user: user.id, role: "editor" as const, addedBy: anna.user.id, at: 1 }));
    const circle = { access: "closed" as const, members: people, changes: [] };
    await one.store.putCase({ id, name: "Dossier", createdBy: anna.user.id, createdAt: 1, demo: false, ...circle, revision: 1 });
    await one.store.placeDocument(doc, { case: id });
    const out = new Set<string>();
    for (const { page, user } of [bela, chloe]) {
      page.on("role", ({ role }) => role === null && out.add(user.id));
      expect((await ask.open(page, doc)).ok).toBe(true);
    }
    const members = createMembers({ store: one.store, notifier: one.live.notifier, clock: Date.now });
    await members.remove(anna.user.id, id, bela.user.id);
    await until(() => out.has(bela.user.id), "the other process has led the page out");
    // No notice: the other process looks by itself.
    await one.store.setMembers(id, { ...circle, members: people.slice(0, 1) }, 2);
    await until(() => out.has(chloe.user.id), "it was looked at");
    for (const { page } of [anna, bela, chloe]) page.close();
    await third.close();
  });

  test("let go of a document that one of them removed", async () => {
    const [anna, bela] = [await enter(one, "editor"), await enter(other, "editor")];
    const doc = await makeDocument(one.authority, anna.user.id, "Bonjour");
    await ask.open(bela.page, doc);
    await one.store.removeDocument(doc);
    await one.authority.forget([doc]);
    one.live.notifier.removed([doc], "house");
    await until(() => other.authority.headOf(doc) === null, "the other has let go");
    const late = submission(doc, 1, claimed(1, 4, "Bon", "claim-0001" as ClaimId));
    expect(await ask.submit(bela.page, late)).toMatchObject({ refusal: { code: "not-found" } });
    anna.page.close();
    bela.page.close();
  });
});
