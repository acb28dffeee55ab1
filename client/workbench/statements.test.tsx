import { screen, waitFor, within } from "@testing-library/react";
import { violationsOf } from "../../fixtures/axe";
import { FakeDocument, claimOf, textJson } from "../../fixtures/fake-session";
import { claim, elsewhere, hungary, hungaryDocument, openHungary, valueOf, vb, workbench } from "../../fixtures/render-workbench";
import type { Op } from "../../shared/log/op";

const fields = (card: HTMLElement): string[] =>
  within(card)
    .getAllByLabelText(/^Énoncé en/)
    .map((field) => field.getAttribute("lang") ?? "");
const offered = (card: HTMLElement): string[] =>
  within(card)
    .queryAllByRole("button", { name: /^Ajouter un énoncé/ })
    .map((button) => button.lastElementChild?.textContent ?? "");

/** A source in German with a version in Spanish, and a claim that nobody has worded yet. */
function germanDocument(statements: Readonly<Record<string, string>> = {}): FakeDocument {
  const document = new FakeDocument("doc-1" as never, () => Date.UTC(2026, 0, 1));
  const maker = document.join({ ...vb, role: "admin" });
  const words = "Ungarn hat den Kauf bestritten";
  const send = (...ops: Op[]): void => {
    const done = maker.submit(ops);
    if (!done.ok) throw new Error(done.refusal.code);
  };
  send({ type: "text.add", lang: "de", dir: "ltr", doc: textJson(`${words}.`) });
  send({ type: "text.add", lang: "es", dir: "ltr", doc: textJson("Hungría negó la compra.") });
  send({ type: "doc.set", field: "title", value: "Pegasus in Ungarn" });
  send(claimOf(document.state, hungary, words, { statements }));
  maker.online = false;
  return document;
}

test("a German text has its statement in German; the versions' and the interface's languages are offered, and the card stays accessible", async () => {
  const { user, theirs } = await workbench({ document: germanDocument() });
  await user.click(await screen.findByRole("button", { name: /Ungarn hat den Kauf bestritten/ }));
  const card = await screen.findByRole("article", { name: /Affirmation 1 sur 1/ });
  expect(fields(card)).toEqual(["de"]);
  expect(offered(card)).toEqual(["Français", "English", "Espagnol"]);
  await user.type(within(card).getByLabelText("Énoncé en allemand"), "Ungarn bestritt den Kauf");
  await waitFor(() => expect(claim(theirs)?.statements).toEqual({ de: "Ungarn bestritt den Kauf" }));
  await user.click(within(card).getByRole("button", { name: /^Ajouter un énoncé.*Espagnol$/ }));
  expect(document.activeElement).toBe(within(card).getByLabelText("Énoncé en espagnol"));
  await user.keyboard("Hungría negó la compra");
  await waitFor(() => expect(claim(theirs)?.statements).toEqual({ de: "Ungarn bestritt den Kauf", es: "Hungría negó la compra" }));
  expect(fields(card)).toEqual(["de", "es"]);
  expect(offered(card)).toEqual(["Français", "English"]);
  expect(await violationsOf(card)).toEqual([]);
});

test("the reader's own language comes first where it has words, the source's else; what somebody else adds does not move the fields", async () => {
  const { user, theirs } = await workbench({ document: germanDocument({ de: "Ungarn bestritt", fr: "La Hongrie a nié" }) });
  await user.click(await screen.findByRole("button", { name: "La Hongrie a nié" }));
  const card = await screen.findByRole("article", { name: /Affirmation 1 sur 1/ });
  expect(fields(card)).toEqual(["fr", "de"]);
  await elsewhere(
    () => void theirs.submit([{ type: "statement.set", claim: hungary, lang: "en", text: "Hungary denied", seen: 99 as never }]),
  );
  expect(fields(card)).toEqual(["fr", "de", "en"]);
});

test("a statement that was emptied keeps its field while the card is open, and comes back when it is undone", async () => {
  const { user, theirs, mine } = await workbench({ document: hungaryDocument() });
  const card = await openHungary(user);
  const english = within(card).getByLabelText("Énoncé en anglais");
  await user.clear(english);
  await waitFor(() => expect(claim(theirs)?.statements.en).toBeUndefined());
  expect(document.activeElement).toBe(english);
  await user.keyboard("{Escape}");
  await elsewhere(() => void mine.undo());
  await waitFor(() => expect(claim(theirs)?.statements.en).toBe("Hungary first denied, then admitted purchase"));
});

test("who may not word statements is offered none, and reads those there are", async () => {
  const { user } = await workbench({ document: hungaryDocument(), role: "reader" });
  const card = await openHungary(user);
  expect(fields(card)).toEqual(["fr", "en"]);
  expect(offered(card)).toEqual([]);
  expect((within(card).getByLabelText("Énoncé en anglais") as HTMLTextAreaElement).readOnly).toBe(true);
});

test("two wordings of one language at once: the card shows both, by the language's name", async () => {
  const { user, mine, theirs } = await workbench({ document: germanDocument({ de: "Ungarn bestritt" }) });
  const seen = mine.view().confirmed as never;
  await elsewhere(() => mine.connect(false));
  await elsewhere(() => void mine.submit([{ type: "statement.set", claim: hungary, lang: "de", text: "Ungarn dementierte", seen }]));
  await elsewhere(() => void theirs.submit([{ type: "statement.set", claim: hungary, lang: "de", text: "Budapest bestritt", seen }]));
  await elsewhere(() => mine.connect(true));
  await user.click(await screen.findByRole("button", { name: "Budapest bestritt" }));
  const card = await screen.findByRole("article", { name: /Affirmation 1 sur 1/ });
  const choice = await within(card).findByRole("group", { name: /Énoncé en allemand/ });
  expect(choice.textContent).toContain("Ungarn dementierte");
  await user.click(within(choice).getByRole("button", { name: "Garder la mienne" }));
  await waitFor(() => expect(claim(theirs)?.statements.de).toBe("Ungarn dementierte"));
  expect(valueOf(within(card).getByLabelText("Énoncé en allemand"))).toBe("Ungarn dementierte");
});
