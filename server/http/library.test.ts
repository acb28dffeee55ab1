import { additionBody } from "../../fixtures/addition";
import { createHash } from "node:crypto";
import type { CaseId, DocId } from "../../shared/ids";
import { stateFromJson, stateToJson } from "../../shared/log/state";
import type { StateJson } from "../../shared/log/state";
import { choicesOf } from "../../shared/protocol/import";
import type { ImportPreview } from "../../shared/protocol/import";
import { CaseView, DocumentView, HistoryView, LibraryView, PeopleView } from "../../shared/protocol/rest";
import { StoreAway, StoreFull } from "../store/errors";
import { attachment } from "./serve";
import { openTestbed } from "../../fixtures/http-server";
import type { Browser, Testbed } from "../../fixtures/http-server";

const text = "Titre du texte\n\nUn premier paragraphe, avec des accents : œuvre, naïve, 50 %.\n\nContribuer\n\nUn second paragraphe.\n";
const bytes = new TextEncoder().encode(text);
const octets = { "content-type": "application/octet-stream" };
const details = { title: "Titre", publisher: "Journal", author: "", published: "2021-12", address: "https://example.org/a" };

let bed: Testbed;
let checker: Browser;
let admin: Browser;
beforeEach(async () => {
  bed = await openTestbed();
  admin = await bed.as("admin");
  checker = await bed.as("fact-checker");
});
afterEach(() => bed.close());

async function wish(name: string): Promise<Uint8Array> {
  const preview = (await checker.ask("POST", "/api/v1/import/preview?name=a.txt", bytes, octets)).body as ImportPreview;
  return additionBody({ original: { name, mime: "text/plain" }, lang: "fr", details }, choicesOf(preview.blocks), bytes);
}

async function addText(name = "déjà vu.txt"): Promise<{ home: CaseId; doc: DocId }> {
  const home = CaseView.parse((await checker.ask("POST", "/api/v1/cases", { name: "Dossier" })).body);
  const added = await checker.ask("POST", `/api/v1/cases/${home.id}/documents`, await wish(name), octets);
  if (added.status !== 200) throw new Error(JSON.stringify(added.body));
  return { home: home.id, doc: (added.body as { doc: DocId }).doc };
}

test("a text is added as it was previewed, and can be read by everybody", async () => {
  const { home, doc } = await addText();
  const reader = await bed.as("reader");
  const library = LibraryView.parse((await reader.ask("GET", "/api/v1/cases")).body);
  expect(library.documents).toMatchObject([
    { doc, case: home, title: "Titre", publisher: "Journal", source: "fr", locked: true, version: 1 },
  ]);
  const view = DocumentView.parse((await reader.ask("GET", `/api/v1/documents/${doc}`)).body);
  expect(view.original?.sha256).toBe(createHash("sha256").update(bytes).digest("hex"));
  const json = (await reader.ask("GET", `/api/v1/documents/${doc}/state?version=1`)).body as StateJson;
  const state = stateFromJson(json);
  expect(state.texts.fr?.doc.textContent).toContain("œuvre, naïve, 50 %.");
  expect(state.texts.fr?.doc.textContent).not.toContain("Contribuer");
  expect(PeopleView.parse((await reader.ask("GET", "/api/v1/people")).body).invites).toEqual([]);
});

test("a name of a case file or of a text is seen, stands on one line, and turns no words round", async () => {
  const { home, doc } = await addText();
  const nameCase = (name: string) => admin.ask("PATCH", `/api/v1/cases/${home}`, { name });
  const nameText = (title: string) => admin.ask("POST", `/api/v1/documents/${doc}/rename`, { title });
  for (const name of ["\u200b", "\u0000\u0007", "\u202e\u2069", "\u00ad \ufeff"])
    for (const answer of [await nameCase(name), await nameText(name), await checker.ask("POST", "/api/v1/cases", { name })])
      expect(answer.refusal?.code).toBe("malformed");
  expect((await nameCase(" Élections\n\u202e2024\u0000 ")).body).toMatchObject({ name: "Élections 2024" });
  expect((await checker.ask("POST", "/api/v1/cases", { name: "a\u200db\tc" })).body).toMatchObject({ name: "a\u200db c" });
  expect((await nameText("Le\nbudget \u2067voté")).status).toBe(200);
  const state = stateFromJson((await admin.ask("GET", `/api/v1/documents/${doc}/state`)).body as StateJson);
  expect(state.details.title).toBe("Le budget voté");
});

test("the original comes back byte for byte, to be saved and never shown", async () => {
  const { doc } = await addText('déjà vu \u202e"; x.txt');
  const response = await fetch(`${bed.origin}/api/v1/documents/${doc}/original`, { headers: { cookie: checker.cookie } });
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
  expect(response.headers.get("content-type")).toBe("application/octet-stream");
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  expect(response.headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
  expect(response.headers.get("content-length")).toBe(String(bytes.length));
  expect(response.headers.get("content-disposition")).toMatch(
    /^attachment; filename="deja vu [\w ]*\.txt"; filename\*=UTF-8''d%C3%A9j%C3%A0%20vu%20/,
  );
});

test.each([
  ["a\r\nSet-Cookie: x=y.txt", `attachment; filename="a__Set-Cookie: x=y.txt"; filename*=UTF-8''a__Set-Cookie%3A%20x%3Dy.txt`],
  ["../../etc/passwd", `attachment; filename=".._.._etc_passwd"; filename*=UTF-8''.._.._etc_passwd`],
  [`it's "50 %".txt`, `attachment; filename="it's _50 __.txt"; filename*=UTF-8''it%27s%20%2250%20%25%22.txt`],
])("the name %j cannot break out of its header", (name, header) => {
  expect(attachment(name)).toBe(header);
});

test("the history is newest first, a page at a time", async () => {
  const { doc } = await addText();
  const view = HistoryView.parse((await checker.ask("GET", `/api/v1/documents/${doc}/commits`)).body);
  expect(view.next).toBeNull();
  expect(view.lines.map(({ version }) => version)).toEqual([1]);
  expect(view.lines[0]?.ops[0]).toEqual({ type: "text.add", lang: "fr", count: 1 });
  expect(HistoryView.parse((await checker.ask("GET", `/api/v1/documents/${doc}/commits?before=1`)).body)).toEqual({
    lines: [],
    next: null,
    head: 1,
  });
  for (const query of ["before=-1", "before=x", "before=1&before=2", "after=x", "claim=a.b", "kind=other", "author=a.b", "since=1"]) {
    expect((await checker.ask("GET", `/api/v1/documents/${doc}/commits?${query}`)).refusal?.code).toBe("malformed");
  }
});

test("a case is removed into the bin with its texts, and their open pages are told; from there for good", async () => {
  const { home, doc } = await addText();
  expect((await checker.ask("DELETE", `/api/v1/cases/${home}`)).refusal?.code).toBe("forbidden");
  const editor = await bed.as("editor");
  expect((await editor.ask("DELETE", `/api/v1/cases/${home}`)).status).toBe(200);
  expect(bed.binned).toEqual([doc]);
  expect((await editor.ask("GET", `/api/v1/documents/${doc}`)).refusal?.code).toBe("binned");
  expect(LibraryView.parse((await editor.ask("GET", "/api/v1/cases")).body)).toEqual({ cases: [], documents: [] });
  expect((await editor.ask("DELETE", `/api/v1/cases/${home}`)).refusal?.code).toBe("not-found");
  expect((await editor.ask("DELETE", `/api/v1/bin/cases/${home}`)).refusal?.code).toBe("forbidden");
  expect((await admin.ask("DELETE", `/api/v1/bin/cases/${home}`)).status).toBe(200);
  expect(bed.gone).toEqual([doc]);
  expect((await editor.ask("GET", `/api/v1/documents/${doc}`)).refusal?.code).toBe("not-found");
});

test("a claim's history is found behind 6,000 keystrokes of anybody, and what is new can be asked for by itself", async () => {
  const { doc } = await addText();
  const claim = "claim-one";
  const passage = { lang: "fr", from: 1, to: 3, exact: "Ti", prefix: "", suffix: "" };
  const ops: Record<number, unknown> = {
    2: { type: "claim.add", v: 1, claim, ...passage, fields: {} },
    3: { type: "claim.set", v: 1, claim, field: "kind", value: "figure", seen: 0 },
  };
  const version = 6001;
  for (let first = 2; first <= version; first += 250) {
    const commits = Array.from({ length: 250 }, (_, index) => {
      const at = first + index;
      const op = ops[at] ?? { type: "doc.set", field: "author", value: String(at) };
      return { version: at, id: `commit-${at}`, author: "somebody", at, base: at - 1, ops: [op] };
    });
    await bed.store.appendBatch({ doc, seq: 2 + (first - 2) / 250, commits } as never);
  }
  const read = async (query: string) => HistoryView.parse((await checker.ask("GET", `/api/v1/documents/${doc}/commits?${query}`)).body);
  const found: number[] = [];
  let requests = 0;
  for (let next: number | null = version + 1; next !== null && requests < 10; requests++) {
    const page: HistoryView = await read(`claim=${claim}&before=${String(next)}`);
    found.push(...page.lines.map((line) => line.version));
    ({ next } = page);
  }
  expect(found).toEqual([3, 2]);
  expect(requests).toBe(1);
  const fresh = await read(`after=${String(version - 2)}`);
  expect([fresh.lines.map((line) => line.version), fresh.next, fresh.head]).toEqual([[version, version - 1], null, version]);
  expect(await read(`after=${String(version)}`)).toMatchObject({ lines: [], next: null });
  expect((await read(`after=${String(version - 150)}`)).next).toBe(version - 99);
});

test("of 24 texts added while their case is removed for good none is left behind", async () => {
  const added = await wish("a.txt");
  for (let round = 0; round < 24; round++) {
    const { home } = await addText();
    const [removed] = await Promise.all([
      admin.ask("DELETE", `/api/v1/cases/${home}`).then(() => admin.ask("DELETE", `/api/v1/bin/cases/${home}`)),
      checker.ask("POST", `/api/v1/cases/${home}/documents`, added),
    ]);
    expect(removed.status).toBe(200);
    expect(await bed.store.listDocumentIds()).toEqual([]);
    expect(await bed.store.listDocumentRows()).toEqual([]);
    expect(await bed.store.listBin()).toEqual({ cases: [], documents: [] });
  }
});

test("a store that is away or full is said so, and the server stays up", async () => {
  for (const [error, status, code] of [
    [new StoreAway("gone"), 503, "store-away"],
    [new StoreFull("full"), 507, "disk-full"],
    [new Error("bug"), 500, "busy"],
  ] as const) {
    const put = jest.spyOn(bed.store, "putCase").mockRejectedValueOnce(error);
    const answer = await checker.ask("POST", "/api/v1/cases", { name: "Dossier" });
    expect([answer.status, answer.refusal?.code]).toEqual([status, code]);
    put.mockRestore();
  }
  const ping = jest.spyOn(bed.store, "ping").mockRejectedValue(new StoreAway("gone"));
  expect((await checker.ask("GET", "/readyz")).status).toBe(503);
  expect((await checker.ask("GET", "/healthz")).status).toBe(200);
  ping.mockRestore();
  expect((await checker.ask("GET", "/readyz")).status).toBe(200);
});

test("whoever asks whether the server is ready hears how many texts can be read only, and not which", async () => {
  const { doc } = await addText();
  expect((await checker.ask("GET", "/readyz")).body).toEqual({ status: "ready", store: "sqlite" });
  const head = await bed.authority.stateAt(doc, null);
  if (!head.ok) throw new Error(head.refusal.code);
  await bed.store.writeSnapshot({ doc, version: 90 as never, seq: 40, state: { ...stateToJson(head.value), version: 90 } });
  await bed.authority.repair();
  const ready = await bed.browser().ask("GET", "/readyz");
  expect([ready.status, ready.body]).toEqual([200, { status: "ready", store: "sqlite", degraded: { readOnly: 1 } }]);
});
