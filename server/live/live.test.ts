import { stateFromJson } from "../../shared/log/state";
import { decodeCommits } from "../../shared/protocol/codec";
import type { Version } from "../../shared/ids";
import type { Commit } from "../../shared/log/commit";
import type { Op } from "../../shared/log/op";
import { ask, connected, enter, makeDocument, openPage, startTestServer, submission, typed, until } from "../../fixtures/live-server";
import type { Page, TestServer } from "../../fixtures/live-server";

jest.setTimeout(60_000);

let testServer: TestServer;
beforeEach(async () => {
  testServer = await startTestServer();
});
afterEach(async () => {
  await testServer.close();
  expect(testServer.complaints).toEqual([]);
});

/** The commits that a page is told, as they come. */
function listen(page: Page): Commit[] {
  const told: Commit[] = [];
  page.on("c", ({ f, c }) => {
    const commits = decodeCommits(c, f);
    if (!commits.ok) throw new Error("unreadable commits");
    told.push(...commits.value);
  });
  return told;
}

describe("live", () => {
  test("a page without WebSocket is served by polling", async () => {
    const { page: first, user, cookie } = await enter(testServer, "editor");
    first.close();
    const doc = await makeDocument(testServer.authority, user.id, "Bonjour");
    const page = await connected(openPage(testServer.origin, cookie, testServer.origin, { transports: ["polling"] }));
    await ask.open(page, doc);
    const told = listen(page);
    expect(await ask.submit(page, submission(doc, 1, typed(1, "x")))).toEqual({ ok: true, value: { version: 2 } });
    await until(() => told.length === 1, "it comes back");
    page.close();
  });

  test("two pages see each other's work in the order of the log, each commit once", async () => {
    const [anna, bela] = [await enter(testServer, "editor"), await enter(testServer, "editor")];
    const doc = await makeDocument(testServer.authority, anna.user.id, "Bonjour");
    const opened = await Promise.all([ask.open(anna.page, doc), ask.open(bela.page, doc)]);
    const first = opened[0];
    expect(first).toMatchObject({ ok: true, value: { kind: "state", head: 1 } });
    const told = [listen(anna.page), listen(bela.page)];
    const [one, two] = await Promise.all([
      ask.submit(anna.page, submission(doc, 1, typed(1, "A"))),
      ask.submit(bela.page, submission(doc, 1, typed(8, "B"))),
    ]);
    expect([one.ok && one.value.version, two.ok && two.value.version].sort()).toEqual([2, 3]);
    await until(() => told.every(({ length }) => length === 2), "both are told of both");
    expect(told[0]).toEqual(told[1]);
    expect(told[0]?.map(({ version }) => version)).toEqual([2, 3]);
    const again = await ask.open(anna.page, doc);
    const text = again.ok && again.value.kind === "state" ? stateFromJson(again.value.state).texts.fr?.doc.textContent : null;
    expect(text).toBe("ABonjourB");
    anna.page.close();
    bela.page.close();
  });

  test("a commit's own coming is its acknowledgement; what the log had already, refusals, and pages that do not listen are answered", async () => {
    const { page, user, cookie } = await enter(testServer, "editor");
    const beside = await connected(openPage(testServer.origin, cookie));
    const doc = await makeDocument(testServer.authority, user.id, "Bonjour");
    await ask.open(page, doc);
    const told = listen(page);
    const answers: unknown[] = [];
    const sent = submission(doc, 1, typed(1, "x"));
    page.emit("submit", sent, (answer) => answers.push(["first", answer]));
    await until(() => told.length === 1, "it comes");
    page.emit("submit", sent, (answer) => answers.push(["again", answer]));
    await until(() => answers.length === 1, "the retry is answered");
    page.emit("submit", submission(doc, 99, typed(1, "x")), (answer) => answers.push(["refused", answer.ok]));
    beside.emit("submit", submission(doc, 2, typed(1, "y")), (answer) => answers.push(["beside", answer]));
    await until(() => answers.length >= 3, "the others are answered");
    expect(answers).toContainEqual(["again", { ok: true, value: { version: 2 } }]);
    expect(answers).toContainEqual(["beside", { ok: true, value: { version: 3 } }]);
    expect(answers).toContainEqual(["refused", false]);
    expect(answers.map((answer) => (answer as unknown[])[0])).not.toContain("first");
    page.close();
    beside.close();
  });

  test("a page from elsewhere, or of nobody, is turned away and told why", async () => {
    const { page, cookie } = await enter(testServer, "reader");
    page.close();
    await expect(connected(openPage(testServer.origin, cookie, "https://evil.example"))).rejects.toThrow("websocket error");
    const polling = async (headers: Record<string, string>) => {
      const response = await fetch(`${testServer.origin}/socket.io/?EIO=4&transport=polling`, { headers: { Cookie: cookie, ...headers } });
      await response.text();
      return response.status;
    };
    expect(await polling({ Origin: "https://evil.example" })).toBe(403);
    expect(await polling({ "Sec-Fetch-Site": "cross-site" })).toBe(403);
    expect(await polling({ "Sec-Fetch-Site": "same-origin" })).toBe(200);
    await expect(connected(openPage(testServer.origin, ""))).rejects.toMatchObject({ data: { code: "signed-out" } });
  });
});

describe("a broadcast", () => {
  test("keeps its place between what is sent to one alone", async () => {
    const { page, user } = await enter(testServer, "editor");
    const doc = await makeDocument(testServer.authority, user.id, "Bonjour");
    await ask.open(page, doc);
    const heard: string[] = [];
    page.on("c", ({ f }) => heard.push(`c${f}`));
    for (let version = 1; version < 30; version++) {
      page.emit("submit", submission(doc, version, typed(1, "x")), () => undefined);
      page.emit("read", { doc, after: version as Version }, (answer) => answer.ok && heard.push(`r${answer.value.head}`));
      await until(() => heard.includes(`c${version + 1}`), "it comes");
    }
    await until(() => heard.length === 58, "everything has come");
    // Whoever reads the log at a version has been told of it before.
    const told = heard.map((word, index) => word.startsWith("c") || word === "r1" || heard.indexOf(`c${word.slice(1)}`) < index);
    expect(told).not.toContain(false);
    page.close();
  });

  test("waits in line for a page that takes nothing up, which is told of everything in its order, and holds nobody up", async () => {
    const [anna, deaf] = [await enter(testServer, "editor"), await enter(testServer, "editor")];
    const doc = await makeDocument(testServer.authority, anna.user.id, "Bonjour");
    await ask.open(anna.page, doc);
    await ask.open(deaf.page, doc);
    const told = listen(deaf.page);
    const { ws } = deaf.page.io.engine.transport as unknown as { ws: { pause(): void; resume(): void } };
    ws.pause();
    // More than the system keeps for a connection; taken away again, because a text has its limits.
    const words = "m".repeat(200_000);
    const away: Op = { type: "text.step", lang: "fr", step: { stepType: "replace", from: 1, to: 1 + words.length } };
    for (let version = 1; version <= 100; version++) {
      const answer = await ask.submit(anna.page, submission(doc, version, version % 2 === 1 ? typed(1, words) : away));
      expect(answer.ok).toBe(true);
    }
    expect(told.length).toBeLessThan(100);
    ws.resume();
    await until(() => told.length === 100, "it has taken up everything");
    expect(told.map(({ version }) => version)).toEqual(Array.from({ length: 100 }, (_, index) => index + 2));
    anna.page.close();
    deaf.page.close();
  });
});
