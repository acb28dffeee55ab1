import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { violationsOf } from "../../../fixtures/axe";
import type { Asked, Routes } from "../../../fixtures/rest";
import {
  libraryOf,
  libraryRoutes,
  documentLine,
  memoryForms,
  newsroom,
  NOW,
  pegasus,
  redaction,
  renderApp,
} from "../../../fixtures/render-app";
import type { KeptForms } from "../../app/keptForms";
import type { CaseId, DocId } from "../../../shared/ids";
import { additionIn } from "../../../fixtures/addition";
import type { ImportPreview, PreviewBlock } from "../../../shared/protocol/import";
import type { CaseView } from "../../../shared/protocol/rest";
import { App } from "../../app/App";

// The document's page opens a socket; here only the way to it counts.
jest.mock("../../workbench/WorkbenchPage", () => ({ __esModule: true, default: () => null }));

const elections: CaseView = { id: "case-ele" as CaseId, name: "Élections", demo: false, createdAt: NOW, access: "open", role: "admin" };

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
      ...libraryRoutes(() => libraryOf([pegasus, elections], sent.length > 0 ? [documentLine(), added] : [documentLine()])),
      "POST /api/v1/import/preview": () => ({ json: preview }),
      "POST /api/v1/cases/:id/documents": (asked) => {
        sent.push(asked);
        return { json: { doc: added.doc } };
      },
      ...more,
    },
  };
}

async function openPage(routes: Routes, keptForms?: KeptForms) {
  const { user, ...rest } = await renderApp(<App token={null} />, { routes, path: "/case/case-ele", ...(keptForms ? { keptForms } : {}) });
  await screen.findByRole("heading", { level: 1, name: "Élections" });
  await user.keyboard("n");
  await screen.findByRole("heading", { level: 1, name: "Ajouter un texte" });
  await screen.findByLabelText("Texte à ajouter");
  return { user, ...rest };
}

const row = (words: RegExp | string): HTMLElement => screen.getByText(words).closest("li") as HTMLElement;
const blocks = (): HTMLElement[] =>
  within(screen.getByRole("list", { name: "Ce qui sera gardé" }))
    .getAllByRole("listitem")
    .filter((item) => item.classList.contains("adding-block"));
const kindsShown = (): (string | null | undefined)[] => blocks().map((item) => item.querySelector(".adding-kind")?.textContent);
const words = (): string[] => blocks().map((item) => item.querySelector(".adding-words")?.textContent ?? "");
/** The focus on a block, where the keys work. */
const stand = (index: number): void => blocks()[index]?.querySelector<HTMLElement>("button.adding-words")?.focus();

const wayBack = (): HTMLElement => within(screen.getByRole("navigation", { name: "Fil d’Ariane" })).getByRole("link");

/** What the clipboard holds: markup, and bare words. */
const pasted = (html: string): boolean =>
  fireEvent.paste(screen.getByLabelText("Texte à ajouter"), {
    clipboardData: { getData: (type: string) => (type === "text/html" ? html : "10⁶ euros") },
  });

test("a pasted text is read at once: every block says its kind, furniture is left out with the reason", async () => {
  const { routes, sent } = importing();
  const { user } = await openPage(routes);
  expect(await violationsOf()).toEqual([]);
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Texte à ajouter")));
  await user.paste("Israël. Amnesty International…\n\nRéutiliser ce contenu");

  await screen.findByText("Réutiliser ce contenu");
  expect(kindsShown()).toEqual(["Titre", "Paragraphe", "Laisser de côté"]);
  expect(words()[2]).toMatch(/habillage.*réutilisation/);
  expect(screen.getByText("1 bloc laissé de côté")).toBeTruthy();
  expect(screen.getByRole("textbox", { name: "Titre" })).toHaveProperty("value", preview.title);
  expect(screen.getByLabelText("Langue · reconnue")).toHaveProperty("value", "fr");
  expect(await violationsOf()).toEqual([]);

  await user.click(screen.getByRole("button", { name: "Laisser séparés" }));
  await user.clear(screen.getByLabelText("Date de parution"));
  await user.type(screen.getByLabelText("Date de parution"), "15/05/2019");
  await user.click(screen.getByRole("button", { name: "Ajouter ce texte" }));

  expect(await screen.findByText(/est ajouté/)).toBeTruthy();
  await screen.findByRole("heading", { level: 1, name: "Élections" });
  const body = additionIn(sent[0]?.body);
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
  expect(new TextDecoder().decode(body.bytes)).toBe("Israël. Amnesty International…\n\nRéutiliser ce contenu");
});

test("the whole preview is worked by keys: arrows, digits, Enter to write, cut and join, undo and redo", async () => {
  const { routes, sent } = importing();
  const { user } = await openPage(routes);
  await user.paste("Un texte");
  await screen.findByText("Réutiliser ce contenu");
  // What was pasted into is gone; the keys work at once.
  await waitFor(() => expect(document.activeElement).toBe(blocks()[0]?.querySelector("button.adding-words")));
  await user.keyboard("{ArrowDown}4");
  expect(kindsShown()[1]).toBe("Citation");
  expect(document.activeElement?.textContent).toMatch(/^Dans le recours/);
  await user.keyboard("0");
  expect(kindsShown()[1]).toBe("Laisser de côté");
  await user.keyboard("{Control>}z{/Control}");
  expect(kindsShown()[1]).toBe("Citation");
  await user.keyboard("{ArrowDown}3{ArrowUp}{Enter}");
  const field = screen.getByLabelText<HTMLTextAreaElement>("Texte du bloc");
  await waitFor(() => expect(document.activeElement).toBe(field));
  field.setSelectionRange(4, 4);
  // The key by which an input method ended its words, as Safari tells of it.
  fireEvent.keyDown(field, { key: "Enter", keyCode: 229 });
  expect(document.activeElement).toBe(field);
  await user.keyboard("{Enter}");
  await waitFor(() =>
    expect(document.activeElement).toHaveProperty("value", "le recours qui sera déposé demain, une cinquantaine de membres expliquent."),
  );
  await user.keyboard("Bref, {Escape}");
  expect(words().slice(1, 3)).toEqual(["Dans", expect.stringMatching(/^Bref, le recours/)]);
  await waitFor(() => expect(document.activeElement?.textContent).toMatch(/^Bref/));
  await user.keyboard("{Backspace}");
  expect(words()[1]).toMatch(/^Dans Bref, le recours/);
  await user.keyboard("{Control>}zzz{/Control}");
  expect(words()[1]).toMatch(/^Dans le recours/);
  await user.keyboard("{Control>}{Shift>}z{/Shift}y{/Control}");
  expect(words().slice(1, 3)).toEqual(["Dans", expect.stringMatching(/^Bref, le recours/)]);
  expect(await violationsOf()).toEqual([]);
  await user.keyboard("{Control>}{Enter}{/Control}");
  await waitFor(() => expect(sent).toHaveLength(1));
  const { choices } = additionIn(sent[0]?.body);
  expect(
    choices.map(({ of, kind, keep, runs }) => [of.join("+"), kind, keep, runs?.map(({ text }) => text.slice(0, 12)).join("")]),
  ).toEqual([
    ["0", "title", true, undefined],
    ["1", "quote", true, "Dans"],
    ["1+2", "quote", true, "Bref, le rec"],
    ["3", "paragraph", true, undefined],
  ]);
});

test("the kind is changed from its menu, by its digit too; a byline fills its field and stays in the text", async () => {
  const { routes } = importing();
  const { user } = await openPage(routes);
  await user.paste("Un texte");
  await screen.findByText("Réutiliser ce contenu");
  await user.click(within(row("Réutiliser ce contenu")).getByRole("button", { name: "Laisser de côté" }));
  await user.click(await screen.findByRole("menuitem", { name: /Signature/ }));
  expect(kindsShown()[2]).toBe("Signature");
  expect(screen.getByLabelText("Auteur")).toHaveProperty("value", "Réutiliser ce contenu");
  await user.click(within(row("Réutiliser ce contenu")).getByRole("button", { name: "Signature" }));
  await screen.findByRole("menu");
  await user.keyboard("2");
  await waitFor(() => expect(kindsShown()[2]).toBe("Intertitre"));
});

test("the title's field follows the title's block until somebody writes in it", async () => {
  const { routes } = importing();
  const { user } = await openPage(routes);
  await user.paste("Un texte");
  await screen.findByText("Réutiliser ce contenu");
  stand(0);
  await user.keyboard("{Enter}");
  const field = screen.getByLabelText<HTMLTextAreaElement>("Texte du bloc");
  await waitFor(() => expect(document.activeElement).toBe(field));
  fireEvent.change(field, { target: { value: "Israël et NSO" } });
  expect(screen.getByRole("textbox", { name: "Titre" })).toHaveProperty("value", "Israël et NSO");
});

test("what was done is there again after a reload, and when one comes back; it is gone once the text is added", async () => {
  const { routes, sent } = importing();
  const keptForms = memoryForms();
  const { user } = await openPage(routes, keptForms);
  await user.paste("Un texte");
  await screen.findByText("Réutiliser ce contenu");
  stand(0);
  await user.keyboard("{ArrowDown}4");
  await user.type(screen.getByLabelText("Auteur"), "Anne Martin");
  await screen.findByText("Brouillon gardé");
  cleanup();
  const later = await renderApp(<App token={null} />, { routes, path: "/add?case=case-ele", keptForms });
  await screen.findByText("Réutiliser ce contenu");
  expect(kindsShown()[1]).toBe("Citation");
  expect(screen.getByLabelText("Auteur")).toHaveProperty("value", "Anne Martin");
  await later.user.click(screen.getByRole("button", { name: "Ajouter ce texte" }));
  await waitFor(() => expect(sent).toHaveLength(1));
  await waitFor(async () => expect(await keptForms.count(redaction.id)).toBe(0));
});

test("with the demonstration alone a new case file is proposed by name, never the demonstration; the field is always there", async () => {
  const { routes, sent } = importing({
    ...libraryRoutes(() => libraryOf([pegasus], [documentLine()])),
    "POST /api/v1/cases": ({ body }) => ({ json: { ...elections, ...(body as object) } }),
  });
  const { user } = await renderApp(<App token={null} />, { routes, path: "/case/case-peg" });
  await screen.findByRole("heading", { level: 1, name: "Pegasus" });
  await user.keyboard("n");
  await screen.findByLabelText("Texte à ajouter");
  expect(within(screen.getByLabelText("Dossier")).getByRole("option", { selected: true }).textContent).toBe("Nouveau dossier…");
  expect(screen.getByLabelText("Nom du nouveau dossier")).toHaveProperty("value", "Dossier du 3 décembre 2021");
  // The way back names no case file that the text will not go into.
  expect(wayBack().textContent).toBe("Textes");
  await user.selectOptions(screen.getByLabelText("Dossier"), "Pegasus");
  expect(wayBack().textContent).toBe("Pegasus");
  await user.selectOptions(screen.getByLabelText("Dossier"), "Nouveau dossier…");
  await user.click(screen.getByLabelText("Texte à ajouter"));
  await user.paste("Un texte");
  await user.click(await screen.findByRole("button", { name: "Ajouter ce texte" }));
  await waitFor(() => expect(sent[0]?.params).toEqual({ id: "case-ele" }));
});

test("with one case file of one's own it is chosen, and shown", async () => {
  const { routes } = importing();
  const { user } = await renderApp(<App token={null} />, { routes });
  await screen.findByRole("link", { name: "Élections" });
  await user.keyboard("n");
  await screen.findByLabelText("Texte à ajouter");
  expect(screen.getByLabelText("Dossier")).toHaveProperty("value", "case-ele");
});

test("what is wrong in the form is told in place, and the first wrong field takes the focus", async () => {
  const { routes, sent } = importing();
  const { user } = await openPage(routes);
  await user.paste("Un texte");
  await screen.findByText("Réutiliser ce contenu");
  await user.clear(screen.getByRole("textbox", { name: "Titre" }));
  await user.type(screen.getByLabelText("Adresse"), "javascript:alert(1)");
  await user.click(screen.getByRole("button", { name: "Ajouter ce texte" }));
  expect(screen.getByText("Donnez un titre au texte.")).toBeTruthy();
  expect(screen.getByText(/L’adresse doit commencer par/)).toBeTruthy();
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("textbox", { name: "Titre" })));
  expect(sent).toEqual([]);
});

test("a file that is not UTF-8 is offered in the encodings it may be in, each with a sample of its own words", async () => {
  const asked: (string | null)[] = [];
  const { routes } = importing({
    "POST /api/v1/import/preview": ({ query }) => {
      asked.push(query.get("encoding"));
      return query.get("encoding") ? { json: preview } : { refusal: { code: "not-utf8", detail: { offer: "windows-1252" } } };
    },
  });
  const { user } = await openPage(routes);
  await user.click(screen.getByRole("button", { name: "Fichier" }));
  const bytes = Uint8Array.from([...Buffer.from("Le "), 0xe9, ...Buffer.from("lu de l"), 0x92, ...Buffer.from("Union est venu.")]);
  drop(new File([bytes], "article.txt", { type: "text/plain" }));
  expect((await screen.findByRole("alert")).textContent).toMatch(/n’est pas en UTF-8/);
  expect(await violationsOf()).toEqual([]);
  expect(screen.getByRole("radio", { name: /Windows-1252/ }).closest("label")?.textContent).toMatch(/élu de/);
  await user.click(screen.getByRole("radio", { name: /Windows-1252/ }));
  await screen.findByText("Réutiliser ce contenu");
  expect(screen.getByRole("radio", { name: /Windows-1252/ })).toHaveProperty("checked", true);
  expect(asked).toEqual([null, "windows-1252"]);
});

test("the markup of what is pasted is read, and its bare words when the markup cannot be", async () => {
  const sent: { name: string | null; body: string }[] = [];
  const { routes } = importing({
    "POST /api/v1/import/preview": ({ query, body }) => {
      sent.push({ name: query.get("name"), body: Buffer.from(body as Uint8Array).toString() });
      return (body as Uint8Array)[0] === 60 && sent.length > 1 ? { refusal: { code: "malformed" } } : { json: preview };
    },
  });
  const { user } = await openPage(routes);
  pasted("<p>10<sup>6</sup> euros</p>");
  await screen.findByText("Réutiliser ce contenu");
  expect(sent).toEqual([{ name: "texte collé.html", body: "<p>10<sup>6</sup> euros</p>" }]);
  await user.click(screen.getByRole("button", { name: "Revenir au texte collé" }));
  await user.clear(await screen.findByLabelText("Texte à ajouter"));
  pasted("<p>perdu</p>");
  await waitFor(() => expect(sent.at(-1)).toEqual({ name: "texte collé.txt", body: "10⁶ euros" }));
});

test("a file of another kind is refused before it is sent", async () => {
  const { routes } = importing();
  const { rest } = await openPage(routes);
  drop(new File(["%PDF"], "rapport.pdf", { type: "application/pdf" }));
  expect((await screen.findByRole("alert")).textContent).toMatch(/rapport\.pdf.*n’a pas été lu/);
  expect(rest.log.filter((line) => line.includes("import"))).toEqual([]);
});

test("reading can be cancelled; the pasted text is still there", async () => {
  const { routes } = importing({ "POST /api/v1/import/preview": () => new Promise<never>(() => undefined) });
  const { user } = await openPage(routes);
  await user.paste("Un long texte");
  expect(await screen.findByText("Lecture du texte…")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Annuler" }));
  expect(await screen.findByLabelText("Texte à ajouter")).toHaveProperty("value", "Un long texte");
  expect(screen.queryByRole("alert")).toBeNull();
});

test("a text that the server refuses stays on the page with the reason", async () => {
  const { routes } = importing({ "POST /api/v1/cases/:id/documents": () => ({ refusal: { code: "disk-full" }, status: 507 }) });
  const { user } = await openPage(routes);
  await user.paste("Un texte");
  await user.click(await screen.findByRole("button", { name: "Ajouter ce texte" }));
  expect((await screen.findByRole("alert")).textContent).toMatch(/disque du serveur est plein/);
  expect(screen.getByText("Réutiliser ce contenu")).toBeTruthy();
});

test("with nothing kept there is nothing to add", async () => {
  const { routes, sent } = importing();
  const { user } = await openPage(routes);
  await user.paste("Un texte");
  await screen.findByText("Réutiliser ce contenu");
  stand(0);
  await user.keyboard("{ArrowDown}0");
  await user.click(screen.getByRole("button", { name: "Ajouter ce texte" }));
  expect((await screen.findByRole("alert")).textContent).toMatch(/pas de texte à garder/);
  expect(sent).toEqual([]);
});

function drop(file: File): void {
  const target = screen.getByRole("region", { name: "Texte" });
  fireEvent.drop(target, { dataTransfer: { types: ["Files"], files: [file] } });
}

/** How the paste is read. */
const which = (): string | null | undefined =>
  within(screen.getByRole("group", { name: "Lecture de ce qui a été collé" }))
    .getAllByRole("button")
    .find((button) => button.getAttribute("aria-pressed") === "true")?.textContent;
const leftOutBlocks = (): boolean[] => blocks().map((item) => item.classList.contains("is-out"));

test("a paste that was read with its markup is read as bare text at a press, and back; what was put right in either stays", async () => {
  const asked: string[] = [];
  const { routes } = importing({
    "POST /api/v1/import/preview": ({ query }) => {
      const mime = query.get("mime") ?? "";
      asked.push(mime);
      const read = mime === "text/html" ? [block("10⁶ euros"), block("Un tableau")] : [block("106 euros Un tableau")];
      return { json: { ...preview, title: "", blocks: read } };
    },
  });
  const keptForms = memoryForms();
  const { user } = await openPage(routes, keptForms);
  fireEvent.paste(screen.getByLabelText("Texte à ajouter"), {
    clipboardData: {
      getData: (type: string) => (type === "text/html" ? "<p>10<sup>6</sup> euros</p><p>Un tableau</p>" : "106 euros Un tableau"),
    },
  });
  await screen.findByText("10⁶ euros");
  const press = (name: string) => user.click(screen.getByRole("button", { name }));
  expect(which()).toBe("Mis en forme");
  stand(1);
  await user.keyboard("0");
  expect(leftOutBlocks()).toEqual([false, true]);

  await press("Texte nu");
  await screen.findByText("106 euros Un tableau");
  expect(which()).toBe("Texte nu");
  stand(0);
  await user.keyboard("2");
  const kind = kindsShown();
  await press("Mis en forme");
  await screen.findByText("10⁶ euros");
  expect(leftOutBlocks()).toEqual([false, true]);
  await press("Texte nu");
  await screen.findByText("106 euros Un tableau");
  expect(kindsShown()).toEqual(kind);
  // Nothing was read a second time, and a reload brings both back.
  expect(asked).toEqual(["text/html", "text/plain"]);
  await waitFor(async () => expect(await keptForms.count(redaction.id)).toBe(2));
  expect(await violationsOf()).toEqual([]);
  cleanup();
  await renderApp(<App token={null} />, { routes, path: "/add", keptForms });
  await screen.findByText("106 euros Un tableau");
  await press("Mis en forme");
  await screen.findByText("10⁶ euros");
  expect(leftOutBlocks()).toEqual([false, true]);
});
