import { act, screen, waitFor, within } from "@testing-library/react";
import { violationsOf } from "../../fixtures/axe";
import type { Answer, Asked, Routes } from "../../fixtures/rest";
import { documentLine, newsroom, redaction, renderApp } from "../../fixtures/render-app";
import type { DocId } from "../../shared/ids";
import { App } from "./App";

// The document's page opens a socket; here only the way to it counts.
jest.mock("../workbench/WorkbenchPage", () => ({ __esModule: true, default: () => null }));

test("a person signs in with the keyboard alone and comes to the texts", async () => {
  const { user, rest } = await renderApp(<App token={null} />, { routes: newsroom(null) });
  await screen.findByLabelText("Nom");
  expect(await violationsOf()).toEqual([]);
  rest.serve({
    "POST /api/v1/session": ({ body }) =>
      (body as { password: string }).password === "cheval agrafe batterie"
        ? { json: { me: redaction, needsSetup: false } }
        : { refusal: { code: "wrong-credentials" }, status: 401 },
  });

  expect(document.activeElement).toBe(screen.getByLabelText("Nom"));
  await user.keyboard("Rédaction A{Tab}non{Enter}");
  expect(await screen.findByRole("alert")).toHaveProperty("textContent", expect.stringContaining("ne vont pas ensemble"));
  const password = screen.getByLabelText("Mot de passe");
  expect(document.activeElement).toBe(password);

  await user.keyboard("cheval agrafe batterie{Enter}");
  expect(await screen.findByRole("heading", { level: 2, name: "Pegasus" })).toBeTruthy();
});

test("an empty field is told in place and takes the focus; nothing is sent", async () => {
  const { user, rest } = await renderApp(<App token={null} />, { routes: newsroom(null) });
  await user.click(await screen.findByRole("button", { name: "Se connecter" }));
  expect(document.activeElement).toBe(screen.getByLabelText("Nom"));
  expect(screen.getByText("Écrivez votre nom.")).toBeTruthy();
  expect(rest.log).toEqual(["GET /api/v1/session"]);
});

test("the sign-in page speaks the other language on demand", async () => {
  const { user } = await renderApp(<App token={null} />, { routes: newsroom(null) });
  await user.click(await screen.findByRole("button", { name: "Switch to English" }));
  expect(await screen.findByLabelText("Password")).toBeTruthy();
  expect(document.documentElement.lang).toBe("en");
});

test("the setup link makes the first account", async () => {
  const token = "abcdefghijklmnopqrstuvwxyz";
  const routes = {
    ...newsroom(null),
    "POST /api/v1/invites/look": (): Answer => ({ json: { role: "admin", name: "", setup: true } }),
    "POST /api/v1/invites/accept": ({ body }: Asked): Answer => {
      expect(body).toEqual({ token, name: "Rédaction A", password: "cheval agrafe batterie", lang: "fr" });
      return { json: { me: redaction, needsSetup: false } };
    },
  } satisfies Routes;
  const { user } = await renderApp(<App token={token} />, { routes, path: "/setup" });
  expect(await screen.findByRole("heading", { name: "Créer le premier compte" })).toBeTruthy();
  expect(await violationsOf()).toEqual([]);
  await user.type(screen.getByLabelText("Nom"), "Rédaction A");
  await user.type(screen.getByLabelText("Mot de passe"), "court{Enter}");
  expect(screen.getByText("Encore 7 caractères.")).toBeTruthy();
  await user.clear(screen.getByLabelText("Mot de passe"));
  await user.type(screen.getByLabelText("Mot de passe"), "cheval agrafe batterie{Enter}");
  expect(await screen.findByRole("heading", { level: 2, name: "Pegasus" })).toBeTruthy();
  expect(window.location.pathname).toBe("/");
});

test("a used link says what to do", async () => {
  const { rest } = await renderApp(<App token={null} />, { routes: newsroom(null), path: "/invite" });
  expect((await screen.findByRole("alert")).textContent).toContain("lien est incomplet");
  expect(rest.log).toEqual(["GET /api/v1/session"]);
});

test("the palette finds a text without its accents, opens it, and gives the focus back on Escape", async () => {
  const { user } = await renderApp(<App token={null} />);
  await screen.findByRole("heading", { level: 2, name: "Pegasus" });
  // jsdom knows no media queries: the narrow screen's button is there as well.
  const search = screen.getAllByRole("button", { name: "Chercher" })[0] as HTMLElement;
  await user.click(search);
  const dialog = await screen.findByRole("dialog", { name: "Chercher partout" });
  expect(await violationsOf(dialog)).toEqual([]);
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await waitFor(() => expect(document.activeElement).toBe(search));

  await user.keyboard("{Control>}k{/Control}");
  await screen.findByRole("dialog");
  await user.keyboard("union europeenne");
  const found = await screen.findAllByRole("menuitem");
  expect(found.map((item) => item.textContent)).toEqual([expect.stringContaining("80 ONG demandent")]);
  await user.keyboard("{Enter}");
  await waitFor(() => expect(window.location.pathname).toBe("/doc/doc-80on"));
});

test("the palette finds claims, sources and texts that the page has not read, and leads to the claim", async () => {
  const { user, rest } = await renderApp(<App token={null} />);
  await screen.findByRole("heading", { level: 2, name: "Pegasus" });
  const asked: string[] = [];
  rest.serve({
    "GET /api/v1/search": ({ query }) => {
      asked.push(query.get("words") ?? "");
      const place = { claim: "claim-hu", doc: "doc-far", case: "case-far" };
      const claim = { ...place, title: "Loin", quote: "la Hongrie a d’abord nié", lang: "fr", statements: {}, kind: "factual", tags: [] };
      const stands = { status: "new", verdict: "open", assignee: null, author: "user-a", sources: 1, orphan: false, withdrawn: false };
      const source = {
        ...place,
        evidence: "ev",
        text: "Loin",
        title: "Direkt36",
        publisher: "",
        address: "https://example.org",
        quote: "",
      };
      return {
        json: {
          documents: [documentLine({ doc: "doc-far" as DocId, title: "Hongrois et loin" })],
          claims: [{ ...claim, ...stands, createdAt: 1, changedAt: 1 }],
          sources: [source],
        },
      };
    },
  });
  await user.keyboard("{Control>}k{/Control}");
  const dialog = await screen.findByRole("dialog");
  await user.keyboard("hongr");
  // Where the typing rested on a slow machine it was asked before as well.
  await waitFor(() => expect(asked.at(-1)).toBe("hongr"));
  const claim = await screen.findByRole("menuitem", { name: /la Hongrie a d’abord nié/ });
  expect(
    within(dialog)
      .getAllByRole("menuitem")
      .map(({ textContent }) => textContent),
  ).toEqual([
    expect.stringContaining("Hongrois et loin"),
    expect.stringContaining("la Hongrie a d’abord nié"),
    expect.stringContaining("Direkt36"),
  ]);
  expect(within(claim).getByText("Hongrie").tagName).toBe("B");
  expect(await violationsOf(dialog)).toEqual([]);
  await user.click(claim);
  await waitFor(() => expect(window.location.pathname + window.location.search).toBe("/doc/doc-far?claim=claim-hu"));
});

test("the sheet of keys lists what works here, and letters can be turned off", async () => {
  const { user, services } = await renderApp(<App token={null} />);
  await screen.findByRole("heading", { level: 2, name: "Pegasus" });
  await user.keyboard("?");
  const sheet = await screen.findByRole("dialog", { name: "Raccourcis clavier" });
  expect(within(sheet).getByText("Ajouter un texte")).toBeTruthy();
  expect(within(sheet).getByText("Ctrl K")).toBeTruthy();
  expect(await violationsOf(sheet)).toEqual([]);
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());

  act(() => services.device.set({ letters: false }));
  await user.keyboard("?n");
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("settings save by themselves, say so, and are taken back when refused", async () => {
  const { user, rest } = await renderApp(<App token={null} />, { path: "/settings" });
  const dark = await screen.findByRole("radio", { name: "Sombre" });
  expect(await violationsOf()).toEqual([]);
  await user.click(dark);
  expect(await screen.findByText("Enregistré")).toBeTruthy();
  expect(document.documentElement.dataset["theme"]).toBe("dark");

  rest.serve({ "PATCH /api/v1/me": () => ({ refusal: { code: "store-away" }, status: 503 }) });
  await user.click(screen.getByRole("radio", { name: "Claire" }));
  expect(await screen.findByText("Pas enregistré")).toBeTruthy();
  expect(document.documentElement.dataset["theme"]).toBe("dark");

  rest.serve(newsroom(redaction));
  await user.click(screen.getByRole("radio", { name: "English" }));
  expect(await screen.findByRole("heading", { level: 1, name: "Settings" })).toBeTruthy();
});

test("a session that ends brings back the sign-in page with the reason and the name; the focus waits for the password", async () => {
  const { rest, services } = await renderApp(<App token={null} />);
  await screen.findByRole("heading", { level: 2, name: "Pegasus" });
  rest.serve({ "GET /api/v1/cases": () => ({ refusal: { code: "signed-out" }, status: 401 }) });
  await act(() => services.library.refresh());
  expect((await screen.findByRole("alert")).textContent).toContain("Votre session a pris fin");
  expect(screen.getByLabelText("Nom")).toHaveProperty("value", redaction.name);
  expect(document.activeElement).toBe(screen.getByLabelText("Mot de passe"));
});

test("the account menu signs out, and nothing that was said stays for the next person", async () => {
  const { user, services } = await renderApp(<App token={null} />);
  await screen.findByRole("button", { name: /Compte.*Rédaction A$/ });
  act(() => services.toasts.say("« Texte » n’a pas pu être déplacé.", { bad: true }));
  await user.click(await screen.findByRole("button", { name: /Compte.*Rédaction A$/ }));
  expect(await violationsOf(await screen.findByRole("menu"))).toEqual([]);
  await user.click(screen.getByRole("menuitem", { name: "Se déconnecter" }));
  expect(await screen.findByLabelText("Mot de passe")).toBeTruthy();
  // Whoever signs out leaves no name either.
  expect(screen.getByLabelText("Nom")).toHaveProperty("value", "");
  expect(services.toasts.get()).toEqual([]);
});

test("what a toast offers is found in the palette too, over which it is still heard", async () => {
  const { user, services } = await renderApp(<App token={null} />, { routes: newsroom(redaction) });
  await screen.findByRole("heading", { level: 2, name: "Pegasus" });
  const restored = jest.fn();
  act(() => services.toasts.say("« Texte » est dans la corbeille.", { action: { label: "Restaurer", run: restored } }));
  await user.keyboard("{Control>}k{/Control}");
  await screen.findByRole("dialog");
  await user.keyboard("restaurer");
  expect(screen.getByText("« Texte » est dans la corbeille.").closest("[aria-hidden=true], [inert]")).toBeNull();
  await user.click(await screen.findByRole("menuitem", { name: /^Restaurer \(/ }));
  await waitFor(() => expect(restored).toHaveBeenCalledTimes(1));
  await waitFor(() => expect(services.toasts.get()).toEqual([]));
});
