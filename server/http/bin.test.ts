import { additionBody, OCTETS } from "../../fixtures/addition";
import type { CaseId, DocId, UserId } from "../../shared/ids";
import { BinView } from "../../shared/protocol/bin";
import { CaseView, DocumentView, LibraryView } from "../../shared/protocol/rest";
import { choicesOf } from "../../shared/protocol/import";
import type { ImportPreview } from "../../shared/protocol/import";
import { openTestbed } from "../../fixtures/http-server";
import type { Browser, Testbed } from "../../fixtures/http-server";

const bytes = new TextEncoder().encode("Un premier paragraphe, assez long pour en être un.\n\nUn second, qui l’est aussi.");
const DAY = 86_400_000;

let bed: Testbed;
let checker: Browser;
let editor: Browser;
let admin: Browser;
beforeEach(async () => {
  bed = await openTestbed();
  admin = await bed.as("admin");
  checker = await bed.as("fact-checker");
  editor = await bed.as("editor");
});
afterEach(() => bed.close());

async function makeCase(name: string): Promise<CaseId> {
  return CaseView.parse((await checker.ask("POST", "/api/v1/cases", { name })).body).id;
}

async function textBody(title: string): Promise<Uint8Array> {
  const preview = (await checker.ask("POST", "/api/v1/import/preview?name=a.txt", bytes, OCTETS)).body as ImportPreview;
  const original = { name: "a.txt", mime: "text/plain" };
  const details = { title, publisher: "", author: "", published: "", address: "" };
  return additionBody({ original, lang: "fr", details }, choicesOf(preview.blocks), bytes);
}

async function addText(home: CaseId, title = "Un texte"): Promise<DocId> {
  const answer = await checker.ask("POST", `/api/v1/cases/${home}/documents`, await textBody(title), OCTETS);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return (answer.body as { doc: DocId }).doc;
}

const library = async (): Promise<LibraryView> => LibraryView.parse((await checker.ask("GET", "/api/v1/cases")).body);
const bin = async (): Promise<BinView> => BinView.parse((await editor.ask("GET", "/api/v1/bin")).body);
const textOf = async (doc: DocId): Promise<unknown> => (await checker.ask("GET", `/api/v1/documents/${doc}/state`)).body;

test("a text goes into the bin on its own, hides everywhere, says who put it there, and comes back whole", async () => {
  const home = await makeCase("Élections");
  const [doc, other] = [await addText(home), await addText(home, "Un autre")];
  const before = await textOf(doc);
  expect((await checker.ask("DELETE", `/api/v1/documents/${doc}`)).refusal?.code).toBe("forbidden");
  expect((await editor.ask("DELETE", `/api/v1/documents/${doc}`)).status).toBe(200);
  expect(bed.binned).toEqual([doc]);
  expect((await library()).documents.map((line) => line.doc)).toEqual([other]);
  const refused = await checker.ask("GET", `/api/v1/documents/${doc}`);
  expect(refused).toMatchObject({ status: 410, refusal: { code: "binned", detail: { at: bed.clock.now } } });
  for (const part of ["state", "commits"]) {
    expect((await checker.ask("GET", `/api/v1/documents/${doc}/${part}`)).refusal?.code).toBe("binned");
  }
  expect((await checker.ask("GET", `/api/v1/documents/${doc}/original`)).refusal?.code).toBe("not-found");
  expect((await checker.ask("POST", `/api/v1/documents/${doc}/rename`, { title: "X" })).refusal?.code).toBe("forbidden");
  expect((await editor.ask("POST", `/api/v1/documents/${doc}/rename`, { title: "X" })).refusal?.code).toBe("binned");
  expect((await checker.ask("POST", `/api/v1/documents/${doc}/move`, { case: home })).refusal?.code).toBe("binned");

  expect((await bin()).texts).toMatchObject([
    { doc, title: "Un texte", home: "Élections", homeBinned: false, withCase: false, at: bed.clock.now },
  ]);
  expect((await editor.ask("POST", `/api/v1/bin/documents/${doc}/restore`)).status).toBe(200);
  expect(await textOf(doc)).toEqual(before);
  expect((await checker.ask("GET", `/api/v1/documents/${doc}/original`)).status).toBe(200);
  expect(await bin()).toEqual({ cases: [], texts: [] });
});

test("a case file goes with its texts and comes back with them; what was in the bin before stays there", async () => {
  const home = await makeCase("Élections");
  const [first, second, former] = [await addText(home), await addText(home), await addText(home)];
  await editor.ask("DELETE", `/api/v1/documents/${former}`);
  expect((await editor.ask("DELETE", `/api/v1/cases/${home}`)).status).toBe(200);
  expect(await library()).toEqual({ cases: [], documents: [] });
  expect((await bin()).cases).toMatchObject([{ id: home, name: "Élections", texts: 2 }]);
  expect((await editor.ask("POST", `/api/v1/bin/documents/${former}/restore`)).refusal?.code).toBe("no-case");
  expect((await checker.ask("POST", `/api/v1/cases/${home}/documents`, await textBody("Tard"), OCTETS)).refusal?.code).toBe("no-case");
  expect((await checker.ask("PATCH", `/api/v1/cases/${home}`, { name: "Autre" })).refusal?.code).toBe("not-found");

  expect((await editor.ask("POST", `/api/v1/bin/cases/${home}/restore`)).status).toBe(200);
  expect((await library()).documents.map((line) => line.doc).sort()).toEqual([first, second].sort());
  expect((await bin()).texts.map((text) => text.doc)).toEqual([former]);
});

test("removing the demonstration takes its own texts only; a case file with others in it is theirs from then on", async () => {
  const home = "demo-case" as CaseId;
  await bed.store.putCase({ id: home, name: "Pegasus", createdBy: "user-demo" as UserId, createdAt: 1, demo: true });
  const own = await addText(home, "Le mien");
  const theirs = "demo-text-1" as DocId;
  const made = await bed.deps.authority.create(
    { id: theirs, case: home, createdBy: "user-demo" as UserId, createdAt: 1, demo: true, original: null },
    null,
    [{ type: "text.add", lang: "fr", dir: "ltr", doc: { type: "doc", content: [{ type: "paragraph", attrs: { id: "p1" } }] } }],
    "user-demo" as UserId,
  );
  expect(made.ok).toBe(true);
  expect((await editor.ask("DELETE", `/api/v1/cases/${home}`)).status).toBe(200);
  expect(bed.binned).toEqual([theirs]);
  expect(await library()).toMatchObject({ cases: [{ id: home, demo: false }], documents: [{ doc: own }] });
  expect((await bin()).texts.map((text) => text.doc)).toEqual([theirs]);
});

test("the demonstration by itself goes whole", async () => {
  const home = "demo-case" as CaseId;
  await bed.store.putCase({ id: home, name: "Pegasus", createdBy: "user-demo" as UserId, createdAt: 1, demo: true });
  expect((await editor.ask("DELETE", `/api/v1/cases/${home}`)).status).toBe(200);
  expect((await library()).cases).toEqual([]);
  expect((await bin()).cases.map((file) => file.id)).toEqual([home]);
});

test("a text moves to another case file and is renamed; a case file is renamed", async () => {
  const [from, to] = [await makeCase("Élections"), await makeCase("Santé")];
  const doc = await addText(from);
  expect((await checker.ask("POST", `/api/v1/documents/${doc}/move`, { case: to })).status).toBe(200);
  expect(DocumentView.parse((await checker.ask("GET", `/api/v1/documents/${doc}`)).body).case.id).toBe(to);
  expect((await checker.ask("POST", `/api/v1/documents/${doc}/move`, { case: "case-none" })).refusal?.code).toBe("no-case");
  expect((await editor.ask("POST", `/api/v1/documents/${doc}/rename`, { title: "Neuf" })).status).toBe(200);
  expect(await textOf(doc)).toMatchObject({ details: { title: "Neuf" } });
  expect((await editor.ask("POST", `/api/v1/documents/${doc}/rename`, { title: " " })).refusal?.code).toBe("malformed");
  expect(CaseView.parse((await checker.ask("PATCH", `/api/v1/cases/${to}`, { name: " Hôpital " })).body).name).toBe("Hôpital");
  expect((await library()).cases.find((file) => file.id === to)?.name).toBe("Hôpital");
});

test("after 30 days what is in the bin is removed for good, and not a moment before", async () => {
  const [home, kept] = [await makeCase("Élections"), await makeCase("Santé")];
  const [inside, alone] = [await addText(home), await addText(kept)];
  await editor.ask("DELETE", `/api/v1/cases/${home}`);
  await editor.ask("DELETE", `/api/v1/documents/${alone}`);
  bed.clock.now += 30 * DAY - 1;
  await bed.deps.bin.sweep();
  expect((await bed.store.listBin()).documents).toHaveLength(2);
  bed.clock.now += 1;
  await bed.deps.bin.sweep();
  expect(await bed.store.listBin()).toEqual({ cases: [], documents: [] });
  expect(bed.gone.toSorted()).toEqual([inside, alone].toSorted());
  for (const doc of [inside, alone]) expect(await bed.store.readBatches(doc, 0 as never, 1)).toEqual([]);
});

test("a move into the bin or out of it that was cut short is finished by the next look", async () => {
  const home = await makeCase("Élections");
  const [first, second] = [await addText(home), await addText(home)];
  const binned = { by: "user-0001" as UserId, at: bed.clock.now };
  await bed.store.setCase(home, { binned });
  await bed.store.placeDocument(first, { binned: { ...binned, withCase: true } });
  await bed.deps.bin.sweep();
  expect(bed.binned).toContain(second);
  expect((await bin()).cases).toMatchObject([{ texts: 2 }]);
  await bed.store.setCase(home, { binned: null });
  await bed.deps.bin.sweep();
  expect((await library()).documents).toHaveLength(2);
});

test("only an administrator removes for good", async () => {
  const home = await makeCase("Élections");
  const doc = await addText(home);
  await editor.ask("DELETE", `/api/v1/documents/${doc}`);
  expect((await editor.ask("DELETE", `/api/v1/bin/documents/${doc}`)).refusal?.code).toBe("forbidden");
  expect((await admin.ask("DELETE", `/api/v1/bin/documents/${doc}`)).status).toBe(200);
  expect((await checker.ask("GET", `/api/v1/documents/${doc}`)).refusal?.code).toBe("not-found");
  expect((await editor.ask("POST", `/api/v1/bin/documents/${doc}/restore`)).refusal?.code).toBe("not-found");
});
