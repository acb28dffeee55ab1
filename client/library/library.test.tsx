import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { violationsOf } from "../../fixtures/axe";
import type { Asked, Routes } from "../../fixtures/rest";
import { documentLine, newsroom, NOW, pegasus, redaction, stage } from "../../fixtures/stage";
import type { CaseId, DocId } from "../../shared/ids";
import { AddDocument } from "../../shared/wire/import";
import type { ImportPreview, PreviewBlock } from "../../shared/wire/import";
import type { CaseView, LibraryView } from "../../shared/wire/rest";
import { App } from "../app/App";

// The document's page opens a socket; here only the way to it counts.
jest.mock("../workbench/WorkbenchPage", () => ({ __esModule: true, default: () => null }));

const elections: CaseView = { id: "case-ele" as CaseId, name: "Élections", demo: false, createdAt: NOW };

test("the library tells how far each text is, in words", async () => {
  await stage(<App token={null} />);
  const line = (await screen.findByRole("link", { name: /^80 ONG/ })).closest("li") as HTMLElement;
  expect(line.textContent).toMatch(/8 sur 12 vérifiées/);
  expect(line.textContent).toMatch(/Verdicts.*Exact 4 · En partie exact 2 · Trompeur 1 · Faux 1 · Sans verdict 4/);
  expect(within(line).getByText(/anglais, 57.% traduits/)).toBeTruthy();
  expect(await within(line).findByText("il y a 4 min, par Vérif B")).toBeTruthy();
  expect(screen.getByText(/1 texte.*12 affirmations/)).toBeTruthy();
  expect(await violationsOf()).toEqual([]);
});

test("the same in English", async () => {
  await stage(<App token={null} />, { lang: "en", routes: newsroom({ ...redaction, lang: "en" }) });
  expect((await screen.findByText(/8 of 12 checked/)).textContent).toMatch(/Verdicts: True 4/);
  expect(screen.getByText("1 text · 12 claims")).toBeTruthy();
});

test("an empty library offers its first case file, and the new one its first text", async () => {
  let library: LibraryView = { cases: [], documents: [] };
  const routes: Routes = {
    ...newsroom(redaction),
    "GET /api/cases": () => ({ json: library }),
    "POST /api/cases": ({ body }) => {
      expect(body).toEqual({ name: "Élections" });
      library = { cases: [elections], documents: [] };
      return { json: elections };
    },
  };
  const { user } = await stage(<App token={null} />, { routes });
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
  await stage(<App token={null} />, { routes: newsroom({ ...redaction, role: "reader" }) });
  await screen.findByRole("link", { name: /^80 ONG/ });
  expect(screen.queryByRole("button", { name: /Ajouter|Nouveau|Retirer/ })).toBeNull();
});

test("the demonstration goes in one click and a confirmation; the focus stays in the page", async () => {
  let library: LibraryView = { cases: [pegasus, elections], documents: [documentLine()] };
  const routes: Routes = {
    ...newsroom(redaction),
    "GET /api/cases": () => ({ json: library }),
    "DELETE /api/cases/:id": ({ params }) => {
      library = { ...library, cases: library.cases.filter((file) => file.id !== params["id"]), documents: [] };
      return { json: {} };
    },
  };
  const { user } = await stage(<App token={null} />, { routes });
  const remove = await screen.findByRole("button", { name: "Retirer la démonstration" });
  await user.click(remove);
  const dialog = await screen.findByRole("alertdialog", { name: /Retirer la démonstration/ });
  expect(await violationsOf(dialog)).toEqual([]);
  await user.keyboard("{Escape}");
  await waitFor(() => expect(document.activeElement).toBe(remove));

  await user.click(remove);
  await user.click(within(await screen.findByRole("alertdialog")).getByRole("button", { name: "Retirer la démonstration" }));
  expect(await screen.findByText("La démonstration est retirée.")).toBeTruthy();
  await waitFor(() => expect(screen.queryByRole("link", { name: "Pegasus" })).toBeNull());
  await waitFor(() => expect(document.activeElement?.textContent).toBe("Élections"));
});

test("a case file is deleted from its menu, by keys alone; the focus comes back on Escape", async () => {
  const removed: string[] = [];
  const routes: Routes = {
    ...newsroom(redaction),
    "GET /api/cases": () => ({ json: { cases: removed.length > 0 ? [pegasus] : [pegasus, elections], documents: [documentLine()] } }),
    "DELETE /api/cases/:id": ({ params }) => {
      removed.push(params["id"] ?? "");
      return { json: {} };
    },
  };
  const { user } = await stage(<App token={null} />, { routes });
  const more = await screen.findByRole("button", { name: /^Actions du dossier/ });
  act(() => more.focus());
  await user.keyboard("{ArrowDown}");
  expect(await violationsOf(await screen.findByRole("menu"))).toEqual([]);
  await user.keyboard("{Escape}");
  await waitFor(() => expect(document.activeElement).toBe(more));

  await user.keyboard("{Enter}");
  const item = await screen.findByRole("menuitem", { name: "Supprimer le dossier…" });
  await waitFor(() => expect(document.activeElement).toBe(item));
  await user.keyboard("{Enter}");
  const dialog = await screen.findByRole("alertdialog");
  expect(dialog.textContent).toMatch(/Il ne contient aucun texte/);
  await user.click(within(dialog).getByRole("button", { name: "Supprimer le dossier" }));
  expect(await screen.findByText(/est supprimé/)).toBeTruthy();
  expect(removed).toEqual(["case-ele"]);
});

test("a dialog that a key opened from nowhere leaves the focus in the page", async () => {
  const { user } = await stage(<App token={null} />);
  await screen.findByRole("link", { name: /^80 ONG/ });
  act(() => (document.activeElement as HTMLElement).blur());
  await user.keyboard("n");
  await screen.findByRole("dialog", { name: "Ajouter un texte" });
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await waitFor(() => expect(document.activeElement?.id).toBe("content"));
});

test("rows keep their places while a colleague works; new ones come first", async () => {
  const other = documentLine({ doc: "doc-isra" as DocId, title: "Israël", changedAt: NOW - 9e6 });
  let documents = [documentLine(), other];
  const { services } = await stage(<App token={null} />, {
    routes: { ...newsroom(redaction), "GET /api/cases": () => ({ json: { cases: [pegasus], documents } }) },
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

test("when the server is away the rows stay, with the word that they are old", async () => {
  const { rest, services } = await stage(<App token={null} />);
  await screen.findByRole("link", { name: /^80 ONG/ });
  rest.cut(true);
  await act(() => services.library.refresh());
  expect(screen.getByText("Pas à jour")).toBeTruthy();
  expect(screen.getByRole("link", { name: /^80 ONG/ })).toBeTruthy();
});

const block = (text: string, more: Partial<PreviewBlock> = {}): PreviewBlock => ({
  kind: "paragraph",
  text,
  chrome: null,
  keep: true,
  joinsPrevious: false,
  ...more,
});
const preview: ImportPreview = {
  title: "Israël. Amnesty International engage une action judiciaire",
  lang: "fr",
  published: "2019-05-15",
  publisher: "Amnesty International",
  author: "",
  address: "",
  blocks: [
    block("Israël. Amnesty International engage une action judiciaire", { kind: "title" }),
    block("Dans le recours qui sera déposé demain,"),
    block("une cinquantaine de membres expliquent.", { joinsPrevious: true }),
    block("Réutiliser ce contenu", { chrome: { reason: "reuse" }, keep: false }),
  ],
};

function importing(more: Routes = {}): { routes: Routes; sent: Asked[] } {
  const sent: Asked[] = [];
  const added = documentLine({ doc: "doc-isra" as DocId, title: preview.title, case: elections.id });
  return {
    sent,
    routes: {
      ...newsroom(redaction),
      "GET /api/cases": () => ({
        json: { cases: [pegasus, elections], documents: sent.length > 0 ? [documentLine(), added] : [documentLine()] },
      }),
      "POST /api/import/preview": () => ({ json: preview }),
      "POST /api/cases/:id/documents": (asked) => {
        sent.push(asked);
        return { json: { doc: added.doc } };
      },
      ...more,
    },
  };
}

async function openDialog(routes: Routes) {
  const { user, ...rest } = await stage(<App token={null} />, { routes, path: "/case/case-ele" });
  await screen.findByRole("heading", { level: 1, name: "Élections" });
  await user.keyboard("n");
  const dialog = await screen.findByRole("dialog", { name: "Ajouter un texte" });
  return { user, dialog, ...rest };
}

test("a pasted text is read at once; site furniture is offered for removal, struck through, with the reason", async () => {
  const { routes, sent } = importing();
  const { user, dialog } = await openDialog(routes);
  expect(await violationsOf(dialog)).toEqual([]);
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Texte à ajouter")));
  await user.paste("Israël. Amnesty International…\n\nRéutiliser ce contenu");

  const furniture = await screen.findByRole("checkbox", { name: /Réutiliser ce contenu/ });
  expect(furniture).toHaveProperty("checked", false);
  expect(furniture.closest("label")?.textContent).toMatch(/habillage.*réutilisation/);
  expect(screen.getByText(/1 ligne proposée au retrait/)).toBeTruthy();
  expect(screen.getByLabelText("Titre")).toHaveProperty("value", preview.title);
  expect(screen.getByLabelText("Langue · reconnue")).toHaveProperty("value", "fr");
  expect(await violationsOf(dialog)).toEqual([]);

  await user.click(screen.getByRole("button", { name: "Laisser séparés" }));
  await user.clear(screen.getByLabelText("Date de parution"));
  await user.type(screen.getByLabelText("Date de parution"), "15/05/2019");
  await user.click(screen.getByRole("button", { name: "Ajouter ce texte" }));

  expect(await screen.findByText(/est ajouté/)).toBeTruthy();
  await waitFor(() => expect(document.activeElement?.getAttribute("href")).toBe("/doc/doc-isra"));
  const body = AddDocument.parse(sent[0]?.body);
  expect(sent[0]?.params).toEqual({ id: "case-ele" });
  expect(body.details).toEqual({
    title: preview.title,
    publisher: "Amnesty International",
    author: "",
    published: "2019-05-15",
    address: "",
  });
  expect(body.choices.map(({ keep, of }) => [keep, ...of])).toEqual([
    [true, 0],
    [true, 1],
    [true, 2],
    [false, 3],
  ]);
  expect(Buffer.from(body.original.content, "base64").toString()).toBe("Israël. Amnesty International…\n\nRéutiliser ce contenu");
});

test("with the demonstration alone a new case file is proposed by name, never the demonstration; the field is always there", async () => {
  const { routes, sent } = importing({
    "GET /api/cases": () => ({ json: { cases: [pegasus], documents: [documentLine()] } }),
    "POST /api/cases": ({ body }) => ({ json: { ...elections, ...(body as object) } }),
  });
  const { user } = await stage(<App token={null} />, { routes, path: "/case/case-peg" });
  await screen.findByRole("heading", { level: 1, name: "Pegasus" });
  await user.keyboard("n");
  await screen.findByRole("dialog", { name: "Ajouter un texte" });
  expect(within(screen.getByLabelText("Dossier")).getByRole("option", { selected: true }).textContent).toBe("Nouveau dossier…");
  expect(screen.getByLabelText("Nom du nouveau dossier")).toHaveProperty("value", "Dossier du 3 décembre 2021");
  await user.paste("Un texte");
  await user.click(await screen.findByRole("button", { name: "Ajouter ce texte" }));
  await waitFor(() => expect(sent[0]?.params).toEqual({ id: "case-ele" }));
});

test("with one case file of one's own it is chosen, and shown", async () => {
  const { routes } = importing();
  const { user } = await stage(<App token={null} />, { routes });
  await screen.findByRole("link", { name: "Élections" });
  await user.keyboard("n");
  await screen.findByRole("dialog", { name: "Ajouter un texte" });
  expect(screen.getByLabelText("Dossier")).toHaveProperty("value", "case-ele");
});

test("what is wrong in the form is told in place, and the first wrong field takes the focus", async () => {
  const { routes, sent } = importing();
  const { user } = await openDialog(routes);
  await user.paste("Un texte");
  await screen.findByRole("checkbox", { name: /Réutiliser/ });
  await user.clear(screen.getByLabelText("Titre"));
  await user.type(screen.getByLabelText("Adresse"), "javascript:alert(1)");
  await user.click(screen.getByRole("button", { name: "Ajouter ce texte" }));
  expect(screen.getByText("Donnez un titre au texte.")).toBeTruthy();
  expect(screen.getByText(/L’adresse doit commencer par/)).toBeTruthy();
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Titre")));
  expect(sent).toEqual([]);
});

test("a file that is not UTF-8 is offered as Windows-1252, in place", async () => {
  const asked: (string | null)[] = [];
  const { routes } = importing({
    "POST /api/import/preview": ({ query }) => {
      asked.push(query.get("encoding"));
      return query.get("encoding") ? { json: preview } : { refusal: { code: "not-utf8", detail: { offer: "windows-1252" } } };
    },
  });
  const { user, dialog } = await openDialog(routes);
  await user.click(screen.getByRole("button", { name: "Fichier" }));
  drop(dialog, new File([new Uint8Array([0xc9, 0x74, 0xe9])], "article.txt", { type: "text/plain" }));
  expect((await screen.findByRole("alert")).textContent).toMatch(/n’est pas en UTF-8/);
  expect(await violationsOf(dialog)).toEqual([]);
  await user.click(screen.getByRole("button", { name: "Le lire en Windows-1252" }));
  expect(await screen.findByText(/vérifiez les accents/)).toBeTruthy();
  expect(asked).toEqual([null, "windows-1252"]);
});

test("a file of another kind is refused before it is sent", async () => {
  const { routes } = importing();
  const { dialog, rest } = await openDialog(routes);
  drop(dialog, new File(["%PDF"], "rapport.pdf", { type: "application/pdf" }));
  expect((await screen.findByRole("alert")).textContent).toMatch(/rapport\.pdf.*n’a pas été lu/);
  expect(rest.log.filter((line) => line.includes("import"))).toEqual([]);
});

test("reading can be cancelled; the pasted text is still there", async () => {
  const { routes } = importing({ "POST /api/import/preview": () => new Promise<never>(() => undefined) });
  const { user } = await openDialog(routes);
  await user.paste("Un long texte");
  expect(await screen.findByText("Lecture du texte…")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Annuler" }));
  expect(await screen.findByLabelText("Texte à ajouter")).toHaveProperty("value", "Un long texte");
  expect(screen.queryByRole("alert")).toBeNull();
});

test("a text that the server refuses stays in the dialog with the reason", async () => {
  const { routes } = importing({ "POST /api/cases/:id/documents": () => ({ refusal: { code: "disk-full" }, status: 507 }) });
  const { user } = await openDialog(routes);
  await user.paste("Un texte");
  await user.click(await screen.findByRole("button", { name: "Ajouter ce texte" }));
  expect((await screen.findByRole("alert")).textContent).toMatch(/disque du serveur est plein/);
  expect(screen.getByRole("checkbox", { name: /Réutiliser/ })).toBeTruthy();
});

test("with nothing ticked there is nothing to add", async () => {
  const { routes, sent } = importing();
  const { user } = await openDialog(routes);
  await user.paste("Un texte");
  for (const name of [/Dans le recours/, /une cinquantaine/]) await user.click(await screen.findByRole("checkbox", { name }));
  await user.click(screen.getByRole("button", { name: "Ajouter ce texte" }));
  expect((await screen.findByRole("alert")).textContent).toMatch(/pas de texte à garder/);
  expect(sent).toEqual([]);
});

function titles(): (string | null)[] {
  return screen.getAllByRole("heading", { level: 3 }).map((heading) => heading.textContent);
}

function drop(target: HTMLElement, file: File): void {
  const form = target.querySelector("form") as HTMLFormElement;
  fireEvent.drop(form, { dataTransfer: { types: ["Files"], files: [file] } });
}
