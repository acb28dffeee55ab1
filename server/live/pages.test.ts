import { startProxy } from "../../fixtures/tcp-proxy";
import type { ClaimId, DocId, UserId, Version } from "../../shared/ids";
import { applyCommit } from "../../shared/log/apply";
import type { Commit } from "../../shared/log/commit";
import { emptyState, stateFromJson, stateToJson } from "../../shared/log/state";
import type { DocState } from "../../shared/log/state";
import type { Refusal } from "../../shared/refusal";
import { decodeCommits } from "../../shared/protocol/codec";
import type { Here, Peer } from "../../shared/protocol/socket";
import {
  HOME,
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
import type { Page, TestServer } from "../../fixtures/live-server";
import { commitsBetween } from "../authority/log-reader";

jest.setTimeout(60_000);

let testServer: TestServer;
beforeEach(async () => {
  testServer = await startTestServer();
});
afterEach(async () => {
  await testServer.close();
  expect(testServer.complaints).toEqual([]);
});

async function logOf(doc: DocId): Promise<Commit[]> {
  return commitsBetween(testServer.store, doc, 0 as Version, Infinity, Infinity);
}

const wordsOf = (state: DocState): string => state.texts.fr?.doc.textContent ?? "";

/** A page's copy of the document: what it opened with, and what it was told since. */
class Copy {
  state: DocState = emptyState;
  private readonly early: Commit[] = [];
  private opened = false;

  constructor(
    readonly page: Page,
    readonly doc: DocId,
  ) {
    page.on("c", ({ f, c }) => {
      const commits = decodeCommits(c, f);
      if (!commits.ok) throw new Error("unreadable commits");
      if (this.opened) this.take(commits.value);
      else this.early.push(...commits.value);
    });
  }

  async open(): Promise<this> {
    const opened = await ask.open(this.page, this.doc);
    if (!opened.ok || opened.value.kind !== "state") throw new Error("not opened");
    this.state = stateFromJson(opened.value.state);
    this.opened = true;
    this.take(this.early.filter(({ version }) => version > this.state.version));
    return this;
  }

  /** Throws at a gap: nothing may be missed between opening and being told. */
  private take(commits: readonly Commit[]): void {
    for (const commit of commits) this.state = applyCommit(this.state, commit);
  }
}

describe("a page", () => {
  test("that opens while others write misses nothing and is told nothing twice (SPEC C3)", async () => {
    const { page: writing, user } = await enter(testServer, "editor");
    const doc = await makeDocument(testServer.authority, user.id, "Bonjour");
    let written = 1;
    const writer = (async () => {
      for (; written < 150; written++) expect((await ask.submit(writing, submission(doc, written, typed(1, "x")))).ok).toBe(true);
    })();
    const copies: Copy[] = [];
    for (let n = 0; n < 12; n++) copies.push(await new Copy((await enter(testServer, "reader")).page, doc).open());
    await writer;
    await until(() => copies.every(({ state }) => state.version === written), "all have everything");
    const json = stateToJson((await logOf(doc)).reduce(applyCommit, emptyState));
    for (const { state, page } of copies) {
      expect(stateToJson(state)).toEqual(json);
      page.close();
    }
    writing.close();
  });

  test("that comes back is given what it missed, or the whole when that is shorter", async () => {
    const { page, user } = await enter(testServer, "editor");
    const doc = await makeDocument(testServer.authority, user.id, "Bonjour");
    for (let version = 1; version <= 5; version++) await ask.submit(page, submission(doc, version, typed(1, "x")));
    const missed = await ask.open(page, doc, 3);
    if (!missed.ok || missed.value.kind !== "commits") throw new Error("expected commits");
    const commits = decodeCommits(missed.value.commits, 4);
    expect(commits.ok && commits.value.map(({ version }) => version)).toEqual([4, 5, 6]);
    expect(missed.value.head).toBe(6);
    expect(await ask.open(page, doc, 6)).toMatchObject({ value: { kind: "commits", commits: [], head: 6 } });
    expect(await ask.open(page, doc, 99)).toMatchObject({ value: { kind: "state", head: 6 } });
    const many = Array.from({ length: 1100 }, () =>
      testServer.authority.submit(submission(doc, 6, typed(1, "y")), { user: user.id, role: "editor" }),
    );
    await Promise.all(many);
    expect(await ask.open(page, doc, 6)).toMatchObject({ value: { kind: "state", head: 1106 } });
    const read = await ask.read(page, doc, 6);
    expect(read.ok && [read.value.commits.length, read.value.head]).toEqual([500, 1106]);
    page.close();
  });

  test("whose answer was lost sends again, and its work is applied once (SPEC L3)", async () => {
    const { user, cookie, page: watching } = await enter(testServer, "editor");
    const doc = await makeDocument(testServer.authority, user.id, "Bonjour");
    const proxy = await startProxy({ target: { host: "127.0.0.1", port: testServer.port } });
    const page = await connected(openPage(`http://127.0.0.1:${proxy.port}`, cookie));
    const copy = await new Copy(watching, doc).open();
    const sent = submission(doc, 1, typed(1, "x"), claimed(2, 5, "Bon"));
    proxy.swallowAnswers(true);
    const lost = ask.submit(page, sent).catch(() => "no answer");
    await until(() => copy.state.version === 2, "the others are told");
    proxy.swallowAnswers(false);
    await until(() => !page.connected, "the connection breaks");
    page.connect();
    await connected(page);
    expect(await ask.submit(page, sent)).toEqual({ ok: true, value: { version: 2 } });
    expect((await logOf(doc)).map(({ id }) => id).filter((id) => id === sent.id)).toHaveLength(1);
    expect(wordsOf(copy.state)).toBe("xBonjour");
    page.close();
    watching.close();
    await proxy.close();
    void lost;
  });

  test("that goes right after sending has sent, once", async () => {
    const { page, user, cookie } = await enter(testServer, "editor");
    const doc = await makeDocument(testServer.authority, user.id, "Bonjour");
    const sent = submission(doc, 1, typed(1, "x"));
    page.emit("submit", sent, () => undefined);
    page.io.engine.on("drain", () => page.io.engine.close());
    await until(async () => (await logOf(doc)).length === 2, "it is in the log");
    const next = await connected(openPage(testServer.origin, cookie));
    expect(await ask.submit(next, sent)).toEqual({ ok: true, value: { version: 2 } });
    expect(await logOf(doc)).toHaveLength(2);
    next.close();
  });

  test("that sets a verdict somebody else has just set is told so, and both values are kept (SPEC L7)", async () => {
    const [anna, bela] = [await enter(testServer, "fact-checker"), await enter(testServer, "fact-checker")];
    const doc = await makeDocument(testServer.authority, anna.user.id, "Bonjour");
    const copy = await new Copy(bela.page, doc).open();
    const claim = "claim-0001" as ClaimId;
    await ask.submit(anna.page, submission(doc, 1, claimed(1, 8, "Bonjour", claim)));
    const verdict = (value: "true" | "false") => ({ type: "verdict.propose", claim, verdict: value, seen: 2 as Version }) as const;
    expect((await ask.submit(anna.page, submission(doc, 2, verdict("true")))).ok).toBe(true);
    expect((await ask.submit(bela.page, submission(doc, 2, verdict("false")))).ok).toBe(true);
    await until(() => copy.state.version === 4, "it has come back");
    expect(copy.state.claims.get(claim)?.verdict).toBe("true");
    expect([...copy.state.conflicts.values()]).toMatchObject([{ author: bela.user.id, code: "conflict", op: { verdict: "false" } }]);
    anna.page.close();
    bela.page.close();
  });
});

function farewell(page: Page): { why?: Refusal; gone: boolean } {
  const said: { why?: Refusal; gone: boolean } = { gone: false };
  page.on("bye", (why) => (said.why = why));
  page.on("disconnect", () => (said.gone = true));
  return said;
}

describe("the end of a session", () => {
  test.each<[string, object, (testServer: TestServer, user: UserId) => Promise<unknown>]>([
    ["signing out everywhere", {}, ({ accounts }, user) => accounts.sessions.close({ user })],
    ["being made a reader", { detail: { reason: "role" } }, ({ accounts }, user) => accounts.people.set(user, { role: "reader" })],
    ["being disabled", {}, ({ accounts }, user) => accounts.people.set(user, { disabled: true })],
  ])("by %s closes the person's pages, and nobody else's", async (_how, reason, end) => {
    const one = await enter(testServer, "editor");
    const second = await connected(openPage(testServer.origin, one.cookie));
    const other = await enter(testServer, "admin");
    const said = [farewell(one.page), farewell(second)];
    await end(testServer, one.user.id);
    await until(() => said.every(({ gone }) => gone), "both are disconnected");
    for (const { why } of said) expect(why).toEqual({ code: "signed-out", ...reason });
    await expect(connected(openPage(testServer.origin, one.cookie))).rejects.toMatchObject({ data: { code: "signed-out" } });
    expect(other.page.connected).toBe(true);
    other.page.close();
  });

  test("counts for what was asked just before it: a role is read for each commit", async () => {
    const { page, user } = await enter(testServer, "editor");
    const doc = await makeDocument(testServer.authority, user.id, "Bonjour");
    await testServer.store.putUser({ ...user, role: "reader" });
    testServer.accounts.sessions.forget();
    expect(await ask.submit(page, submission(doc, 1, typed(1, "x")))).toMatchObject({ refusal: { code: "forbidden" } });
    page.close();
  });
});

const here = (doc: DocId, anchor: number): Here => ({
  doc,
  version: 1 as Version,
  lang: "fr",
  anchor,
  head: anchor,
  claim: null,
  writing: "",
});

describe("presence", () => {
  test("shows who is there, where, and who has left; the newest place counts", async () => {
    const [anna, bela] = [await enter(testServer, "editor"), await enter(testServer, "reader")];
    const doc = await makeDocument(testServer.authority, anna.user.id, "Bonjour");
    const seen: Peer[] = [];
    const gone: string[] = [];
    const ofOthers = ({ user }: Peer) => user !== anna.user.id;
    anna.page.on("here", ({ peers }) => seen.push(...peers.filter(ofOthers)));
    anna.page.on("left", ({ peer }) => gone.push(peer));
    await ask.open(anna.page, doc);
    const opened = await ask.open(bela.page, doc);
    if (!opened.ok) throw new Error("not opened");
    expect(opened.value.peers).toMatchObject([{ user: anna.user.id, name: anna.user.name, here: null }]);
    await until(() => seen.length === 1, "the new page is announced");
    expect(seen[0]).toMatchObject({ peer: opened.value.peer, user: bela.user.id, here: null });
    for (let place = 1; place <= 100; place++) bela.page.emit("here", here(doc, place));
    await until(() => seen.at(-1)?.here?.anchor === 100, "the last place is told");
    expect(seen.length).toBeLessThan(20);
    const again = await ask.open(anna.page, doc);
    expect(again.ok && again.value.peers).toMatchObject([{ here: { anchor: 100 } }]);
    bela.page.emit("close", { doc });
    await until(() => gone.length === 1, "it has left");
    await ask.open(bela.page, doc);
    bela.page.close();
    await until(() => gone.length === 2, "it has left again");
    anna.page.close();
  });
});

test("many who arrive at once are told of together, the page itself among them", async () => {
  const [anna, ...others] = await Promise.all(Array.from({ length: 30 }, () => enter(testServer, "reader")));
  if (!anna) throw new Error("nobody came");
  const doc = await makeDocument(testServer.authority, anna.user.id, "Bonjour");
  const messages: Peer[][] = [];
  anna.page.on("here", ({ peers }) => messages.push(peers));
  await ask.open(anna.page, doc);
  await Promise.all(others.map(({ page }) => ask.open(page, doc)));
  const told = () => new Set(messages.flat().map(({ user }) => user));
  await until(() => told().size === 30, "everybody has been told of");
  expect(messages.length).toBeLessThan(20);
  for (const { page } of [anna, ...others]) page.close();
});

describe("the library", () => {
  test("hears of changed rows, cases and people", async () => {
    const { page, user } = await enter(testServer, "reader");
    const heard: unknown[] = [];
    page.on("library", (what) => heard.push(what));
    const doc = await makeDocument(testServer.authority, user.id, "Bonjour");
    testServer.live.notifier.notify({ kind: "people" });
    testServer.live.notifier.notify({ kind: "people" });
    await until(() => heard.length === 2, "both are heard of");
    expect(heard).toEqual(expect.arrayContaining([{ kind: "rows", doc, case: HOME }, { kind: "people" }]));
    page.close();
  });

  test("tells those who are at work on a text of no rows, only of documents that are gone", async () => {
    const [reader, writer] = [await enter(testServer, "reader"), await enter(testServer, "editor")];
    const doc = await makeDocument(testServer.authority, writer.user.id, "Bonjour");
    const heard: Record<"reader" | "writer", unknown[]> = { reader: [], writer: [] };
    reader.page.on("library", (what) => heard.reader.push(what));
    await ask.open(writer.page, doc);
    writer.page.on("library", (what) => heard.writer.push(what));
    await ask.submit(writer.page, submission(doc, 1, typed(8, "!")));
    await until(() => heard.reader.length > 0, "the reader hears of the row");
    // What was sent to the writer with it has come by the time of a later answer.
    await ask.read(writer.page, doc, 0);
    expect(heard.writer).toEqual([]);
    testServer.live.notifier.removed([doc], "house");
    await until(() => heard.writer.length === 1, "the writer hears that it is gone");
    const before = heard.reader.length;
    writer.page.emit("close", { doc });
    await ask.read(writer.page, doc, 0);
    testServer.live.notifier.notify({ kind: "rows", doc, case: HOME });
    await until(() => heard.writer.length === 2 && heard.reader.length > before, "both look at the library now");
    reader.page.close();
    writer.page.close();
  });
});

test("a connection that went silent is let go of", async () => {
  const impatient = await startTestServer({ rhythm: { pingEvery: 100, pingPatience: 100 } });
  const { page } = await enter(impatient, "reader");
  // From here on nothing is answered, not even a ping, and nothing is closed.
  const { ws } = (page.io.engine as unknown as { transport: { ws: { pause(): void; terminate(): void } } }).transport;
  ws.pause();
  expect(impatient.live.connections()).toBe(1);
  await until(() => impatient.live.connections() === 0, "the server has noticed");
  ws.terminate();
  page.close();
  await impatient.close();
});
