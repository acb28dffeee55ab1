import { Node } from "prosemirror-model";
import { Random } from "../../fixtures/random";
import { finish } from "../sliced";
import type { Sliced } from "../sliced";
import { checking, jsonOf, nodeFrom } from "./pieces";
import { schema } from "./schema";
import { docJson, loggedDoc, parsingStep, stepJson, stepOf, writingStep } from "./steps";
import type { DocJson, StepJson } from "./json";

// SPEC T3: reading, checking and writing a text lets others in, and gives what the library gives at once.

interface Form {
  type: string;
  attrs?: object;
  content?: Form[];
  text?: string;
  marks?: object[];
}
const paragraph = (id: number, text: string): Form => ({ type: "paragraph", attrs: { id: `b${id}` }, content: [{ type: "text", text }] });

function formOf(random: Random, depth: number): Form {
  const id = random.below(100_000);
  const inner = (count: number): Form[] => Array.from({ length: count }, () => formOf(random, depth + 1));
  switch (random.below(depth > 4 ? 3 : 7)) {
    case 0:
      return {
        type: "heading",
        attrs: { id: `h${id}`, level: 1 + random.below(4) },
        content: [{ type: "text", text: "Titre", marks: [{ type: "em" }] }],
      };
    case 1:
      return { type: "paragraph", attrs: { id: null } };
    case 2:
      return paragraph(id, "Des mots.");
    case 3:
      return { type: "blockquote", attrs: { id: null }, content: inner(random.below(4)) };
    case 4:
      return {
        type: "ordered_list",
        attrs: { id: null, start: 3 },
        content: inner(2).map((one) => ({ type: "list_item", attrs: { id: null }, content: [one] })),
      };
    case 5: {
      const cell = { type: "table_cell", attrs: { id: null, colspan: 2, rowspan: 1 }, content: [paragraph(id, "x")] };
      return { type: "table", attrs: { id: null }, content: [{ type: "table_row", attrs: { id: null }, content: [cell, cell] }] };
    }
    default:
      return { type: "blockquote", attrs: { id: `q${id}` }, content: inner(3) };
  }
}

const textOf = (content: Form[]): Form => ({ type: "doc", content });
const manyBlocks = (count: number): Form[] => Array.from({ length: count }, (_, index) => paragraph(index, "Le gouvernement a nié."));
const thrownBy = (work: () => unknown): string | null => {
  try {
    work();
    return null;
  } catch (error) {
    return error instanceof RangeError ? "RangeError" : String(error);
  }
};

test("T3: what is made piece by piece is what the library makes", () => {
  const random = new Random(7);
  for (let round = 0; round < 200; round += 1) {
    const json = textOf(Array.from({ length: random.below(12) }, () => formOf(random, 0)));
    const node = finish(nodeFrom(json));
    expect(node.eq(Node.fromJSON(schema, json))).toBe(true);
    expect(JSON.stringify(finish(jsonOf(node)))).toBe(JSON.stringify(node.toJSON()));
    expect(() => finish(checking(node))).not.toThrow();
  }
});

test.each<[string, Form]>([
  ["an unknown type", textOf([{ type: "blockquote", content: [paragraph(1, "x"), { type: "scroll" }] }])],
  ["text where a block belongs", textOf([paragraph(1, "x"), { type: "text", text: "loose" }])],
  ["a block in a paragraph", textOf([{ type: "paragraph", content: [paragraph(1, "x")] }])],
  ["an id that is none", textOf([{ type: "blockquote", attrs: { id: "a b" }, content: [paragraph(1, "x")] }])],
  ["a list without items", textOf([{ type: "bullet_list", attrs: { id: null }, content: [paragraph(1, "x")] }])],
  ["a mark on a block that none may have", textOf([{ type: "blockquote", marks: [{ type: "em" }], content: [paragraph(1, "x")] }])],
  ["a mark nobody knows", textOf([{ type: "paragraph", content: [{ type: "text", text: "x", marks: [{ type: "odd" }] }] }])],
  ["content that is no list", { type: "doc", content: {} as never }],
  ["nothing in a list", { type: "doc", content: [null] as never }],
])("T3: refuses what the library refuses: %s", (_name, json) => {
  const wanted = thrownBy(() => Node.fromJSON(schema, json).check());
  expect(wanted).not.toBeNull();
  expect(thrownBy(() => finish(checking(finish(nodeFrom(json)))))).toBe(wanted);
  expect(loggedDoc(json as unknown as DocJson)).toMatchObject({ refusal: { code: "malformed" } });
});

/** The most blocks that are dealt with between two yields. */
function pieces<T>(work: Sliced<T>): { value: T; count: number } {
  for (let count = 1; ; count += 1) {
    const step = work.next();
    if (step.done) return { value: step.value, count };
  }
}

test.each<[string, (blocks: Form[]) => Form]>([
  ["side by side", textOf],
  ["in a quote in a quote", (blocks) => textOf([{ type: "blockquote", content: [{ type: "blockquote", content: blocks }] }])],
  ["in one list", (blocks) => textOf([{ type: "bullet_list", content: blocks.map((one) => ({ type: "list_item", content: [one] })) }])],
])("T3: a text of 20,000 blocks is read, checked and written in pieces: %s", (_name, made) => {
  const json = made(manyBlocks(20_000));
  const node = pieces(nodeFrom(json));
  expect(node.count).toBeGreaterThan(40);
  expect(pieces(checking(node.value)).count).toBeGreaterThan(40);
  expect(pieces(docJson(node.value)).count).toBeGreaterThan(40);
});

test("T3: a step that brings 20,000 blocks is read and written in pieces, and is the same step", () => {
  const json = {
    stepType: "replace",
    from: 0,
    to: 0,
    slice: { content: manyBlocks(20_000), openStart: 1, openEnd: 1 },
    structure: true,
  } as unknown as StepJson;
  const read = pieces(parsingStep(json));
  expect(read.count).toBeGreaterThan(80);
  const step = read.value.ok ? read.value.value : null;
  const written = step && pieces(writingStep(step));
  expect(written?.count).toBeGreaterThan(40);
  expect(written?.value).toEqual(stepJson(stepOf(json)));
});

test("T3: a text that was read once is not read again", () => {
  const json = textOf(manyBlocks(3)) as unknown as DocJson;
  const [first, second] = [loggedDoc(json), loggedDoc(json)];
  expect(first.ok && second.ok && first.value === second.value).toBe(true);
  const again = first.ok ? loggedDoc(finish(docJson(first.value))) : null;
  expect(again?.ok && first.ok && again.value === first.value).toBe(true);
});
