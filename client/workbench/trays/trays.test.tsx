import { screen, waitFor, within } from "@testing-library/react";
import { Fragment, Slice } from "prosemirror-model";
import { ReplaceStep } from "prosemirror-transform";
import type { Step } from "prosemirror-transform";
import { violationsOf } from "../../../fixtures/axe";
import { schema } from "../../../shared/doc/schema";
import { findQuote, quoteOf } from "../../../shared/doc/text";
import type { Op } from "../../../shared/log/op";
import type { RefusalCode } from "../../../shared/refusal";
import { claim, elsewhere, hungary, hungaryDocument, openHungary, workbench, words } from "../../../fixtures/render-workbench";
import type { RenderedWorkbench } from "../../../fixtures/render-workbench";

/** What the server would not take of this person's work. */
async function refused({ mine }: RenderedWorkbench, ...works: readonly (readonly [RefusalCode, Op])[]): Promise<void> {
  await elsewhere(() => {
    mine.refused = works.map(([code, op], index) => ({ id: `refused-${String(index)}`, ops: [op], refusal: { code }, at: 0 }));
    mine.tell();
  });
}

/** Chosen anew, on the text as it is for this person now. */
function chosen({ mine }: RenderedWorkbench, quote: string): Op {
  const doc = mine.view().state.texts.fr?.doc;
  const [place] = doc ? findQuote(doc, quote) : [];
  if (!doc || !place) throw new Error(`not in the text: ${quote}`);
  return { type: "claim.anchor", claim: hungary, lang: "fr", ...place, ...quoteOf(doc, place.from, place.to) };
}

const passage = ({ mine }: RenderedWorkbench): string | undefined =>
  mine.view().state.texts.fr?.anchors.find((anchor) => anchor.claim === hungary)?.exact;

const insert = (pos: number, text: string): Step => new ReplaceStep(pos, pos, new Slice(Fragment.from(schema.text(text)), 0, 0));

test.each([
  ["one by one", false],
  ["with others", true],
])("a passage that was chosen anew is put back on its words as the text is now, %s", async (_name, together) => {
  const staged = await workbench({ document: hungaryDocument({ locked: false }) });
  const { user, mine } = staged;
  const ops = [chosen(staged, "Plusieurs clients"), ...(together ? [saying("Et pourquoi")] : [])];
  await elsewhere(() => {
    mine.refused = [{ id: "refused", ops, refusal: { code: "busy" }, at: 0 }];
    mine.tell();
  });
  await user.click(await screen.findByRole("button", { name: /à reprendre/ }));
  const button = await screen.findByRole("button", { name: "Remettre" });
  await elsewhere(() => void mine.edit("fr", [insert(1, "Voici ce qu’on lit. ")]));
  await user.click(button);
  expect(passage(staged)).toBe("Plusieurs clients");
  expect(mine.refused).toEqual([]);
});

test("a passage whose words went or stand in two places is not put back by guess, and says so", async () => {
  const staged = await workbench({ document: hungaryDocument({ locked: false }) });
  const { user, mine } = staged;
  await refused(staged, ["busy", chosen(staged, "Plusieurs")]);
  await user.click(await screen.findByRole("button", { name: /à reprendre/ }));
  const { from } = chosen(staged, "Plusieurs") as { from: number };
  await elsewhere(() => void mine.edit("fr", [new ReplaceStep(from, from + 9, Slice.empty)]));
  expect(await screen.findByText(/n’y trouve plus sa place/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Remettre" })).toBeNull();
  await elsewhere(() => void mine.edit("fr", [insert(1, "Plusieurs, et Plusieurs. ")]));
  expect(screen.queryByRole("button", { name: "Remettre" })).toBeNull();
});

const saying = (text: string): Op => ({ type: "comment.add", claim: hungary, comment: `comment-${String(text.length)}` as never, text });

test("what was refused is counted in the bar, listed one by one with its reason, and put back or let go of one by one", async () => {
  const staged = await workbench();
  const { user, mine, theirs } = staged;
  const back: Op = { type: "review.decide", claim: hungary, decision: "sent-back", note: "", seen: mine.view().confirmed as never };
  await refused(staged, ["busy", saying("Écrit dans un tunnel")], ["note-wanted", back]);
  expect((await screen.findByText("2 modifications non enregistrées, mises de côté")).closest("output")?.className).toContain("is-bad");
  expect(screen.queryByText("Enregistré")).toBeNull();

  await user.click(screen.getByRole("button", { name: "2 à reprendre" }));
  const tray = screen.getByRole("heading", { name: "Votre travail mis de côté" }).parentElement as HTMLElement;
  const [first, second] = [...tray.querySelectorAll<HTMLElement>("li.margin-loss")];
  expect(first?.textContent).toContain("Écrit dans un tunnel");
  expect(first?.textContent).toContain("Le serveur est très sollicité");
  expect(second?.textContent).toContain("Renvoyer demande un mot d’explication");
  expect(await violationsOf(tray)).toEqual([]);

  // As it is it would be refused again: that is not offered.
  expect(within(second as HTMLElement).queryByRole("button", { name: "Remettre" })).toBeNull();
  await user.click(within(first as HTMLElement).getByRole("button", { name: "Remettre" }));
  await waitFor(() => expect(claim(theirs)?.comments.map(({ text }) => text)).toEqual(["Écrit dans un tunnel"]));
  expect(await screen.findByText("1 modification non enregistrée, mise de côté")).toBeTruthy();
  await user.click(within(tray).getByRole("button", { name: "Laisser de côté" }));
  expect(await screen.findByText("Enregistré")).toBeTruthy();
  expect(mine.refused).toEqual([]);
});

test("one event is told once: putting a claim back without words says one thing", async () => {
  const { user, mine, services } = await workbench({ document: hungaryDocument({ locked: false }) });
  const lost = mine.view().state.texts.fr?.anchors.find(({ exact }) => exact === words.denied);
  await elsewhere(() => void mine.edit("fr", [new ReplaceStep(lost?.from ?? 0, lost?.to ?? 0, Slice.empty)]));
  await user.click(await screen.findByRole("button", { name: "1 sans passage" }));
  await user.click(screen.getByRole("button", { name: "Remettre ici" }));
  expect(services.toasts.get().map(({ text }) => text)).toEqual(["Sélectionnez d’abord le nouveau passage dans le texte."]);
});

test("what stands in the banner is not said by a toast as well", async () => {
  const { user, mine, services } = await workbench();
  const card = await openHungary(user);
  await elsewhere(() => {
    mine.barred = { code: "log-behind" };
    mine.tell();
  });
  const banner = await screen.findByRole("alert");
  services.toasts.say(banner.textContent ?? "", { bad: true });
  expect(services.toasts.get()).toEqual([]);
  expect(card.isConnected).toBe(true);
});

test.each([
  ["editor", true],
  ["reader", false],
] as const)("words that were refused can be copied, and inserted by who may write in the text (%s)", async (role, writes) => {
  const staged = await workbench({ role });
  const step = { stepType: "replace", from: 2, to: 2, slice: { content: [{ type: "text", text: "pendant ce temps" }] } };
  await refused(staged, ["forbidden", { type: "text.step", lang: "fr", step: step as never }]);
  await staged.user.click(await screen.findByRole("button", { name: /à reprendre/ }));
  await screen.findByText("pendant ce temps");
  expect(screen.getByRole("button", { name: "Copier les mots" })).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Insérer au curseur" }) !== null).toBe(writes);
});

const typed = (pos: number, text: string): Op => ({ type: "text.step", lang: "fr", step: insert(pos, text).toJSON() as never });

test("words of two places and a message that were refused together: each is put back by itself, and none goes with another", async () => {
  const staged = await workbench({ document: hungaryDocument({ locked: false }) });
  const { user, mine, theirs } = staged;
  await elsewhere(() => {
    mine.refused = [{ id: "refused", ops: [typed(30, "12"), typed(4, "3"), saying("Et pourquoi")], refusal: { code: "busy" }, at: 0 }];
    mine.tell();
  });
  await user.click(await screen.findByRole("button", { name: /à reprendre/ }));
  const [first, second] = await screen.findAllByRole("button", { name: "Copier les mots" });
  expect([first, second].map((button) => button?.closest(".ui-row")?.querySelector("q")?.textContent)).toEqual(["3", "12"]);
  await user.click(screen.getByRole("button", { name: "Remettre" }));
  await waitFor(() => expect(claim(theirs)?.comments.map(({ text }) => text)).toEqual(["Et pourquoi"]));
  expect(mine.refused).toHaveLength(1);
  for (const left of [1, 0]) {
    await user.click(screen.getAllByRole("button", { name: "Insérer au curseur" })[0] as HTMLElement);
    await waitFor(() => expect(screen.queryAllByRole("button", { name: "Insérer au curseur" })).toHaveLength(left));
  }
  expect(mine.refused).toEqual([]);
});
