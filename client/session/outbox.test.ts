import "fake-indexeddb/auto";
import type { Transform } from "prosemirror-transform";
import { StrictEditor, isLive, isSaved, until, untilView } from "../../fixtures/sessions/pages";
import type { Page, Browser } from "../../fixtures/sessions/pages";
import { newsroomForEachTest, openOn } from "../../fixtures/sessions/newsroom";
import { amelie, bela } from "../../fixtures/sessions/people";
import { claimOn, doc, words } from "../../fixtures/sessions/text";
import { schema } from "../../shared/doc/schema";
import { stateToJson } from "../../shared/log/state";
import type { DocumentSession } from "./contract";

const type =
  (pos: number, text: string) =>
  (tr: Transform): void =>
    void tr.insert(pos, schema.text(text));
const json = (session: DocumentSession): string => JSON.stringify(stateToJson(session.view().state));

const newsroom = newsroomForEachTest();
const { server } = newsroom;
let browser: Browser;
let others: Browser;

beforeEach(() => {
  browser = newsroom.browser();
  others = newsroom.browser();
});

const keptIs = (page: Page, count: number): Promise<void> =>
  until(async () => (await page.outbox.pending(amelie.id)) === count, `${count} changes kept`);

/** What lies in the browser for this person, work or not. */
const isEmpty = async (page: Page): Promise<boolean> => (await page.outbox.lastPerson()) === null;

test("the texts that open without a network are known by name, with what waits of them; online none is kept", async () => {
  const page = browser.page(amelie);
  const session = await openOn(page);
  expect(await page.outbox.texts(amelie.id)).toEqual([]);
  page.goOffline();
  session.submit([claimOn(session.view().state, "Hongrie", "claim1")]);
  await keptIs(page, 1);
  await until(async () => (await page.outbox.texts(amelie.id)).length === 1, "a copy of the text");
  const { title } = session.view().state.details;
  expect(await page.outbox.texts(amelie.id)).toEqual([{ doc, title, lang: "fr", count: 1 }]);
  expect(await page.outbox.texts(bela.id)).toEqual([]);
});

describe("work without a connection", () => {
  test("goes on, survives a reload that finds no network, and is merged on the return", async () => {
    const first = browser.page(amelie);
    const before = await openOn(first);
    const editor = new StrictEditor(before, "fr");
    first.goOffline();
    editor.edit(type(1, "Selon eux, "));
    before.submit([claimOn(before.view().state, "Hongrie", "claim1")]);
    before.submit([claimOn(before.view().state, "achat", "claim2")]);
    await untilView(before, ({ save }) => save.kind === "offline" && save.pending === 3, "three changes kept");
    await keptIs(first, 3);
    browser.kill(first);
    const bOn = await openOn(others.page(bela));
    new StrictEditor(bOn, "fr").edit(type(1, "Hier : "));
    await isSaved(bOn);

    const second = browser.page(amelie);
    second.goOffline();
    const after = second.open(doc);
    await untilView(after, ({ save }) => save.kind === "offline" && save.pending === 3, "the same three");
    expect(words(after.view().state)).toMatch(/^Selon eux, La Hongrie/);
    expect(after.view()).toMatchObject({ confirmed: 1, connection: "offline" });
    new StrictEditor(after, "fr").edit(type(1, "Or, "));
    expect(after.view().save).toEqual({ kind: "offline", pending: 4 });
    second.goOnline();
    await isSaved(after);
    await untilView(bOn, ({ confirmed }) => confirmed === after.view().confirmed, "the other has it too");
    expect(json(after)).toBe(json(bOn));
    expect(words(after.view().state)).toMatch(/^(Hier : Or, |Or, Hier : )Selon eux, La Hongrie/);
    expect([...after.view().state.claims.keys()].sort()).toEqual(["claim1", "claim2"]);
    await until(() => isEmpty(second), "nothing left in the browser");
  });

  test("is done with what one is in the case file, also before the server has been met again", async () => {
    newsroom.server().caseRoles.set(amelie.id, "translator");
    const first = browser.page(amelie);
    const before = await openOn(first);
    expect(before.view().grant?.role).toBe("translator");
    first.goOffline();
    before.submit([claimOn(before.view().state, "Hongrie", "claim1")]);
    await until(async () => (await first.outbox.texts(amelie.id)).length === 1, "a copy of the text");
    browser.kill(first);

    const second = browser.page(amelie);
    second.goOffline();
    const after = second.open(doc);
    await untilView(after, ({ connection, confirmed }) => connection === "offline" && confirmed === 1, "the text as it was");
    expect(after.view().grant).toMatchObject({ house: amelie.role, role: "translator" });
    newsroom.server().caseRoles.delete(amelie.id);
    second.goOnline();
    await untilView(after, ({ grant }) => grant?.role === amelie.role, "what the server says");
  });

  test("is restored from the server's state when the browser has no copy of it", async () => {
    const first = browser.page(amelie);
    const before = await openOn(first);
    server().faults.refuse.push(...Array.from({ length: 50 }, () => ({ code: "busy" as const })));
    before.submit([claimOn(before.view().state, "Hongrie", "claim1")]);
    await keptIs(first, 1);
    browser.kill(first);
    server().faults.refuse.length = 0;
    server().commit(doc, bela.id, "commit01", [claimOn(server().log(doc).head, "achat", "claim2")]);
    const after = browser.page(amelie).open(doc);
    await isSaved(after);
    await untilView(after, ({ state }) => state.claims.size === 2, "both claims");
  });

  test("leaves nothing in the browser once everything is saved and live again", async () => {
    const page = browser.page(amelie);
    const a = await openOn(page);
    page.goOffline();
    await until(async () => !(await isEmpty(page)), "a copy for a reload");
    expect(await page.outbox.pending(amelie.id)).toBe(0);
    page.goOnline();
    await isLive(a);
    await until(() => isEmpty(page), "no copy any more");
    a.submit([claimOn(a.view().state, "Hongrie", "claim1")]);
    await isSaved(a);
    await until(() => isEmpty(page), "nothing left");
  });

  test("shows the text after a reload without a network, even when nothing waits", async () => {
    const first = browser.page(amelie);
    await openOn(first);
    first.goOffline();
    await until(async () => !(await isEmpty(first)), "a copy for a reload");
    browser.kill(first);
    const second = browser.page(amelie);
    second.goOffline();
    const after = second.open(doc);
    await untilView(after, ({ confirmed, connection }) => confirmed === 1 && connection === "offline", "the text");
    expect(await second.outbox.lastPerson()).toMatchObject({ id: amelie.id });
    second.goOnline();
    await isLive(after);
    await until(() => isEmpty(second), "no copy any more");
  });
});

describe("L3: across a crash", () => {
  test("work whose answer was lost is in the log once", async () => {
    const first = browser.page(amelie);
    const before = await openOn(first);
    server().faults.loseAnswers = 1;
    before.submit([claimOn(before.view().state, "Hongrie", "claim1")]);
    await until(() => server().log(doc).head.version === 2, "in the log");
    browser.kill(first);
    const after = browser.page(amelie).open(doc);
    await isSaved(after);
    expect(after.view().refused).toEqual([]);
    expect(server().log(doc).head).toMatchObject({ version: 2 });
    expect(server().log(doc).head.conflicts.size).toBe(0);
  });

  test("each keystroke is in the text once, whenever the page dies", async () => {
    let expected = "";
    for (let round = 0; round < 12; round++) {
      const page = browser.page(amelie);
      const session = page.open(doc);
      await isSaved(session);
      const editor = new StrictEditor(session, "en");
      const char = String.fromCharCode(97 + round);
      if (round % 3 === 0) server().faults.loseAnswers = 1;
      editor.edit(type(1 + expected.length, char));
      expected += char;
      // The page dies somewhere between the keystroke and its acknowledgement, but not before the browser has it.
      await until(async () => server().log(doc).head.version > 1 + round || (await page.outbox.pending(amelie.id)) > 0, "somewhere");
      for (let turn = 0; turn < round; turn++) await new Promise((resolve) => setImmediate(resolve));
      browser.kill(page);
    }
    const last = browser.page(amelie).open(doc);
    await isSaved(last);
    expect(words(last.view().state, "en").split("\n")[0]).toBe(expected);
  });
});

describe("two pages of one person", () => {
  test("keep their work apart, and a page that is left takes up what the other leaves", async () => {
    const [one, two] = [browser.page(amelie), browser.page(amelie)];
    const [a, b] = [await openOn(one), await openOn(two)];
    for (const page of [one, two]) page.goOffline();
    a.submit([claimOn(a.view().state, "Hongrie", "claim1")]);
    b.submit([claimOn(b.view().state, "achat", "claim2")]);
    await keptIs(one, 2);
    browser.kill(one);
    expect(b.view().save).toMatchObject({ pending: 1 });
    two.goOnline();
    await untilView(b, ({ state, save }) => state.claims.size === 2 && save.kind === "saved", "both claims");
    await until(() => isEmpty(two), "nothing left");
    expect(server().log(doc).head.version).toBe(3);
  });

  test("leave their work to one new page, which sends all of it once", async () => {
    const pages = [browser.page(amelie), browser.page(amelie), browser.page(amelie)];
    for (const [k, page] of pages.entries()) {
      const session = await openOn(page);
      page.goOffline();
      new StrictEditor(session, "fr").edit(type(1, `${k}`));
      session.submit([claimOn(session.view().state, ["Hongrie", "nié", "achat"][k] ?? "", `claim${k}`)]);
      await keptIs(page, 2 * (k + 1));
      server().faults.loseAnswers = 0;
    }
    for (const page of pages) browser.kill(page);
    const [x, y] = [browser.page(amelie), browser.page(amelie)];
    const sessions = [x.open(doc), y.open(doc)];
    await Promise.all(sessions.map(isSaved));
    const all = ["claim0", "claim1", "claim2"];
    for (const session of sessions) {
      await untilView(session, ({ state }) => all.every((claim) => state.claims.has(claim as never)), "all three claims");
      await untilView(session, ({ confirmed }) => confirmed === server().log(doc).head.version, "at the head");
      expect(words(session.view().state).slice(0, 3).split("").sort()).toEqual(["0", "1", "2"]);
    }
    expect(json(sessions[0] as DocumentSession)).toBe(json(sessions[1] as DocumentSession));
    await until(() => isEmpty(x), "nothing left");
  });

  test("of which one was refused something leave it to the next page to show", async () => {
    const first = browser.page(amelie);
    const a = await openOn(first);
    server().faults.refuse.push({ code: "forbidden" });
    a.submit([claimOn(a.view().state, "Hongrie", "claim1")]);
    await untilView(a, ({ refused }) => refused.length === 1, "refused");
    a.close();
    const next = browser.page(amelie);
    const b = await openOn(next);
    await untilView(b, ({ refused }) => refused.length === 1, "refused");
    expect(b.view().refused).toMatchObject([{ refusal: { code: "forbidden" }, ops: [{ claim: "claim1" }] }]);
    b.dismiss(b.view().refused[0]?.id ?? "");
    await until(() => isEmpty(next), "nothing left");
  });
});

describe("a session that is closed", () => {
  test("still sends what it has, and the server learns that it is gone", async () => {
    const page = browser.page(amelie);
    const a = await openOn(page);
    const watching = await openOn(others.page(bela));
    await untilView(watching, ({ peers }) => peers.length === 1, "a is there");
    a.submit([claimOn(a.view().state, "Hongrie", "claim1")]);
    a.close();
    await untilView(watching, ({ state }) => state.claims.size === 1, "the claim");
    await untilView(watching, ({ peers }) => peers.length === 0, "a is gone");
    await until(() => isEmpty(page), "nothing left");
  });

  test("without a connection leaves its work to the next one", async () => {
    const page = browser.page(amelie);
    const a = await openOn(page);
    page.goOffline();
    a.submit([claimOn(a.view().state, "Hongrie", "claim1")]);
    a.close();
    await keptIs(page, 1);
    const again = page.open(doc);
    await untilView(again, ({ save }) => save.kind === "offline" && save.pending === 1, "the same work");
    page.goOnline();
    await isSaved(again);
    expect(again.view().state.claims.size).toBe(1);
  });
});

describe("people at one browser", () => {
  test("never send each other's work", async () => {
    const first = browser.page(amelie);
    const a = await openOn(first);
    first.goOffline();
    a.submit([claimOn(a.view().state, "Hongrie", "claim1")]);
    await keptIs(first, 1);
    browser.kill(first);
    const second = browser.page(bela);
    const b = await openOn(second);
    await isSaved(b);
    expect(b.view().state.claims.size).toBe(0);
    expect(await second.outbox.pending(amelie.id)).toBe(1);
    expect(await second.outbox.pendingDocs(amelie.id)).toEqual([doc]);
    expect(await second.outbox.pending(bela.id)).toBe(0);
  });

  test("can have everything of theirs removed, and what is still open writes nothing more", async () => {
    const page = browser.page(amelie);
    const a = await openOn(page);
    page.goOffline();
    a.submit([claimOn(a.view().state, "Hongrie", "claim1")]);
    await keptIs(page, 1);
    await page.outbox.wipe(amelie.id);
    expect(await isEmpty(page)).toBe(true);
    a.submit([claimOn(a.view().state, "achat", "claim2")]);
    a.close();
    await until(() => !browser.holds(page), "its place is free");
    expect(await isEmpty(page)).toBe(true);
  });
});

test("removing what is kept of a person holds for the other pages of the browser too", async () => {
  const [one, two] = [browser.page(amelie), browser.page(amelie)];
  const b = await openOn(two);
  two.goOffline();
  b.submit([claimOn(b.view().state, "Hongrie", "claim1")]);
  await keptIs(two, 1);
  await one.outbox.wipe(amelie.id);
  b.submit([claimOn(b.view().state, "achat", "claim2")]);
  b.close();
  await until(() => !browser.holds(two), "its place is free");
  expect(await isEmpty(one)).toBe(true);
});

describe("a browser that cannot keep anything", () => {
  test("says so as soon as there is no connection, and still saves when there is one", async () => {
    const page = browser.page(amelie);
    const original = globalThis.indexedDB.open.bind(globalThis.indexedDB);
    const opening = jest.spyOn(globalThis.indexedDB, "open").mockImplementation(() => {
      throw new DOMException("full", "QuotaExceededError");
    });
    const a = await openOn(page);
    a.submit([claimOn(a.view().state, "Hongrie", "claim1")]);
    await isSaved(a);
    page.goOffline();
    a.submit([claimOn(a.view().state, "achat", "claim2")]);
    await untilView(a, ({ connection }) => connection === "offline", "offline");
    expect(a.view().save).toEqual({ kind: "not-saved", pending: 1, refusal: { code: "disk-full", detail: { where: "browser" } } });
    opening.mockImplementation(original);
    page.goOnline();
    await isSaved(a);
  });
});
