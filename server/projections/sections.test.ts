import { schema } from "../../shared/doc/schema";
import type { UserId } from "../../shared/ids";
import type { Lang } from "../../shared/languages";
import { emptyState } from "../../shared/log/state";
import type { DocState } from "../../shared/log/state";
import { hashOf } from "../../shared/search/hash";
import { finish } from "../../shared/sliced";
import { author, document, version } from "../../fixtures/store-contract/records";
import { partsOf } from "../authority/projection-parts";
import { HEAD } from "../store/rows";
import type { Rows, SectionRow } from "../store/rows";
import { projectionOf } from "./projection";

const record = document();
const by: UserId = author;

const paragraph = (id: string | null, text: string) =>
  schema.node(
    "paragraph",
    { id },
    text === "" ? [] : text.split("\n").flatMap((line, at) => [...(at > 0 ? [schema.node("hard_break")] : []), schema.text(line)]),
  );
type Blocks = ReturnType<typeof paragraph>[];

const stateOf = (n: number, texts: Partial<Record<Lang, Blocks>>): DocState => ({
  ...emptyState,
  version: version(n),
  source: "fr",
  texts: Object.fromEntries(
    Object.entries(texts).map(([lang, blocks]) => [
      lang,
      { lang: lang as Lang, dir: "ltr", anchors: [], blocks: {}, doc: schema.node("doc", null, blocks) },
    ]),
  ),
});

function project(before: DocState | null, after: DocState): Rows<SectionRow> {
  const { changes } = finish(projectionOf({ record, before, after, at: 1, by }, ["sections"]));
  if (!changes.sections) throw new Error("no sections");
  return changes.sections;
}
/** Without the head, which every change writes. */
const changed = (before: DocState | null, after: DocState) => {
  const { put, gone } = project(before, after);
  expect(put.at(-1)).toMatchObject({ key: HEAD, version: after.version, blocks: [] });
  return { put: put.slice(0, -1), gone };
};

const long = (count: number, name = "p"): Blocks =>
  Array.from({ length: count }, (_, n) => paragraph(`${name}${String(n)}`, `Paragraphe ${String(n)} ${"mot ".repeat(40)}`));
const words = (rows: readonly SectionRow[]): string[] => rows.flatMap(({ blocks }) => blocks.map(({ text }) => text));

test("every block that says something is in a section, in each language, in the order of the text", () => {
  const list = schema.node("bullet_list", { id: "l" }, [schema.node("list_item", { id: "i" }, [paragraph("li", "trois")])]);
  const state = stateOf(3, {
    fr: [paragraph("a", "un\nune"), paragraph("e", ""), list, paragraph(null, "quatre\u00adfin")],
    en: [paragraph("a", "one")],
  });
  const { put, gone } = changed(null, state);
  expect(gone).toEqual([]);
  expect(put).toMatchObject([
    {
      doc: record.id,
      version: 3,
      lang: "fr",
      key: "fr/a",
      at: 0,
      blocks: [
        { id: "a", text: "un une" },
        { id: "li", text: "trois" },
        { id: "", text: "quatre\u00adfin" },
      ],
    },
    { lang: "en", key: "en/a", blocks: [{ id: "a", text: "one" }] },
  ]);
});

test("a change writes its section again and no other", () => {
  const blocks = long(400);
  const [before, after] = [stateOf(1, { fr: blocks }), stateOf(2, { fr: blocks.with(200, paragraph("p200", "autre chose")) })];
  const { put: all } = changed(null, before);
  expect(all.length).toBeGreaterThan(10);
  expect(all.every((row) => words([row]).join("").length <= 12_500)).toBe(true);
  expect(words(all)).toHaveLength(400);
  const { put, gone } = changed(before, after);
  expect(put).toHaveLength(1);
  expect(words(put)).toContain("autre chose");
  expect(gone).toEqual([]);
});

test("blocks that come and go change the sections around them only, and no row of one that is no longer stays", () => {
  const blocks = long(400);
  const before = stateOf(1, { fr: blocks });
  const rows = new Map(changed(null, before).put.map((row) => [row.key, row]));
  const edge = blocks.findIndex((node, at) => at > 100 && hashOf(String(node.attrs["id"])) % 16 === 0);
  const afterRemoval = stateOf(2, { fr: blocks.toSpliced(edge, 1) });
  const afterInsertion = stateOf(3, { fr: blocks.toSpliced(edge, 1).toSpliced(50, 0, paragraph("new", "nouveau")) });
  for (const [one, other] of [
    [before, afterRemoval],
    [afterRemoval, afterInsertion],
  ] as const) {
    const { put, gone } = changed(one, other);
    expect(put.length + gone.length).toBeLessThanOrEqual(3);
    for (const row of put) rows.set(row.key, row);
    for (const key of gone) expect(rows.delete(key)).toBe(true);
  }
  const anew = new Map(changed(null, afterInsertion).put.map((row) => [row.key, row.blocks]));
  expect(new Map(Array.from(rows, ([key, row]) => [key, row.blocks]))).toEqual(anew);
});

test("a block that is long by itself is cut into pieces, and a change in it writes one or two of them", () => {
  const text = Array.from({ length: 60_000 }, (_, n) => `mot${String((n * 7919) % 5003)}`).join(" ");
  const edited = `${text.slice(0, 200_000)} inséré ${text.slice(200_000)}`;
  const [before, after] = [stateOf(1, { fr: [paragraph("a", text)] }), stateOf(2, { fr: [paragraph("a", edited)] })];
  const { put: all } = changed(null, before);
  expect(all.length).toBeGreaterThan(30);
  expect(words(all).join("")).toBe(text);
  const { put, gone } = changed(before, after);
  expect(put.length + gone.length).toBeLessThanOrEqual(2);
  expect(words(put).join("")).toContain("inséré");
});

test("blocks with the same id, or without any, have rows of their own", () => {
  const same = [...long(100), ...long(100)];
  const none = Array.from({ length: 300 }, (_, n) => paragraph(null, `Sans ${String(n)} ${"mot ".repeat(30)}`));
  for (const blocks of [same, none]) {
    const { put } = changed(null, stateOf(1, { fr: blocks }));
    expect(new Set(put.map(({ key }) => key)).size).toBe(put.length);
    expect(words(put)).toHaveLength(blocks.length);
  }
});

test("a text that went takes its sections with it; one that did not change is not looked at", () => {
  const before = stateOf(1, { fr: [paragraph("a", "un")], en: [paragraph("a", "one")] });
  const after = { ...before, version: version(2), texts: { fr: before.texts.fr } } as DocState;
  expect(changed(before, after)).toEqual({ put: [], gone: ["en/a"] });
});

test("a large text is written in parts of bounded size, what says that all are there last", () => {
  const state = stateOf(7, { fr: long(2000) });
  const projection = finish(projectionOf({ record, before: null, after: state, at: 1, by }));
  const parts = [...partsOf(projection)];
  const rows = parts.map(({ changes }) => changes.sections?.put ?? []);
  expect(parts.map(({ whole }) => whole)).toEqual(parts.map((_, index) => index === 0));
  expect(parts.map(({ row }) => row !== null)).toEqual(parts.map((_, index) => index === parts.length - 1));
  expect(rows.flat()).toEqual(projection.changes.sections?.put);
  expect(rows.at(-1)?.at(-1)?.key).toBe(HEAD);
  for (const some of rows) expect(some.length === 1 || words(some).join("").length <= 12_000).toBe(true);
});

test("reading and cutting a text of 3.5 MB lets others in after each section", () => {
  const state = stateOf(1, { fr: [...long(18_000), paragraph("long", "mot ".repeat(250_000))] });
  const work = projectionOf({ record, before: null, after: state, at: 1, by }, ["sections"]);
  let turns = 0;
  while (work.next().done !== true) turns++;
  expect(turns).toBeGreaterThan(1000);
});
