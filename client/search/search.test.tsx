import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { violationsOf } from "../../fixtures/axe";
import { documentLine, libraryOf, newsroom, NOW, pegasus, redaction, renderApp, verif } from "../../fixtures/render-app";
import type { Asked, Routes } from "../../fixtures/rest";
import type { DocId } from "../../shared/ids";
import type { FoundTextLine } from "../../shared/protocol/found";
import { App } from "../app/App";
import { readAsked, searchAddress } from "./asked";

jest.mock("../workbench/WorkbenchPage", () => ({ __esModule: true, default: () => <main id="content">Le texte</main> }));

const text = (n: number): FoundTextLine => ({
  doc: `doc-${String(n)}` as DocId,
  case: pegasus.id,
  lang: "fr",
  title: `Texte ${String(n)}`,
  publisher: "Le Monde",
  changedAt: NOW,
  places: [
    {
      block: `block-${String(n)}`,
      excerpt: [
        { text: "…le ", found: false },
        { text: "logiciel", found: true },
        { text: " espion", found: false },
      ],
    },
  ],
});
const none = { lines: [], next: null, count: 0 };

/** A server that finds 40 texts, whatever the words. */
function found(asked: Asked[] = []): Routes {
  return {
    ...newsroom(redaction, libraryOf([pegasus], [documentLine()])),
    "GET /api/v1/search/lines": (request) => {
      asked.push(request);
      const kind = request.query.get("kind");
      const from = request.query.has("cursor") ? 30 : 0;
      const lines = Array.from({ length: kind ? Number(request.query.get("limit")) : 5 }, (_, n) => from + n)
        .filter((n) => n < 40)
        .map(text);
      const texts = { lines, next: from + lines.length < 40 ? "next" : null, count: from === 0 ? 40 : null };
      return { json: kind ? { [kind]: kind === "texts" ? texts : none } : { titles: none, texts, claims: none, sources: none } };
    },
  };
}
const field = () => screen.findByRole("searchbox", { name: "Mots à chercher" });

test("what is looked for stands in the address, and what the address does not know is left out", () => {
  const asked = { words: "l’œuvre & co", kind: "texts", home: pegasus.id, lang: "en" } as const;
  expect(readAsked(searchAddress(asked).replace("/search", ""))).toEqual(asked);
  expect(readAsked(`?q=${"x".repeat(400)}&kind=cats&case=!&lang=klingon`)).toEqual({
    words: "x".repeat(300),
    kind: null,
    home: null,
    lang: null,
  });
  expect(searchAddress({})).toBe("/search");
});

test("what was found comes kind by kind, marked, counted, each place a way to it; people by their names", async () => {
  const { user } = await renderApp(<App token={null} />, { path: "/search?q=logiciel", routes: found() });
  const texts = await screen.findByRole("region", { name: "Dans 40 textes" });
  const place = within(texts).getAllByRole("link", { name: "…le logiciel espion" })[0];
  expect(place?.getAttribute("href")).toBe("/doc/doc-0?lang=fr&block=block-0");
  expect(place?.querySelector("mark")?.textContent).toBe("logiciel");
  expect(screen.queryByRole("region", { name: /titre/ })).toBeNull();
  expect(await violationsOf(document.body)).toEqual([]);
  await user.clear(await field());
  await user.type(await field(), verif.name.slice(0, 5));
  expect((await screen.findByRole("link", { name: verif.name })).getAttribute("href")).toBe(`/people#${verif.id}`);
});

test("one kind comes page by page, and the arrows go on where the next page begins", async () => {
  const asked: Asked[] = [];
  const { user } = await renderApp(<App token={null} />, { path: "/search?q=logiciel", routes: found(asked) });
  await user.click(await screen.findByRole("button", { name: "Tout voir\u202f: Dans 40 textes" }));
  expect(window.location.search).toBe("?q=logiciel&kind=texts");
  await screen.findByRole("link", { name: "Texte 29" });
  expect(screen.queryByRole("link", { name: "Texte 30" })).toBeNull();
  await user.click(screen.getByRole("button", { name: "Afficher la suite" }));
  await waitFor(() => expect(document.activeElement?.textContent).toBe("Texte 30"));
  await user.keyboard("{ArrowDown}{ArrowUp}{ArrowUp}");
  expect(document.activeElement?.closest("li.found-line")?.textContent).toContain("Texte 29");
  await user.keyboard("{Escape}");
  expect(document.activeElement).toBe(await field());
  await user.keyboard("{ArrowDown}");
  expect(document.activeElement?.textContent).toBe("Texte 0");
  expect(screen.queryByRole("button", { name: "Afficher la suite" })).toBeNull();
  expect(asked.every(({ query }) => query.get("words") === "logiciel")).toBe(true);
});

const place = (): HTMLElement =>
  within(screen.getByRole("link", { name: "Texte 35" }).closest("li") as HTMLElement).getByRole("link", { name: /logiciel/ });

test("whoever has come here with words stands on the page, from which the arrow leads to the first of what was found", async () => {
  const { user } = await renderApp(<App token={null} />, { path: "/search?q=logiciel&kind=texts", routes: found() });
  await screen.findByRole("link", { name: "Texte 0" });
  document.getElementById("content")?.focus();
  await user.keyboard("{ArrowDown}");
  expect(document.activeElement?.textContent).toBe("Texte 0");
});

test("whoever comes back from what they followed stands there again, with the lines that they had", async () => {
  const { user } = await renderApp(<App token={null} />, { path: "/search?q=espion&kind=texts", routes: found() });
  await user.click(await screen.findByRole("button", { name: "Afficher la suite" }));
  await screen.findByRole("link", { name: "Texte 35" });
  // The title leads to the same place: it is another way.
  await user.click(place());
  await screen.findByText("Le texte");
  window.history.back();
  await waitFor(() => expect(document.activeElement?.textContent).toBe("…le logiciel espion"));
  expect(document.activeElement).toBe(place());
  expect(window.location.search).toBe("?q=espion&kind=texts");
});

test("a single letter asks nothing of the server; nothing found says where it was looked, and lets go of filters", async () => {
  const asked: Asked[] = [];
  const routes = {
    ...found(asked),
    "GET /api/v1/search/lines": () => ({ json: { titles: none, texts: none, claims: none, sources: none } }),
  };
  const { user, rest } = await renderApp(<App token={null} />, { path: "/search?q=p", routes });
  await screen.findByRole("heading", { name: "Une lettre ne suffit pas" });
  expect(rest.log.filter((line) => line.includes("/search"))).toEqual([]);
  await user.type(await field(), "rien");
  await screen.findByRole("heading", { name: "Rien pour «\u00a0prien\u00a0»" });
  expect(screen.queryByRole("button", { name: "Chercher partout" })).toBeNull();
  await user.selectOptions(screen.getByRole("combobox", { name: "Langue" }), "en");
  await user.click(await screen.findByRole("button", { name: "Chercher partout" }));
  expect(window.location.search).toBe("?q=prien");
  await user.clear(await field());
  await screen.findByRole("heading", { name: "Que cherchez-vous\u202f?" });
  expect(await violationsOf(document.body)).toEqual([]);
});

test("what cannot be asked is told, with a way to ask again; what was found before stays", async () => {
  const { rest, user } = await renderApp(<App token={null} />, { path: "/search?q=logiciel", routes: found() });
  await screen.findByRole("region", { name: "Dans 40 textes" });
  rest.cut(true);
  fireEvent.change(await field(), { target: { value: "logiciel espion" } });
  const alert = await screen.findByRole("alert");
  expect(screen.getByRole("region", { name: "Dans 40 textes" })).toBeTruthy();
  rest.cut(false);
  await user.click(within(alert).getByRole("button", { name: "Réessayer" }));
  await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
});
