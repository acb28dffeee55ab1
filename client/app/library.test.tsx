import type { CaseId, DocId } from "../../shared/ids";
import { DocumentsQuery } from "../../shared/protocol/rest";
import type { DocumentLine } from "../../shared/protocol/rest";
import { documentLine, libraryOf, pegasus } from "../../fixtures/render-app";
import { createRest } from "../../fixtures/rest";
import { createApi } from "./api";
import { createLibrary } from "./library";

const other = { ...pegasus, id: "case-two" as CaseId, demo: false };
const line = (n: number, more: Partial<DocumentLine> = {}): DocumentLine =>
  documentLine({ doc: `doc-${String(n).padStart(4, "0")}` as DocId, changedAt: 10_000 - n, claims: 1, ...more });

/** A server with so many texts, of which the library begins with ten. */
function open(lines: DocumentLine[]) {
  const rest = createRest({
    "GET /api/v1/cases": () => {
      const view = libraryOf([pegasus, other], lines);
      return { json: { ...view, documents: lines.slice(0, 10) } };
    },
    "GET /api/v1/documents": ({ query }) => {
      const { docs, cases, cursor, limit = 50 } = DocumentsQuery.parse(Object.fromEntries(query));
      const found = lines.filter(({ doc, case: home }) => (!docs || docs.includes(doc)) && (!cases || cases.includes(home)));
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

test("further lines of a case file come page by page, each once, and then no more is asked", async () => {
  const lines = Array.from({ length: 130 }, (_, n) => line(n));
  const { rest, library, shown, figures } = open(lines);
  await library.refresh();
  expect(shown()).toHaveLength(10);
  expect(figures()).toEqual([
    [130, 130],
    [0, 0],
  ]);
  for (const count of [50, 100, 130]) {
    await Promise.all([library.more(pegasus.id), library.more(pegasus.id)]);
    expect(shown()).toEqual(lines.slice(0, count).map(({ doc }) => doc));
  }
  const asked = rest.log.length;
  await library.more(pegasus.id);
  expect(rest.log).toHaveLength(asked);
  expect(figures()[0]).toEqual([130, 130]);
});

test("lines that changed are read by themselves, and the figures of their case files follow", async () => {
  const lines = Array.from({ length: 30 }, (_, n) => line(n));
  const { rest, library, shown, figures } = open(lines);
  await library.refresh();
  await library.more(pegasus.id);
  lines[20] = line(20, { title: "Autrement", claims: 5 });
  lines[21] = line(21, { case: other.id });
  const [gone] = lines.splice(3, 1);
  await library.changed([lines[19], lines[20], gone].map((one) => (one as DocumentLine).doc));
  expect(rest.log.filter((request) => request === "GET /api/v1/cases")).toHaveLength(1);
  expect(library.get().data?.documents.find(({ title }) => title === "Autrement")?.claims).toBe(5);
  expect(shown()).toEqual(lines.map(({ doc }) => doc));
  expect(figures()).toEqual([
    [28, 32],
    [1, 1],
  ]);
});

test("of one that was never shown everything is read again, with the lines that are shown", async () => {
  const lines = Array.from({ length: 30 }, (_, n) => line(n));
  const { library, shown, figures } = open(lines);
  await library.refresh();
  await library.more(pegasus.id);
  lines[25] = line(25, { title: "Plus bas" });
  lines.unshift(line(99, { changedAt: 99_999 }));
  await library.changed([(lines[0] as DocumentLine).doc]);
  expect(shown().toSorted()).toEqual(lines.map(({ doc }) => doc).toSorted());
  expect(library.get().data?.documents.some(({ title }) => title === "Plus bas")).toBe(true);
  expect(figures()[0]).toEqual([31, 31]);
});

test("what cannot be read stays as it was", async () => {
  const { rest, library, shown } = open(Array.from({ length: 12 }, (_, n) => line(n)));
  await library.refresh();
  const before = shown();
  rest.cut(true);
  await library.changed([before[0] as DocId]);
  await library.more(pegasus.id);
  expect(shown()).toEqual(before);
  rest.cut(false);
  await library.more(pegasus.id);
  expect(shown()).toHaveLength(12);
});
