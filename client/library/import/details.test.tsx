import type { PreviewBlock } from "../../../shared/wire/import";
import { joinable, keepsText, paragraphNumbers, ticksOf } from "./choices";
import type { Tick } from "./choices";
import { noDetails, problemsOf, readDate, withFound } from "./details";

test.each([
  ["", ""],
  ["2019-05-15", "2019-05-15"],
  ["2019-5-1", "2019-05-01"],
  ["2019-05", "2019-05"],
  ["2019", "2019"],
  ["15/05/2019", "2019-05-15"],
  ["1.5.2019", "2019-05-01"],
  ["5/2019", "2019-05"],
  ["31/02/2019", null],
  ["15/13/2019", null],
  ["29/02/2020", "2020-02-29"],
  ["demain", null],
  ["05/15/2019", null],
])("the date %j is kept as %j", (typed, kept) => {
  expect(readDate(typed)).toBe(kept);
});

test("what was recognised fills only what the person has not touched", () => {
  const mine = { ...noDetails, title: "Mon titre" };
  const found = { title: "Trouvé", lang: "fr" as const, published: "2019", publisher: "", author: "", address: "", blocks: [] };
  expect(withFound(mine, new Set(["title"]), found)).toEqual({ ...noDetails, title: "Mon titre", lang: "fr", published: "2019" });
});

test("only http and https are addresses", () => {
  const good = ["", "https://lemonde.fr/a", "HTTP://x.org"];
  const bad = ["javascript:alert(1)", "lemonde.fr", "ftp://x", "https://"];
  const refused = [...good, ...bad].filter(
    (address) => problemsOf({ ...noDetails, title: "t", lang: "fr", address }).address === "addressWrong",
  );
  expect(refused).toEqual(bad);
});

const block = (more: Partial<PreviewBlock>): PreviewBlock => ({
  kind: "paragraph",
  text: "x",
  chrome: null,
  keep: true,
  joinsPrevious: false,
  ...more,
});

test("paragraphs are numbered as they will stand; joined and dropped ones have no number", () => {
  const blocks = [
    block({ kind: "title" }),
    block({}),
    block({ joinsPrevious: true }),
    block({ keep: false }),
    block({ kind: "heading" }),
    block({}),
  ];
  const choices = ticksOf(blocks);
  expect(paragraphNumbers(blocks, choices)).toEqual([null, 1, null, null, null, 2]);
  const apart = choices.map((choice): Tick => ({ ...choice, join: false }));
  expect(paragraphNumbers(blocks, apart)).toEqual([null, 1, 2, null, null, 3]);
});

test("a paragraph joins only a kept paragraph before it", () => {
  const blocks = [
    block({ joinsPrevious: true }),
    block({ joinsPrevious: true }),
    block({ kind: "heading" }),
    block({ joinsPrevious: true }),
  ];
  const choices = ticksOf(blocks);
  expect([...joinable(blocks, choices)]).toEqual([1]);
  expect([
    ...joinable(
      blocks,
      choices.map((choice, i) => (i === 0 ? { ...choice, keep: false } : choice)),
    ),
  ]).toEqual([]);
});

test("a title alone is no text", () => {
  const blocks = [block({ kind: "title" }), block({ keep: false })];
  expect(keepsText(blocks, ticksOf(blocks))).toBe(false);
  expect(keepsText([block({})], ticksOf([block({})]))).toBe(true);
});
