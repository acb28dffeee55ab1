import { screen, waitFor, within } from "@testing-library/react";
import { violationsOf } from "../../fixtures/axe";
// Fetched beforehand: the test waits for the page, not for the disk.
import "./DetailsDialog";
import { elsewhere, hungaryDocument, vb, workbench } from "../../fixtures/render-workbench";

const field = (name: string) => within(screen.getByRole("dialog")).getByRole("textbox", { name });

test("title, publisher, author, date and address are corrected later; what is wrong is told in place", async () => {
  const { user, document: log } = await workbench();
  await user.click(screen.getByRole("button", { name: "Modifier les détails" }));
  const dialog = await screen.findByRole("dialog");
  expect(within(dialog).getByRole("heading", { name: "Détails du texte" })).toBeTruthy();
  expect(await violationsOf(dialog)).toEqual([]);
  await user.type(field("Auteur"), "Anne Martin");
  await user.clear(field("Date de parution"));
  await user.type(field("Date de parution"), "hier");
  await user.clear(field("Titre dans la bibliothèque"));
  await user.click(screen.getByRole("button", { name: "Enregistrer" }));
  expect(screen.getByText("Donnez un titre au texte.")).toBeTruthy();
  await user.type(field("Titre dans la bibliothèque"), "Pegasus");
  await user.clear(field("Date de parution"));
  await user.type(field("Date de parution"), "3/12/2021");
  await user.click(screen.getByRole("button", { name: "Enregistrer" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await waitFor(() => expect(log.state.details).toMatchObject({ title: "Pegasus", author: "Anne Martin", published: "2021-12-03" }));
});

test("L7: what somebody else set meanwhile is shown, and not overwritten unseen", async () => {
  const { user, document: log } = await workbench();
  const editor = log.join({ ...vb, role: "editor" });
  await user.click(screen.getByRole("button", { name: "Modifier les détails" }));
  await screen.findByRole("dialog");
  await user.type(field("Éditeur"), " Afrique");
  await elsewhere(
    () => void editor.submit([{ type: "doc.set", field: "publisher", value: "Le Monde diplo", seen: editor.view().confirmed as never }]),
  );
  expect(await screen.findByText(/Entre-temps.*Le Monde diplo/)).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Enregistrer" }));
  expect(log.state.details.publisher).toBe("Le Monde diplo");
  await user.click(screen.getByRole("button", { name: "Enregistrer" }));
  await waitFor(() => expect(log.state.details.publisher).toBe("Le Monde Afrique"));
});

test("who may not set them is not offered to", async () => {
  await workbench({ document: hungaryDocument(), role: "fact-checker" });
  expect(screen.queryByRole("button", { name: "Modifier les détails" })).toBeNull();
});
