import { act, cleanup, screen, waitFor, within } from "@testing-library/react";
import "fake-indexeddb/auto";
import { memoryForms, newsroom, redaction, renderApp, verif } from "../../fixtures/render-app";
import type { Routes } from "../../fixtures/rest";
import type { UserId } from "../../shared/ids";
import { App } from "./App";
import { openKeptForms } from "./keptForms";
import type { KeptForms } from "./keptForms";
import library from "../../shared/locales/fr/library.json";

const words = { library };

// jsdom has none; every browser has.
globalThis.structuredClone ??= (value: unknown) => JSON.parse(JSON.stringify(value)) as never;

const routes = (): Routes => ({ ...newsroom(redaction), "POST /api/v1/session": () => ({ json: { me: redaction, needsSetup: false } }) });
const openCase = async (user: Awaited<ReturnType<typeof renderApp>>["user"]) => {
  await screen.findByRole("link", { name: /^80 ONG/ });
  await user.click(screen.getByRole("button", { name: /Nouveau dossier/ }));
  return screen.findByLabelText("Nom du dossier");
};

test("what was typed into a dialog is there again after a reload; Cancel gives it up", async () => {
  const keptForms = memoryForms();
  const first = await renderApp(<App token={null} />, { routes: routes(), keptForms });
  await first.user.type(await openCase(first.user), "Élections");
  cleanup();
  const again = await renderApp(<App token={null} />, { routes: routes(), keptForms });
  const field = await openCase(again.user);
  await waitFor(() => expect(field).toHaveProperty("value", "Élections"));
  await again.user.click(screen.getByRole("button", { name: "Annuler" }));
  const later = await openCase(again.user);
  await waitFor(async () => expect(await keptForms.count(redaction.id)).toBe(0));
  expect(later).toHaveProperty("value", "");
});

test.each([
  ["a text's name", /^Actions du texte/, "Renommer", "Titre", "Un autre titre"],
  ["a case file's name", /^Actions du dossier/, "Renommer", "Nom du dossier", "Un autre nom"],
])(
  "%s that was being changed is there again after a reload and after the session's end; Cancel gives it up",
  async (_, menu, action, label, words) => {
    const keptForms = memoryForms();
    const open = async (user: Awaited<ReturnType<typeof renderApp>>["user"]): Promise<HTMLInputElement> => {
      await user.click(await screen.findByRole("button", { name: menu }));
      await user.click(await screen.findByRole("menuitem", { name: new RegExp(action) }));
      return within(await screen.findByRole("dialog")).findByRole<HTMLInputElement>("textbox");
    };
    const staged = { routes: routes(), keptForms };
    const first = await renderApp(<App token={null} />, staged);
    const field = await open(first.user);
    const before = field.value;
    expect(field.labels?.[0]?.textContent).toContain(label.slice(0, 3));
    await first.user.clear(field);
    await first.user.type(field, words);
    act(() => first.services.account.ended({ code: "signed-out" }));
    cleanup();
    const again = await renderApp(<App token={null} />, staged);
    const there = await open(again.user);
    await waitFor(() => expect(there.value).toBe(words));
    await again.user.click(screen.getByRole("button", { name: "Annuler" }));
    await waitFor(async () => expect(await keptForms.count(redaction.id)).toBe(0));
    expect((await open(again.user)).value).toBe(before);
  },
);

test("a draft is called kept only when what was typed last is", async () => {
  const keptForms = memoryForms();
  const written: (() => void)[] = [];
  const slow: KeptForms = {
    ...keptForms,
    formsOf(user) {
      const forms = keptForms.formsOf(user);
      const save = async (form: string, value: unknown): Promise<boolean> => {
        await new Promise<void>((done) => void written.push(done));
        return forms.save(form, value);
      };
      return { ...forms, save };
    },
  };
  const { user } = await renderApp(<App token={null} />, { routes: routes(), keptForms: slow, path: "/add" });
  const field = await screen.findByLabelText(words.library.import.pasteLabel);
  // Where nothing was left and nothing typed, nothing is kept.
  await act(async () => {});
  expect(screen.queryByText(words.library.import.keeping.kept)).toBeNull();
  await user.type(field, "Un");
  await waitFor(() => expect(written).toHaveLength(1));
  await user.type(field, " démenti");
  await act(async () => written[0]?.());
  expect(screen.queryByText(words.library.import.keeping.kept)).toBeNull();
  expect(screen.getByText(words.library.import.keeping.waits)).toBeTruthy();
  await waitFor(() => expect(written).toHaveLength(2));
  await act(async () => written[1]?.());
  await screen.findByText(words.library.import.keeping.kept);
  expect(await keptForms.formsOf(redaction.id).load("import")).toMatchObject({ text: "Un démenti" });
  expect(leaving()).toBe(false);
});

test("where the browser keeps nothing, the page says so and asks before it is left", async () => {
  const keptForms = memoryForms();
  const full: KeptForms = { ...keptForms, formsOf: (user) => ({ ...keptForms.formsOf(user), save: async () => false }) };
  const { user } = await renderApp(<App token={null} />, { routes: routes(), keptForms: full, path: "/add" });
  await user.type(await screen.findByLabelText(words.library.import.pasteLabel), "Un démenti");
  await screen.findByText(words.library.import.keeping.failed);
  expect(leaving()).toBe(true);
});

test("Escape, the way back and the end of a session keep it", async () => {
  const { user, services } = await renderApp(<App token={null} />, { routes: routes() });
  await user.type(await openCase(user), "Élections");
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(await openCase(user)).toHaveProperty("value", "Élections");
  act(() => services.account.ended({ code: "signed-out" }));
  await screen.findByRole("button", { name: "Se connecter" });
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Mot de passe")));
  expect(document.querySelector("[inert], body > [aria-hidden=true]")).toBeNull();
  await act(async () => void (await services.account.load()));
  await waitFor(async () => expect(await openCase(user)).toHaveProperty("value", "Élections"));
});

test("the invitation's fields are kept, its link asks before it is lost", async () => {
  const keptForms = memoryForms();
  const made = { path: "/invite#abc", expiresAt: 1 };
  const all: Routes = { ...routes(), "POST /api/v1/people/invites": () => ({ json: made }) };
  const first = await renderApp(<App token={null} />, { routes: all, keptForms, path: "/people" });
  await first.user.click(await screen.findByRole("button", { name: /Inviter/ }));
  await first.user.type(await screen.findByLabelText(/Nom/), "Boris");
  await first.user.click(screen.getByRole("radio", { name: /Traduction|Traduct/ }));
  cleanup();
  const { user } = await renderApp(<App token={null} />, { routes: all, keptForms, path: "/people" });
  await user.click(await screen.findByRole("button", { name: /Inviter/ }));
  await waitFor(() => expect(screen.getByLabelText(/Nom/)).toHaveProperty("value", "Boris"));
  expect(screen.getByRole("radio", { name: /Traduction|Traduct/ })).toHaveProperty("checked", true);
  expect(leaving()).toBe(false);
  await user.click(screen.getByRole("button", { name: /Créer le lien/ }));
  await screen.findByText(/invite#abc|Lien/);
  await waitFor(() => expect(leaving()).toBe(true));
  await waitFor(async () => expect(await keptForms.count(redaction.id)).toBe(0));
});

test("a password is never kept, and the page asks before it is left with one", async () => {
  const keptForms = memoryForms();
  const { user } = await renderApp(<App token={null} />, { routes: routes(), keptForms, path: "/settings" });
  const field = await screen.findByLabelText("Mot de passe actuel");
  expect(leaving()).toBe(false);
  await user.type(field, "quatre tomates");
  expect(leaving()).toBe(true);
  cleanup();
  expect(await keptForms.count(redaction.id)).toBe(0);
  expect(leaving()).toBe(false);
});

test("the browser's database keeps each person's own, and nothing after it was wiped", async () => {
  const keptForms = openKeptForms("test-forms");
  const mine = keptForms.formsOf(redaction.id);
  const theirs = keptForms.formsOf(verif.id);
  expect(await mine.load("a")).toBeNull();
  expect(await mine.save("a", { bytes: [1] })).toBe(true);
  await mine.save("b", "zwei");
  await theirs.save("a", "drei");
  expect(await openKeptForms("test-forms").formsOf(redaction.id).load("a")).toEqual({ bytes: [1] });
  expect(await keptForms.count(redaction.id)).toBe(2);
  await mine.save("b", undefined);
  expect(await keptForms.count(redaction.id)).toBe(1);
  await keptForms.wipe(redaction.id);
  expect(await keptForms.count(redaction.id)).toBe(0);
  // A field that is still on the page writes nothing any more; whoever signs in again begins afresh.
  expect(await mine.save("a", "late")).toBe(false);
  expect(await keptForms.formsOf(redaction.id).load("a")).toBeNull();
  expect(await theirs.load("a")).toBe("drei");
  expect(await keptForms.formsOf("redactio2" as UserId).load("a")).toBeNull();
});

/** Whether the browser would ask before the page goes. */
function leaving(): boolean {
  const event = new Event("beforeunload", { cancelable: true });
  window.dispatchEvent(event);
  return event.defaultPrevented;
}
