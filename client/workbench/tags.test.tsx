import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { violationsOf } from "../../fixtures/axe";
import { claim, elsewhere, openHungary, workbench } from "../../fixtures/render-workbench";
import type { RenderedWorkbench } from "../../fixtures/render-workbench";

/** The open card of a claim, where another claim has these tags. */
async function opened(...tags: string[]): Promise<RenderedWorkbench & { card: HTMLElement; field: HTMLInputElement }> {
  const staged = await workbench();
  const seen = staged.mine.view().confirmed as never;
  await elsewhere(
    () => void staged.theirs.submit([{ type: "claim.set", v: 1, claim: "claim-coalition" as never, field: "tags", value: tags, seen }]),
  );
  const card = await openHungary(staged.user);
  const field = await within(card).findByRole<HTMLInputElement>("combobox", { name: "Ajouter une étiquette" });
  return { ...staged, card, field };
}
const options = (): (string | null)[] =>
  within(screen.getByRole("listbox", { name: "Étiquettes déjà employées" }))
    .getAllByRole("option")
    .map((option) => option.textContent);

test("the tags of other claims are offered in the house's own list as one types, and chosen by keys", async () => {
  const { user, field, theirs } = await opened("Élysée", "hongrie", "élections");
  expect(document.querySelector("datalist")).toBeNull();
  await user.type(field, "el");
  const list = await screen.findByRole("listbox", { name: "Étiquettes déjà employées" });
  expect(options()).toEqual(["Élysée", "élections"]);
  expect(await violationsOf(list)).toEqual([]);
  await user.keyboard("{ArrowDown}{ArrowDown}{Enter}");
  expect(claim(theirs)?.tags).toEqual(["élections"]);
  expect(field.value).toBe("");
  expect(document.activeElement).toBe(field);
  await waitFor(() => expect(screen.queryByRole("listbox")).toBeNull());
});

test("the arrow shows all that are not there yet; Escape closes the list and nothing else", async () => {
  const { user, card, field, theirs } = await opened("a", "b");
  await user.type(field, "a,");
  expect(claim(theirs)?.tags).toEqual(["a"]);
  await user.keyboard("{ArrowDown}");
  await waitFor(() => expect(options()).toEqual(["b"]));
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("listbox")).toBeNull());
  expect(card.isConnected).toBe(true);
  expect(document.activeElement).toBe(field);
});

test("Enter takes the words as they stand, a press takes the one that is pressed, Backspace takes the last away", async () => {
  const { user, field, theirs } = await opened("hongrie");
  await user.type(field, "hong{Enter}");
  expect(claim(theirs)?.tags).toEqual(["hong"]);
  await user.type(field, "hong");
  await user.click(await screen.findByRole("option", { name: "hongrie" }));
  expect(claim(theirs)?.tags).toEqual(["hong", "hongrie"]);
  await user.keyboard("{Backspace}");
  expect(claim(theirs)?.tags).toEqual(["hong"]);
  expect(document.activeElement).toBe(field);
});

test("the Enter of an input method writes, and adds nothing", async () => {
  const { user, field, theirs } = await opened("日本");
  await user.type(field, "に");
  fireEvent.keyDown(field, { key: "Enter", isComposing: true });
  expect(claim(theirs)?.tags).toEqual([]);
  expect(field.value).toBe("に");
});

test("what was typed is kept on leaving the field", async () => {
  const { user, field, theirs } = await opened();
  await user.type(field, "budapest");
  await user.tab();
  expect(claim(theirs)?.tags).toEqual(["budapest"]);
});
