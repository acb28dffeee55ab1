import type { CaseId, ClaimId, DocId, Version } from "../../shared/ids";
import { ClaimCountsView, ClaimsView, DocumentsView, DocumentView, FIRST_LINES, LibraryView, SearchView } from "../../shared/protocol/rest";
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
    },
    whole: true,
  });
  const outsider = await bed.as("admin");
  const paths = [
    `/documents?cases=${closed}`,
    `/documents?docs=${doc}`,
    "/claims?words=confid",
    `/claims?docs=${doc}`,
    `/claims/counts?by=case&cases=${closed}`,
    "/search?words=confid",
  ];
  for (const path of paths) {
    const [out, within] = [await outsider.ask("GET", `/api/v1${path}`), await reader.ask("GET", `/api/v1${path}`)];
    expect([path, out.status, JSON.stringify(out.body).includes(closed)]).toEqual([path, 200, false]);
    expect([path, JSON.stringify(within.body).includes(closed)]).toEqual([path, true]);
  }
});
