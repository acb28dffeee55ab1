import { screen, waitFor, within } from "@testing-library/react";
import { Slice } from "prosemirror-model";
import { ReplaceStep } from "prosemirror-transform";
import { violationsOf } from "../../fixtures/axe";
import { findQuote, quoteOf } from "../../shared/doc/text";
import type { DocState } from "../../shared/log/state";
import type { LibraryNotice } from "../../shared/protocol/socket";
import type { Live } from "../app/live";
import { createStore } from "../app/store";
import { messageAt } from "../session/drafts";
import { FakeDocument } from "../../fixtures/fake-session";
import { NOW, documentLine, pegasus, renderApp } from "../../fixtures/render-app";
import { claim, elsewhere, hungary, hungaryDocument, openHungary, vb, words, workbench, DOC } from "../../fixtures/render-workbench";
import WorkbenchPage from "./WorkbenchPage";

const anchored = (state: DocState, id: string) => state.texts.fr?.anchors.find((anchor) => anchor.claim === id);

const marks = () => [...document.querySelectorAll("mark.claim-mark")].map((mark) => mark.className);

const lines = (version: number, value: string) => ({
  first: version,
  version,
  author: "verifb00",
  at: Date.UTC(2021, 11, 3, 11, version),
  dropped: 0,
  ops: [{ type: "statement.set", claim: hungary, lang: "fr", value, count: 1 }],
});

describe("the page", () => {
  test.each(["fr", "en"] as const)("has no axe violation, closed and with a card open (%s)", async (lang) => {
    const { user } = await workbench({ lang });
    expect(await violationsOf(document.body)).toEqual([]);
    await user.click(await screen.findByRole("button", { name: lang === "fr" ? /^La Hongrie/ : /^Hungary/ }));
    await screen.findByRole("radio", { name: lang === "fr" ? "Faux" : "False" });
    expect(await violationsOf(document.body)).toEqual([]);
  });

  test("says how many claims there are and how many are left", async () => {
    await workbench();
    expect(screen.getByRole("heading", { name: /3 affirmations · 3 à traiter/ })).toBeTruthy();
  });

  test("keeps the words of each claim in a mark with its verdict", async () => {
    const { theirs } = await workbench();
    await waitFor(() => expect(marks()).toContain("claim-mark v-open lane-1"));
    await elsewhere(
      () => void theirs.submit([{ type: "verdict.propose", claim: hungary, verdict: "false", seen: theirs.view().confirmed as never }]),
    );
    await waitFor(() => expect(marks().some((look) => look.includes("v-false"))).toBe(true));
  });
});

test.each([
  ["fact-checker", "1 2 3 4 5 6 L M P R S"],
  ["editor", "1 2 3 4 5 6 A B L M P R S"],
  ["reader", "L"],
] as const)("while no card is open its keys are on the sheet all the same (%s)", async (role, keys) => {
  const { services, user } = await workbench({ role });
  const ofCard = () => services.commands.get().filter(({ section }) => section === "Carte ouverte");
  const shown = (): string[] =>
    ofCard()
      .flatMap((command) => command.keys ?? [])
      .sort();
  expect([shown().join(" "), ofCard().every(({ shownOnly }) => shownOnly)]).toEqual([keys, true]);
  await user.click(await screen.findByRole("button", { name: /^La Hongrie/ }));
  await waitFor(() => expect(shown().length).toBe(new Set(shown()).size));
});

describe("trays", () => {
  test("a claim whose words went is kept with its quote, comes back on undo, or gets other words", async () => {
    const { user, theirs, mine } = await workbench({ document: hungaryDocument({ locked: false }) });
    const state = theirs.view().state;
    const lost = anchored(state, "claim-denied");
    const doc = state.texts.fr?.doc;
    if (!lost || !doc) throw new Error("no passage");
    const erase = new ReplaceStep(lost.from, lost.to, Slice.empty);
    await elsewhere(() => void mine.edit("fr", [erase]));
    await user.click(await screen.findByRole("button", { name: "1 sans passage" }));
    const tray = screen.getByRole("heading", { name: /mots ont été supprimés/ }).parentElement as HTMLElement;
    expect(within(tray).getByText(words.denied)).toBeTruthy();
    expect(await violationsOf(document.body)).toEqual([]);
    await elsewhere(() => void mine.undo());
    await waitFor(() => expect(screen.queryByRole("button", { name: "1 sans passage" })).toBeNull());
    expect(anchored(mine.view().state, "claim-denied")?.exact).toBe(words.denied);
  });

  test("a withdrawn claim leaves the margin, its card closes, and it can be restored", async () => {
    const { user, theirs } = await workbench();
    await openHungary(user);
    await elsewhere(() => void theirs.submit([{ type: "claim.withdraw", claim: hungary }]));
    expect(screen.queryByRole("article", { name: /Affirmation 2/ })).toBeNull();
    await user.click(screen.getByRole("button", { name: "1 retirée" }));
    await user.click(screen.getByRole("button", { name: "Rétablir" }));
    expect(claim(theirs)?.withdrawn).toBe(false);
  });

  test("what was done offline to a claim since withdrawn is shown to its author, who can put it back", async () => {
    const { user, mine, theirs } = await workbench();
    await elsewhere(() => mine.connect(false));
    await elsewhere(
      () => void mine.submit([{ type: "evidence.add", claim: hungary, evidence: "evidence01" as never, fields: { title: "DW" } }]),
    );
    await elsewhere(() => void theirs.submit([{ type: "claim.withdraw", claim: hungary }]));
    await elsewhere(() => mine.connect(true));
    await user.click(await screen.findByRole("button", { name: "1 à reprendre" }));
    expect(await violationsOf(document.body)).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Remettre" }));
    expect(claim(theirs)).toMatchObject({ withdrawn: false, evidence: [{ title: "DW" }] });
    expect(screen.queryByRole("button", { name: "1 à reprendre" })).toBeNull();
  });
});

describe("state is always told", () => {
  test("offline: how much is kept, and that work goes on", async () => {
    const { mine } = await workbench();
    await elsewhere(() => mine.connect(false));
    await elsewhere(
      () => void mine.submit([{ type: "verdict.propose", claim: hungary, verdict: "true", seen: mine.view().confirmed as never }]),
    );
    expect(await screen.findByText(/1 modification est gardée dans ce navigateur/)).toBeTruthy();
  });

  test("not saved: why, and what was kept", async () => {
    const { mine } = await workbench();
    await elsewhere(() => {
      mine.trouble = { kind: "not-saved", pending: 2, refusal: { code: "disk-full" } };
      mine.tell();
    });
    expect((await screen.findByRole("alert")).textContent).toMatch(/disque du serveur est plein/);
  });

  test("a text that nobody can change says why, and what looks as if it could be done is not there", async () => {
    const { mine } = await workbench({ search: `?claim=${hungary}` });
    expect(await screen.findByRole("radio", { name: "Exact" })).toBeTruthy();
    await elsewhere(() => {
      mine.barred = { code: "log-behind" };
      mine.tell();
    });
    expect((await screen.findByRole("alert")).textContent).toMatch(/sauvegarde remise en place est incomplète pour ce texte/);
    expect(screen.getByRole("alert").textContent).not.toMatch(/gardé/);
    expect(screen.getByText(/Lecture seule pour tout le monde/)).toBeTruthy();
    await elsewhere(() => {
      mine.trouble = { kind: "not-saved", pending: 2, refusal: { code: "log-behind" } };
      mine.tell();
    });
    expect(screen.getByRole("alert").textContent).toMatch(/incomplète.*2 modifications non envoyées sont gardées dans ce navigateur/);
    mine.trouble = null;
    expect(screen.queryByRole("button", { name: /Déverrouiller/ })).toBeNull();
    expect(mine.submit([{ type: "claim.withdraw", claim: hungary }])).toEqual({ ok: false, refusal: { code: "log-behind" } });
  });

  test("saved, but for what waits until its author has finished it", async () => {
    const { mine, theirs } = await workbench();
    const status = (await screen.findByText("Enregistré")).closest("output");
    expect(status?.title).toBe("Enregistré");
    const draft = { claim: hungary, text: "Pas fini", parsed: "Pas fini", base: "", former: "", seen: 1 as never, refused: false };
    await elsewhere(() => mine.drafts.set(messageAt(hungary), draft));
    expect(status?.title).toBe("Enregistré, sauf 1 saisie que vous n’avez pas terminée");
    expect(status?.textContent).toMatch(/^Enregistré(r\d+)?$/);
    await elsewhere(() => void theirs.submit([{ type: "claim.withdraw", claim: hungary }]));
    await waitFor(() => expect(status?.title).toBe("Enregistré"));
  });
});

describe("filter and order", () => {
  test("words, status and verdict narrow the list; the header says how far", async () => {
    const { user } = await workbench();
    await user.click(screen.getByRole("button", { name: "Filtrer" }));
    await user.type(await screen.findByRole("searchbox", { name: "Mots" }), "hongrie");
    await user.keyboard("{Escape}");
    expect(screen.getByRole("heading", { name: /^1 affirmation sur 3$/ })).toBeTruthy();
    expect(screen.queryByRole("button", { name: "80 organisations ont signé" })).toBeNull();
  });

  test("next and previous follow the text", async () => {
    const { user } = await workbench();
    await user.click(screen.getByRole("button", { name: "Affirmation suivante" }));
    expect(document.activeElement).toBe(await screen.findByRole("article", { name: "Affirmation 1 sur 3" }));
    await user.click(screen.getByRole("button", { name: "Affirmation suivante" }));
    await user.click(screen.getByRole("button", { name: "Affirmation suivante" }));
    expect(document.activeElement).toBe(await screen.findByRole("article", { name: "Affirmation 3 sur 3" }));
    await user.click(screen.getByRole("button", { name: "Affirmation précédente" }));
    expect(document.activeElement).toBe(await screen.findByRole("article", { name: "Affirmation 2 sur 3" }));
  });
});

describe("versions", () => {
  test("a version starts as the source’s blocks without their words, beside it", async () => {
    const { user, theirs } = await workbench({ document: hungaryDocument() });
    await user.click(screen.getByRole("button", { name: /Ajouter une version/ }));
    const english = await screen.findByRole("textbox", { name: "Texte (anglais)" });
    await waitFor(() => expect(document.activeElement).toBe(english));
    const { texts } = theirs.view().state;
    expect(texts.en?.doc.textContent).toBe("");
    expect(texts.en?.doc.childCount).toBe(texts.fr?.doc.childCount);
    expect(texts.en?.doc.child(2).attrs).toEqual(texts.fr?.doc.child(2).attrs);
    expect(await violationsOf(document.body)).toEqual([]);
    await user.click(screen.getAllByRole("button", { name: /État du bloc/ })[1] as Element);
    expect(theirs.view().state.texts.en?.blocks).toEqual({ b2: "draft" });
  });

  test("one card shows the claim’s words in both languages", async () => {
    const { user, theirs } = await workbench({ document: hungaryDocument({ versions: ["en"] }) });
    const card = await openHungary(user);
    const doc = theirs.view().state.texts.en?.doc;
    const place = doc && findQuote(doc, "first denied it")[0];
    if (!doc || !place) throw new Error("no words");
    await elsewhere(
      () => void theirs.submit([{ type: "claim.anchor", claim: hungary, lang: "en", ...place, ...quoteOf(doc, place.from, place.to) }]),
    );
    expect(within(card).getByText(words.hungary)).toBeTruthy();
    expect(within(card).getByText("first denied it")).toBeTruthy();
    await user.click(within(card).getByRole("button", { name: "Retirer le passage (anglais)" }));
    expect(theirs.view().state.texts.en?.anchors).toHaveLength(0);
  });
});

const twoCommits = () => ({
  json: {
    lines: [
      lines(9, "La Hongrie a nié, puis reconnu"),
      { ...lines(3, ""), ops: [{ type: "claim.add", claim: hungary, lang: "fr", value: words.hungary, count: 1 }] },
    ],
    next: null,
    head: 9,
  },
});

describe("history", () => {
  test("is a readable list, and opens the text as it stood, where nothing can be changed", async () => {
    const { user } = await workbench({ routes: { "GET /api/v1/documents/:id/commits": twoCommits } });
    await user.click(screen.getByRole("button", { name: "Historique" }));
    expect(await screen.findByText(/a relevé une affirmation/)).toBeTruthy();
    expect(await violationsOf(document.body)).toEqual([]);
    await user.click(screen.getByRole("button", { name: /révision 3/ }));
    expect(await screen.findByText(/tels qu’ils étaient, révision 3/)).toBeTruthy();
    expect(screen.getByRole("textbox", { name: /^Texte/ }).getAttribute("aria-readonly")).toBe("true");
    await user.click(screen.getByRole("button", { name: "Revenir à maintenant" }));
    await waitFor(() => expect(screen.queryByText(/révision 3\./)).toBeNull());
  });
});

test("a text put into the bin while it is open gives way to who did it and when, and what of one's own is kept; nothing says saved", async () => {
  const { user, mine } = await workbench({ document: hungaryDocument({ locked: false }) });
  await openHungary(user);
  mine.online = false;
  await elsewhere(
    () =>
      void mine.submit([
        { type: "claim.set", v: 1, claim: hungary, field: "tags", value: ["hors ligne"], seen: mine.view().confirmed as never },
      ]),
  );
  await elsewhere(() => {
    mine.end = { code: "binned", detail: { by: vb.id, at: NOW } };
    mine.tell();
  });
  const said = await screen.findByRole("alert");
  expect(said.textContent).toMatch(/Vérif B a mis ce texte à la corbeille, le 3 décembre 2021.*30.jours/);
  expect(said.textContent).toMatch(/Une de vos modifications n’était pas encore enregistrée/);
  expect(screen.queryByText("Enregistré")).toBeNull();
  expect(screen.queryByRole("textbox")).toBeNull();
  expect(within(said).getByRole("link", { name: "Retour aux textes" }).getAttribute("href")).toBe("/");
  expect(within(said).getByRole("button", { name: "Restaurer le texte" })).toBeTruthy();
  expect(await violationsOf()).toEqual([]);
});

test("what people wrote carries its own direction, in any interface", async () => {
  const { user, mine } = await workbench();
  const card = await openHungary(user);
  await elsewhere(() => {
    const arabic = "هنغاريا نفت أولا";
    mine.submit([
      { type: "claim.set", v: 1, claim: hungary, field: "tags", value: [arabic], seen: mine.view().confirmed as never },
      { type: "evidence.add", claim: hungary, evidence: "source-ar1" as never, fields: { title: arabic, quote: arabic } },
      { type: "comment.add", claim: hungary, comment: "comment-ar" as never, text: arabic },
    ]);
  });
  await user.click(within(card).getByRole("button", { name: /message/ }));
  for (const written of await within(card).findAllByText(/هنغاريا/)) expect(written.closest("[dir]")?.getAttribute("dir")).toBe("auto");
  expect(within(card).getByLabelText("Énoncé en français").getAttribute("dir")).toBe("auto");
  expect(within(card).getByLabelText("Pourquoi").getAttribute("dir")).toBe("auto");
});

test("offline, a text that is not kept here says so at once", async () => {
  const document = new FakeDocument(DOC, () => NOW);
  const mine = document.join({ ...vb, role: "reader" });
  mine.online = false;
  await renderApp(<WorkbenchPage doc={DOC} open={() => mine} />, { path: `/doc/${DOC}` });
  expect((await screen.findByRole("alert")).textContent).toMatch(/n’est pas gardé ici.*hors ligne/);
  expect(await violationsOf()).toEqual([]);
});

test("a text that is moved while it is open shows the case file in which it lies now", async () => {
  let home = pegasus;
  const ears: ((what: LibraryNotice) => void)[] = [];
  const live: Live = {
    listen: ({ told }) => {
      ears.push(told);
      return () => undefined;
    },
    watchHistory: () => () => undefined,
    store: createStore("ready"),
    reachable: createStore(true),
  };
  await workbench({
    live,
    routes: { "GET /api/v1/documents/:id": () => ({ json: { line: documentLine(), case: home, original: null } }) },
  });
  await screen.findByRole("link", { name: "Pegasus" });
  home = { ...pegasus, name: "Élections" };
  await elsewhere(() => {
    for (const told of ears) told({ kind: "cases", case: pegasus.id });
  });
  await screen.findByRole("link", { name: "Élections" });
});

test("an undo in a text that somebody has locked changes nothing, and says so with who can unlock it", async () => {
  const { mine, services, document: page } = await workbench({ document: hungaryDocument({ locked: false }) });
  const theirs = page.join({ ...vb, role: "admin" });
  const undo = (): Promise<void> =>
    elsewhere(() =>
      services.commands
        .get()
        .find(({ id }) => id === "work.undo")
        ?.run(),
    );
  await elsewhere(() => void mine.edit("fr", [new ReplaceStep(1, 4, Slice.empty)]));
  const words = mine.view().state.texts.fr?.doc.textContent;
  await elsewhere(() => void theirs.submit([{ type: "doc.set", field: "locked", value: true, seen: theirs.view().confirmed as never }]));
  await undo();
  const [said] = services.toasts.get();
  expect(said).toMatchObject({ text: expect.stringMatching(/^Ce texte est verrouillé/), action: { label: "Déverrouiller" } });
  expect(mine.view().state.texts.fr?.doc.textContent).toBe(words);
  expect(mine.view().save).toEqual({ kind: "saved" });
  await elsewhere(() => void theirs.submit([{ type: "doc.set", field: "locked", value: false, seen: theirs.view().confirmed as never }]));
  await undo();
  await waitFor(() => expect(mine.view().state.texts.fr?.doc.textContent).not.toBe(words));
});
