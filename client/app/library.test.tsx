import type { CaseId, DocId } from "../../shared/ids";
import { DocumentsQuery, FIRST_LINES, LibraryPartQuery } from "../../shared/protocol/rest";
import type { CaseView, DocumentLine } from "../../shared/protocol/rest";
import { documentLine, libraryOf, pegasus } from "../../fixtures/render-app";
import { createRest } from "../../fixtures/rest";
import { createApi } from "./api";
import { createLibrary } from "./library";

const other = { ...pegasus, id: "case-two" as CaseId, demo: false };
const line = (n: number, more: Partial<DocumentLine> = {}): DocumentLine =>
  documentLine({ doc: `doc-${String(n).padStart(4, "0")}` as DocId, changedAt: 10_000 - n, claims: 1, ...more });

/** A server with so many texts. */
function open(lines: DocumentLine[], cases: CaseView[] = [pegasus, other]) {
  const newest = () => lines.toSorted((one, another) => another.changedAt - one.changedAt);
  const rest = createRest({
    "GET /api/v1/cases": () => ({ json: { ...libraryOf(cases, lines), documents: newest().slice(0, FIRST_LINES) } }),
    "GET /api/v1/library": ({ query }) => {
      const { docs = [], cases: asked = [] } = LibraryPartQuery.parse(Object.fromEntries(query));
      const documents = newest().filter(({ doc }) => docs.includes(doc));
      const homes = new Set([...asked, ...documents.map(({ case: home }) => home)]);
      return { json: { cases: libraryOf(cases, lines).cases.filter(({ id }) => homes.has(id)), documents } };
    },
    "GET /api/v1/documents": ({ query }) => {
      const { docs, cases, cursor, limit = 50 } = DocumentsQuery.parse(Object.fromEntries(query));
      const found = newest().filter(({ doc, case: home }) => (!docs || docs.includes(doc)) && (!cases || cases.includes(home)));
      const from = Number(cursor ?? 0);
      const next = from + limit < found.length ? String(from + limit) : null;
      return { json: { documents: found.slice(from, from + limit), next } };
    },
  });
  const library = createLibrary(createApi(rest.fetch, () => undefined));
  const shown = () => library.get().data?.documents.map(({ doc }) => doc) ?? [];
  const figures = () => library.get().data?.cases.map(({ texts, claims }) => [texts, claims]) ?? [];
  return { rest, library, shown, figures };
}

const many = (count: number): DocumentLine[] => Array.from({ length: count }, (_, n) => line(n));
const asked = (rest: { log: string[] }): string[] => rest.log.splice(0);

test("further lines of a case file come page by page, each once, and then no more is asked", async () => {
  const lines = many(180);
  const { rest, library, shown, figures } = open(lines);
  await library.refresh();
  expect(shown()).toHaveLength(FIRST_LINES);
  expect(figures()).toEqual([
    [180, 180],
    [0, 0],
  ]);
  for (const count of [100, 150, 180]) {
    await Promise.all([library.more(pegasus.id), library.more(pegasus.id)]);
    expect(shown()).toEqual(lines.slice(0, count).map(({ doc }) => doc));
  }
  const before = rest.log.length;
  await library.more(pegasus.id);
  expect(rest.log).toHaveLength(before);
  expect(figures()[0]).toEqual([180, 180]);
});

test("who looks far down has the lines up to there in few readings", async () => {
  const lines = many(2000);
  const { rest, library, shown } = open(lines);
  await library.refresh();
  rest.log.splice(0);
  await library.more(pegasus.id, 1999);
  expect(shown()).toHaveLength(2000);
  expect(asked(rest).length).toBeLessThanOrEqual(14);
});

test("lines that changed are read by themselves in one small reading, and the figures of their case files come with them", async () => {
  const lines = many(90);
  const { rest, library, shown, figures } = open(lines);
  await library.refresh();
  await library.more(pegasus.id);
  await library.more(pegasus.id);
  rest.log.splice(0);
  lines[20] = line(20, { title: "Autrement", claims: 5 });
  lines[21] = line(21, { case: other.id });
  const [gone] = lines.splice(3, 1);
  await library.changed({ docs: [lines[19], lines[20], gone].map((one) => (one as DocumentLine).doc) });
  expect(asked(rest)).toEqual(["GET /api/v1/library"]);
  expect(library.get().data?.documents.find(({ title }) => title === "Autrement")?.claims).toBe(5);
  expect(shown()).toEqual(lines.map(({ doc }) => doc));
  expect(figures()).toEqual([
    [88, 92],
    [1, 1],
  ]);
});

test("a text that nobody had looked at is read by itself, and counts once", async () => {
  const lines = many(90);
  const { rest, library, shown, figures } = open(lines);
  await library.refresh();
  rest.log.splice(0);
  // One is new, one stood further down than anybody looked.
  lines.unshift(line(99, { changedAt: 99_999 }));
  lines[80] = line(79, { title: "Plus bas", changedAt: 99_998 });
  await library.changed({ docs: [lines[0] as DocumentLine, lines[80]].map(({ doc }) => doc), cases: [pegasus.id] });
  expect(asked(rest)).toEqual(["GET /api/v1/library"]);
  expect(shown()).toHaveLength(FIRST_LINES + 2);
  expect(figures()[0]).toEqual([91, 91]);
  await library.more(pegasus.id);
  await library.more(pegasus.id);
  expect(shown().toSorted()).toEqual(lines.map(({ doc }) => doc).toSorted());
});

test("a case file that is renamed, made, or gone is read by itself", async () => {
  const files = [pegasus, other];
  const { rest, library, shown } = open([line(1), line(2, { case: other.id })], files);
  await library.refresh();
  rest.log.splice(0);
  files.splice(0, 2, { ...pegasus, name: "Affaire" }, { ...other, id: "case-three" as CaseId });
  await library.changed({ cases: [pegasus.id, other.id, "case-three" as CaseId] });
  expect(asked(rest)).toEqual(["GET /api/v1/library"]);
  expect(library.get().data?.cases.map(({ id, name }) => [id, name])).toEqual([
    [pegasus.id, "Affaire"],
    ["case-three", other.name],
  ]);
  expect(shown()).toEqual([line(1).doc]);
});

test("a text that comes back where every line had come is found by looking again", async () => {
  const lines = many(70);
  const { library, shown, figures } = open(lines);
  await library.refresh();
  await library.more(pegasus.id);
  await library.more(pegasus.id);
  expect(shown()).toHaveLength(70);
  lines.push(line(200));
  await library.changed({ cases: [pegasus.id] });
  expect([shown().length, figures()[0]]).toEqual([70, [71, 71]]);
  await library.more(pegasus.id);
  expect(shown()).toHaveLength(71);
});

test("after a while only what was changed last is read, if that reaches back; if not, every line that is shown", async () => {
  const lines = many(180).map((one, n) => ({ ...one, changedAt: 1e9 - n * 1000 }));
  const { rest, library } = open(lines);
  await library.refresh();
  for (let page = 0; page < 3; page++) await library.more(pegasus.id);
  rest.log.splice(0);
  const change = (n: number, title: string): void => void (lines[n] = { ...(lines[n] as DocumentLine), title, changedAt: 2e9 });
  const titles = () => new Set(library.get().data?.documents.map(({ title }) => title));
  change(170, "Un");
  await library.catchUp();
  expect(asked(rest)).toEqual(["GET /api/v1/cases"]);
  expect(titles()).toContain("Un");
  for (let n = 0; n < 100; n++) change(n, `Encore ${String(n)}`);
  await library.catchUp();
  expect(asked(rest)).toEqual(["GET /api/v1/cases", "GET /api/v1/library"]);
  for (let n = 0; n < 100; n++) expect(titles()).toContain(`Encore ${String(n)}`);
  await library.catchUp();
  expect(asked(rest)).toEqual(["GET /api/v1/cases", "GET /api/v1/library"]);
});

test("when everything is read again every line that is shown is, and those that are gone are left out", async () => {
  const lines = many(90);
  const { library, shown } = open(lines);
  await library.refresh();
  await library.more(pegasus.id);
  await library.more(pegasus.id);
  lines.splice(80, 5);
  await library.refresh();
  expect(shown().toSorted()).toEqual(lines.map(({ doc }) => doc).toSorted());
});

test("what cannot be read stays as it was", async () => {
  const { rest, library, shown } = open(many(72));
  await library.refresh();
  const before = shown();
  rest.cut(true);
  await library.changed({ docs: [before[0] as DocId] });
  await library.more(pegasus.id);
  expect(shown()).toEqual(before);
  rest.cut(false);
  await library.more(pegasus.id);
  await library.more(pegasus.id);
  expect(shown()).toHaveLength(72);
});
