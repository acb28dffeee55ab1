import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { violationsOf } from "../../fixtures/axe";
import { libraryOf, newsroom, NOW, documentLine, pegasus, redaction, renderApp, verif } from "../../fixtures/render-app";
import type { Asked, Routes } from "../../fixtures/rest";
import type { ClaimId, DocId } from "../../shared/ids";
import type { ClaimLine } from "../../shared/protocol/rest";
import type { Live } from "../app/live";
import { App } from "../app/App";
import { csvHead, csvLines } from "./csv";
import type { CsvWords } from "./csv";
import { readWanted, writeWanted } from "./filter";

const names = (): (string | null)[] => [...document.querySelectorAll(".board-line a")].map((link) => link.textContent);

jest.mock("../workbench/WorkbenchPage", () => ({ __esModule: true, default: () => null }));

// jsdom lays nothing out: the list asks for the height of what it stands in.
beforeEach(() => {
  jest.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(800);
  jest.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(60);
});
afterEach(() => {
  jest.restoreAllMocks();
  Reflect.deleteProperty(Element.prototype, "scrollTo");
});

/** Of an element, in place of what jsdom does not do. */
function scrollTo(this: Element, to: ScrollToOptions): void {
  this.scrollTop = to.top ?? 0;
  queueMicrotask(() => this.dispatchEvent(new Event("scroll")));
}

const line = (changes: Partial<ClaimLine> & { claim: ClaimId }): ClaimLine => ({
  doc: "doc-80on" as DocId,
  case: pegasus.id,
  title: "80 ONG",
  quote: "l’entreprise américaine",
  lang: "fr",
  statements: { fr: "NSO Group est américaine" },
  kind: "fact",
  tags: [],
  status: "checking",
  verdict: "false",
  assignee: verif.id,
  author: redaction.id,
  sources: 2,
  orphan: false,
  withdrawn: false,
  createdAt: NOW - 9e6,
  changedAt: NOW - 240_000,
  ...changes,
});
const nso = line({ claim: "claim-ns" as ClaimId });
const list = line({
  claim: "claim-li" as ClaimId,
  statements: {},
  quote: "la liste noire",
  verdict: "open",
  status: "to-check",
  assignee: null,
  sources: 0,
  changedAt: NOW - 9e6,
});

/** A server with these claims; `asked` collects what lists were asked for. */
function board(claims: () => readonly ClaimLine[], asked: Asked[] = []): Routes {
  return {
    ...newsroom(redaction, libraryOf([pegasus], [documentLine()])),
    "GET /api/v1/claims": (request) => {
      asked.push(request);
      return { json: { claims: claims(), next: null } };
    },
    "GET /api/v1/claims/counts": ({ query }) => {
      const by = query.get("by") === "verdict" ? "verdict" : "status";
      const counts = new Map<string, number>();
      for (const claim of claims()) counts.set(claim[by], (counts.get(claim[by]) ?? 0) + 1);
      return { json: { counts: [...counts].map(([value, count]) => ({ value, count })) } };
    },
  };
}

test("every claim stands in a line with its verdict, status, sources and who looks after it, and leads to its place", async () => {
  await renderApp(<App token={null} />, { path: "/claims", routes: board(() => [nso, list]) });
  const first = await screen.findByRole("link", { name: "NSO Group est américaine" });
  expect(first.getAttribute("href")).toBe("/doc/doc-80on?claim=claim-ns");
  const row = first.closest("tr") as HTMLElement;
  expect(row.textContent).toMatch(/l’entreprise américaine.*80 ONG.*Faux.*En vérification.*2 sources.*Vérif B.*il y a 4.min/);
  // Without a statement its words stand for it, once.
  const second = screen.getByRole("link", { name: "la liste noire" }).closest("tr") as HTMLElement;
  expect(second.textContent).toMatch(/^la liste noire80 ONG.*Sans verdict.*À vérifier.*Aucune source.*Personne/);
  expect(screen.getByText("2 affirmations")).toBeTruthy();
  expect(screen.getByRole("link", { name: "Affirmations" }).getAttribute("aria-current")).toBe("page");
  expect(await violationsOf()).toEqual([]);
});

test("what narrows it stands in the address and goes to the server; its cross takes it away", async () => {
  const asked: Asked[] = [];
  const { user } = await renderApp(<App token={null} />, { path: "/claims?status=in-review,sent-back", routes: board(() => [nso], asked) });
  await screen.findByRole("link", { name: "NSO Group est américaine" });
  await waitFor(() => expect(asked.at(-1)?.query.get("status")).toBe("in-review,sent-back"));
  expect(screen.getByText("1 sur 1")).toBeTruthy();

  await user.click(screen.getByRole("button", { name: "Verdict" }));
  const panel = await screen.findByRole("dialog", { name: "Verdict" });
  await user.click(within(panel).getByRole("button", { name: "Faux" }));
  await waitFor(() => expect(window.location.search).toBe("?status=in-review,sent-back&verdict=false"));
  await waitFor(() => expect(asked.at(-1)?.query.get("verdict")).toBe("false"));
  await user.keyboard("{Escape}");
  await user.click(screen.getByRole("button", { name: /^Ne plus restreindre.*Statut$/ }));
  await waitFor(() => expect(window.location.search).toBe("?verdict=false"));
  await user.keyboard("/nso{Enter}");
  await waitFor(() => expect(window.location.search).toBe("?verdict=false&words=nso"));
});

test.each(["/claims", "/claims?view=columns"])(
  "from the words that were looked for the arrow down leads to what was found, on %s",
  async (path) => {
    const { user } = await renderApp(<App token={null} />, { path, routes: movable([nso, list], []) });
    await screen.findByRole("link", { name: "la liste noire" });
    await user.keyboard("/");
    const field = screen.getByRole("searchbox");
    expect(document.activeElement).toBe(field);
    await user.keyboard("nso");
    await waitFor(() => expect(window.location.search).toContain("words=nso"));
    await waitFor(() => expect(document.querySelector("main [aria-busy=true]")).toBeNull());
    await user.keyboard("{ArrowDown}");
    await waitFor(() => expect(document.activeElement?.closest("[data-index]")?.getAttribute("data-index")).toBe("0"));
    // Words that were not looked for yet are now, and the focus waits where the arrow goes on from.
    await user.keyboard("/");
    await user.keyboard(" group{Enter}");
    expect(document.activeElement?.id).toBe("content");
    expect(window.location.search).toContain("words=nso+group");
    await waitFor(() => expect(document.querySelector("main [aria-busy=true]")).toBeNull());
    await user.keyboard("{ArrowDown}");
    await waitFor(() => expect(document.activeElement?.closest("[data-index]")?.getAttribute("data-index")).toBe("0"));
  },
);

test("claims are narrowed to languages, which are offered by their names", async () => {
  const asked: Asked[] = [];
  const { user } = await renderApp(<App token={null} />, { path: "/claims", routes: board(() => [nso], asked) });
  await user.click(await screen.findByRole("button", { name: "Langue" }));
  const panel = await screen.findByRole("dialog", { name: "Langue" });
  const names = within(panel)
    .getAllByRole("button")
    .map(({ textContent }) => textContent);
  expect(names.slice(0, 3)).toEqual(["Allemand", "Anglais", "Arabe"]);
  await user.click(within(panel).getByRole("button", { name: "Hongrois" }));
  await waitFor(() => expect(asked.at(-1)?.query.get("langs")).toBe("hu"));
  expect(window.location.search).toBe("?langs=hu");
});

test("of a case file only its own claims are asked for", async () => {
  const asked: Asked[] = [];
  await renderApp(<App token={null} />, { path: `/case/${pegasus.id}/claims`, routes: board(() => [nso], asked) });
  await screen.findByRole("link", { name: "NSO Group est américaine" });
  await waitFor(() => expect(asked.at(-1)?.query.get("cases")).toBe(pegasus.id));
  expect(screen.getByRole("link", { name: "Pegasus" }).getAttribute("href")).toBe(`/case/${pegasus.id}`);
});

test("what others change is changed in its place; what is new waits until it is asked for; what left says so", async () => {
  const ears: Parameters<Live["listen"]>[0][] = [];
  const live: Live = {
    listen(ear) {
      ears.push(ear);
      return () => undefined;
    },
    watchHistory: () => () => undefined,
    store: { get: () => "ready", subscribe: () => () => undefined },
    reachable: { get: () => true, subscribe: () => () => undefined },
  };
  let claims = [nso, list];
  const { user } = await renderApp(<App token={null} />, { path: "/claims", routes: board(() => claims), live });
  await screen.findByRole("link", { name: "la liste noire" });

  const fresh = line({ claim: "claim-80" as ClaimId, statements: { fr: "80 ONG ont signé" }, changedAt: NOW });
  claims = [fresh, { ...list, statements: { fr: "La liste est du Commerce" }, changedAt: NOW - 1000 }];
  for (const { told } of ears) told({ kind: "rows", doc: nso.doc });
  await screen.findByRole("link", { name: "La liste est du Commerce" });
  expect(names()).toEqual(["NSO Group est américaine", "La liste est du Commerce"]);
  expect(screen.getByText("n’est plus dans cette liste")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: /^1 affirmation nouvelle ou modifiée/ }));
  await waitFor(() => expect(names()).toEqual(["80 ONG ont signé", "La liste est du Commerce"]));
});

test("several claims are given to somebody at once; those that could not be stay chosen and say why; one undo takes it back", async () => {
  const bodies: unknown[] = [];
  let claims = [nso, list];
  const routes: Routes = {
    ...board(() => claims),
    "PATCH /api/v1/claims": ({ body }) => {
      bodies.push(body);
      claims = [nso, { ...list, assignee: bodies.length === 1 ? redaction.id : null }];
      const done = [{ doc: list.doc, claim: list.claim, was: bodies.length === 1 ? null : redaction.id }];
      return { json: { done, not: bodies.length === 1 ? [{ doc: nso.doc, claim: nso.claim, code: "conflict" }] : [] } };
    },
  };
  const { user } = await renderApp(<App token={null} />, { path: "/claims", routes });
  await screen.findByRole("link", { name: "la liste noire" });
  await user.keyboard("jxjx");
  expect(screen.getByText("2 choisies")).toBeTruthy();
  expect(await violationsOf()).toEqual([]);
  await user.click(screen.getByRole("button", { name: "Confier" }));
  await user.click(await screen.findByRole("menuitem", { name: "Moi" }));
  await screen.findByText(/^1 affirmation changée.*à Moi.*1 autre n’a pas pu l’être/);
  expect(bodies[0]).toEqual({
    set: { field: "assignee", value: redaction.id },
    claims: [
      { doc: nso.doc, claim: nso.claim, was: verif.id },
      { doc: list.doc, claim: list.claim, was: null },
    ],
  });
  expect(screen.getByText("1 choisie")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Annuler" }));
  await screen.findByText("1 affirmation est de nouveau comme avant.");
  expect(bodies[1]).toEqual({
    set: { field: "assignee", value: null },
    claims: [{ doc: list.doc, claim: list.claim, was: redaction.id }],
  });
  await user.keyboard("{Escape}");
  expect(screen.queryByText("1 choisie")).toBeNull();
});

/** A server whose claims can be moved; `refuse` says of which it does not take a change. */
function movable(claims: ClaimLine[], bodies: unknown[], refuse: (claim: ClaimId) => boolean = () => false): Routes {
  return {
    ...board(() => claims),
    "GET /api/v1/claims": ({ query }) => {
      const status = query.get("status");
      return { json: { claims: claims.filter((one) => status === null || one.status === status), next: null } };
    },
    "PATCH /api/v1/claims": ({ body }) => {
      bodies.push(body);
      const { set, claims: wanted } = body as { set: { value: string }; claims: { claim: ClaimId }[] };
      const view = { done: [] as unknown[], not: [] as unknown[] };
      for (const { claim } of wanted) {
        const at = claims.findIndex((one) => one.claim === claim);
        const was = claims[at];
        if (!was) continue;
        if (refuse(claim)) view.not.push({ doc: was.doc, claim, code: "conflict" });
        else {
          view.done.push({ doc: was.doc, claim, was: was.status });
          claims[at] = { ...was, status: set.value, changedAt: NOW };
        }
      }
      return { json: view };
    },
  };
}
const column = (name: RegExp): HTMLElement => screen.getByRole("region", { name });
const inColumn = (name: RegExp): (string | null)[] => [...column(name).querySelectorAll("a")].map((link) => link.textContent);

test("in columns each status has its claims and their number; the filters are those of the table", async () => {
  const { user } = await renderApp(<App token={null} />, { path: "/claims", routes: movable([nso, list], []) });
  await user.click(await screen.findByRole("button", { name: "Colonnes" }));
  await waitFor(() => expect(inColumn(/^En vérification 1$/)).toEqual(["NSO Group est américaine"]));
  expect(window.location.search).toBe("?view=columns");
  expect(inColumn(/^À vérifier 1$/)).toEqual(["la liste noire"]);
  expect(column(/^Approuvé 0$/).textContent).toContain("Aucune affirmation");
  expect(screen.getAllByRole("region", { name: /\d$/ })).toHaveLength(6);
  expect(await violationsOf()).toEqual([]);
  await user.click(screen.getByRole("button", { name: "Tableau" }));
  expect(await screen.findByRole("table")).toBeTruthy();
  expect(window.location.search).toBe("");
});

test("a claim goes to the next column by Shift and an arrow, with the focus, and an undo takes it back", async () => {
  const bodies: unknown[] = [];
  const { user } = await renderApp(<App token={null} />, { path: "/claims?view=columns", routes: movable([nso, list], bodies) });
  await screen.findByRole("link", { name: "la liste noire" });
  await user.keyboard("j");
  await waitFor(() => expect(document.activeElement?.textContent).toBe("la liste noire"));
  await user.keyboard("{Shift>}{ArrowRight}{/Shift}");
  await waitFor(() => expect(inColumn(/^En vérification 2$/)).toEqual(["la liste noire", "NSO Group est américaine"]));
  expect(inColumn(/^À vérifier 0$/)).toEqual([]);
  expect(bodies).toEqual([
    { set: { field: "status", value: "checking" }, claims: [{ doc: list.doc, claim: list.claim, was: "to-check" }] },
  ]);
  await waitFor(() => expect(column(/^En vérification/).contains(document.activeElement)).toBe(true));
  expect(document.activeElement?.textContent).toBe("la liste noire");
  await user.keyboard("{ArrowDown}");
  await waitFor(() => expect(document.activeElement?.textContent).toBe("NSO Group est américaine"));
  await user.click(screen.getByRole("button", { name: "Annuler" }));
  await waitFor(() => expect(inColumn(/^À vérifier 1$/)).toEqual(["la liste noire"]));
  expect(inColumn(/^En vérification 1$/)).toEqual(["NSO Group est américaine"]);
});

test("a status that a review gives is not open to a move, and the board says so and changes nothing", async () => {
  const bodies: unknown[] = [];
  const routes = movable([{ ...nso, status: "in-review" }], bodies);
  const { user } = await renderApp(<App token={null} />, { path: "/claims?view=columns", routes });
  await screen.findByRole("link", { name: "NSO Group est américaine" });
  await user.keyboard("j{Shift>}{ArrowRight}{/Shift}");
  expect(await screen.findByText(/« Approuvé » se décide à la relecture/)).toBeTruthy();
  // One's own way back is not that of a review.
  await user.click(screen.getByRole("button", { name: /^Changer de colonne/ }));
  expect((await screen.findAllByRole("menuitem")).map((item) => item.textContent)).toEqual(["À vérifier1", "En vérification2"]);
  expect(bodies).toEqual([]);
});

test("taking an approved claim up again says that only a review brings that back, and offers no undo that could not", async () => {
  const { user } = await renderApp(<App token={null} />, {
    path: "/claims?view=columns",
    routes: movable([{ ...nso, status: "approved" }], []),
  });
  await user.click(await screen.findByRole("button", { name: /^Changer de colonne/ }));
  await user.click(await screen.findByRole("menuitem", { name: /^En vérification/ }));
  expect(await screen.findByText(/^1 affirmation changée.*une relecture avait décidé/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Annuler" })).toBeNull();
  await waitFor(() => expect(inColumn(/^En vérification 1$/)).toEqual(["NSO Group est américaine"]));
});

test("the chosen claims go together when one of them is drawn into another column; one that was changed meanwhile stays and says why", async () => {
  const bodies: unknown[] = [];
  const routes = movable([nso, { ...list, verdict: "true" }], bodies, (claim) => claim === nso.claim);
  const { user } = await renderApp(<App token={null} />, { path: "/claims?view=columns", routes });
  await screen.findByRole("link", { name: "la liste noire" });
  for (const box of screen.getAllByRole("checkbox")) await user.click(box);
  const card = screen.getByRole("link", { name: "la liste noire" }).closest("[draggable=true]") as HTMLElement;
  const dataTransfer = { setData: () => undefined };
  fireEvent.dragStart(card, { dataTransfer });
  expect(column(/^Approuvé/).textContent).toMatch(/se décide à la relecture/);
  expect(fireEvent.dragOver(column(/^Approuvé/), { dataTransfer })).toBe(true);
  expect(fireEvent.dragOver(column(/^En relecture/), { dataTransfer })).toBe(false);
  fireEvent.drop(column(/^En relecture/), { dataTransfer });
  await screen.findByText(/^1 affirmation changée.*1 autre n’a pas pu l’être/);
  await waitFor(() => expect(inColumn(/^En relecture 1$/)).toEqual(["la liste noire"]));
  expect(inColumn(/^En vérification 1$/)).toEqual(["NSO Group est américaine"]);
  expect(bodies).toHaveLength(1);
});

test("no review is asked for on the board of what has no verdict; the others go, and it stays chosen", async () => {
  const bodies: unknown[] = [];
  const routes = movable([nso, list], bodies);
  const { user } = await renderApp(<App token={null} />, { path: "/claims?view=columns", routes });
  const move = async (title: string): Promise<void> => {
    await user.click(await screen.findByRole("button", { name: `Changer de colonne\u202f: ${title}` }));
    await user.click(await screen.findByRole("menuitem", { name: /^En relecture/ }));
  };
  await move("la liste noire");
  await screen.findByText(/^1 affirmation n’a pas encore de verdict/);
  expect(bodies).toEqual([]);
  expect(inColumn(/^À vérifier 1$/)).toEqual(["la liste noire"]);

  for (const box of screen.getAllByRole("checkbox")) await user.click(box);
  const bar = screen.getByText("2 choisies").parentElement as HTMLElement;
  await user.click(within(bar).getByRole("button", { name: "Statut" }));
  await user.click(await screen.findByRole("menuitem", { name: /^En relecture/ }));
  await screen.findByText(/^1 affirmation changée.*1 affirmation n’a pas encore de verdict/);
  expect(inColumn(/^En relecture 1$/)).toEqual(["NSO Group est américaine"]);
  expect(screen.getByRole<HTMLInputElement>("checkbox", { name: /la liste noire/ }).checked).toBe(true);
});

test("whoever comes back from a text stands at the line they left, however far down, with all lines above it read", async () => {
  const many = Array.from({ length: 320 }, (_, at) =>
    line({ claim: `claim-${String(at)}` as ClaimId, statements: { fr: `Énoncé ${String(at)}` } }),
  );
  const asked: Asked[] = [];
  const routes: Routes = {
    ...board(() => many),
    "GET /api/v1/claims": (request) => {
      asked.push(request);
      const from = Number(request.query.get("cursor") ?? 0);
      const to = from + Number(request.query.get("limit") ?? 50);
      return { json: { claims: many.slice(from, to), next: to < many.length ? String(to) : null } };
    },
  };
  // jsdom scrolls nothing either, and knows no heights.
  jest.spyOn(Element.prototype, "scrollHeight", "get").mockReturnValue(100_000);
  Object.assign(Element.prototype, { scrollTo });
  const entry = { board: { claim: "claim-250", index: 250, lines: 300, status: null } };
  const { user } = await renderApp(<App token={null} />, { path: "/claims", entry, routes });
  await waitFor(() => expect(document.activeElement?.textContent).toBe("Énoncé 250"));
  expect(asked.map(({ query }) => [query.get("limit"), query.get("cursor")])).toEqual([
    ["200", null],
    ["200", "200"],
  ]);
  await user.keyboard("j");
  await waitFor(() => expect(document.activeElement?.textContent).toBe("Énoncé 251"));
  // Where one goes on from is kept before the way is followed.
  const kept = jest.spyOn(window.history, "replaceState");
  await user.keyboard("{Enter}");
  expect(kept.mock.calls[0]?.[0]).toMatchObject({ board: { claim: "claim-251", index: 251, lines: 320, status: null } });
});

test("whoever comes back to a card in a column stands at it, or at what stands in its place; where nothing does, the keys go on", async () => {
  const entry = { board: { claim: "claim-ns", index: 0, lines: 1, status: "checking" } };
  const routes = movable([nso, list], []);
  const at = { path: "/claims?view=columns", routes };
  await renderApp(<App token={null} />, { ...at, entry });
  await waitFor(() => expect(document.activeElement?.textContent).toBe("NSO Group est américaine"));
  cleanup();
  const left = { board: { ...entry.board, index: 3, status: "to-check" } };
  await renderApp(<App token={null} />, { ...at, entry: left });
  await waitFor(() => expect(document.activeElement?.textContent).toBe("la liste noire"));
  cleanup();
  const empty = { board: { ...entry.board, status: "in-review" } };
  const { user } = await renderApp(<App token={null} />, { ...at, entry: empty });
  await screen.findByRole("link", { name: "NSO Group est américaine" });
  await user.keyboard("j");
  await waitFor(() => expect(document.activeElement?.textContent).toBe("la liste noire"));
  await user.keyboard("{ArrowRight}");
  await waitFor(() => expect(document.activeElement?.textContent).toBe("NSO Group est américaine"));
});

test("a column that is still being read shows that cards are to come, and says that it is busy", async () => {
  const answer: (() => void)[] = [];
  const waits = new Promise<void>((done) => void answer.push(done));
  const routes = movable([nso, list], []);
  const slow: Routes = {
    ...routes,
    "GET /api/v1/claims": async (request) => {
      await waits;
      return routes["GET /api/v1/claims"]?.(request) ?? { json: { claims: [], next: null } };
    },
  };
  const { user } = await renderApp(<App token={null} />, { path: "/claims?view=columns", routes: slow });
  const column = await screen.findByRole("region", { name: /^À vérifier 1$/ });
  expect(column.querySelectorAll(".ui-skeleton i").length).toBeGreaterThan(0);
  expect(column.getAttribute("aria-busy")).toBe("true");
  // Six columns need not say six times that they are coming.
  expect(within(column).queryByRole("status")).toBeNull();
  // The first card of the first column that has one, as soon as it is there; not of whichever comes first.
  await user.keyboard("j");
  answer[0]?.();
  await waitFor(() => expect(document.activeElement?.textContent).toBe("la liste noire"));
  await within(column).findByRole("link", { name: "la liste noire" });
  expect(column.querySelector(".ui-skeleton")).toBeNull();
  expect(column.getAttribute("aria-busy")).toBe("false");
});

test("a reader chooses nothing", async () => {
  const routes = { ...board(() => [nso]), ...newsroom({ ...redaction, role: "reader" }, libraryOf([{ ...pegasus, role: "reader" }], [])) };
  await renderApp(<App token={null} />, { path: "/claims", routes });
  await screen.findByRole("link", { name: "NSO Group est américaine" });
  expect(screen.queryByRole("checkbox")).toBeNull();
});

test("nothing found says how to go on, and a part of the address that means nothing is named", async () => {
  const { user } = await renderApp(<App token={null} />, { path: "/claims?verdict=perhaps&kind=fact", routes: board(() => []) });
  expect(await screen.findByText(/Une partie de l’adresse n’a pas de sens ici.*verdict/)).toBeTruthy();
  await user.click(await screen.findByRole("button", { name: "Tout montrer" }));
  expect(await screen.findByText("Aucune affirmation relevée pour l’instant")).toBeTruthy();
  expect(window.location.search).toBe("");
  expect(await violationsOf()).toEqual([]);
});

const csvWords: CsvWords = {
  heads: ["Énoncés", "Passage"],
  separator: ";",
  verdict: (verdict) => verdict,
  status: (status) => status,
  kind: (kind) => kind,
  person: (id) => id,
  caseName: () => "Pegasus",
  address: ({ claim }) => `https://check.example.org/${claim}`,
};

test("what a spreadsheet would take for a formula, part or end of a cell is text to it", () => {
  expect(csvHead(csvWords)).toBe('\uFEFF"Énoncés";"Passage"\r\n');
  const hostile = line({
    claim: "claim-x" as ClaimId,
    statements: { fr: 'Un « mot »;\n"cité"' },
    quote: "=HYPERLINK(1)",
    tags: ["+33", "a"],
  });
  const text = csvLines([hostile], csvWords);
  expect(text).toMatch(/^"fr: Un « mot »;\n""cité""";"'=HYPERLINK\(1\)";"false";"checking";"fact";"'\+33, a";"2";/);
  expect(text).toMatch(/"https:\/\/check\.example\.org\/claim-x"\r\n$/);
});

test("the whole list is saved, page after page, whatever was looked at", async () => {
  const asked: Asked[] = [];
  const saved: string[] = [];
  URL.createObjectURL = (file: Blob) => {
    void file.arrayBuffer().then((bytes) => saved.push(new TextDecoder().decode(bytes)));
    return "blob:saved";
  };
  const routes: Routes = {
    ...board(() => [nso]),
    "GET /api/v1/claims": (request) => {
      asked.push(request);
      const first = request.query.get("cursor") === null;
      return { json: { claims: [first ? nso : list], next: first ? "further" : null } };
    },
  };
  const { user } = await renderApp(<App token={null} />, { path: "/claims?kind=fact", routes });
  await screen.findByRole("link", { name: "NSO Group est américaine" });
  await user.click(screen.getByRole("button", { name: "CSV" }));
  await waitFor(() => expect(saved).toHaveLength(1));
  expect(saved[0]?.split("\r\n")).toHaveLength(4);
  expect(saved[0]).toMatch(/"Vérif B".*"Pegasus"/);
  await waitFor(() => expect(asked.at(-1)?.query.get("kind")).toBe("fact"));
});

test("an address and what is looked for are two forms of one thing", () => {
  const address = "?status=in-review,sent-back&assignee=nobody&words=l%27Union&sources=no&sort=created";
  const { unknown, ...wanted } = readWanted(address);
  expect(unknown).toEqual([]);
  expect(wanted).toEqual({
    filter: { status: ["in-review", "sent-back"], assignee: ["nobody"], words: "l'Union", sources: false },
    sort: "created",
    view: "table",
  });
  expect(writeWanted(readWanted("?view=columns&sort=created&verdict=false"))).toBe("?verdict=false&sort=created&view=columns");
  expect(readWanted(writeWanted(wanted))).toEqual({ ...wanted, unknown: [] });
  expect(readWanted("?status=perhaps&colour=red").unknown).toEqual(["status", "colour"]);
});
