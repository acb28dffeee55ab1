import type { CaseId, ClaimId, DocId, Version } from "../../shared/ids";
import { ClaimCountsView, ClaimsView, DocumentsView, DocumentView, FIRST_LINES, LibraryView, SearchView } from "../../shared/protocol/rest";
import { FoundView } from "../../shared/protocol/found";
import type { Excerpt } from "../../shared/protocol/found";
import type { SectionRow } from "../store/rows";
import { openTestbed } from "../../fixtures/http-server";
import type { Browser, Testbed } from "../../fixtures/http-server";
import { author, claim, document, row, source } from "../../fixtures/store-contract/records";

let bed: Testbed;
let reader: Browser;
const home = "case-lists" as CaseId;
const docs = Array.from({ length: 70 }, (_, n) => `doc-list-${String(n).padStart(3, "0")}` as DocId);

beforeAll(async () => {
  bed = await openTestbed();
  reader = await bed.as("reader");
  await bed.store.putCase({ id: home, name: "Listes", createdBy: author, createdAt: 1, demo: false });
  for (const [n, doc] of docs.entries()) {
    await bed.store.createDocument(document({ id: doc, case: home }), null);
    const version = 1 as Version;
    const claims = [
      claim(doc, "claim-a", 1, { status: n % 2 ? "approved" : "checking", terms: ["hongrie", `mot${String(n)}`], changedAt: n }),
    ];
    const sources = n === 7 ? [{ ...source(doc, "ev-1", 1), claim: "claim-a" as ClaimId, title: "Le communiqué de l’agence" }] : [];
    await bed.store.project({
      doc,
      version,
      row: row(doc, 1, { case: home, title: `Texte ${String(n)} sur l’œuvre`, changedAt: n, claims: 1 }),
      changes: { claims: { put: claims, gone: [] }, sources: { put: sources, gone: [] } },
      whole: true,
    });
  }
});
afterAll(() => bed.close());

const get = async (path: string): Promise<{ status: number; body: unknown; code: string | undefined }> => {
  const { status, body, refusal } = await reader.ask("GET", `/api/v1${path}`);
  return { status, body, code: refusal?.code };
};

test("the library begins with the texts that changed last, and says of each case file how many there are", async () => {
  const { cases, documents } = LibraryView.parse((await get("/cases")).body);
  expect(cases).toMatchObject([{ id: home, texts: 70, claims: 70, changedAt: 69 }]);
  expect(documents.map(({ doc }) => doc)).toEqual(docs.toReversed().slice(0, FIRST_LINES));
});

test("texts come page by page; a cursor of another list, or none, is refused", async () => {
  const found: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const page = DocumentsView.parse((await get(`/documents?cases=${home}&limit=30${cursor === "" ? "" : `&cursor=${cursor}`}`)).body);
    found.push(...page.documents.map(({ doc }) => doc));
    cursor = page.next;
  }
  expect(found).toEqual(docs.toReversed());
  const { next } = DocumentsView.parse((await get(`/documents?cases=${home}&limit=30`)).body);
  for (const cursor of [`cases=${home}&sort=title&cursor=${next ?? ""}`, `cursor=${next ?? ""}`, "cursor=abc"])
    expect([cursor, (await get(`/documents?${cursor}`)).code]).toEqual([cursor, "bad-cursor"]);
  for (const query of ["limit=0", "limit=x", "colour=red"])
    expect([query, (await get(`/documents?${query}`)).code]).toEqual([query, "malformed"]);
  const two = DocumentsView.parse((await get(`/documents?docs=${docs[3] ?? ""},${docs[5] ?? ""},doc-unknown`)).body);
  expect(two.documents.map(({ doc }) => doc)).toEqual([docs[5], docs[3]]);
});

test("claims are filtered, counted, and say in which text they are", async () => {
  const { claims, next } = ClaimsView.parse((await get("/claims?status=approved&words=hong&limit=3")).body);
  expect(claims.map(({ doc, title }) => [doc, title])).toEqual([69, 67, 65].map((n) => [docs[n], `Texte ${String(n)} sur l’œuvre`]));
  expect(next).not.toBeNull();
  const { counts } = ClaimCountsView.parse((await get("/claims/counts?by=status&words=hongrie")).body);
  expect(counts).toEqual([
    { value: "approved", count: 35 },
    { value: "checking", count: 35 },
  ]);
  for (const query of ["by=colour", "status=done&by=status", ""]) expect((await get(`/claims/counts?${query}`)).code).toBe("malformed");
});

test("a search finds texts, claims and sources by the beginnings of words", async () => {
  const found = SearchView.parse((await get("/search?words=mot7")).body);
  expect(found.claims.map(({ doc }) => doc)).toEqual([docs[7]]);
  expect(found.documents).toEqual([]);
  const source = SearchView.parse((await get(`/search?words=${encodeURIComponent("COMMUNIQUE d’agence")}`)).body);
  expect(source.sources).toMatchObject([{ doc: docs[7], claim: "claim-a", text: "Texte 7 sur l’œuvre" }]);
  expect(SearchView.parse((await get("/search?words=oeuv&limit=4")).body).documents).toHaveLength(4);
  expect(SearchView.parse((await get("/search?words=%20")).body)).toEqual({ documents: [], claims: [], sources: [] });
});

const section = (doc: DocId, lang: "fr" | "en", ...texts: string[]): SectionRow => ({
  doc,
  version: 1 as Version,
  key: `${lang}/0`,
  lang,
  at: 0,
  blocks: texts.map((text, at) => ({ id: `block-${String(at)}`, text })),
});
const lines = async (query: string) => FoundView.parse((await get(`/search/lines?${query}`)).body);
const said = (excerpt: Excerpt | undefined): string => (excerpt ?? []).map(({ text, found }) => (found ? `[${text}]` : text)).join("");

describe("what words find, as it is shown", () => {
  const doc = docs[3] ?? ("" as DocId);
  beforeAll(async () => {
    const put = [
      section(
        doc,
        "fr",
        "Le logiciel vise un journaliste.",
        "Rien.",
        "Un porte-parole nie : le Pegasus n’y est pour rien.",
        `${"loin ".repeat(200)}Pegasus et son porte‑parole`,
      ),
      section(doc, "en", "Pegasus, said nobody."),
    ];
    const found = claim(doc, "claim-p", 1, {
      quote: "Q",
      quotes: { fr: "Q" },
      statements: { en: "S" },
      rationale: "Vu dans Pegasus.",
      terms: ["pegasus"],
      tags: ["t"],
    });
    await bed.store.project({
      doc,
      version: 1 as Version,
      row: null,
      changes: { sections: { put, gone: [] }, claims: { put: [found], gone: [] } },
      whole: false,
    });
  });

  test("texts come with the places that have the most of the words, in the order of the text, cut and marked", async () => {
    const { texts } = await lines("kind=texts&words=pegasus%20porteparole");
    expect(texts).toMatchObject({ count: 1, next: null, lines: [{ doc, case: home, lang: "fr", title: "Texte 3 sur l’œuvre" }] });
    const [line] = texts?.lines ?? [];
    expect(line?.places.map(({ block }) => block)).toEqual(["block-2", "block-3"]);
    expect(said(line?.places[0]?.excerpt)).toBe("Un [porte-parole] nie : le [Pegasus] n’y est pour rien.");
    expect(said(line?.places[1]?.excerpt)).toMatch(/^…loin .* loin \[Pegasus\] et son \[porte‑parole\]$/u);
  });

  test("all kinds come at once with the first lines and how many there are, by language those that are of one", async () => {
    const all = await lines("words=pegasus");
    expect(Object.entries(all).map(([kind, group]) => [kind, group?.count])).toEqual([
      ["titles", 0],
      ["texts", 2],
      ["claims", 1],
      ["sources", 0],
    ]);
    expect(all.claims?.lines).toMatchObject([{ claim: "claim-p", part: "rationale", partLang: null }]);
    expect(said(all.claims?.lines[0]?.excerpt)).toBe("Vu dans [Pegasus].");
    const en = await lines("words=pegasus&langs=en");
    expect(Object.entries(en).map(([kind, group]) => [kind, group?.count])).toEqual([
      ["titles", 0],
      ["texts", 1],
      ["claims", 1],
    ]);
    const { titles, claims } = await lines("words=oeuvre");
    expect([titles?.lines.length, titles?.count, claims?.count]).toEqual([5, 70, 0]);
    const { sources } = await lines("kind=sources&words=communiqu%C3%A9");
    expect([sources?.lines[0]?.part, said(sources?.lines[0]?.excerpt)]).toEqual(["title", "Le [communiqué] de l’agence"]);
  });

  test("one kind comes page by page, counted once; a cursor of other words is refused", async () => {
    const found: string[] = [];
    let cursor = "";
    for (let pages = 0; pages < 10; pages++) {
      const { titles } = await lines(`kind=titles&words=oeuvre&limit=30${cursor}`);
      expect(titles?.count).toBe(cursor === "" ? 70 : null);
      found.push(...(titles?.lines ?? []).map((line) => line.doc));
      if (titles?.next === null) break;
      cursor = `&cursor=${titles?.next ?? ""}`;
    }
    expect(found).toEqual(docs.toReversed());
    expect((await get(`/search/lines?kind=titles&words=texte${cursor}`)).code).toBe("bad-cursor");
    expect((await get(`/search/lines?kind=claims&words=oeuvre${cursor}`)).code).toBe("bad-cursor");
  });

  test("a single letter, or none, finds nothing; too many characters and unknown kinds are refused", async () => {
    for (const words of ["", "%20", "p", "…"])
      expect(await lines(`kind=texts&words=${words}`)).toEqual({ texts: { lines: [], next: null, count: 0 } });
    for (const query of [`words=${"x".repeat(301)}`, "words=x&kind=people", "words=x&langs=xx", "kind=texts"])
      expect([query, (await get(`/search/lines?${query}`)).code]).toEqual([query, "malformed"]);
  });
});

test("one text's line is read without its log: these have none", async () => {
  const view = DocumentView.parse((await get(`/documents/${docs[1] ?? ""}`)).body);
  expect(view.line.title).toBe("Texte 1 sur l’œuvre");
  expect(view.case.id).toBe(home);
});

test("of a closed case file nothing is listed, counted or found by who is not in it", async () => {
  const closed = "case-closed" as CaseId;
  const doc = "doc-closed" as DocId;
  const people = await bed.store.listUsers();
  const member = people.find(({ name }) => name === "Le reader");
  if (!member) throw new Error("nobody came");
  const inside = { user: member.id, role: "reader" as const, addedBy: author, at: 1 };
  await bed.store.putCase({
    id: closed,
    name: "Secret",
    createdBy: author,
    createdAt: 1,
    demo: false,
    access: "closed",
    members: [inside],
  });
  await bed.store.createDocument(document({ id: doc, case: closed }), null);
  await bed.store.project({
    doc,
    version: 1 as Version,
    row: row(doc, 1, { case: closed, title: "Confidentiel" }),
    changes: {
      claims: { put: [claim(doc, "claim-x", 1, { terms: ["confidentiel"] })], gone: [] },
      sources: { put: [{ ...source(doc, "ev-x", 1), title: "Confidentiel" }], gone: [] },
      sections: { put: [section(doc, "fr", "Un paragraphe confidentiel.")], gone: [] },
    },
    whole: true,
  });
  const outsider = await bed.as("admin");
  const counts = FoundView.parse((await outsider.ask("GET", `/api/v1/search/lines?words=confid&cases=${closed},${home}`)).body);
  const none = { count: 0, lines: [], next: null };
  expect(counts).toEqual({ titles: none, texts: none, claims: none, sources: none });
  const paths = [
    `/documents?cases=${closed}`,
    `/documents?docs=${doc}`,
    "/claims?words=confid",
    `/claims?docs=${doc}`,
    `/claims/counts?by=case&cases=${closed}`,
    "/search?words=confid",
    ...["titles", "texts", "claims", "sources"].map((kind) => `/search/lines?words=confid&kind=${kind}`),
  ];
  for (const path of paths) {
    const [out, within] = [await outsider.ask("GET", `/api/v1${path}`), await reader.ask("GET", `/api/v1${path}`)];
    expect([path, out.status, JSON.stringify(out.body).includes(closed)]).toEqual([path, 200, false]);
    expect([path, JSON.stringify(within.body).includes(closed)]).toEqual([path, true]);
  }
});
