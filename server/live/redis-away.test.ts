import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { openSqlite } from "../store/sqlite";
import type { Store } from "../store/Store";
import { temporaryFolder } from "../../fixtures/built-server";
import { ask, enter, makeDocument, startTestServer, submission, typed, until } from "../../fixtures/live-server";
import type { TestServer } from "../../fixtures/live-server";

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
  const rejected: unknown[] = [];
  const note = (error: unknown): void => void rejected.push(error);

  beforeAll(async () => {
    process.on("unhandledRejection", note);
    port = await freePort();
    server = await startRedis(port);
    folder = await temporaryFolder();
    store = await openSqlite(folder.path);
    const redisUrl = `redis://127.0.0.1:${String(port)}`;
    one = await startTestServer({ store, redisUrl });
    other = await startTestServer({ store, redisUrl });
  }, 20_000);
  afterAll(async () => {
    await one.close();
    await other.close();
    await stopRedis(server);
    await store.close();
    await folder.remove();
    process.off("unhandledRejection", note);
  }, 20_000);

  test("go on serving their own pages meanwhile, with no rejection unhandled, and hear of each other afterwards", async () => {
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
    expect(rejected).toEqual([]);
  }, 40_000);
});
