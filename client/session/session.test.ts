import "fake-indexeddb/auto";
import type { Transform } from "prosemirror-transform";
import { Random } from "../../fixtures/random";
import { someEdit, UniqueText } from "../../fixtures/replicas/edits";
import { StrictEditor, isLive, isSaved, until, untilView } from "../../fixtures/sessions/pages";
import { newsroomForEachTest } from "../../fixtures/sessions/newsroom";
import { amelie, bela, chloe, lise } from "../../fixtures/sessions/people";
import { claimOn, doc, words } from "../../fixtures/sessions/text";
import { schema } from "../../shared/doc/schema";
import type { ClaimId } from "../../shared/ids";
import type { Op } from "../../shared/log/op";
import { stateToJson } from "../../shared/log/state";
import type { DocumentSession } from "./contract";

const type =
  (pos: number, text: string) =>
  (tr: Transform): void =>
    void tr.insert(pos, schema.text(text));
const statement = (claim: string, value: string, seen: number): Op =>
  ({ type: "statement.set", claim, lang: "fr", text: value, seen }) as unknown as Op;
const verdict = (claim: string, value: string, seen: number): Op =>
  ({ type: "verdict.propose", claim, verdict: value, seen }) as unknown as Op;
const json = (session: DocumentSession): string => JSON.stringify(stateToJson(session.view().state));

const { server, browser, opened } = newsroomForEachTest();

describe("a document that two people have open", () => {
  test("shows each what the other does, and ends the same for both", async () => {
    const [a, b] = await Promise.all([opened(amelie), opened(bela)]);
    expect(a.view().confirmed).toBe(1);
    const inA = new StrictEditor(a, "fr");
    const inB = new StrictEditor(b, "fr");
    expect(inA.edit(type(1, "Selon eux, "))).toBe(true);
    expect(inB.edit(type(inB.doc.content.size - 1, " Enfin."))).toBe(true);
    expect(a.submit([claimOn(a.view().state, "Hongrie", "claim1")])).toEqual({ ok: true, value: null });
    await Promise.all([isSaved(a), isSaved(b)]);
    await untilView(b, ({ confirmed }) => confirmed === a.view().confirmed, "b caught up");
    await untilView(a, ({ confirmed }) => confirmed === b.view().confirmed, "a caught up");
    expect(json(a)).toBe(json(b));
    expect(words(a.view().state)).toBe("Selon eux, La Hongrie a d’abord nié.\nPuis elle a admis l’achat. Enfin.");
    expect(inA.doc.eq(inB.doc)).toBe(true);
    expect(b.view().state.texts.fr?.anchors.map(({ exact }) => exact)).toEqual(["Hongrie"]);
  });

  test.each([1, 2, 3])("C1: stays the same for three editors through random edits and broken connections (seed %i)", async (seed) => {
    const random = new Random(seed);
    const text = new UniqueText();
    const pages = [amelie, bela, amelie].map((me) => browser().page(me));
    const sessions = pages.map((page) => page.open(doc));
    await Promise.all(sessions.map(isLive));
    const editors = sessions.map((session) => new StrictEditor(session, "fr"));
    for (let round = 0; round < 60; round++) {
      const which = random.below(3);
      const tr = someEdit(editors[which]?.doc ?? schema.topNodeType.createAndFill()!, random, text);
      if (tr) editors[which]?.edit((own) => tr.steps.forEach((step) => own.step(step)), "typing");
      if (random.chance(0.1)) sessions[which]?.undo();
      if (random.chance(0.05)) sessions[which]?.redo();
      if (random.chance(0.06)) pages[which]?.goOffline();
      if (random.chance(0.15)) for (const page of pages) page.goOnline();
      if (random.chance(0.05)) server().faults.loseAnswers = 1;
      if (random.chance(0.05)) server().faults.dropBroadcasts = 2;
      if (random.chance(0.3)) await new Promise((resolve) => setImmediate(resolve));
    }
    for (const page of pages) page.goOnline();
    server().faults.loseAnswers = 0;
    await Promise.all(sessions.map(isSaved));
    const head = server().log(doc).head.version;
    await Promise.all(sessions.map((session) => untilView(session, ({ confirmed }) => confirmed >= head, "at the head")));
    const all = sessions.map(json);
    expect(new Set(all).size).toBe(1);
    expect(all[0]).toBe(JSON.stringify(stateToJson(server().log(doc).head)));
    for (const [k, editor] of editors.entries()) expect(editor.doc.eq(sessions[k]?.view().state.texts.fr?.doc as never)).toBe(true);
  });

  test("tells which fields somebody else touched", async () => {
    const [a, b] = await Promise.all([opened(amelie), opened(bela)]);
    a.submit([claimOn(a.view().state, "Hongrie", "claim1")]);
    await untilView(b, ({ state }) => state.claims.size === 1, "the claim");
    const before = b.view().remoteChange.count;
    a.submit([statement("claim1", "Elle a nié", 2)]);
    await untilView(b, ({ remoteChange }) => remoteChange.count > before, "a change");
    expect(b.view().remoteChange.touched).toEqual(["claim1:statement.fr"]);
    expect(a.view().remoteChange.count).toBe(0);
  });

  test("L7: shows the later of two verdicts as a conflict to its author, with both values", async () => {
    const page = browser().page(bela);
    const a = await opened(amelie);
    const b = page.open(doc);
    a.submit([claimOn(a.view().state, "Hongrie", "claim1")]);
    await untilView(b, ({ state }) => state.claims.size === 1, "the claim");
    const seen = b.view().confirmed;
    page.goOffline();
    a.submit([verdict("claim1", "true", seen)]);
    await isSaved(a);
    expect(b.submit([verdict("claim1", "false", seen)]).ok).toBe(true);
    page.goOnline();
    await isSaved(b);
    await untilView(b, ({ state }) => state.conflicts.size === 1, "the conflict");
    const [conflict] = [...b.view().state.conflicts.values()];
    expect(conflict).toMatchObject({ code: "conflict", author: bela.id, op: { verdict: "false" } });
    expect(b.view().state.claims.get("claim1" as ClaimId)?.verdict).toBe("true");
  });
});

describe("one's own work", () => {
  test("is in the view at once, and listeners know before the gesture is over", async () => {
    const a = await opened();
    let told = 0;
    a.subscribe(() => (told += 1));
    a.submit([claimOn(a.view().state, "Hongrie", "claim1")]);
    expect(told).toBe(1);
    expect(a.view().state.claims.has("claim1" as ClaimId)).toBe(true);
    expect(a.view().save).toEqual({ kind: "saving", pending: 1 });
    await isSaved(a);
  });

  test("keeps the view the same object until something changes", async () => {
    const a = await opened();
    await isSaved(a);
    expect(a.view()).toBe(a.view());
    const before = a.view();
    a.submit([claimOn(before.state, "Hongrie", "claim1")]);
    expect(a.view()).not.toBe(before);
  });

  test("is refused before it is shown when the role does not allow it, and the editor goes back", async () => {
    const [a, c] = await Promise.all([opened(lise), opened(chloe)]);
    expect(a.submit([claimOn(a.view().state, "Hongrie", "claim1")])).toEqual({
      ok: false,
      refusal: { code: "forbidden", detail: { op: "claim.add" } },
    });
    const editor = new StrictEditor(c, "fr");
    const before = editor.doc;
    expect(editor.edit(type(1, "X"))).toBe(false);
    expect(editor.doc.eq(before)).toBe(true);
    expect(server().submitted).toEqual([]);
  });

  test("is undone and done again, in the editor too", async () => {
    const a = await opened();
    const editor = new StrictEditor(a, "fr");
    editor.edit(type(1, "Voici. "));
    expect(a.view().canUndo).toBe(true);
    expect(a.undo()).toEqual({ ok: true, value: "done" });
    expect(words(a.view().state)).toMatch(/^La Hongrie/);
    expect(editor.doc.eq(a.view().state.texts.fr?.doc as never)).toBe(true);
    expect(a.redo()).toEqual({ ok: true, value: "done" });
    expect(editor.doc.textContent).toMatch(/^Voici\. La/);
    expect(a.undo()).toEqual({ ok: true, value: "done" });
    expect(a.undo()).toEqual({ ok: true, value: "nothing" });
    await isSaved(a);
  });

  test("goes in one submission when done in one gesture", async () => {
    const a = await opened();
    a.submit([claimOn(a.view().state, "Hongrie", "claim1")]);
    a.submit([claimOn(a.view().state, "achat", "claim2")]);
    await isSaved(a);
    expect(server().submitted).toHaveLength(1);
    expect(a.view().confirmed).toBe(2);
  });

  test("that the server refuses leaves the view and is kept for its author until dismissed", async () => {
    const page = browser().page(amelie);
    const a = page.open(doc);
    await isLive(a);
    server().faults.refuse.push({ code: "forbidden", detail: { op: "claim.add" } });
    a.submit([claimOn(a.view().state, "Hongrie", "claim1")]);
    await untilView(a, ({ refused }) => refused.length === 1, "refused");
    expect(a.view().state.claims.size).toBe(0);
    expect(a.view().save).toEqual({ kind: "saved" });
    const [one] = a.view().refused;
    expect(one).toMatchObject({ refusal: { code: "forbidden" }, ops: [{ type: "claim.add" }] });
    expect(a.submit([claimOn(a.view().state, "achat", "claim2")]).ok).toBe(true);
    await isSaved(a);
    await until(async () => (await page.outbox.pending(amelie.id)) === 1, "only the refused work kept");
    a.dismiss(one?.id ?? "");
    expect(a.view().refused).toEqual([]);
    await until(async () => (await page.outbox.pending(amelie.id)) === 0, "nothing kept");
  });
});

describe("the connection", () => {
  test("L3: an answer that is lost is asked for again, and the work is in the log once", async () => {
    const a = await opened();
    server().faults.loseAnswers = 2;
    a.submit([claimOn(a.view().state, "Hongrie", "claim1")]);
    await isSaved(a);
    a.submit([claimOn(a.view().state, "achat", "claim2")]);
    await isSaved(a);
    expect(
      server()
        .log(doc)
        .commits.map(({ version, ops }) => [version, ops[0]?.type]),
    ).toEqual([
      [1, "text.add"],
      [2, "claim.add"],
      [3, "claim.add"],
    ]);
  });

  test("L3: a submission goes again under its first id when the server could not take it", async () => {
    const a = await opened();
    server().faults.refuse.push({ code: "busy" }, { code: "too-many-tries", detail: { seconds: 1 } }, { code: "stopping" });
    a.submit([claimOn(a.view().state, "Hongrie", "claim1")]);
    expect(a.view().save.kind).toBe("saving");
    await isSaved(a);
    expect(server().submitted).toHaveLength(4);
    expect(new Set(server().submitted).size).toBe(1);
  });

  test("C2: applies strictly by version and reads what it missed", async () => {
    const [a, b] = await Promise.all([opened(amelie), opened(bela)]);
    const seen: number[] = [];
    b.subscribe(() => seen.push(b.view().confirmed));
    server().faults.dropBroadcasts = 3;
    for (const [k, quote] of ["Hongrie", "nié", "admis"].entries()) {
      a.submit([claimOn(a.view().state, quote, `claim${k}`)]);
      await isSaved(a);
    }
    expect(b.view().confirmed).toBe(1);
    a.submit([claimOn(a.view().state, "achat", "claim9")]);
    await untilView(b, ({ confirmed }) => confirmed === 5, "all of them");
    expect(seen).toEqual([...seen].sort((x, y) => x - y));
    expect(json(b)).toBe(json(a));
  });

  test("notices on waking what it missed while asleep", async () => {
    const page = browser().page(bela);
    const b = page.open(doc);
    await isLive(b);
    server().faults.dropBroadcasts = 1;
    server().commit(doc, amelie.id, "commit01", [claimOn(server().log(doc).head, "Hongrie", "claim1")]);
    page.goOnline();
    await untilView(b, ({ confirmed }) => confirmed === 2, "what it missed");
  });

  test("comes back after the server was away, in step", async () => {
    const [a, b] = await Promise.all([opened(amelie), opened(bela)]);
    await server().stop();
    await untilView(a, ({ connection }) => connection === "offline", "offline");
    await untilView(b, ({ connection }) => connection === "offline", "offline");
    a.submit([claimOn(a.view().state, "Hongrie", "claim1")]);
    b.submit([claimOn(b.view().state, "achat", "claim2")]);
    expect(a.view().save).toEqual({ kind: "offline", pending: 1 });
    await server().restart();
    await Promise.all([isSaved(a), isSaved(b)]);
    await untilView(a, ({ state }) => state.claims.size === 2, "both claims");
    await untilView(b, ({ state }) => state.claims.size === 2, "both claims");
    expect(json(a)).toBe(json(b));
  });

  test("takes a whole state in place of the commits it missed, and the editor follows", async () => {
    const page = browser().page(bela);
    const b = page.open(doc);
    await isLive(b);
    const editor = new StrictEditor(b, "fr");
    const a = await opened(amelie);
    page.goOffline();
    await untilView(b, ({ connection }) => connection === "offline", "offline");
    new StrictEditor(a, "fr").edit(type(1, "Ce jour-là, "));
    await isSaved(a);
    server().faults.alwaysState = true;
    page.goOnline();
    await isLive(b);
    expect(json(b)).toBe(json(a));
    expect(editor.doc.textContent).toMatch(/^Ce jour-là/);
  });

  test("keeps unsent work when a whole state comes, by reading the commits one by one", async () => {
    const page = browser().page(bela);
    const b = page.open(doc);
    await isLive(b);
    const editor = new StrictEditor(b, "fr");
    const a = await opened(amelie);
    page.goOffline();
    await untilView(b, ({ connection }) => connection === "offline", "offline");
    editor.edit(type(4, "vieille "));
    new StrictEditor(a, "fr").edit(type(1, "Ce jour-là, "));
    await isSaved(a);
    server().faults.alwaysState = true;
    page.goOnline();
    await isSaved(b);
    expect(editor.doc.textContent).toMatch(/^Ce jour-là, La vieille Hongrie/);
    await untilView(a, ({ state }) => words(state) === words(b.view().state), "the same words");
  });

  test("says that nothing is saved while the store is away, and saves by itself", async () => {
    const a = await opened();
    server().health("full");
    a.submit([claimOn(a.view().state, "Hongrie", "claim1")]);
    server().faults.refuse.push({ code: "disk-full" }, { code: "store-away" });
    await untilView(a, ({ save }) => save.kind === "not-saved" && save.refusal.code === "disk-full" && save.pending === 1, "not saved");
    await isSaved(a);
    expect(server().log(doc).head.claims.size).toBe(1);
  });

  test.each(["wire-version", "not-found"] as const)("ends when opening is refused with %s", async (code) => {
    server().faults.refuseOpen = { code };
    const a = browser().page(amelie).open(doc);
    await untilView(a, ({ connection }) => connection === "ended", "ended");
    expect(a.view().ended).toEqual({ code });
    expect(a.submit([])).toEqual({ ok: false, refusal: { code } });
  });

  test("ends with the session, keeping in the browser what was not sent", async () => {
    const page = browser().page(amelie);
    const a = page.open(doc);
    await isLive(a);
    server().faults.refuse.push({ code: "busy" }, { code: "busy" }, { code: "busy" }, { code: "busy" });
    a.submit([claimOn(a.view().state, "Hongrie", "claim1")]);
    server().bye(amelie.id, { code: "signed-out" });
    await untilView(a, ({ connection }) => connection === "ended", "ended");
    expect(a.view().save).toMatchObject({ kind: "not-saved", pending: 1, refusal: { code: "signed-out" } });
    await until(async () => (await page.outbox.pending(amelie.id)) === 1, "kept");
  });

  test("ends at once for somebody whom the server does not know", async () => {
    const a = browser()
      .page({ ...amelie, id: "nobody" as never })
      .open(doc);
    await untilView(a, ({ ended }) => ended?.code === "signed-out", "ended");
  });

  test("brings the library's news to whoever listens", async () => {
    const page = browser().page(amelie);
    const heard: string[] = [];
    const stop = page.link.onLibrary(({ kind }) => heard.push(kind));
    page.link.open();
    await until(() => page.link.state().kind === "live", "live");
    server().library();
    await until(() => heard.length === 1, "the news");
    stop();
    server().library();
    await isLive(page.open(doc));
    expect(heard).toEqual(["people"]);
  });
});
