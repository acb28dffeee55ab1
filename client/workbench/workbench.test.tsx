import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { Slice } from "prosemirror-model";
import { ReplaceStep } from "prosemirror-transform";
import { violationsOf } from "../../fixtures/axe";
import { findQuote, quoteOf } from "../../shared/doc/text";
import type { ClaimId } from "../../shared/ids";
import type { DocState } from "../../shared/log/state";
import { elsewhere, hungaryDocument, words, workbench } from "./staged";
import type { FakeSession } from "../../fixtures/fake-session";

const hungary = "claim-hungary" as ClaimId;
const openHungary = async (user: { click(element: Element): Promise<void> }): Promise<HTMLElement> => {
  await user.click(await screen.findByRole("button", { name: "La Hongrie a nié, puis reconnu l’achat" }));
  return screen.findByRole("article", { name: /Affirmation 2 sur 3/ });
};
const valueOf = (field: HTMLElement): string => (field as HTMLTextAreaElement).value;
const claim = (session: FakeSession) => session.view().state.claims.get(hungary);
const anchored = (state: DocState, id: string) => state.texts.fr?.anchors.find((anchor) => anchor.claim === id);

const marks = () => [...document.querySelectorAll("mark.claim")].map((mark) => mark.className);

const lines = (version: number, value: string) => ({
  version,
  author: "verifb00",
  at: Date.UTC(2021, 11, 3, 11, version),
  dropped: 0,
  ops: [{ type: "claim.set", claim: hungary, field: "statementFr", value, count: 1 }],
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
    await waitFor(() => expect(marks()).toContain("claim v-open lane-1"));
    await elsewhere(
      () => void theirs.submit([{ type: "verdict.propose", claim: hungary, verdict: "false", seen: theirs.view().confirmed as never }]),
    );
    await waitFor(() => expect(marks().some((look) => look.includes("v-false"))).toBe(true));
  });
});

describe("the open card", () => {
  test("saves each field by itself, a moment after the last keystroke, and says so", async () => {
    const { user, theirs } = await workbench();
    const card = await openHungary(user);
    await user.type(within(card).getByLabelText("Pourquoi"), "Démenti en juillet");
    expect(claim(theirs)?.rationale).toBe("");
    await waitFor(() => expect(claim(theirs)?.rationale).toBe("Démenti en juillet"));
    expect(await within(card).findByText("enregistré")).toBeTruthy();
  });

  test("saves on leaving the field, and on closing the card", async () => {
    const { user, theirs } = await workbench();
    const card = await openHungary(user);
    await user.type(within(card).getByLabelText("Énoncé en anglais"), " of Pegasus");
    await user.keyboard("{Escape}{Escape}");
    await waitFor(() => expect(claim(theirs)?.statementEn).toBe("Hungary first denied, then admitted purchase of Pegasus"));
  });

  test("never overwrites what is being typed: the other value stands beside, and nothing is saved before the choice", async () => {
    const { user, theirs } = await workbench();
    const card = await openHungary(user);
    const statement = within(card).getByLabelText("Énoncé en français");
    fireEvent.change(statement, { target: { value: "La mienne" } });
    await elsewhere(
      () =>
        void theirs.submit([
          { type: "claim.set", claim: hungary, field: "statementFr", value: "La leur", seen: theirs.view().confirmed as never },
        ]),
    );
    expect(valueOf(statement)).toBe("La mienne");
    expect(within(card).getByText("La leur")).toBeTruthy();
    fireEvent.blur(statement);
    expect(claim(theirs)?.statementFr).toBe("La leur");
    await user.click(within(card).getByRole("button", { name: "Garder la mienne" }));
    await waitFor(() => expect(claim(theirs)?.statementFr).toBe("La mienne"));
    expect(within(card).queryByText("La leur")).toBeNull();
  });

  test("shows both verdicts when two people set it at once, and keeps the one that is chosen", async () => {
    const { user, mine, theirs } = await workbench();
    const card = await openHungary(user);
    await elsewhere(() => mine.connect(false));
    await user.click(within(card).getByRole("radio", { name: "Faux" }));
    await elsewhere(
      () => void theirs.submit([{ type: "verdict.propose", claim: hungary, verdict: "true", seen: theirs.view().confirmed as never }]),
    );
    await elsewhere(() => mine.connect(true));
    const choice = await within(card).findByRole("group", { name: /Verdict.*Vérif B l’a changé en même temps que vous/ });
    expect(within(choice).getByText("Exact")).toBeTruthy();
    expect(within(choice).getByText("Faux")).toBeTruthy();
    expect(await violationsOf(document.body)).toEqual([]);
    await user.click(within(choice).getByRole("button", { name: "Garder la mienne" }));
    expect(claim(theirs)?.verdict).toBe("false");
    expect(mine.view().state.conflicts.size).toBe(0);
  });

  test("takes verdicts from the keys 1–6, but not while somebody types", async () => {
    const { user, theirs, services } = await workbench();
    const press = (event: KeyboardEvent): void => void services.commands.press(event);
    window.addEventListener("keydown", press);
    const card = await openHungary(user);
    await user.keyboard("4");
    expect(claim(theirs)?.verdict).toBe("misleading");
    await user.type(within(card).getByLabelText("Pourquoi"), "5");
    expect(claim(theirs)?.verdict).toBe("misleading");
    window.removeEventListener("keydown", press);
  });

  test("makes a source of an address pasted anywhere on it, and leaves dates as they are known", async () => {
    const { user, theirs } = await workbench();
    const card = await openHungary(user);
    card.focus();
    await user.paste("https://www.dw.com/en/hungary-admits/a-59726217");
    await waitFor(() => expect(claim(theirs)?.evidence).toHaveLength(1));
    expect(claim(theirs)?.evidence[0]).toMatchObject({
      address: "https://www.dw.com/en/hungary-admits/a-59726217",
      accessed: "2021-12-03",
    });
    const published = within(card).getByLabelText("Publiée le");
    await user.type(published, "4/11/2021");
    await user.tab();
    expect(claim(theirs)?.evidence[0]?.published).toBe("2021-11-04");
    await user.clear(published);
    await user.type(published, "hier");
    await user.tab();
    expect(within(card).getByText(/La date n’est pas encore enregistrée/)).toBeTruthy();
    expect(claim(theirs)?.evidence[0]?.published).toBe("2021-11-04");
    await user.click(within(card).getByRole("button", { name: /contredit/ }));
    expect(claim(theirs)?.evidence[0]?.stance).toBe("refutes");
    expect(await violationsOf(document.body)).toEqual([]);
  });

  test("refuses an address that is not of the web, keeping what was typed", async () => {
    const { user, theirs } = await workbench();
    const card = await openHungary(user);
    await user.click(within(card).getByRole("button", { name: "Ajouter" }));
    const address = within(card).getByLabelText("Adresse");
    expect(document.activeElement).toBe(address);
    await user.type(address, "javascript:alert(1)");
    await user.tab();
    expect(valueOf(address)).toBe("javascript:alert(1)");
    expect(address.getAttribute("aria-invalid")).toBe("true");
    expect(claim(theirs)?.evidence[0]?.address).toBe("");
  });

  test("shows who is writing in it", async () => {
    const { user, theirs } = await workbench();
    const card = await openHungary(user);
    await elsewhere(() => theirs.here({ lang: null, anchor: 0, head: 0, claim: hungary, writing: "rationale" }));
    expect(await within(card).findByText("Vérif B écrit…")).toBeTruthy();
  });
});

describe("review", () => {
  test("cannot be asked before there is a verdict", async () => {
    const { user, theirs } = await workbench();
    const card = await openHungary(user);
    await user.click(within(card).getByRole("button", { name: "Demander la relecture" }));
    expect(claim(theirs)?.status).toBe("to-check");
    await user.click(within(card).getByRole("radio", { name: "Exact" }));
    await user.click(within(card).getByRole("button", { name: "Demander la relecture" }));
    expect(claim(theirs)?.status).toBe("in-review");
  });

  test("nobody approves the verdict they proposed: the button says why", async () => {
    const { user, theirs } = await workbench();
    const card = await openHungary(user);
    await user.click(within(card).getByRole("radio", { name: "Exact" }));
    await user.click(within(card).getByRole("button", { name: "Demander la relecture" }));
    const approve = within(card).getByRole("button", { name: "Approuver" });
    expect(document.getElementById(approve.getAttribute("aria-describedby") ?? "")?.textContent).toMatch(
      /une autre personne doit l’approuver/,
    );
    await user.click(approve);
    expect(claim(theirs)?.status).toBe("in-review");
  });

  test("another person approves, or sends back with a note", async () => {
    const { user, theirs } = await workbench();
    await elsewhere(
      () => void theirs.submit([{ type: "verdict.propose", claim: hungary, verdict: "true", seen: theirs.view().confirmed as never }]),
    );
    await elsewhere(
      () =>
        void theirs.submit([
          { type: "claim.set", claim: hungary, field: "status", value: "in-review", seen: theirs.view().confirmed as never },
        ]),
    );
    const card = await openHungary(user);
    await user.type(within(card).getByLabelText("Note de relecture"), "Une seconde source");
    await user.click(within(card).getByRole("button", { name: "Renvoyer" }));
    expect(claim(theirs)).toMatchObject({ status: "sent-back", review: { note: "Une seconde source" } });
    expect(within(card).getByText("Une seconde source")).toBeTruthy();
  });

  test.each(["reader", "translator", "fact-checker"] as const)("a %s is offered no decision", async (role) => {
    const { user, theirs } = await workbench({ role });
    await elsewhere(
      () => void theirs.submit([{ type: "verdict.propose", claim: hungary, verdict: "true", seen: theirs.view().confirmed as never }]),
    );
    await elsewhere(
      () =>
        void theirs.submit([
          { type: "claim.set", claim: hungary, field: "status", value: "in-review", seen: theirs.view().confirmed as never },
        ]),
    );
    const card = await openHungary(user);
    expect(within(card).queryByRole("button", { name: "Approuver" })).toBeNull();
    if (role === "reader")
      expect(
        within(card)
          .queryAllByRole("textbox")
          .every((field) => field.hasAttribute("readonly")),
      ).toBe(true);
  });
});

describe("discussion", () => {
  test("messages are sent whole, edited by their author, resolved by anybody", async () => {
    const { user, theirs } = await workbench();
    const card = await openHungary(user);
    await user.click(within(card).getByRole("button", { name: "Messages" }));
    await user.type(within(card).getByLabelText("Écrire un message"), "Faut-il dire « démenti » ?");
    expect(claim(theirs)?.comments).toHaveLength(0);
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(claim(theirs)?.comments[0]?.text).toBe("Faut-il dire « démenti » ?");
    await user.click(within(card).getByRole("button", { name: "Modifier le message" }));
    await user.type(within(card).getByLabelText("Modifier le message"), " Oui.");
    await user.click(within(card).getByRole("button", { name: "Enregistrer" }));
    expect(claim(theirs)?.comments[0]?.text).toBe("Faut-il dire « démenti » ? Oui.");
    await user.click(within(card).getByRole("button", { name: "Marquer comme réglé" }));
    expect(claim(theirs)?.comments[0]?.resolved).toBe(true);
  });

  test("an unsent message is there again when the card is", async () => {
    const { user } = await workbench();
    let card = await openHungary(user);
    await user.click(within(card).getByRole("button", { name: "Messages" }));
    await user.type(within(card).getByLabelText("Écrire un message"), "Pas fini");
    await user.click(screen.getByRole("button", { name: "80 organisations ont signé" }));
    card = await openHungary(user);
    await user.click(within(card).getByRole("button", { name: "Messages" }));
    expect(valueOf(within(card).getByLabelText("Écrire un message"))).toBe("Pas fini");
  });
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
});

describe("filter and order", () => {
  test("words, status and verdict narrow the list; the header says how far", async () => {
    const { user } = await workbench();
    await user.click(screen.getByRole("button", { name: "Filtrer" }));
    await user.type(await screen.findByRole("searchbox", { name: "Mots" }), "hongrie");
    await user.keyboard("{Escape}");
    expect(screen.getByRole("heading", { name: /1 sur 3/ })).toBeTruthy();
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
    expect(await screen.findByRole("textbox", { name: "Texte (anglais)" })).toBeTruthy();
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
  },
});

describe("history", () => {
  test("is a readable list, and opens the text as it stood, where nothing can be changed", async () => {
    const { user } = await workbench({ routes: { "GET /api/documents/:id/commits": twoCommits } });
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
