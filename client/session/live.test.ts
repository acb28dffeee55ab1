import "fake-indexeddb/auto";
import type { Transform } from "prosemirror-transform";
import { Browser, StrictEditor, isLive, isSaved, until, untilView } from "../../fixtures/sessions/pages";
import type { Host } from "../../fixtures/sessions/pages";
import { claimOn, words } from "../../fixtures/sessions/text";
import type { DocId, Version } from "../../shared/ids";
import { schema } from "../../shared/doc/schema";
import { stateToJson } from "../../shared/log/state";
import type { Me, Role } from "../../shared/people";
import { makeDocument, makeUser, startTestServer, signIn } from "../../fixtures/live-server";
import type { TestServer } from "../../fixtures/live-server";
import type { DocumentSession } from "./contract";

// The same sessions on the real server: sockets, sessions, authority and a SQLite file.

const type =
  (pos: number, text: string) =>
  (tr: Transform): void =>
    void tr.insert(pos, schema.text(text));
const json = (session: DocumentSession): string => JSON.stringify(stateToJson(session.view().state));

let testServer: TestServer;
let doc: DocId;
let host: Host;
let browsers: Browser[];
let cookies: Map<string, string>;

beforeEach(async () => {
  testServer = await startTestServer();
  browsers = [];
  cookies = new Map();
  const founder = await makeUser(testServer.store, "admin");
  doc = await makeDocument(testServer.authority, founder.id, "La Hongrie a d’abord nié.", "Puis elle a admis l’achat.");
  host = {
    address: testServer.origin,
    headers: (me) => ({ Cookie: cookies.get(me.id) ?? "", Origin: testServer.origin }),
    stateAt: async (of, version) => {
      const state = await testServer.authority.stateAt(of, version as Version);
      return state.ok ? { ok: true, value: stateToJson(state.value) } : state;
    },
  };
});

afterEach(async () => {
  for (const browser of browsers) browser.close();
  await testServer.close();
});

async function person(role: Role): Promise<Me> {
  const user = await makeUser(testServer.store, role);
  cookies.set(user.id, await signIn(testServer.accounts, user.id));
  return { id: user.id, name: user.name, role, hue: user.hue, disabled: false, lang: "fr", theme: "system" };
}

function browserOf(): Browser {
  const browser = new Browser(host);
  browsers.push(browser);
  return browser;
}

test("C1: people in two browsers write, claim and go offline, and end with the same document", async () => {
  const [amelie, bela] = [await person("editor"), await person("editor")];
  const [pageA, pageB] = [browserOf().page(amelie), browserOf().page(bela)];
  const [a, b] = [pageA.open(doc), pageB.open(doc)];
  await Promise.all([isLive(a), isLive(b)]);
  const [inA, inB] = [new StrictEditor(a, "fr"), new StrictEditor(b, "fr")];
  for (let round = 0; round < 20; round++) {
    inA.edit(type(1, "a"));
    inB.edit(type(inB.doc.content.size - 1, "b"));
    if (round === 5) pageB.goOffline();
    if (round === 15) pageB.goOnline();
    await new Promise((resolve) => setImmediate(resolve));
  }
  b.submit([claimOn(b.view().state, "Hongrie", "claim1")]);
  await Promise.all([isSaved(a), isSaved(b)]);
  await untilView(a, ({ state, confirmed }) => state.claims.size === 1 && confirmed === b.view().confirmed, "b's claim");
  expect(json(a)).toBe(json(b));
  expect(words(a.view().state)).toBe(`${"a".repeat(20)}La Hongrie a d’abord nié.\nPuis elle a admis l’achat.${"b".repeat(20)}`);
  expect(inA.doc.eq(inB.doc)).toBe(true);
  expect(testServer.complaints).toEqual([]);
});

test("L3: a page that dies leaves its work to the next, which sends it once", async () => {
  const amelie = await person("fact-checker");
  const browser = browserOf();
  const first = browser.page(amelie);
  const before = first.open(doc);
  await isLive(before);
  first.goOffline();
  before.submit([claimOn(before.view().state, "Hongrie", "claim1")]);
  await until(async () => (await first.outbox.pending(amelie.id)) === 1, "kept");
  browser.kill(first);
  const after = browser.page(amelie).open(doc);
  await isSaved(after);
  await untilView(after, ({ confirmed }) => confirmed === 2, "in the log");
  expect(after.view().state.claims.size).toBe(1);
});

test("somebody who lost a role while offline is sent away, comes back, and is shown what is refused now", async () => {
  const chloe = await person("fact-checker");
  const browser = browserOf();
  const page = browser.page(chloe);
  const before = page.open(doc);
  await isLive(before);
  page.goOffline();
  before.submit([claimOn(before.view().state, "Hongrie", "claim1")]);
  await testServer.accounts.people.set(chloe.id, { role: "reader" });
  page.goOnline();
  await untilView(before, ({ ended }) => ended?.code === "signed-out", "ended");
  expect(before.view().save).toMatchObject({ kind: "not-saved", pending: 1 });
  before.close();
  cookies.set(chloe.id, await signIn(testServer.accounts, chloe.id));
  const after = browser.page({ ...chloe, role: "reader" }).open(doc);
  await untilView(after, ({ refused }) => refused.length === 1, "refused");
  expect(after.view().refused).toMatchObject([{ refusal: { code: "forbidden" }, ops: [{ claim: "claim1" }] }]);
  await isSaved(after);
  expect(after.view().state.claims.size).toBe(0);
});

test("signing out ends the session on every page of it", async () => {
  const amelie = await person("editor");
  const session = browserOf().page(amelie).open(doc);
  await isLive(session);
  await testServer.accounts.sessions.close({ user: amelie.id });
  await untilView(session, ({ connection }) => connection === "ended", "ended");
  expect(session.view().ended).toMatchObject({ code: "signed-out" });
});

test("a document that is removed ends its sessions", async () => {
  const amelie = await person("editor");
  const session = browserOf().page(amelie).open(doc);
  await isLive(session);
  await testServer.store.removeDocument(doc);
  await testServer.authority.forget([doc]);
  testServer.live.notifier.removed([doc], "house");
  await untilView(session, ({ ended }) => ended?.code === "not-found", "ended");
});

test("a page and its peers know of each other", async () => {
  const [amelie, bela] = [await person("editor"), await person("editor")];
  const [a, b] = [browserOf().page(amelie).open(doc), browserOf().page(bela).open(doc)];
  await Promise.all([isLive(a), isLive(b)]);
  b.here({ lang: "fr", anchor: 4, head: 11, claim: null, writing: "" });
  await untilView(a, ({ peers }) => peers[0]?.here?.head === 11, "where b is");
  expect(a.view().peers).toMatchObject([{ user: bela.id, name: bela.name }]);
  await untilView(b, ({ peers }) => peers.length === 1, "a");
  b.close();
  await untilView(a, ({ peers }) => peers.length === 0, "b gone");
});

test("L11: a document whose log was put back from an older copy opens to be read, says why, and takes no change", async () => {
  const head = await testServer.authority.stateAt(doc, null);
  if (!head.ok) throw new Error(head.refusal.code);
  await testServer.authority.close([doc]);
  await testServer.store.writeSnapshot({ doc, version: 9 as Version, seq: 4, state: { ...stateToJson(head.value), version: 9 } });
  const session = browserOf()
    .page(await person("editor"))
    .open(doc);
  await isLive(session);
  const why = { code: "log-behind" };
  expect([session.view().barred, words(session.view().state)]).toEqual([why, "La Hongrie a d’abord nié.\nPuis elle a admis l’achat."]);
  expect(session.submit([claimOn(session.view().state, "Hongrie", "claim1")])).toEqual({ ok: false, refusal: why });
  expect(session.view().save).toEqual({ kind: "saved" });
  expect(testServer.complaints.splice(0)).toHaveLength(1);
});
