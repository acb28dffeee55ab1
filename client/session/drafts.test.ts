import "fake-indexeddb/auto";
import { openDB } from "idb";
import { isSaved, until, untilView } from "../../fixtures/sessions/pages";
import type { Page, Browser } from "../../fixtures/sessions/pages";
import { newsroomForEachTest, openOn } from "../../fixtures/sessions/newsroom";
import { amelie, bela } from "../../fixtures/sessions/people";
import { claimOn, doc } from "../../fixtures/sessions/text";
import type { Claim } from "../../shared/claim/claim";
import type { ClaimId, CommentId, EvidenceId, Version } from "../../shared/ids";
import type { Op } from "../../shared/log/op";
import type { DocumentSession, Draft } from "./contract";
import { MOST_DRAFTED, MOST_DRAFTS, PageDrafts, commentAt, messageAt, reviewNoteAt } from "./drafts";
import { createOutbox } from "./outbox";

const claim1 = "claim1" as ClaimId;
const statement = `${claim1}.statement.fr`;
const rationale = `${claim1}.rationale`;
const source = "source01" as EvidenceId;
const address = `${source}.address`;
const comment = "comment1" as CommentId;
const message = messageAt(claim1);

const draft = (text: string, changes: Partial<Draft> = {}): Draft => ({
  claim: claim1,
  text,
  parsed: text,
  base: "",
  former: "",
  seen: 2 as Version,
  refused: false,
  ...changes,
});
const rewrite = (text: string): Draft => draft(text, { base: "Nié ?", former: "Nié ?" });
const say = (text: string): Op => ({ type: "comment.add", claim: claim1, comment, text });
const set = (value: string): Op => ({ type: "statement.set", claim: claim1, lang: "fr", text: value, seen: 2 as Version });

const newsroom = newsroomForEachTest((server) =>
  server.commit(doc, bela.id, "commit01", [
    claimOn(server.log(doc).head, "Hongrie", claim1),
    { type: "evidence.add", claim: claim1, evidence: source, fields: {} },
  ]),
);
const { server } = newsroom;
let browser: Browser;
let others: Browser;

beforeEach(() => {
  browser = newsroom.browser();
  others = newsroom.browser();
});

const keptIs = (page: Page, count: number): Promise<void> =>
  until(async () => (await page.outbox.pending(amelie.id)) === count, `${String(count)} kept`);
const isEmpty = async (page: Page): Promise<boolean> => (await page.outbox.lastPerson()) === null;
const claimIn = (session: DocumentSession): Claim => {
  const claim = session.view().state.claims.get(claim1);
  if (!claim) throw new Error("no claim");
  return claim;
};

/** What another page finds when the one that typed this is gone without a word. */
async function afterCrash(
  ...typed: readonly (readonly [place: string, draft: Draft])[]
): Promise<{ page: Page; session: DocumentSession }> {
  const first = browser.page(amelie);
  const before = await openOn(first);
  for (const [place, one] of typed) before.drafts.set(place, one);
  await keptIs(first, typed.length);
  browser.kill(first);
  const page = browser.page(amelie);
  return { page, session: await openOn(page) };
}

describe("a draft", () => {
  test("is there again after a crash, with what it started from", async () => {
    const { page, session } = await afterCrash([statement, draft("La mienne")], [address, draft("dw", { parsed: null })]);
    expect(session.drafts.get(statement)).toEqual(draft("La mienne"));
    expect(session.drafts.get(address)).toEqual(draft("dw", { parsed: null }));
    expect(session.drafts.unsaved(claimIn(session))).toEqual([statement, address]);
    expect(session.drafts.unsaved(claimIn(session), source)).toEqual([address]);
    expect(session.drafts.unsaved(claimIn(session), "thread")).toEqual([]);
    expect(session.drafts.count(session.view().state.claims)).toBe(2);
    expect(session.view().save).toEqual({ kind: "saved" });
    expect(await page.outbox.pendingDocs(amelie.id)).toEqual([doc]);
  });

  test("is written at the latest when the page is hidden", async () => {
    const first = browser.page(amelie);
    // On this page nothing comes later.
    jest.spyOn(first.clock, "after").mockReturnValue(() => undefined);
    const session = await openOn(first);
    session.drafts.set(statement, draft("La mienne"));
    first.hide();
    await keptIs(first, 1);
    browser.kill(first);
    const after = await openOn(browser.page(amelie));
    expect(after.drafts.get(statement)?.text).toBe("La mienne");
  });

  test("does not come back once it was taken back", async () => {
    const { page, session } = await afterCrash([statement, draft("La mienne")]);
    session.drafts.set(statement, null);
    await until(() => isEmpty(page), "nothing left");
  });

  test("does not come back once it was saved: it is kept as a draft or as work, never as both, never as neither", async () => {
    const first = browser.page(amelie);
    const before = await openOn(first);
    before.drafts.set(statement, draft("La mienne"));
    await keptIs(first, 1);
    server().faults.refuse.push(...Array.from({ length: 50 }, () => ({ code: "busy" as const })));
    before.submit([set("La mienne")]);
    before.drafts.set(statement, draft("La mienne", { base: "La mienne" }));
    for (let turn = 0; turn < 100; turn++) {
      expect(await first.outbox.pending(amelie.id)).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
    }
    browser.kill(first);
    server().faults.refuse.length = 0;
    const page = browser.page(amelie);
    const after = page.open(doc);
    await isSaved(after);
    expect(after.drafts.get(statement)).toBeNull();
    expect(claimIn(after).statements.fr).toBe("La mienne");
    await until(() => isEmpty(page), "nothing left");
  });

  test("is not kept once somebody else has written the same", async () => {
    const { page, session } = await afterCrash([statement, draft("La même")]);
    const b = await openOn(others.page(bela));
    b.submit([set("La même")]);
    await until(() => isEmpty(page), "nothing left");
    expect(session.drafts.unsaved(claimIn(session))).toEqual([]);
    expect(session.drafts.count(session.view().state.claims)).toBe(0);
  });

  test("is not kept while its claim is withdrawn or its source removed, and is there when that is undone", async () => {
    const { page, session } = await afterCrash([statement, draft("La mienne")], [address, draft("dw", { parsed: null })]);
    session.submit([{ type: "evidence.remove", claim: claim1, evidence: source }]);
    await keptIs(page, 1);
    const b = await openOn(others.page(bela));
    b.submit([{ type: "claim.withdraw", claim: claim1 }]);
    await until(() => isEmpty(page), "nothing left");
    b.submit([{ type: "claim.restore", claim: claim1 }]);
    await keptIs(page, 1);
    session.submit([{ type: "evidence.restore", claim: claim1, evidence: source }]);
    await keptIs(page, 2);
  });

  test("stays where the session has ended before it could be saved", async () => {
    const { page, session } = await afterCrash([statement, draft("La mienne")]);
    session.close();
    await until(() => !browser.holds(page), "its place is free");
    const next = await openOn(browser.page(amelie));
    expect(next.drafts.get(statement)?.text).toBe("La mienne");
  });
});

describe("a message that is being written", () => {
  test("is there again after a crash, as are a changed one and a note of a review, and nothing is sent by itself", async () => {
    server().commit(doc, amelie.id, "commit02", [say("Nié ?")]);
    const note = reviewNoteAt(claim1);
    const { page, session } = await afterCrash(
      [message, draft("Pas fini")],
      [commentAt(comment), rewrite("Nié, vraiment ?")],
      [note, draft("Une seconde source")],
    );
    expect(session.drafts.get(message)).toEqual(draft("Pas fini"));
    expect(session.drafts.unsaved(claimIn(session))).toEqual([message, commentAt(comment), note]);
    expect(session.drafts.unsaved(claimIn(session), "thread")).toEqual([message, commentAt(comment)]);
    expect(claimIn(session).comments.map(({ text }) => text)).toEqual(["Nié ?"]);
    expect(await page.outbox.pending(amelie.id)).toBe(3);
  });

  test("does not come back once it was sent: it is kept as a draft or as work, never as both, never as neither", async () => {
    const first = browser.page(amelie);
    const before = await openOn(first);
    before.drafts.set(message, draft("Nié ?"));
    await keptIs(first, 1);
    server().faults.refuse.push(...Array.from({ length: 50 }, () => ({ code: "busy" as const })));
    before.submit([say("Nié ?")]);
    before.drafts.set(message, null);
    for (let turn = 0; turn < 100; turn++) {
      expect(await first.outbox.pending(amelie.id)).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
    }
    browser.kill(first);
    server().faults.refuse.length = 0;
    const page = browser.page(amelie);
    const after = page.open(doc);
    await isSaved(after);
    expect(after.drafts.get(message)).toBeNull();
    expect(claimIn(after).comments.map(({ text }) => text)).toEqual(["Nié ?"]);
    await until(() => isEmpty(page), "nothing left");
  });

  test("is not kept while its claim is withdrawn or the message it changes removed, and is there when that is undone", async () => {
    server().commit(doc, amelie.id, "commit02", [say("Nié ?")]);
    const { page, session } = await afterCrash([message, draft("Pas fini")], [commentAt(comment), rewrite("Nié, vraiment ?")]);
    session.submit([{ type: "comment.remove", claim: claim1, comment }]);
    await keptIs(page, 1);
    const b = await openOn(others.page(bela));
    b.submit([{ type: "claim.withdraw", claim: claim1 }]);
    await until(() => isEmpty(page), "nothing left");
    b.submit([{ type: "claim.restore", claim: claim1 }]);
    await keptIs(page, 1);
    session.submit([{ type: "comment.restore", claim: claim1, comment }]);
    await keptIs(page, 2);
  });

  test("is not kept once it is empty, or says what stands there", async () => {
    server().commit(doc, amelie.id, "commit02", [say("Nié ?")]);
    const { page, session } = await afterCrash([message, draft("Pas fini")], [commentAt(comment), rewrite("Nié, vraiment ?")]);
    session.drafts.set(message, draft(" ", { parsed: "" }));
    await keptIs(page, 1);
    session.submit([{ type: "comment.edit", claim: claim1, comment, text: "Nié, vraiment ?" }]);
    await until(() => isEmpty(page), "nothing left");
  });
});

describe("two pages of one person", () => {
  test("keep their drafts apart, and what one leaves the other takes up, but not over its own", async () => {
    const [one, two] = [browser.page(amelie), browser.page(amelie)];
    const [a, b] = [await openOn(one), await openOn(two)];
    a.drafts.set(statement, draft("Celle de la première page"));
    a.drafts.set(rationale, draft("Parce que"));
    b.drafts.set(statement, draft("Celle de la seconde page"));
    await keptIs(one, 3);
    browser.kill(one);
    two.goOffline();
    await untilView(b, ({ connection }) => connection === "offline", "offline");
    two.goOnline();
    await until(() => b.drafts.get(rationale) !== null, "taken up");
    expect(b.drafts.get(statement)?.text).toBe("Celle de la seconde page");
    await keptIs(two, 2);
    // And from then on it is this page's alone.
    b.drafts.set(rationale, null);
    await keptIs(two, 1);
    browser.kill(two);
    const last = await openOn(browser.page(amelie));
    expect(last.drafts.get(statement)?.text).toBe("Celle de la seconde page");
    expect(last.drafts.get(rationale)).toBeNull();
  });

  test("lose neither of two messages that they were writing on the same claim", () => {
    const drafts = new PageDrafts(() => undefined);
    const { former: _former, refused: _refused, ...kept } = draft("Appelé.");
    drafts.set(messageAt(claim1), draft("Sans réponse."));
    drafts.restore([{ place: messageAt(claim1), ...kept }]);
    drafts.restore([{ place: messageAt(claim1), ...kept }]);
    expect(drafts.get(messageAt(claim1))).toMatchObject({ text: "Appelé.\n\nSans réponse.", parsed: "Appelé.\n\nSans réponse." });
  });
});

describe("people at one browser", () => {
  test("never see each other's drafts", async () => {
    const first = browser.page(amelie);
    const a = await openOn(first);
    a.drafts.set(statement, draft("La mienne"));
    await keptIs(first, 1);
    browser.kill(first);
    const second = browser.page(bela);
    const b = await openOn(second);
    expect(b.drafts.get(statement)).toBeNull();
    expect(await second.outbox.pending(bela.id)).toBe(0);
    expect(await second.outbox.pending(amelie.id)).toBe(1);
  });

  test("can have them removed, and what is still open writes no more of them", async () => {
    const { page, session } = await afterCrash([statement, draft("La mienne")]);
    await page.outbox.wipe(amelie.id);
    expect(await isEmpty(page)).toBe(true);
    session.drafts.set(statement, draft("La mienne encore"));
    session.close();
    await until(() => !browser.holds(page), "its place is free");
    expect(await isEmpty(page)).toBe(true);
  });
});

/** The same words in so many places. */
const many = (count: number, text: string): PageDrafts => {
  const drafts = new PageDrafts(() => undefined);
  for (let k = 0; k < count; k++) drafts.set(`claim${String(k)}.rationale`, draft(text));
  return drafts;
};

describe("what is kept", () => {
  test("is bounded in number: the newest stay", () => {
    const drafts = many(MOST_DRAFTS + 2, "x");
    drafts.set("claim0.rationale", draft("y"));
    const places = drafts.kept(undefined).map(({ place }) => place);
    expect(places).toHaveLength(MOST_DRAFTS);
    expect(places.at(-1)).toBe("claim0.rationale");
    expect(places).not.toContain("claim2.rationale");
  });

  test("is bounded in size", () => {
    const text = "x".repeat(10_000);
    expect(many(MOST_DRAFTS, text).kept(undefined)).toHaveLength(MOST_DRAFTED / (2 * text.length));
  });
});

test("a database from before there were drafts keeps what lies in it", async () => {
  const database = `before-drafts-${String(Date.now())}`;
  const old = await openDB(database, 1, {
    upgrade(db) {
      db.createObjectStore("work", { keyPath: "key" }).createIndex("user", "user");
      db.createObjectStore("copies", { keyPath: "key" });
    },
  });
  const saved = { base: 1, inflight: null, inflightLocal: [], queue: [set("La mienne")] };
  const key = `${amelie.id}/${doc}/oldpage001`;
  await old.put("work", { key, user: amelie.id, doc, me: amelie, wire: 1, at: 1, count: 1, saved, refused: [] });
  old.close();
  const outbox = createOutbox({
    locks: { take: async () => () => undefined },
    now: () => 2,
    random: (bytes) => bytes.fill(7),
    name: database,
  });
  expect(await outbox.pending(amelie.id)).toBe(1);
  expect(await outbox.adopt(amelie, doc)).toMatchObject({ ok: true, value: [{ saved, refused: [], drafts: [] }] });
});
