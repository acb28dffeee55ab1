import { MongoClient } from "mongodb";
import { startProxy } from "../../fixtures/tcp-proxy";
import type { Proxy } from "../../fixtures/tcp-proxy";
import { systemRandom } from "../../shared/ids";
import type { DocId, UserId, Version } from "../../shared/ids";
import { applyCommit } from "../../shared/log/apply";
import type { Commit } from "../../shared/log/commit";
import { emptyState, stateToJson } from "../../shared/log/state";
import { makeDocument, submission, typed, until } from "../../fixtures/live-server";
import { ownDatabase } from "../../fixtures/crash-harness";
import { openMongo } from "../store/mongodb";
import type { Store } from "../store/Store";
import { createAuthority } from "./authority";
import type { Authority } from "./authority";
import { commitsBetween } from "./log-reader";

const given = process.env["MONGODB_URI"];
const anna = { user: "anna" as UserId, role: "editor" as const };

jest.setTimeout(120_000);

const wordsOf = (log: readonly Commit[]): string => log.reduce(applyCommit, emptyState).texts.fr?.doc.textContent ?? "";

(given === undefined ? describe.skip : describe)("on MongoDB, with faults on the way to it,", () => {
  let direct: Store;
  let store: Store;
  let proxy: Proxy;
  let authority: Authority;
  let address: string;
  beforeAll(async () => {
    address = ownDatabase(given ?? "");
    direct = await openMongo(address);
    const uri = new URL(address);
    proxy = await startProxy({ target: { host: uri.hostname, port: Number(uri.port === "" ? "27017" : uri.port) } });
    uri.host = `127.0.0.1:${proxy.port}`;
    uri.searchParams.set("directConnection", "true");
    store = await openMongo(uri.href, { answer: 4000 });
    const silent = { error: () => undefined, warn: () => undefined };
    authority = createAuthority({ store, logger: silent, now: Date.now, random: systemRandom });
  });
  afterAll(async () => {
    await authority.drain();
    await store.close();
    await proxy.close();
    await direct.close();
    const client = await MongoClient.connect(address);
    await client.db().dropDatabase();
    await client.close();
  });

  async function logOf(doc: DocId): Promise<Commit[]> {
    return commitsBetween(direct, doc, 0 as Version, Infinity, Infinity);
  }
  test("a commit whose answer was lost after the write is applied once (SPEC L3, L4)", async () => {
    const doc = await makeDocument(authority, anna.user, "");
    const sent = submission(doc, 1, typed(1, "x"));
    await authority.open(doc);
    proxy.swallowAnswers(true);
    const answer = authority.submit(sent, anna);
    await until(async () => (await logOf(doc)).length === 2, "it is written");
    proxy.swallowAnswers(false);
    expect(await answer).toEqual({ ok: true, value: { version: 2 } });
    expect(await authority.submit(sent, anna)).toEqual({ ok: true, value: { version: 2 } });
    expect(wordsOf(await logOf(doc))).toBe("x");
  });

  test("a store that is away is said to be; it is well again by itself, and nothing is lost (SPEC L4)", async () => {
    const doc = await makeDocument(authority, anna.user, "");
    authority.hold(doc);
    const states: string[] = [];
    authority.listen({ store: (state) => states.push(state) });
    await authority.submit(submission(doc, 1, typed(1, "a;")), anna);
    proxy.cut();
    const sent = submission(doc, 2, typed(1, "b;"));
    expect(await authority.submit(sent, anna)).toEqual({ ok: false, refusal: { code: "store-away" } });
    expect(states).toEqual(["away"]);
    proxy.restore();
    // What was asked while it was away may be given up after its return, one after the other: then it is said to be away once more.
    await until(async () => (await authority.submit(sent, anna)).ok && authority.storeState === "ready", "it is back");
    expect([states[0], states.at(-1)]).toEqual(["away", "ready"]);
    expect(await authority.submit(sent, anna)).toEqual({ ok: true, value: { version: 3 } });
    expect(wordsOf(await logOf(doc))).toBe("b;a;");
  });

  test("L11: a log that ends before its snapshot, after a mixed restore, is read only and counted", async () => {
    const silent = { error: () => undefined, warn: () => undefined };
    const before = createAuthority({ store: direct, logger: silent, now: Date.now, random: systemRandom });
    const doc = await makeDocument(before, anna.user, "Bonjour");
    const head = await before.stateAt(doc, null);
    await before.drain();
    if (!head.ok) throw new Error(head.refusal.code);
    await direct.writeSnapshot({ doc, version: 9 as Version, seq: 4, state: { ...stateToJson(head.value), version: 9 } });
    const restored = createAuthority({ store: direct, logger: silent, now: Date.now, random: systemRandom });
    await restored.repair();
    expect(restored.logsBehind).toBe(1);
    expect(await restored.submit(submission(doc, 9, typed(1, "x")), anna)).toEqual({ ok: false, refusal: { code: "log-behind" } });
    await restored.drain();
    expect(await logOf(doc)).toHaveLength(1);
  });
});
