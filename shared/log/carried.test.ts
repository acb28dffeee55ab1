import type { Node } from "prosemirror-model";
import { Transform, findWrapping, liftTarget } from "prosemirror-transform";
import { Random } from "../../fixtures/random";
import { Hub, Page } from "../../fixtures/replicas/hub";
import { schema } from "../doc/schema";
import { stepJson } from "../doc/steps";
import type { UserId } from "../ids";
import { applyOp, nextAct } from "./apply";
import type { Op } from "./op";
import { emptyState } from "./state";

// What an edit of structure becomes where others edited the same blocks before it: what it meant, not a loss that its author is told of.

const { doc: top, paragraph, heading, blockquote, bullet_list, list_item } = schema.nodes;
const em = schema.marks.em.create();
const [ana, boris] = ["ana0000000", "boris00000"] as UserId[] as [UserId, UserId];

const p = (id: string, words: string): Node => paragraph.create({ id }, schema.text(words));
type Edit = (tr: Transform) => unknown;

const heads: Edit = (tr) => tr.setBlockType(1, 1, heading, { id: "b0", level: 2 });
const wraps =
  (type: typeof blockquote, from: number, to: number): Edit =>
  (tr) => {
    const range = tr.doc.resolve(from).blockRange(tr.doc.resolve(to));
    const wrapping = range && findWrapping(range, type);
    if (!range || !wrapping) throw new Error("cannot wrap");
    tr.wrap(range, wrapping);
  };
const lifts: Edit = (tr) => {
  const range = tr.doc.resolve(3).blockRange();
  const target = range && liftTarget(range);
  if (!range || target === null) throw new Error("cannot lift");
  tr.lift(range, target);
};
const splits =
  (at: number): Edit =>
  (tr) =>
    tr.split(at);
const marks =
  (from: number, to: number): Edit =>
  (tr) =>
    tr.addMark(from, to, em);
const joins =
  (at: number): Edit =>
  (tr) =>
    tr.join(at);

const two = top.create(null, [p("b0", "abcdef"), p("b1", "ghijkl")]);
const quoted = top.create(null, [blockquote.create({ id: "q" }, [p("b0", "abcdef")]), p("b1", "ghijkl")]);
const listed = top.create(null, [bullet_list.create({ id: "l" }, [list_item.create({ id: "i" }, p("b0", "abcdef"))])]);

const cases: readonly [string, Node, before: Edit, after: Edit, string][] = [
  ["a heading of what was split", two, splits(4), heads, 'heading("abc"), heading("def"), paragraph("ghijkl")'],
  ["a split of what became a heading", two, heads, splits(4), 'heading("abc"), heading("def"), paragraph("ghijkl")'],
  [
    "a split of what was quoted",
    two,
    wraps(blockquote, 1, 1),
    splits(4),
    'blockquote(paragraph("abc"), paragraph("def")), paragraph("ghijkl")',
  ],
  ["a split of what came out of its quote", quoted, lifts, splits(5), 'paragraph("abc"), paragraph("def"), paragraph("ghijkl")'],
  [
    "a quote around what was split",
    two,
    splits(4),
    wraps(blockquote, 1, 1),
    'blockquote(paragraph("abc"), paragraph("def")), paragraph("ghijkl")',
  ],
  ["a quote around what became a heading", two, heads, wraps(blockquote, 1, 9), 'blockquote(heading("abcdef"), paragraph("ghijkl"))'],
  ["a quote around blocks of which one is gone", two, (tr) => tr.delete(0, 8), wraps(blockquote, 1, 9), 'blockquote(paragraph("ghijkl"))'],
  [
    "a quote around a block before and behind which others were put",
    two,
    (tr) => tr.insert(8, p("b2", "uv")).insert(0, p("b3", "xy")),
    wraps(blockquote, 1, 1),
    'paragraph("xy"), blockquote(paragraph("abcdef")), paragraph("uv"), paragraph("ghijkl")',
  ],
  ["a heading of what was quoted", two, wraps(blockquote, 1, 1), heads, 'blockquote(heading("abcdef")), paragraph("ghijkl")'],
  [
    "a mark on words that were split",
    two,
    splits(4),
    marks(2, 6),
    'paragraph("a", em("bc")), paragraph(em("de"), "f"), paragraph("ghijkl")',
  ],
  [
    "a mark on words of which some are gone",
    two,
    (tr) => tr.delete(3, 5),
    marks(2, 6),
    'paragraph("a", em("be"), "f"), paragraph("ghijkl")',
  ],
  ["a mark on words that were joined", two, joins(8), marks(5, 11), 'paragraph("abcd", em("efgh"), "ijkl")'],
  ["a mark on words of which some have it", two, marks(1, 4), marks(2, 6), 'paragraph(em("abcde"), "f"), paragraph("ghijkl")'],
  ["the same join", two, joins(8), joins(8), 'paragraph("abcdefghijkl")'],
  ["a lift of what was lifted already", quoted, lifts, lifts, 'paragraph("abcdef"), paragraph("ghijkl")'],
  ["a split of an item whose list is gone", listed, (tr) => lifts(tr), (tr) => tr.split(6, 2), 'paragraph("abc"), paragraph("def")'],
];

test.each(cases)("R8: %s is carried, and nobody has lost anything", (_name, doc, before, after, wanted) => {
  const added = applyOp(emptyState, { type: "text.add", lang: "fr", dir: "ltr", doc: doc.toJSON() } as Op, nextAct(emptyState, ana, 0));
  if (!added.ok) throw new Error(added.refusal.code);
  const hub = new Hub(added.value);
  const random = new Random(1);
  const [first, second] = [new Page(hub, boris, random), new Page(hub, ana, random)] as const;
  for (const [page, edit] of [[first, before] as const, [second, after] as const]) {
    const tr = new Transform(page.replica.view.texts.fr?.doc ?? doc);
    edit(tr);
    expect(
      page.replica.change(
        tr.steps.map((step): Op => ({ type: "text.step", lang: "fr", step: stepJson(step) })),
        0,
      ).ok,
    ).toBe(true);
  }
  for (let round = 0; round < 3; round++) {
    for (const page of [first, second]) {
      page.send();
      page.deliver();
      page.take(Infinity, 0);
    }
  }
  expect([hub.state, first.replica.view, second.replica.view].map(({ texts }) => texts.fr?.doc.toString())).toEqual(
    Array.from({ length: 3 }, () => `doc(${wanted})`),
  );
  expect(hub.state.conflicts.size).toBe(0);
});
