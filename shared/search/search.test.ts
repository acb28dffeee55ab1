import type { CaseId, DocId } from "../ids";
import { readCursor, writeCursor } from "./cursor";
import { ClaimFilter, filterQuery } from "./filter";
import { countWords, excerptOf, markWords } from "./mark";

test("a filter reads back from an address as it was, commas in tags and all", () => {
  const filter: ClaimFilter = {
    cases: ["case-1", "case-2"] as CaseId[],
    words: "l’œuvre",
    status: ["to-check", "approved"],
    assignee: ["nobody"],
    tags: ["a,b", "100 %2C", "c"],
    orphan: false,
    sources: true,
  };
  const address = new URLSearchParams(filterQuery(filter)).toString();
  expect(ClaimFilter.parse(Object.fromEntries(new URLSearchParams(address)))).toEqual(filter);
  expect(ClaimFilter.parse(JSON.parse(JSON.stringify(filter)))).toEqual(filter);
});

test.each([{ colour: "red" }, { status: "done" }, { orphan: "maybe" }, { words: "x".repeat(301) }, { cases: "?" }])(
  "an unknown filter is refused: %j",
  (query) => {
    expect(ClaimFilter.safeParse(query).success).toBe(false);
  },
);

const cursor = { at: "été 😀", doc: "doc-1" as DocId, key: "claim-1/ev" };

test("a cursor reads back, of the same query alone", () => {
  const query = { words: "a", status: ["approved"], none: undefined };
  const text = writeCursor(cursor, query);
  expect(text).toMatch(/^[A-Za-z0-9_-]+$/);
  expect(readCursor(text, { status: ["approved"], words: "a" })).toEqual(cursor);
  expect(readCursor(text, { words: "b", status: ["approved"] })).toBeNull();
});

test.each(["", "x", "é", "W10", btoa("null"), btoa('["a",1,"doc-1"]'), "%%%"])("what is no cursor is none: %s", (text) => {
  expect(readCursor(text, {})).toBeNull();
});

const marked = (text: string, words: string): string =>
  markWords(text, words)
    .map(({ text: part, found }) => (found ? `[${part}]` : part))
    .join("");

test.each([
  ["L’Œuvre de Pegasus", "oeuv peg", "L’[Œuvre] de [Pegasus]"],
  ["qu'il d’abord", "ABORD", "qu'il d’[abord]"],
  ["e\u0301le\u0300ve", "eleve", "[e\u0301le\u0300ve]"],
  ["anti\u00adconstitutionnel", "anticon", "[anti\u00adconstitutionnel]"],
  ["the journalist's phone", "journalist", "the [journalist's] phone"],
  ["間諜軟體", "諜軟", "間[諜軟]體"],
  ["這是間諜軟體。", "間諜軟體", "這是[間諜軟體]。"],
  ["這書好", "書", "這[書]好"],
  ["ประเทศไทยมีภาษา", "ภาษา", "ประเทศไทยมี[ภาษา]"],
  ["le porte-parole", "parole", "le porte-[parole]"],
  ["le porte‑parole", "porteparole", "le [porte‑parole]"],
  ["le porte-parole", "porte", "le [porte]-parole"],
  ["un e-mail", "email", "un [e-mail]"],
  ["rien", "tout", "rien"],
  ["tout", "", "tout"],
])("in %s, %s marks %s", (text, words, shown) => {
  expect(marked(text, words)).toBe(shown);
});

test("every text comes back whole from its marks", () => {
  for (const text of ["L’arc-en-ciel, qu'il", "間諜 abc軟體 e-mail", "ประเทศ-ไทย", "-a- ’b’ 'c'", "a\u0301-\u00ad-b"]) {
    for (const sought of ["arc", "arcenciel", "軟", "間諜", "mail", "ไทย", "a", "b"])
      expect(
        markWords(text, sought)
          .map((part) => part.text)
          .join(""),
      ).toBe(text);
  }
});

const shownOf = (text: string, words: string): string =>
  excerptOf(text, words)
    .map(({ text: part, found }) => (found ? `[${part}]` : part))
    .join("");

test("an excerpt is a short one around the first word found, cut between words", () => {
  const filler = "lorem ipsum dolor sit amet ".repeat(40);
  const shown = shownOf(`${filler}le logiciel Pegasus vise un téléphone ${filler}`, "pegas");
  expect(shown).toMatch(/^…(?:lorem|ipsum|dolor|sit|amet) .*le logiciel \[Pegasus\] vise un téléphone .*(?:lorem|ipsum|dolor|sit|amet)…$/u);
  expect(shown.length).toBeLessThan(260);
  expect(shownOf("Un court texte", "texte")).toBe("Un court [texte]");
  expect(shownOf(`Rien ici. ${filler}`, "pegasus")).toMatch(/^Rien ici\. .*…$/u);
});

test("an excerpt of a text without spaces is cut between its signs", () => {
  const shown = shownOf(`${"書".repeat(500)}軟體😀${"書".repeat(500)}`, "軟體");
  expect(shown).toMatch(/^…書+\[軟體\]😀書+…$/u);
  expect(shown.length).toBeLessThan(260);
});

test("how many of the words a text has", () => {
  const text = "L’œuvre du porte-parole, 間諜軟體";
  expect(["oeuv", "oeuvre porteparole", "porte-par 軟體 rien", "uvre", "rien", ""].map((words) => countWords(text, words))).toEqual([
    1, 2, 2, 0, 0, 0,
  ]);
});
