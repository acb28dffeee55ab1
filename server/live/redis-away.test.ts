import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { openSqlite } from "../store/sqlite";
import type { Store } from "../store/Store";
import { startBuiltServer, temporaryFolder } from "../../fixtures/built-server";
import type { BuiltServer } from "../../fixtures/built-server";
import {
  ask,
  connected,
  enter,
  makeDocument,
  makeHome,
  makeUser,
  openPage,
  signIn,
  startTestServer,
  submission,
  typed,
  until,
} from "../../fixtures/live-server";
import type { Page, TestServer } from "../../fixtures/live-server";
import { systemRandom } from "../../shared/ids";
import type { DocId } from "../../shared/ids";
import { createAccounts } from "../accounts/accounts";
import { createAuthority } from "../authority/authority";

const redis = process.env["REDIS_URL"];

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function startRedis(port: number): Promise<ChildProcess> {
  const child = spawn("redis-server", ["--port", String(port), "--save", "", "--appendonly", "no", "--bind", "127.0.0.1"]);
  await new Promise<void>((ready) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      if (text.includes("Ready to accept connections")) ready();
    });
  });
  return child;
}

async function stopRedis(child: ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  await once(child, "exit");
}

(redis === undefined ? describe.skip : describe)("two servers whose Redis goes away and comes back", () => {
  let store: Store;
  let one: TestServer;
  let other: TestServer;
  let server: ChildProcess;
  let port: number;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;

  beforeAll(async () => {
    port = await freePort();
    server = await startRedis(port);
    folder = await temporaryFolder();
    store = await openSqlite(folder.path);
    const redisUrl = `redis://127.0.0.1:${String(port)}`;
    one = await startTestServer({ store, redisUrl });
    other = await startTestServer({ store, redisUrl });
  });
  afterAll(async () => {
    await one.close();
    await other.close();
    await stopRedis(server);
    await store.close();
    await folder.remove();
  });

  test("go on serving their own pages meanwhile, and hear of each other afterwards", async () => {
    const { page: here, user } = await enter(one, "editor");
    const { page: there } = await enter(other, "editor");
    const doc = await makeDocument(one.authority, user.id, "Bonjour");
    await ask.open(here, doc);
    await ask.open(there, doc);
    await stopRedis(server);
    expect(await ask.submit(here, submission(doc, 1, typed(1, "a")))).toMatchObject({ ok: true });
    // What Redis does not tell is read again within seconds.
    await until(() => other.authority.headOf(doc)?.version === 2, "the other server reads it without Redis");
    expect(await ask.submit(there, submission(doc, 2, typed(1, "b")))).toMatchObject({ ok: true });
    server = await startRedis(port);
    await until(async () => {
      const head = one.authority.headOf(doc)?.version ?? 0;
      return (await ask.submit(here, submission(doc, head, typed(1, "c")))).ok;
    }, "it goes on");
    await until(() => other.authority.headOf(doc)?.version === one.authority.headOf(doc)?.version, "both are level again");
  });
});

/** One built server with people on it; the store is made before it starts. */
async function builtWithRedis(dataDir: string, redisUrl: string): Promise<{ server: BuiltServer; doc: DocId; page: Page }> {
  const store = await openSqlite(dataDir);
  await makeHome(store);
  const accounts = createAccounts({ store, secure: false, clock: Date.now, random: systemRandom });
  const authority = createAuthority({ store, logger: console, now: Date.now, random: systemRandom });
  const user = await makeUser(store, "editor");
  const cookie = await signIn(accounts, user.id);
  const doc = await makeDocument(authority, user.id, "Bonjour");
  await authority.drain();
  await store.close();
  const server = await startBuiltServer({ dataDir, env: { DEMO: "off", REDIS_URL: redisUrl } });
  return { server, doc, page: await connected(openPage(server.origin, cookie)) };
}

// In a process of its own: Jest may take a rejection of its own process before we hear of it.
(redis === undefined ? test.skip : test)(
  "a server leaves no rejection unhandled when Redis is gone with what was on its way to it",
  async () => {
    const port = await freePort();
    const first = await startRedis(port);
    const folder = await temporaryFolder();
    const { server, doc, page } = await builtWithRedis(folder.path, `redis://127.0.0.1:${String(port)}`);
    await ask.open(page, doc);
    // It takes what is sent, and answers nothing.
    first.kill("SIGSTOP");
    for (let version = 1; version <= 20; version += 1) await ask.submit(page, submission(doc, version, typed(1, "x")));
    await stopRedis(first);
    await until(() => server.complaints().includes("Redis does not answer"), "it has noticed");
    expect(await ask.submit(page, submission(doc, 21, typed(1, "x")))).toMatchObject({ ok: true });
    page.close();
    expect(await server.stop()).toBe(0);
    expect(server.complaints()).not.toContain("unhandled");
    await folder.remove();
  },
  200_000,
);
