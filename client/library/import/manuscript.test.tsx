import type { PreviewBlock } from "../../../shared/protocol/import";
import {
  apart,
  choicesFor,
  join,
  joinable,
  keepsText,
  manuscriptOf,
  natures,
  rewritten,
  split,
  textOf,
  withKeep,
  withNature,
} from "./manuscript";
import type { Manuscript } from "./manuscript";

const block = (text: string, more: Partial<PreviewBlock> = {}): PreviewBlock => ({
  kind: "paragraph",
  text,
  chrome: null,
  keep: true,
  joinsPrevious: false,
  ...more,
});

const read: PreviewBlock[] = [
  block("Un titre", { kind: "title" }),
  block("Le recours qui sera déposé"),
  block("12", { chrome: { reason: "navigation" }, keep: false }),
  block("demain sera jugé.", { joinsPrevious: true }),
  block("Un lien ici.", { runs: [{ text: "Un " }, { text: "lien", href: "https://exemple.fr/", em: true }, { text: " ici." }] }),
];
const first = manuscriptOf(read);
const shown = (text: Manuscript): string[] => text.blocks.map((one) => `${one.keep ? "" : "-"}${one.kind} ${textOf(one)}`);

test("a preview starts as it was recognised: a sentence cut in two in one, over what stands at the cut; untouched, it says no words", () => {
  expect(shown(first)).toEqual([
    "title Un titre",
    "paragraph Le recours qui sera déposé demain sera jugé.",
    "-paragraph 12",
    "paragraph Un lien ici.",
  ]);
  expect(choicesFor(first)).toEqual([
    { of: [0], keep: true, kind: "title" },
    { of: [1, 3], keep: true, kind: "paragraph" },
    { of: [2], keep: false, kind: "paragraph" },
    { of: [4], keep: true, kind: "paragraph" },
  ]);
});

test("what was joined can be taken apart, with what stood between the halves between them again", () => {
  const now = apart(first, 1, read);
  expect(now.blocks.map(({ of }) => of)).toEqual([[0], [1], [2], [3], [4]]);
  expect(join(now, 3, read).blocks.map(({ of, written }) => [...of, written])).toEqual([
    [0, false],
    [1, 3, false],
    [2, false],
    [4, false],
  ]);
});

test("a block can be made every kind, and there is one title", () => {
  for (const nature of natures) expect(withNature(first, 1, nature, read).blocks[1]).toMatchObject({ kind: nature.kind, keep: true });
  const now = withNature(first, 3, { kind: "title" }, read);
  expect(now.blocks.map(({ kind }) => kind)).toEqual(["heading", "paragraph", "paragraph", "title"]);
  expect(withNature(first, 2, { kind: "paragraph" }, read).blocks[2]?.keep).toBe(true);
});

test("a block cut and joined again is what was read, and no word of its marks is lost on the way", () => {
  const cut = split(first, 3, 5);
  expect(shown(cut).slice(3)).toEqual(["paragraph Un li", "paragraph en ici."]);
  expect(cut.blocks.slice(3).map(({ runs }) => runs)).toEqual([
    [{ text: "Un " }, { text: "li", href: "https://exemple.fr/", em: true }],
    [{ text: "en", href: "https://exemple.fr/", em: true }, { text: " ici." }],
  ]);
  expect(choicesFor(cut).slice(3)).toMatchObject([
    { of: [4], runs: [{ text: "Un " }, { text: "li" }] },
    { of: [4], runs: [{ text: "en" }, { text: " ici." }] },
  ]);
  const between = split(first, 3, 3);
  expect(join(between, 4, read).blocks).toEqual(first.blocks);
  expect(split(first, 3, 0)).toBe(first);
  expect(split(first, 3, "Un lien ici.".length)).toBe(first);
});

test("other words keep the marks of what is the same; the same words again are what was read", () => {
  const now = rewritten(rewritten(first, 3, "Un beau lien ici.", read), 3, "Un beau lien ici, oui.", read);
  expect(now.blocks[3]).toMatchObject({
    written: true,
    runs: [{ text: "Un beau " }, { text: "lien", href: "https://exemple.fr/", em: true }, { text: " ici, oui." }],
  });
  expect(rewritten(first, 3, "Un lien2 ici.", read).blocks[3]?.runs).toEqual([
    { text: "Un " },
    { text: "lien", href: "https://exemple.fr/", em: true },
    { text: "2", em: true },
    { text: " ici." },
  ]);
  expect(rewritten(now, 3, "Un lien ici.", read).blocks[3]).toEqual(first.blocks[3]);
  expect(choicesFor(rewritten(first, 3, "", read))[3]).toMatchObject({ keep: false, runs: [] });
});

test.each([
  ["🈀", "🨀"],
  ["😀", "😁"],
])("another emoji for %s takes no half of it along", (one, other) => {
  const marked = [block(`Oui ${one} !`, { runs: [{ text: "Oui " }, { text: one, strong: true }, { text: " !", em: true }] })];
  const { blocks } = rewritten(manuscriptOf(marked), 0, `Oui ${other} !`, marked);
  expect(textOf(blocks[0] ?? { runs: [] })).toBe(`Oui ${other} !`);
  for (const { text } of blocks[0]?.runs ?? []) expect(text.isWellFormed()).toBe(true);
});

test("a block joins the kept one before it, over what is left out, and takes its kind", () => {
  expect(joinable(first, 3)).toBe(1);
  expect(joinable(first, 2)).toBeNull();
  expect(joinable(first, 0)).toBeNull();
  const now = join(withNature(first, 1, { kind: "quote" }, read), 3, read);
  expect(shown(now)).toEqual(["title Un titre", "quote Le recours qui sera déposé demain sera jugé. Un lien ici.", "-paragraph 12"]);
});

test("a title alone is no text", () => {
  expect(keepsText(first)).toBe(true);
  expect(keepsText(withKeep(withKeep(first, 1, false), 3, false))).toBe(false);
});

const cell = (text: string) => ({ paragraphs: text === "" ? [] : [[{ text }]] });

describe("tables", () => {
  const rows = [
    ["", "Dette"],
    ["2019", "500"],
    ["2020", "700"],
  ].map((row) => row.map(cell));
  const words = "\tDette\n2019\t500\n2020\t700";
  const figures = [block("Avant"), block(words, { kind: "table", rows }), block("Après")];
  const start = manuscriptOf(figures);

  test("an empty corner stays the first cell, as read and as rewritten", () => {
    expect(start.blocks[1] && textOf(start.blocks[1])).toBe(words);
    expect(choicesFor(rewritten(start, 1, words.replace("500", "501"), figures))[1]?.runs).toEqual([{ text: words.replace("500", "501") }]);
  });

  test("it is cut between rows, wherever in the row, and joined again it is what was read", () => {
    for (const offset of [words.indexOf("2020"), words.indexOf("700") + 1, words.indexOf("\n2020")]) {
      const cut = split(start, 1, offset);
      expect(shown(cut)).toEqual(["paragraph Avant", "table \tDette\n2019\t500", "table 2020\t700", "paragraph Après"]);
      expect(join(cut, 2, figures).blocks).toEqual(start.blocks);
    }
    expect(split(start, 1, 3)).toBe(start);
  });

  test("it joins no paragraph, and none joins it", () => {
    expect([joinable(start, 1), joinable(start, 2)]).toEqual([null, null]);
  });

  test("made a paragraph its cells stay apart, and made a table again it is what was read", () => {
    const now = withNature(start, 1, { kind: "paragraph" }, figures);
    expect(shown(now)[1]).toBe("paragraph | Dette\n2019 | 500\n2020 | 700");
    expect(withNature(now, 1, { kind: "table" }, figures).blocks).toEqual(start.blocks);
  });
});
