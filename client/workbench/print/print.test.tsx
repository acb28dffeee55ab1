import { act, screen, within } from "@testing-library/react";
import { Transform } from "prosemirror-transform";
import { findQuote } from "../../../shared/doc/text";
import { schema } from "../../../shared/doc/schema";
import type { FakeDocument } from "../../../fixtures/fake-session";
import { violationsOf } from "../../../fixtures/axe";
import { hungaryDocument, vb, workbench, words } from "../../../fixtures/render-workbench";

/** Somebody of the house edits the source text. */
function edit(document: FakeDocument, passage: string, change: (tr: Transform, from: number, to: number) => unknown): void {
  const doc = document.state.texts.fr?.doc ?? schema.nodes.doc.create();
  const [place] = findQuote(doc, passage);
  const tr = new Transform(doc);
  change(tr, place?.from ?? 0, place?.to ?? 0);
  const done = document.join({ ...vb, id: "edition-01" as never, role: "admin" }).edit("fr", tr.steps);
  if (!done.ok) throw new Error(done.refusal.code);
}

const print = async (): Promise<HTMLElement> => {
  await act(async () => {
    window.dispatchEvent(new Event("beforeprint"));
    await Promise.resolve();
  });
  return document.querySelector<HTMLElement>(".print-sheet") ?? document.body;
};
afterEach(() => act(() => void window.dispatchEvent(new Event("afterprint"))));

const notesUnder = (sheet: HTMLElement, title: RegExp): HTMLElement[] => {
  const part = within(sheet).getByRole("heading", { name: title }).closest(".print-part");
  return [...(part?.querySelectorAll<HTMLElement>(".print-notes > li") ?? [])];
};

test("claims whose words are gone are printed too, numbered after the others, and said to be without passage", async () => {
  const staged = hungaryDocument({ locked: false });
  edit(staged, words.coalition, (tr, from, to) => tr.delete(from, to));
  await workbench({ document: staged });
  const sheet = await print();
  expect(notesUnder(sheet, /^2 affirmations$/).map((note) => note.getAttribute("value"))).toEqual(["1", "2"]);
  const [lost] = notesUnder(sheet, /^1 affirmation sans passage$/);
  expect(lost?.getAttribute("value")).toBe("3");
  expect(lost?.textContent).toContain("80 organisations ont signé");
  expect(lost?.querySelector("q")?.textContent).toBe(words.coalition);
  expect(within(sheet).getByText(/n’y ont pas encore été choisis/)).toBeTruthy();
  expect(sheet.querySelectorAll(".print-reference")).toHaveLength(2);
});

test("a verdict whose passage was edited since says so on paper too", async () => {
  const staged = hungaryDocument({ locked: false });
  const judge = staged.join({ ...vb, role: "fact-checker" });
  const claim = [...judge.view().state.claims.values()].find(({ statements }) => statements.fr?.includes("80 organisations"));
  expect(
    judge.submit([{ type: "verdict.propose", claim: claim?.id as never, verdict: "true", seen: judge.view().confirmed as never }]),
  ).toMatchObject({ ok: true });
  edit(staged, words.coalition, (tr, from) => tr.insert(from + 3, schema.text("presque ")));
  await workbench({ document: staged });
  const notes = notesUnder(await print(), /^3 affirmations$/);
  expect(notes.map((note) => note.querySelector(".print-verdict")?.textContent?.includes("passage modifié depuis le verdict"))).toEqual([
    true,
    false,
    false,
  ]);
});

test("of a version alone, those that have no passage in it are printed with their words in the source", async () => {
  const { user } = await workbench({ document: hungaryDocument({ versions: ["en"] }) });
  await user.click(screen.getByRole("button", { name: "English" }));
  const sheet = await print();
  const notes = notesUnder(sheet, /^3 affirmations sans passage$/);
  expect(notes.map((note) => note.querySelector("q")?.textContent)).toEqual([words.coalition, words.hungary, words.denied]);
  expect(notes[0]?.querySelector("q")?.getAttribute("lang")).toBe("fr");
});

test("side by side nothing is printed as without passage that stands in the source", async () => {
  const { user } = await workbench({ document: hungaryDocument({ versions: ["en"] }) });
  await user.click(screen.getByRole("button", { name: "Côte à côte" }));
  const sheet = await print();
  expect(within(sheet).queryByText(/sans passage/)).toBeNull();
  expect(notesUnder(sheet, /^3 affirmations$/)).toHaveLength(3);
});

test("what the text strikes is struck in the quote, on paper and on the card, and said to be", async () => {
  const staged = hungaryDocument({ locked: false });
  edit(staged, words.denied, (tr, from, to) => tr.addMark(from, to, schema.mark("struck")));
  await workbench({ document: staged });
  const card = await screen.findByRole("button", { name: /barré.*d’abord nié/ });
  expect(card.querySelector("s")?.textContent).toContain(words.denied);
  const sheet = await print();
  expect([...sheet.querySelectorAll(".print-notes q s")].map((one) => one.textContent)).toEqual([
    `(barré\u202f: ${words.denied} )`,
    `(barré\u202f: ${words.denied} )`,
  ]);
  expect(await violationsOf(sheet)).toEqual([]);
});

const gaps = (where: HTMLElement): string[] =>
  [...where.querySelectorAll(".untranslated-words")].map((words) => `${words.getAttribute("lang") ?? ""}: ${words.textContent ?? ""}`);

test("a version printed by itself says what of the source is not translated", async () => {
  const { user } = await workbench({ document: hungaryDocument({ versions: ["en"] }) });
  await user.click(screen.getByRole("button", { name: "English" }));
  const text = await screen.findByRole("textbox", { name: /^Texte \(anglais\)/ });
  const missing = ["fr: Plusieurs clients européens", "fr: Aucune sanction n’a été décidée contre l’entreprise."];
  expect(gaps(text)).toEqual(missing);
  expect(gaps(await print())).toEqual(missing);
});
