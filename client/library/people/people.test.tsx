import { screen, waitFor, within } from "@testing-library/react";
import { violationsOf } from "../../../fixtures/axe";
import type { Routes } from "../../../fixtures/rest";
import { newsroom, NOW, redaction, renderApp, verif } from "../../../fixtures/render-app";
import { App } from "../../app/App";

const me = { id: redaction.id, name: redaction.name, role: redaction.role, hue: redaction.hue, disabled: false };
const pending = { hash: "abc123", role: "translator" as const, name: "", by: redaction.id, expiresAt: NOW + 86_400_000 };

function withPeople(more: Routes = {}): Routes {
  return { ...newsroom(redaction), "GET /api/v1/people": () => ({ json: { people: [me, verif], invites: [pending] } }), ...more };
}

test("an admin invites: the link is shown once, can be copied, and says how long it is valid", async () => {
  const routes = withPeople({
    "POST /api/v1/people/invites": ({ body }) => {
      expect(body).toEqual({ role: "translator", name: "Trad C" });
      return { json: { path: "/invite#abcdefghijklmnopqrstuvwxyz", expiresAt: NOW + 86_400_000 } };
    },
  });
  const { user } = await renderApp(<App token={null} />, { routes, path: "/people" });
  const invite = await screen.findByRole("button", { name: "Inviter" });
  expect(await violationsOf()).toEqual([]);
  await user.click(invite);
  const dialog = await screen.findByRole("dialog", { name: "Inviter une personne" });
  expect(await violationsOf(dialog)).toEqual([]);
  await user.keyboard("Trad C");
  await user.click(within(dialog).getByRole("radio", { name: /^Traduction/ }));
  await user.click(within(dialog).getByRole("button", { name: "Créer le lien" }));

  const shown = await screen.findByRole("dialog", { name: "Le lien est prêt" });
  expect(await violationsOf(shown)).toEqual([]);
  const link = within(shown).getByLabelText("Lien d’invitation");
  expect(link).toHaveProperty("value", "http://localhost/invite#abcdefghijklmnopqrstuvwxyz");
  await user.click(within(shown).getByRole("button", { name: "Copier" }));
  expect(await within(shown).findByText("Lien copié.")).toBeTruthy();
  expect(await window.navigator.clipboard.readText()).toBe("http://localhost/invite#abcdefghijklmnopqrstuvwxyz");
  await user.click(within(shown).getByRole("button", { name: "Terminé" }));
  await waitFor(() => expect(document.activeElement).toBe(invite));
});

test("a role is changed in place; a refusal is told and the role stays", async () => {
  const people = [me, verif];
  const routes = withPeople({
    "GET /api/v1/people": () => ({ json: { people, invites: [] } }),
    "PATCH /api/v1/people/:id": ({ params, body }) => {
      if (params["id"] === me.id) return { refusal: { code: "last-admin" } };
      people[1] = { ...verif, ...(body as { role: "editor" }) };
      return { json: people[1] };
    },
  });
  const { user } = await renderApp(<App token={null} />, { routes, path: "/people" });
  await user.selectOptions(await screen.findByLabelText("Rôle de Vérif B"), "Rédaction");
  expect(await screen.findByText(/Vérif B a maintenant le rôle.*Rédaction/)).toBeTruthy();
  await user.selectOptions(screen.getByLabelText("Rôle de Rédaction A"), "Lecture");
  expect(await screen.findByText(/dernier compte d’administration/)).toBeTruthy();
  await waitFor(() => expect(screen.getByLabelText("Rôle de Rédaction A")).toHaveProperty("value", "admin"));
});

test("disabling asks first, and the focus stays on the person", async () => {
  const people = [me, verif];
  const routes = withPeople({
    "GET /api/v1/people": () => ({ json: { people, invites: [] } }),
    "PATCH /api/v1/people/:id": ({ body }) => ({ json: (people[1] = { ...verif, ...(body as { disabled: boolean }) }) }),
  });
  const { user } = await renderApp(<App token={null} />, { routes, path: "/people" });
  await user.click(await screen.findByRole("button", { name: /^Désactiver\s*Vérif B$/ }));
  const dialog = await screen.findByRole("alertdialog");
  expect(dialog.textContent).toMatch(/Ce qu’elle a fait reste/);
  await user.click(within(dialog).getByRole("button", { name: "Désactiver" }));
  expect(await screen.findByText("Compte désactivé")).toBeTruthy();
  await waitFor(() => expect(document.activeElement?.id).toBe(`person-${verif.id}`));
  await user.click(screen.getByRole("button", { name: /^Réactiver/ }));
  await waitFor(() => expect(screen.queryByText("Compte désactivé")).toBeNull());
});

test("an account whose role somebody else has changed meanwhile is closed only by who has seen that", async () => {
  let [now, version] = [{ ...verif }, 1];
  const held: (string | undefined)[] = [];
  const routes = withPeople({
    "GET /api/v1/people": () => ({ json: { people: [me, now], invites: [] } }),
    "GET /api/v1/people/:id": () => ({ json: now, tag: `"${String(version)}"` }),
    "PATCH /api/v1/people/:id": ({ body, ifMatch }) => {
      held.push(ifMatch);
      if (ifMatch !== `"${String(version)}"`) return { refusal: { code: "changed-since" }, status: 412 };
      [now, version] = [{ ...now, ...(body as { disabled: boolean }) }, version + 1];
      return { json: now };
    },
  });
  const { user } = await renderApp(<App token={null} />, { routes, path: "/people" });
  await user.click(await screen.findByRole("button", { name: /^Désactiver\s*Vérif B$/ }));
  const dialog = await screen.findByRole("alertdialog");
  [now, version] = [{ ...now, role: "admin" }, 2];
  await user.click(within(dialog).getByRole("button", { name: "Désactiver" }));
  expect((await within(dialog).findByRole("alert")).textContent).toMatch(/autre rôle entre-temps.*Administration/);
  expect([now.disabled, held]).toEqual([false, []]);
  await user.click(within(dialog).getByRole("button", { name: "Désactiver" }));
  expect(await screen.findByText("Compte désactivé")).toBeTruthy();
  expect(held).toEqual(['"2"']);

  // What is opened again is what was seen, too; a role given meanwhile is told.
  [now, version] = [{ ...now, role: "editor" }, 4];
  await user.click(screen.getByRole("button", { name: /^Réactiver/ }));
  expect(await screen.findByText(/autre rôle entre-temps.*Rédaction/)).toBeTruthy();
  expect([now.disabled, held]).toEqual([true, ['"2"']]);
  await user.click(await screen.findByRole("button", { name: /^Réactiver/ }));
  await waitFor(() => expect(screen.queryByText("Compte désactivé")).toBeNull());
  expect(held).toEqual(['"2"', '"4"']);
});

test("a pending invitation can be called back", async () => {
  let invites = [pending];
  const routes = withPeople({
    "GET /api/v1/people": () => ({ json: { people: [me, verif], invites } }),
    "DELETE /api/v1/people/invites/:hash": ({ params }) => {
      invites = invites.filter((one) => one.hash !== params["hash"]);
      return { json: {} };
    },
  });
  const { user } = await renderApp(<App token={null} />, { routes, path: "/people" });
  await user.click(await screen.findByRole("button", { name: "Annuler l’invitation de Nom libre" }));
  expect(await screen.findByText(/son lien n’ouvre plus rien/)).toBeTruthy();
  await waitFor(() => expect(screen.queryByText("Invitations en attente")).toBeNull());
});

test("who is no admin reads the list", async () => {
  await renderApp(<App token={null} />, { routes: newsroom({ ...redaction, role: "editor" }), path: "/people" });
  expect(await screen.findByText("Vérif B")).toBeTruthy();
  expect(screen.queryByRole("button", { name: /Inviter|Désactiver/ })).toBeNull();
  expect(screen.queryByRole("combobox")).toBeNull();
  expect(await violationsOf()).toEqual([]);
});
