import { act, screen, waitFor, within } from "@testing-library/react";
import { violationsOf } from "../../fixtures/axe";
import type { Asked, Routes } from "../../fixtures/rest";
import { documentLine, libraryOf, libraryRoutes, newsroom, NOW, pegasus, redaction, renderApp, verif } from "../../fixtures/render-app";
import type { CaseId, DocId } from "../../shared/ids";
import type { CaseView, LibraryView } from "../../shared/protocol/rest";
import { App } from "../app/App";

// The document's page opens a socket; here only the way to it counts.
jest.mock("../workbench/WorkbenchPage", () => ({ __esModule: true, default: () => null }));

const elections: CaseView = { id: "case-ele" as CaseId, name: "Élections", demo: false, createdAt: NOW, access: "open", role: "admin" };

test("the library tells how far each text is, in words", async () => {
  await renderApp(<App token={null} />);
  const line = (await screen.findByRole("link", { name: /^80 ONG/ })).closest("li") as HTMLElement;
  expect(line.textContent).toMatch(/8 sur 12 vérifiées/);
  expect(line.textContent).toMatch(/Verdicts.*Exact 4 · En partie exact 2 · Trompeur 1 · Faux 1 · Sans verdict 4/);
  expect(within(line).getByText(/anglais, 57.% traduits/)).toBeTruthy();
  expect(await within(line).findByText("il y a 4 min, par Vérif B")).toBeTruthy();
  expect(screen.getByText(/^1 texte/).textContent).toBe("1 texte · 12 affirmations");
  expect(screen.getByRole("link", { name: "12 affirmations" }).getAttribute("href")).toBe("/case/case-peg/claims");
  expect(await violationsOf()).toEqual([]);
});

test("the same in English", async () => {
  await renderApp(<App token={null} />, { lang: "en", routes: newsroom({ ...redaction, lang: "en" }) });
  expect((await screen.findByText(/8 of 12 checked/)).textContent).toMatch(/Verdicts: True 4/);
  expect(screen.getByText(/^1 text/).textContent).toBe("1 text · 12 claims");
});

test("an empty library offers its first case file, and the new one its first text", async () => {
  let library: LibraryView = libraryOf([], []);
  const routes: Routes = {
    ...newsroom(redaction),
    ...libraryRoutes(() => library),
    "POST /api/v1/cases": ({ body }) => {
      expect(body).toEqual({ name: "Élections" });
      library = libraryOf([elections], []);
      return { json: elections };
    },
  };
  const { user } = await renderApp(<App token={null} />, { routes });
  await user.click(await screen.findByRole("button", { name: "Nouveau dossier" }));
  const dialog = await screen.findByRole("dialog", { name: "Nouveau dossier" });
  expect(await violationsOf(dialog)).toEqual([]);
  expect(document.activeElement).toBe(screen.getByLabelText("Nom du dossier"));
  await user.keyboard("{Enter}");
  expect(screen.getByText("Donnez un nom au dossier.")).toBeTruthy();
  await user.keyboard("Élections{Enter}");
  expect(await screen.findByRole("heading", { level: 1, name: "Élections" })).toBeTruthy();
  expect(screen.getByText("Ce dossier attend son premier texte")).toBeTruthy();
  expect(window.location.pathname).toBe("/case/case-ele");
  expect(await violationsOf()).toEqual([]);
});

test("a reader is offered nothing that the server would refuse", async () => {
  await renderApp(<App token={null} />, {
    routes: newsroom({ ...redaction, role: "reader" }, libraryOf([{ ...pegasus, role: "reader" }], [documentLine()])),
  });
  await screen.findByRole("link", { name: /^80 ONG/ });
  expect(screen.queryByRole("button", { name: /Ajouter|Nouveau|Retirer|Actions/ })).toBeNull();
});

test("the demonstration goes in one click and a confirmation; the focus stays in the page", async () => {
  let library: LibraryView = libraryOf([pegasus, elections], [documentLine()]);
  const routes: Routes = {
    ...newsroom(redaction),
    ...libraryRoutes(() => library),
    "DELETE /api/v1/cases/:id": ({ params }) => {
      library = { ...library, cases: library.cases.filter((file) => file.id !== params["id"]), documents: [] };
      return { json: {} };
    },
  };
  const { user } = await renderApp(<App token={null} />, { routes });
  const remove = await screen.findByRole("button", { name: "Retirer la démonstration" });
  await user.click(remove);
  const dialog = await screen.findByRole("alertdialog", { name: /Retirer la démonstration/ });
  expect(await violationsOf(dialog)).toEqual([]);
  await user.keyboard("{Escape}");
  await waitFor(() => expect(document.activeElement).toBe(remove));

  await user.click(remove);
  await user.click(within(await screen.findByRole("alertdialog")).getByRole("button", { name: "Retirer la démonstration" }));
  expect(await screen.findByText("La démonstration est à la corbeille.")).toBeTruthy();
  await waitFor(() => expect(screen.queryByRole("link", { name: "Pegasus" })).toBeNull());
  await waitFor(() => expect(document.activeElement?.textContent).toBe("Élections"));
});

test("a case file is deleted from its menu, by keys alone; the focus comes back on Escape", async () => {
  const removed: string[] = [];
  const routes: Routes = {
    ...newsroom(redaction),
    ...libraryRoutes(() => libraryOf(removed.length > 0 ? [pegasus] : [pegasus, elections], [documentLine()])),
    "DELETE /api/v1/cases/:id": ({ params }) => {
      removed.push(params["id"] ?? "");
      return { json: {} };
    },
  };
  const { user } = await renderApp(<App token={null} />, { routes });
  const more = await screen.findByRole("button", { name: /^Actions du dossier.*Élections/ });
  act(() => more.focus());
  await user.keyboard("{ArrowDown}");
  expect(await violationsOf(await screen.findByRole("menu"))).toEqual([]);
  await user.keyboard("{Escape}");
  await waitFor(() => expect(document.activeElement).toBe(more));

  await user.keyboard("{Enter}");
  const item = await screen.findByRole("menuitem", { name: "Mettre à la corbeille…" });
  await user.keyboard("{ArrowDown}{ArrowDown}");
  await waitFor(() => expect(document.activeElement).toBe(item));
  await user.keyboard("{Enter}");
  const dialog = await screen.findByRole("alertdialog");
  expect(dialog.textContent).toMatch(/Il ne contient aucun texte/);
  await user.click(within(dialog).getByRole("button", { name: "Mettre à la corbeille" }));
  expect(await screen.findByText(/est à la corbeille/)).toBeTruthy();
  expect(removed).toEqual(["case-ele"]);
});

test("removing the demonstration says with numbers what goes and what stays", async () => {
  const own = documentLine({ doc: "doc-own1" as DocId, title: "Le mien", demo: false });
  await renderApp(<App token={null} />, {
    routes: { ...newsroom(redaction), ...libraryRoutes(() => libraryOf([pegasus], [documentLine(), own])) },
  }).then(({ user }) => screen.findByRole("button", { name: "Retirer la démonstration" }).then((button) => user.click(button)));
  const dialog = await screen.findByRole("alertdialog");
  expect(dialog.textContent).toMatch(/Le texte de la démonstration part à la corbeille.*Votre texte reste.*30.jours/);
});

test("a name that somebody else has given meanwhile is shown: nothing is written over it unseen, and nothing typed is lost", async () => {
  let [name, version] = ["Pegasus", 1];
  const held: (string | undefined)[] = [];
  const routes: Routes = {
    ...newsroom(redaction),
    "GET /api/v1/cases/:id": () => ({ json: { ...pegasus, name }, tag: `"${String(version)}"` }),
    "PATCH /api/v1/cases/:id": ({ body, ifMatch }) => {
      held.push(ifMatch);
      if (ifMatch !== `"${String(version)}"`) return { refusal: { code: "changed-since" }, status: 412 };
      [name, version] = [(body as { name: string }).name, version + 1];
      return { json: { ...pegasus, name } };
    },
  };
  const { user } = await renderApp(<App token={null} />, { routes });
  await user.click(await screen.findByRole("button", { name: /^Actions du dossier.*Pegasus/ }));
  await user.click(await screen.findByRole("menuitem", { name: "Renommer le dossier…" }));
  const field = await screen.findByLabelText<HTMLInputElement>("Nom du dossier");
  await user.clear(field);
  await user.type(field, "Affaire Pegasus");
  [name, version] = ["Projet Pegasus", 2];
  await user.keyboard("{Enter}");
  expect((await screen.findByText(/^Entre-temps, quelqu’un d’autre a mis/)).textContent).toContain("Projet Pegasus");
  expect([field.value, name, held]).toEqual(["Affaire Pegasus", "Projet Pegasus", []]);
  await waitFor(() => expect(document.activeElement).toBe(field));
  expect(await violationsOf(screen.getByRole("dialog"))).toEqual([]);
  await user.keyboard("{Enter}");
  expect(await screen.findByText(/s’appelle maintenant.*Affaire Pegasus/)).toBeTruthy();
  expect([name, held]).toEqual(["Affaire Pegasus", ['"2"']]);
});

test("where somebody else has moved a text meanwhile it stays, and that is shown; who confirms once more has seen it", async () => {
  let [place, version] = [pegasus.id, 1];
  const held: (string | undefined)[] = [];
  const third = { ...elections, id: "case-tie" as typeof elections.id, name: "Tiers" };
  const routes: Routes = {
    ...newsroom(redaction),
    ...libraryRoutes(() => libraryOf([pegasus, elections, third], [documentLine({ demo: false })])),
    "GET /api/v1/documents/:id/place": () => ({ json: { case: place }, tag: `"${String(version)}"` }),
    "POST /api/v1/documents/:id/move": ({ body, ifMatch }) => {
      held.push(ifMatch);
      if (ifMatch !== `"${String(version)}"`) return { refusal: { code: "changed-since" }, status: 412 };
      [place, version] = [(body as { case: typeof place }).case, version + 1];
      return { json: {} };
    },
  };
  const { user } = await renderApp(<App token={null} />, { routes });
  await user.click(await screen.findByRole("button", { name: /^Actions du texte/ }));
  await user.click(await screen.findByRole("menuitem", { name: "Changer de dossier…" }));
  const dialog = await screen.findByRole("dialog", { name: /de dossier$/ });
  const choice = within(dialog).getByLabelText<HTMLSelectElement>("Dossier");
  await user.selectOptions(choice, elections.name);
  [place, version] = [third.id, 2];
  const move = within(dialog).getByRole("button", { name: "Déplacer" });
  await user.click(move);
  expect((await within(dialog).findByText(/^Entre-temps, quelqu’un d’autre a mis/)).textContent).toContain("Tiers");
  expect([choice.value, place, held]).toEqual([elections.id, third.id, []]);
  expect(await violationsOf(dialog)).toEqual([]);
  await user.click(move);
  expect(await screen.findByText(/est dans le dossier/)).toBeTruthy();
  expect([place, held]).toEqual([elections.id, ['"2"']]);
});

test("a text is renamed, moved and put into the bin from its line, by keys; the focus stays in the page", async () => {
  const asked: Asked[] = [];
  let here = [documentLine({ case: elections.id, demo: false })];
  const take = (answer: Asked) => {
    asked.push(answer);
    return { json: {} };
  };
  const { user } = await renderApp(<App token={null} />, {
    routes: {
      ...newsroom(redaction),
      ...libraryRoutes(() => libraryOf([pegasus, elections], here)),
      "POST /api/v1/documents/:id/rename": take,
      "GET /api/v1/documents/:id/place": () => ({ json: { case: elections.id } }),
      "POST /api/v1/documents/:id/move": take,
      "DELETE /api/v1/documents/:id": (answer) => {
        here = [];
        return take(answer);
      },
      "POST /api/v1/bin/documents/:id/restore": (answer) => {
        here = [documentLine({ case: elections.id, demo: false })];
        return take(answer);
      },
    },
  });
  const choose = async (name: string): Promise<void> => {
    const menu = await screen.findByRole("button", { name: /^Actions du texte/ });
    act(() => menu.focus());
    await user.keyboard("{Enter}");
    await user.click(await screen.findByRole("menuitem", { name }));
  };
  await choose("Renommer le texte…");
  const rename = await screen.findByRole("dialog", { name: "Renommer le texte" });
  expect(await violationsOf(rename)).toEqual([]);
  await user.clear(screen.getByLabelText("Titre du texte"));
  await user.keyboard("{Enter}");
  expect(asked).toEqual([]);
  await user.keyboard("Neuf{Enter}");
  expect(await screen.findByText(/s’appelle maintenant.*Neuf/)).toBeTruthy();

  await choose("Changer de dossier…");
  const move = await screen.findByRole("dialog", { name: /de dossier$/ });
  expect(await violationsOf(move)).toEqual([]);
  await user.selectOptions(within(move).getByLabelText("Dossier"), "Pegasus");
  await user.click(within(move).getByRole("button", { name: "Déplacer" }));
  expect(await screen.findByText(/est dans le dossier.*Pegasus/)).toBeTruthy();

  await choose("Mettre à la corbeille…");
  const remove = await screen.findByRole("alertdialog");
  expect(remove.textContent).toMatch(/ses 12 affirmations.*30.jours/);
  await user.click(within(remove).getByRole("button", { name: "Mettre à la corbeille" }));
  expect(await screen.findByText(/80 ONG.*est à la corbeille/)).toBeTruthy();
  await waitFor(() => expect(document.activeElement?.closest("#content") ?? document.activeElement).not.toBe(document.body));
  expect(asked.map(({ method, path, body }) => [method, path, body])).toEqual([
    ["POST", "/api/v1/documents/doc-80on/rename", { title: "Neuf" }],
    ["POST", "/api/v1/documents/doc-80on/move", { case: "case-peg" }],
    ["DELETE", "/api/v1/documents/doc-80on", null],
  ]);
  // The way back stands where it was said.
  await user.click(screen.getByRole("button", { name: "Restaurer" }));
  expect(await screen.findByText(/80 ONG.*est de retour/)).toBeTruthy();
  expect(await screen.findByRole("link", { name: /^80 ONG/ })).toBeTruthy();
  await waitFor(() => expect(asked.at(-1)?.path).toBe("/api/v1/bin/documents/doc-80on/restore"));
});

test("the bin says what lies there, since when and by whom; what is restored leaves it", async () => {
  const text = {
    doc: "doc-old1",
    title: "Ancien",
    by: verif.id,
    at: NOW - 2 * 86_400_000,
    case: elections.id,
    home: "Élections",
    homeBinned: false,
    withCase: false,
  };
  let view: unknown = { cases: [{ id: "case-old", name: "Vieux dossier", by: verif.id, at: NOW - 60_000, texts: 2 }], texts: [text] };
  const { user } = await renderApp(<App token={null} />, {
    path: "/bin",
    routes: {
      ...newsroom(redaction),
      "GET /api/v1/bin": () => ({ json: view }),
      "POST /api/v1/bin/documents/:id/restore": () => {
        view = { cases: [], texts: [] };
        return { json: {} };
      },
    },
  });
  expect((await screen.findByText("Vieux dossier")).closest("li")?.textContent).toMatch(
    /Dossier, 2 textes.*retiré par Vérif B, il y a 1.min.*encore 30 jours/,
  );
  expect(screen.getByText("Ancien").closest("li")?.textContent).toMatch(/Texte du dossier.*Élections.*avant-hier.*encore 28 jours/);
  expect(await violationsOf()).toEqual([]);
  await user.click(screen.getByRole("button", { name: /^Restaurer.*Ancien/ }));
  expect(await screen.findByText(/Ancien.*est de retour/)).toBeTruthy();
  expect(await screen.findByText("La corbeille est vide")).toBeTruthy();
});

test.each(["/bin", "/add"])(
  "who may not do what %s is for reads that, not that nothing is there, and has no button that could not help",
  async (path) => {
    await renderApp(<App token={null} />, { path, routes: newsroom({ ...redaction, role: "reader" }) });
    await screen.findByRole("link", { name: "Retour aux textes" });
    expect(screen.getByRole("alert").textContent).toContain("Votre rôle ne permet pas cela");
    expect(screen.queryByRole("button", { name: "Réessayer" })).toBeNull();
  },
);

test("a dialog that a key opened from nowhere leaves the focus in the page", async () => {
  const { user } = await renderApp(<App token={null} />);
  await screen.findByRole("link", { name: /^80 ONG/ });
  act(() => (document.activeElement as HTMLElement).blur());
  await user.keyboard("?");
  await screen.findByRole("dialog", { name: "Raccourcis clavier" });
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await waitFor(() => expect(document.activeElement?.id).toBe("content"));
});

test("rows keep their places while a colleague works; new ones come first", async () => {
  const other = documentLine({ doc: "doc-isra" as DocId, title: "Israël", changedAt: NOW - 9e6 });
  let documents = [documentLine(), other];
  const { services } = await renderApp(<App token={null} />, {
    routes: { ...newsroom(redaction), ...libraryRoutes(() => libraryOf([pegasus], documents)) },
  });
  await screen.findByRole("link", { name: "Israël" });
  expect(titles()).toEqual([documentLine().title, "Israël"]);

  documents = [
    documentLine(),
    { ...other, changedAt: NOW },
    documentLine({ doc: "doc-new1" as DocId, title: "Tout neuf", changedAt: NOW }),
  ];
  await act(() => services.library.refresh());
  expect(titles()).toEqual(["Tout neuf", documentLine().title, "Israël"]);
});

describe("without the server", () => {
  const israel = documentLine({ doc: "doc-isra" as DocId, title: "Israël" });
  const two: LibraryView = libraryOf([pegasus], [documentLine(), israel]);
  const kept = [{ doc: israel.doc, title: israel.title, lang: "fr" as const, count: 2 }];

  test("the rows stay, with the word that they are old; a text that is kept here opens, the others say that they do not", async () => {
    const { rest, services } = await renderApp(<App token={null} />, { routes: newsroom(redaction, two), kept });
    await screen.findByRole("link", { name: /^80 ONG/ });
    expect(screen.queryByText(/gardé/i)).toBeNull();
    rest.cut(true);
    await act(() => services.library.refresh());
    expect(screen.getByText("Hors ligne")).toBeTruthy();
    expect(await screen.findByText(/^Hors ligne\. Un texte est gardé/)).toBeTruthy();
    const there = screen.getByRole("link", { name: "Israël" }).closest("li") as HTMLElement;
    expect(within(there).getByText("Gardé ici, 2 modifications à envoyer")).toBeTruthy();
    expect(screen.queryByRole("link", { name: /^80 ONG/ })).toBeNull();
    const away = screen.getByRole("heading", { name: /^80 ONG/ }).closest("li") as HTMLElement;
    expect(within(away).getByText("Pas gardé ici")).toBeTruthy();
    expect(await violationsOf()).toEqual([]);

    rest.cut(false);
    await act(() => services.library.refresh());
    expect(await screen.findByRole("link", { name: /^80 ONG/ })).toBeTruthy();
    expect(screen.queryByText(/gardé ici/i)).toBeNull();
  });

  test("a page that opens then lists what is kept; with nothing kept it says what went wrong", async () => {
    const away: Routes = {
      ...newsroom(redaction),
      "GET /api/v1/cases": () => {
        throw new TypeError("Failed to fetch");
      },
    };
    const { services } = await renderApp(<App token={null} />, { routes: away, kept, lang: "en" });
    expect(services.library.get().data).toBeNull();
    expect(await screen.findByRole("heading", { name: /Kept in this browser|Gardés dans ce navigateur/ })).toBeTruthy();
    expect(screen.getByRole("link", { name: "Israël" }).getAttribute("href")).toBe("/doc/doc-isra");
    expect(screen.queryByRole("alert")).toBeNull();
    expect(await violationsOf()).toEqual([]);
  });
});

function titles(): (string | null)[] {
  return screen.getAllByRole("heading", { level: 3 }).map((heading) => heading.textContent);
}
