import { AddMarkStep, RemoveMarkStep } from "prosemirror-transform";
import { Random } from "../../fixtures/random";
import { finish } from "../sliced";
import { marking } from "./marking";
import { priceOfStep } from "./price";
import { schema } from "./schema";
import { markSet } from "./step-kinds";

// SPEC T3: a mark over a whole book is made in pieces, and is the mark that the library makes.

const { doc, paragraph, blockquote, bullet_list: list, list_item: item } = schema.nodes;
const { em, strong, link } = schema.marks;

const random = new Random(5);
const paragraphs = Array.from({ length: 7000 }, (_, index) =>
  paragraph.create({ id: `b${index}` }, [
    schema.text("Le gouvernement", random.chance(0.3) ? [em.create()] : []),
    ...(random.chance(0.2) ? [schema.nodes.hard_break.create()] : []),
    schema.text(" a nié.", random.chance(0.3) ? [strong.create()] : []),
  ]),
);
const text = doc.create(null, [
  ...paragraphs.slice(0, 2000),
  blockquote.create(null, [...paragraphs.slice(2000, 4500), blockquote.create(null, paragraphs.slice(4500, 4600))]),
  list.create(
    null,
    paragraphs.slice(4600, 6500).map((one) => item.create(null, one)),
  ),
  ...paragraphs.slice(6500),
]);
const { size } = text.content;

test.each(Array.from({ length: 12 }, (_, index) => index))("T3: over any stretch it is the library’s (%i)", (round) => {
  const from = round === 0 ? 0 : random.below(size / 4);
  const to = round === 0 ? size : size - random.below(size / 4);
  const mark = random.pick([em.create(), strong.create(), link.create({ href: "https://example.org/" })]);
  const Kind = random.pick([AddMarkStep, RemoveMarkStep]);
  const step = new Kind(from, to, mark);
  const whole = step.apply(text).doc;
  const inPieces = finish(marking(text, step));
  expect(whole && inPieces?.eq(whole)).toBe(true);
});

test("T3: several marks at once are, too, and each in pieces", () => {
  const step = markSet([new AddMarkStep(0, size, em.create()), new RemoveMarkStep(10, size - 10, strong.create())]);
  if (!step) throw new Error("no step");
  const work = marking(text, step);
  let pieces = 1;
  let answer = work.next();
  for (; !answer.done; answer = work.next()) pieces += 1;
  expect(pieces).toBeGreaterThan(8);
  expect(answer.value?.eq(step.apply(text).doc ?? text)).toBe(true);
});

test("T3: what is short, or leads nowhere, is left to the library", () => {
  expect(finish(marking(text, new AddMarkStep(1, 40, em.create())))).toBeNull();
  expect(finish(marking(text, new AddMarkStep(0, size + 9, em.create())))).toBeNull();
});

test("T3: the price of a mark counts every node that it meets", () => {
  for (let round = 0; round < 60; round += 1) {
    const from = random.below(size);
    const to = from + random.below(size - from);
    let met = 0;
    text.nodesBetween(from, to, () => (met += 1) > 0);
    const price = priceOfStep(text, new AddMarkStep(from, to, em.create()), Number.POSITIVE_INFINITY);
    const beside = priceOfStep(text, new AddMarkStep(from, from, em.create()), Number.POSITIVE_INFINITY);
    let none = 0;
    text.nodesBetween(from, from, () => (none += 1) > 0);
    expect(price - beside).toBeCloseTo(met - none);
  }
});
