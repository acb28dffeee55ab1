import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { violationsOf } from "../../fixtures/axe";
import type { FakeSession } from "../../fixtures/fake-session";
import type { Op } from "../../shared/log/op";
import type { KeptDraft } from "../session/drafts";
import { claim, elsewhere, hungary, hungaryDocument, openHungary, valueOf, vb, workbench } from "../../fixtures/render-workbench";
import type { RenderedWorkbench } from "../../fixtures/render-workbench";

const set = (session: FakeSession, value: string): void =>
  void session.submit([{ type: "statement.set", claim: hungary, lang: "fr", text: value, seen: session.view().confirmed as never }]);

const kept = (session: FakeSession): KeptDraft[] => session.drafts.kept(session.view().state.claims);

/** The page goes without a word, and comes back with what the browser has kept of it. */
async function reload({ document, mine }: RenderedWorkbench): Promise<RenderedWorkbench> {
  const drafts = kept(mine);
  mine.online = false;
  cleanup();
  return workbench({ document, drafts });
}

/** Somebody else proposes a verdict and asks for its review. */
async function askForReview(session: FakeSession): Promise<void> {
  const propose: Op = { type: "verdict.propose", claim: hungary, verdict: "true", seen: session.view().confirmed as never };
  await elsewhere(() => void session.submit([propose]));
  const ask: Op = { type: "claim.set", v: 1, claim: hungary, field: "status", value: "in-review", seen: session.view().confirmed as never };
  await elsewhere(() => void session.submit([ask]));
}

/** Asks for the review of a claim that has neither source nor reason. */
async function askAnyway(user: RenderedWorkbench["user"], card: HTMLElement): Promise<void> {
  await user.click(within(card).getByRole("button", { name: "Demander la relecture" }));
  await user.click(within(card).getByRole("button", { name: "Demander quand même" }));
}

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
    await waitFor(() => expect(claim(theirs)?.statements.en).toBe("Hungary first denied, then admitted purchase of Pegasus"));
  });

  test("never overwrites what is being typed: the other value stands beside, and nothing is saved before the choice", async () => {
    const { user, theirs } = await workbench();
    const card = await openHungary(user);
    const statement = within(card).getByLabelText("Énoncé en français");
    fireEvent.change(statement, { target: { value: "La mienne" } });
    await elsewhere(
      () =>
        void theirs.submit([
          { type: "statement.set", claim: hungary, lang: "fr", text: "La leur", seen: theirs.view().confirmed as never },
        ]),
    );
    expect(valueOf(statement)).toBe("La mienne");
    expect(within(card).getByText("La leur")).toBeTruthy();
    fireEvent.blur(statement);
    expect(claim(theirs)?.statements.fr).toBe("La leur");
    await user.click(within(card).getByRole("button", { name: "Garder la mienne" }));
    await waitFor(() => expect(claim(theirs)?.statements.fr).toBe("La mienne"));
    expect(within(card).queryByText("La leur")).toBeNull();
  });

  test("keeps what was typed against another value when the card is closed, and asks again when it is opened", async () => {
    const { user, theirs } = await workbench();
    const card = await openHungary(user);
    fireEvent.change(within(card).getByLabelText("Énoncé en français"), { target: { value: "La mienne" } });
    await elsewhere(() => set(theirs, "La leur"));
    await user.click(screen.getByRole("button", { name: "80 organisations ont signé" }));
    expect(claim(theirs)?.statements.fr).toBe("La leur");
    await user.click(screen.getByRole("button", { name: "La leur" }));
    const again = await screen.findByRole("article", { name: /Affirmation 2 sur 3/ });
    expect(valueOf(within(again).getByLabelText("Énoncé en français"))).toBe("La mienne");
    await user.click(within(again).getByRole("button", { name: "Garder l’autre" }));
    expect(valueOf(within(again).getByLabelText("Énoncé en français"))).toBe("La leur");
  });

  test("shows what was typed against another value again after a reload, marked while the card is closed", async () => {
    const former = await workbench();
    const left = await openHungary(former.user);
    fireEvent.change(within(left).getByLabelText("Énoncé en français"), { target: { value: "La mienne" } });
    await elsewhere(() => set(former.theirs, "La leur"));
    const { user, theirs, mine } = await reload(former);
    const title = await screen.findByRole("button", { name: "La leur" });
    expect(screen.getByText("pas encore enregistré").closest("article")).toBe(title.closest("article"));
    await user.click(title);
    const card = await screen.findByRole("article", { name: /Affirmation 2 sur 3/ });
    const statement = within(card).getByLabelText("Énoncé en français");
    expect(valueOf(statement)).toBe("La mienne");
    expect(within(card).getByText("La leur")).toBeTruthy();
    await user.click(within(card).getByRole("button", { name: "Garder la mienne" }));
    await waitFor(() => expect(claim(theirs)?.statements.fr).toBe("La mienne"));
    expect(kept(mine)).toEqual([]);
  });

  test("saves a draft that nobody has overtaken, when its card is opened after a reload", async () => {
    const former = await workbench();
    const left = await openHungary(former.user);
    fireEvent.change(within(left).getByLabelText("Pourquoi"), { target: { value: "Démenti en juillet" } });
    expect(claim(former.theirs)?.rationale).toBe("");
    const { user, theirs, mine } = await reload(former);
    await openHungary(user);
    await waitFor(() => expect(claim(theirs)?.rationale).toBe("Démenti en juillet"));
    expect(kept(mine)).toEqual([]);
    expect(screen.queryByText("pas encore enregistré")).toBeNull();
  });

  test("opens the source in which an address is half typed, and marks it while it is folded", async () => {
    const former = await workbench();
    const left = await openHungary(former.user);
    await former.user.click(within(left).getByRole("button", { name: "Ajouter" }));
    await former.user.type(within(left).getByLabelText("Adresse"), "dw");
    const { user, theirs, mine } = await reload(former);
    const card = await openHungary(user);
    const address = within(card).getByLabelText("Adresse");
    expect(valueOf(address)).toBe("dw");
    expect(document.activeElement).not.toBe(address);
    expect(within(card).getByText(/Une adresse commence/)).toBeTruthy();
    await user.click(within(card).getByRole("button", { name: "Replier" }));
    expect(within(card).getByText("pas encore enregistré")).toBeTruthy();
    expect(await violationsOf(document.body)).toEqual([]);
    await user.click(within(card).getByRole("button", { name: /^Retirer la source/ }));
    expect(kept(mine)).toEqual([]);
    expect(claim(theirs)?.evidence).toEqual([]);
  });

  test("saves nothing of a new source before it has an address or a title, and then all that was written", async () => {
    const { user, theirs, mine } = await workbench();
    const card = await openHungary(user);
    await user.click(within(card).getByRole("button", { name: "Ajouter" }));
    await user.click(within(card).getByRole("button", { name: "Replier" }));
    expect(within(card).queryByText("Source sans titre")).toBeNull();
    await user.click(within(card).getByRole("button", { name: "Ajouter" }));
    await user.type(within(card).getByLabelText("Publiée le"), "4/11/2021");
    await user.click(within(card).getByRole("button", { name: /contredit/ }));
    await user.click(within(card).getByRole("button", { name: "Replier" }));
    expect(within(card).getByText("pas encore enregistré")).toBeTruthy();
    expect(await violationsOf(document.body)).toEqual([]);
    expect(claim(theirs)?.evidence).toEqual([]);
    await user.click(within(card).getByRole("button", { name: /^Modifier la source/ }));
    const title = within(card).getByLabelText("Titre");
    await user.type(title, "Aveu");
    await waitFor(() => expect(claim(theirs)?.evidence).toHaveLength(1));
    expect(claim(theirs)?.evidence).toMatchObject([
      { title: "Aveu", address: "", published: "2021-11-04", accessed: "2021-12-03", stance: "refutes" },
    ]);
    // The fields are the same ones, with the cursor where it was.
    expect(document.activeElement).toBe(title);
    await user.type(within(card).getByLabelText("Adresse"), "dw.com/aveu");
    await user.tab();
    expect(claim(theirs)?.evidence).toMatchObject([{ title: "Aveu", address: "https://dw.com/aveu" }]);
    expect(kept(mine)).toEqual([]);
  });

  test("does not lose the words of a save that is refused as the field is left", async () => {
    const { user, mine } = await workbench();
    const card = await openHungary(user);
    const why = within(card).getByLabelText("Pourquoi");
    fireEvent.change(why, { target: { value: "Démenti en juillet" } });
    jest.spyOn(mine, "submit").mockReturnValue({ ok: false, refusal: { code: "store-away" } });
    fireEvent.blur(why);
    expect(valueOf(why)).toBe("Démenti en juillet");
    expect(kept(mine)).toMatchObject([{ text: "Démenti en juillet" }]);
  });

  test("sends the last words also when the whole page is left", async () => {
    const { user, theirs } = await workbench();
    const card = await openHungary(user);
    fireEvent.change(within(card).getByLabelText("Pourquoi"), { target: { value: "Démenti en juillet" } });
    cleanup();
    expect(claim(theirs)?.rationale).toBe("Démenti en juillet");
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
    // In the scale the focus goes along, or Tab would stop there once more.
    within(card).getByRole<HTMLInputElement>("radio", { name: "Trompeur" }).focus();
    await user.keyboard("5");
    expect(globalThis.document.activeElement).toBe(within(card).getByRole("radio", { name: "Faux", checked: true }));
    await user.keyboard("4");
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
    expect(claim(theirs)?.evidence).toEqual([]);
  });

  test("who is there and who looks after it are told apart by shape, tooltip and name, though both are the same person", async () => {
    const { user, theirs, mine } = await workbench();
    await elsewhere(() => void theirs.here({ lang: null, anchor: 0, head: 0, claim: hungary, writing: "" }));
    const seen = mine.view().confirmed as never;
    await elsewhere(() => void mine.submit([{ type: "claim.set", v: 1, claim: hungary, field: "assignee", value: vb.id, seen }]));
    const closed = (await screen.findByRole("button", { name: "La Hongrie a nié, puis reconnu l’achat" })).closest("article");
    const faces = [...(closed?.querySelectorAll<HTMLElement>(".ui-avatar") ?? [])];
    expect(faces.map(({ className, title, textContent }) => [className, title, textContent])).toEqual([
      [expect.stringMatching(/\bis-here\b/), "Vérif B a cette carte ouverte", expect.stringContaining("Vérif B a cette carte ouverte")],
      [expect.stringMatching(/\bis-assignee\b/), "Suivie par Vérif B", expect.stringContaining("Suivie par Vérif B")],
    ]);
    const card = await openHungary(user);
    expect(within(card).getByTitle("Vérif B a cette carte ouverte").className).toMatch(/\bis-here\b/);
    expect(within(card).getByLabelText("Suivie par").closest(".ui-quiet-select")?.querySelector(".ui-avatar")?.className).toMatch(
      /\bis-assignee\b/,
    );
    expect(await violationsOf(card)).toEqual([]);
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
    expect(claim(theirs)?.status).toBe("checking");
    await askAnyway(user, card);
    expect(claim(theirs)?.status).toBe("in-review");
  });

  test("asked for without a source or a reason it warns first; with both it does not", async () => {
    const { user, theirs } = await workbench();
    const card = await openHungary(user);
    await user.click(within(card).getByRole("radio", { name: "Exact" }));
    await user.click(within(card).getByRole("button", { name: "Demander la relecture" }));
    expect(claim(theirs)?.status).toBe("checking");
    expect(within(card).getByRole("alert").textContent).toMatch(/^Ni source ni explication/);
    expect(await violationsOf(card)).toEqual([]);
    await user.type(within(card).getByLabelText("Pourquoi"), "Démenti");
    await elsewhere(
      () => void theirs.submit([{ type: "evidence.add", claim: hungary, evidence: "source9999" as never, fields: { title: "DW" } }]),
    );
    await user.click(await within(card).findByRole("button", { name: "Demander la relecture" }));
    expect(claim(theirs)?.status).toBe("in-review");
  });

  test("sending back wants a note", async () => {
    const { user, theirs } = await workbench();
    await askForReview(theirs);
    const card = await openHungary(user);
    await user.click(within(card).getByRole("button", { name: "Renvoyer" }));
    expect(claim(theirs)?.status).toBe("in-review");
    const note = within(card).getByLabelText("Note de relecture");
    expect(globalThis.document.activeElement).toBe(note);
    expect(globalThis.document.getElementById(note.getAttribute("aria-describedby") ?? "")?.textContent).toMatch(/^Dites ce qui manque/);
    expect(await violationsOf(card)).toEqual([]);
    await user.keyboard("Une source");
    await user.click(within(card).getByRole("button", { name: "Renvoyer" }));
    expect(claim(theirs)?.status).toBe("sent-back");
  });

  test("a key of what the claim does not wait for says so and does nothing", async () => {
    const { user, theirs, services } = await workbench();
    const card = await openHungary(user);
    const told = (): string[] => services.toasts.get().map(({ text }) => text);
    const press = (event: KeyboardEvent): void => void services.commands.press(event);
    window.addEventListener("keydown", press);
    card.focus();
    await user.keyboard("ba");
    expect(told()).toEqual(["Cette affirmation n’attend pas de décision."]);
    expect(claim(theirs)?.status).toBe("to-check");
    await user.click(within(card).getByRole("radio", { name: "Exact" }));
    await askAnyway(user, card);
    card.focus();
    await user.keyboard("r");
    expect(told()).toContain("En attente de relecture");
    expect(claim(theirs)?.status).toBe("in-review");
    window.removeEventListener("keydown", press);
  });

  test("once sending back waits for its note alone, Ctrl Enter in it sends, and says so", async () => {
    const { user, theirs } = await workbench();
    await askForReview(theirs);
    const card = await openHungary(user);
    await user.click(within(card).getByLabelText("Note de relecture"));
    await user.keyboard("Une note{Control>}{Enter}{/Control}");
    expect(claim(theirs)?.status).toBe("in-review");
    await user.clear(within(card).getByLabelText("Note de relecture"));
    await user.click(within(card).getByRole("button", { name: "Renvoyer" }));
    await user.keyboard("Une source");
    expect(within(card).getByText("Renvoyer", { selector: "p" }).textContent).toMatch(/Ctrl/);
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(claim(theirs)?.status).toBe("sent-back");
    expect(claim(theirs)?.review?.note).toBe("Une source");
  });

  test("an approval that fell back says why and by whom, on the card, in the list and in the history", async () => {
    const { user, document, mine } = await workbench();
    const theirs = document.join({ ...vb, role: "editor" });
    const card = await openHungary(user);
    await user.click(within(card).getByRole("radio", { name: "Exact" }));
    await askAnyway(user, card);
    const approve: Op = { type: "review.decide", claim: hungary, decision: "approved", note: "", seen: mine.view().confirmed as never };
    await elsewhere(() => void theirs.submit([approve]));
    expect(claim(theirs)?.status).toBe("approved");
    const rationale: Op = { type: "verdict.propose", claim: hungary, rationale: "Autre", seen: mine.view().confirmed as never };
    await elsewhere(() => void theirs.submit([rationale]));
    const { version } = theirs.view().state;
    expect(within(card).getByText(/N’est plus approuvée.*l’explication a été modifiée/).textContent).toMatch(
      new RegExp(`Vérif B, r${String(version)}, à l’instant`),
    );
    expect(await violationsOf(card)).toEqual([]);
    await user.click(within(card).getByRole("button", { name: "Historique" }));
    expect(await within(card).findByText(/a fait repasser l’affirmation en relecture.*l’explication a été modifiée/)).toBeTruthy();
    await user.keyboard("{Escape}{Escape}");
    const line = await screen.findByText("l’explication a été modifiée");
    // It has a line of its own; how the claim stands, and how much there is, share one whatever else is to be said.
    const stands = screen.getByText("En relecture").closest(".ui-row");
    expect(line.closest(".ui-row")).not.toBe(stands);
    expect(stands?.querySelector(".card-row-end")).toBeTruthy();
  });

  test("a verdict says that its passage was edited since, and on what words it was given; it can be confirmed", async () => {
    const { user, document } = await workbench({ document: hungaryDocument({ locked: false }) });
    const theirs = document.join({ ...vb, role: "editor" });
    const card = await openHungary(user);
    await user.click(within(card).getByRole("radio", { name: "Exact" }));
    const anchor = theirs.view().state.texts.fr?.anchors.find((one) => one.claim === hungary);
    const step = { stepType: "replace", from: (anchor?.from ?? 0) + 1, to: (anchor?.from ?? 0) + 2 };
    await elsewhere(() => void theirs.submit([{ type: "text.step", lang: "fr", step } as Op]));
    expect(within(card).getByText(/Le passage a été modifié depuis ce verdict/)).toBeTruthy();
    expect(within(card).getByText(anchor?.exact ?? "")).toBeTruthy();
    expect(await violationsOf(card)).toEqual([]);
    await user.click(within(card).getByRole("button", { name: /^Confirmer/ }));
    expect(within(card).queryByText(/depuis ce verdict/)).toBeNull();
    expect(claim(theirs)?.drift).toBeUndefined();
  });

  test("nobody approves the verdict they proposed: the button says why", async () => {
    const { user, theirs, services } = await workbench();
    const card = await openHungary(user);
    await user.click(within(card).getByRole("radio", { name: "Exact" }));
    await askAnyway(user, card);
    const approve = within(card).getByRole("button", { name: "Approuver" });
    expect(document.getElementById(approve.getAttribute("aria-describedby") ?? "")?.textContent).toMatch(
      /une autre personne doit l’approuver/,
    );
    await user.click(approve);
    expect(claim(theirs)?.status).toBe("in-review");
    // The button has said why: nothing was tried, so that nothing was refused.
    expect(services.toasts.get()).toEqual([]);
  });

  test("another person approves, or sends back with a note", async () => {
    const { user, theirs, mine } = await workbench();
    await askForReview(theirs);
    const card = await openHungary(user);
    await user.type(within(card).getByLabelText("Note de relecture"), "Une seconde source");
    await user.click(within(card).getByRole("button", { name: "Renvoyer" }));
    expect(claim(theirs)).toMatchObject({ status: "sent-back", review: { note: "Une seconde source" } });
    expect(within(card).getByText("Une seconde source")).toBeTruthy();
    expect(mine.drafts.any).toBe(false);
  });

  test("an unsent note is there again after a reload, also once no decision is awaited, until it is let go of", async () => {
    const former = await workbench();
    await askForReview(former.theirs);
    const left = await openHungary(former.user);
    await former.user.type(within(left).getByLabelText("Note de relecture"), "Une seconde source");
    const { user, theirs, mine } = await reload(former);
    expect(await screen.findByText("pas encore envoyé")).toBeTruthy();
    const card = await openHungary(user);
    expect(valueOf(within(card).getByLabelText("Note de relecture"))).toBe("Une seconde source");
    const seen = theirs.view().confirmed as never;
    await elsewhere(() => void theirs.submit([{ type: "claim.set", v: 1, claim: hungary, field: "status", value: "checking", seen }]));
    expect(within(card).queryByRole("button", { name: "Renvoyer" })).toBeNull();
    expect(valueOf(within(card).getByLabelText("Note de relecture"))).toBe("Une seconde source");
    expect(await violationsOf(document.body)).toEqual([]);
    await user.click(within(card).getByRole("button", { name: "Effacer la note" }));
    expect(within(card).queryByLabelText("Note de relecture")).toBeNull();
    expect(kept(mine)).toEqual([]);
  });

  test.each(["reader", "translator", "fact-checker"] as const)("a %s is offered no decision", async (role) => {
    const { user, theirs } = await workbench({ role });
    await askForReview(theirs);
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
    expect(within(card).queryByText("pas encore envoyé")).toBeNull();
    await user.click(within(card).getByRole("button", { name: "Messages" }));
    expect(within(card).getByText("pas encore envoyé")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "80 organisations ont signé" }));
    card = await openHungary(user);
    expect(valueOf(within(card).getByLabelText("Écrire un message"))).toBe("Pas fini");
  });

  test("an unsent message is there again after a reload, and goes only when it is sent", async () => {
    const former = await workbench();
    const left = await openHungary(former.user);
    await former.user.click(within(left).getByRole("button", { name: "Messages" }));
    await former.user.type(within(left).getByLabelText("Écrire un message"), "Pas fini");
    const { user, theirs, mine } = await reload(former);
    const mark = await screen.findByText("pas encore envoyé");
    expect(within(mark.closest("article") ?? document.body).getByRole("button", { name: /La Hongrie/ })).toBeTruthy();
    const card = await openHungary(user);
    const message = within(card).getByLabelText("Écrire un message");
    expect(valueOf(message)).toBe("Pas fini");
    expect(document.activeElement).not.toBe(message);
    expect(claim(theirs)?.comments).toHaveLength(0);
    expect(await violationsOf(document.body)).toEqual([]);
    await user.click(within(card).getByRole("button", { name: "Envoyer" }));
    expect(claim(theirs)?.comments[0]?.text).toBe("Pas fini");
    expect(valueOf(message)).toBe("");
    expect(kept(mine)).toEqual([]);
  });

  test("a message that is emptied again leaves nothing", async () => {
    const { user, mine } = await workbench();
    const card = await openHungary(user);
    await user.click(within(card).getByRole("button", { name: "Messages" }));
    await user.type(within(card).getByLabelText("Écrire un message"), "Non");
    expect(kept(mine)).toHaveLength(1);
    await user.clear(within(card).getByLabelText("Écrire un message"));
    expect(mine.drafts.any).toBe(false);
  });

  test("a message that was being changed is open again after a reload, until it is saved or let go of", async () => {
    const former = await workbench();
    await elsewhere(
      () =>
        void former.mine.submit([{ type: "comment.add", claim: hungary, comment: "comment-1" as never, text: "Faut-il dire « nié » ?" }]),
    );
    const left = await openHungary(former.user);
    await former.user.click(within(left).getByRole("button", { name: "1 message" }));
    await former.user.click(within(left).getByRole("button", { name: "Modifier le message" }));
    await former.user.type(within(left).getByLabelText("Modifier le message"), " Oui.");
    const { user, theirs, mine } = await reload(former);
    expect(await screen.findByText("pas encore enregistré")).toBeTruthy();
    const card = await openHungary(user);
    expect(valueOf(within(card).getByLabelText("Modifier le message"))).toBe("Faut-il dire « nié » ? Oui.");
    await user.click(within(card).getByRole("button", { name: "Annuler" }));
    expect(within(card).queryByLabelText("Modifier le message", { selector: "textarea" })).toBeNull();
    expect(mine.drafts.any).toBe(false);
    expect(claim(theirs)?.comments[0]?.text).toBe("Faut-il dire « nié » ?");
    await user.click(within(card).getByRole("button", { name: "Modifier le message" }));
    await user.click(within(card).getByRole("button", { name: "1 message" }));
    expect(mine.drafts.any).toBe(false);
  });
});
