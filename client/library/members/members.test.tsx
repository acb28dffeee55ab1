import { screen, waitFor, within } from "@testing-library/react";
import type { CaseId } from "../../../shared/ids";
import type { MembersView } from "../../../shared/protocol/members";
import type { CaseView } from "../../../shared/protocol/rest";
import { App } from "../../app/App";
import { violationsOf } from "../../../fixtures/axe";
import { libraryOf, newsroom, NOW, redaction, renderApp, verif } from "../../../fixtures/render-app";

const secret: CaseView = {
  id: "case-sec" as CaseId,
  name: "Sources",
  demo: false,
  createdAt: NOW,
  access: "closed",
  role: "editor",
  members: [{ user: redaction.id, role: "editor" }],
};

/** A server that keeps the members of one case file. */
function keeping(own = redaction) {
  let view: MembersView = {
    access: "closed",
    members: [{ user: redaction.id, role: "editor", addedBy: redaction.id, at: NOW }],
    changes: [{ kind: "added", user: redaction.id, role: "editor", by: redaction.id, at: NOW }],
  };
  const set = (next: Partial<MembersView>) => ({ json: (view = { ...view, ...next }) });
  return {
    ...newsroom(own, libraryOf([secret], [])),
    "GET /api/v1/cases/:id/members": () => ({ json: view }),
    "PATCH /api/v1/cases/:id/members/:person": ({ body }: { body: unknown }) => {
      const { role } = body as { role: "reader" };
      return set({
        members: [...view.members, { user: verif.id, role, addedBy: redaction.id, at: NOW }],
        changes: [{ kind: "added", user: verif.id, role, by: redaction.id, at: NOW }, ...view.changes],
      });
    },
    "PATCH /api/v1/cases/:id/access": ({ body }: { body: unknown }) => set(body as Partial<MembersView>),
    "POST /api/v1/cases/:id/leave": () => ({ json: {} }),
  };
}

async function openDialog(own = redaction) {
  const app = await renderApp(<App token={null} />, { routes: keeping(own) });
  await app.user.click(await screen.findByRole("button", { name: "Fermé : 1 membre" }));
  return { ...app, dialog: await screen.findByRole("dialog", { name: /Membres de/ }) };
}

test("a closed case file says so at its name; its members are shown with who added them", async () => {
  const { dialog } = await openDialog();
  expect(await within(dialog).findByText("Ajout de sa propre initiative le 3 décembre 2021", { exact: false })).toBeTruthy();
  expect(await violationsOf(dialog)).toEqual([]);
});

test("an administrator adds somebody with a role, by keyboard", async () => {
  const { dialog, user } = await openDialog();
  const person = await within(dialog).findByRole("combobox", { name: "Ajouter" });
  await user.selectOptions(person, verif.name);
  // What they are in the house is proposed.
  expect(within(dialog).getByRole<HTMLSelectElement>("combobox", { name: "Rôle dans ce dossier" }).value).toBe("fact-checker");
  within(dialog).getByRole("button", { name: "Ajouter au dossier" }).focus();
  await user.keyboard("{Enter}");
  const list = within(dialog).getByRole("list", { name: "Membres" });
  await waitFor(() => expect(within(list).getByText(verif.name)).toBeTruthy());
  expect(within(dialog).getByText("Toute la rédaction en est membre.")).toBeTruthy();
});

test("opening says first what it shows to whom, and can be called off", async () => {
  const { dialog, user } = await openDialog();
  await user.click(await within(dialog).findByRole("button", { name: "Ouvrir à la rédaction" }));
  expect(within(dialog).getByText(/Toute la rédaction verra/)).toBeTruthy();
  expect(document.activeElement).toBe(within(dialog).getByRole("button", { name: "Ouvrir à la rédaction" }));
  await user.click(within(dialog).getByRole("button", { name: "Annuler" }));
  expect(within(dialog).getByText("Dossier fermé.")).toBeTruthy();
  await user.click(within(dialog).getByRole("button", { name: "Ouvrir à la rédaction" }));
  await user.click(within(dialog).getByRole("button", { name: "Ouvrir à la rédaction" }));
  expect(await within(dialog).findByText("Dossier ouvert.")).toBeTruthy();
});

test("who leaves is told what that means and goes back to the library", async () => {
  const { dialog, user } = await openDialog({ ...redaction, role: "reader" });
  expect(within(dialog).queryByRole("combobox")).toBeNull();
  await user.click(await within(dialog).findByRole("button", { name: "Quitter le dossier" }));
  expect(within(dialog).getByText(/Vous ne le verrez plus/)).toBeTruthy();
  await user.click(within(dialog).getByRole("button", { name: "Quitter le dossier" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});
