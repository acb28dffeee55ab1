import { Node } from "prosemirror-model";
import type { ClaimId } from "../ids";
import { applyOp, nextAct } from "../log/apply";
import { emptyState, stateFromJson, stateToJson } from "../log/state";
import type { DocState } from "../log/state";
import type { Op } from "../log/op";
import type { DocJson } from "./json";
import { schema } from "./schema";
import { parseDoc } from "./steps";
import { findQuote, quoteOf, textBetween, trimToText } from "./text";

const { doc, table, table_row, table_cell, table_header, paragraph } = schema.nodes;
const words = (text: string): Node => paragraph.create(null, schema.text(text));
const row = (...cells: string[]): Node =>
  table_row.create(
    null,
    cells.map((text) => table_cell.create(null, words(text))),
  );
const figures = doc.create(null, [words("Avant"), table.create(null, [row("2019", "500"), row("2020", "700")]), words("Après")]);

test("a table of paragraphs is a text; a row without cells and a table without rows are too, since two people's edits may leave them", () => {
  for (const content of [figures, doc.create(null, table.create()), doc.create(null, table.create(null, table_row.create()))]) {
    expect(parseDoc(content.toJSON() as DocJson)).toMatchObject({ ok: true });
  }
});

test.each([
  ["a span of nothing", { colspan: 0 }],
  ["a span that is no number", { rowspan: "2" }],
  ["a span without bound", { colspan: 1_000_000 }],
  ["an id with markup", { id: "<b>" }],
])("a cell with %s is refused", (_, attrs) => {
  const cell = { type: "table_cell", attrs, content: [{ type: "paragraph" }] };
  const text = { type: "doc", content: [{ type: "table", content: [{ type: "table_row", content: [cell] }] }] };
  expect(parseDoc(text as DocJson)).toMatchObject({ ok: false });
});

test("a table holds rows and a cell holds paragraphs, nothing else", () => {
  const heading = schema.nodes.heading.create(null, schema.text("x"));
  for (const bad of [table.create(null, words("x")), table_row.create(null, words("x")), table_cell.create(null, heading)]) {
    expect(() => bad.check()).toThrow(RangeError);
  }
  expect(() => table_header.create({ colspan: 2 }, words("x")).check()).not.toThrow();
});

test("cells are quoted apart, found by that quote, and never run together", () => {
  const whole = trimToText(figures, 0, figures.content.size);
  expect(whole && textBetween(figures, whole.from, whole.to)).toBe("Avant\n2019\n500\n2020\n700\nAprès");
  const [place] = findQuote(figures, "2019\n500");
  expect(place && quoteOf(figures, place.from, place.to)).toEqual({ exact: "2019\n500", prefix: "Avant\n", suffix: "\n2020\n700\nAprès" });
  expect(findQuote(figures, "2019500")).toEqual([]);
});

function apply(state: DocState, op: Op): DocState {
  const result = applyOp(state, op, nextAct(state, "user0" as never, 0));
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
}

test("L1 A1: a claim over cells is kept in the state and comes back from its JSON", () => {
  const text = apply(emptyState, { type: "text.add", lang: "fr", dir: "ltr", doc: figures.toJSON() as DocJson });
  const [place] = findQuote(figures, "2019\n500");
  if (!place) throw new Error("no place");
  const state = apply(text, {
    type: "claim.add",
    v: 1,
    claim: "claim00001" as ClaimId,
    lang: "fr",
    ...place,
    ...quoteOf(figures, place.from, place.to),
    fields: {},
  });
  const again = stateFromJson(JSON.parse(JSON.stringify(stateToJson(state))) as never);
  expect(stateToJson(again)).toEqual(stateToJson(state));
  expect(again.texts.fr?.anchors[0]).toMatchObject({ ...place, exact: "2019\n500" });
});

test("a text of the version before still opens, and raised, lowered and struck words are marks", () => {
  const old = {
    type: "doc",
    content: [{ type: "paragraph", attrs: { id: "a" }, content: [{ type: "text", text: "x", marks: [{ type: "em" }] }] }],
  };
  expect(parseDoc(old)).toMatchObject({ ok: true });
  for (const type of ["superscript", "subscript", "struck"]) {
    const json = { type: "doc", content: [{ type: "paragraph", content: [{ type: "text", text: "6", marks: [{ type }] }] }] };
    expect(Node.fromJSON(schema, json).firstChild?.firstChild?.marks[0]?.type.name).toBe(type);
  }
});
