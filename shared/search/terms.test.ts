import { assert, property, string } from "fast-check";
import { fold } from "./fold";
import { prefixesOf, soughtWords, termsOf } from "./terms";

test.each([
  ["Œuvre", "oeuvre"],
  ["ŒUVRE", "oeuvre"],
  ["élève", "eleve"],
  ["e\u0301le\u0300ve", "eleve"],
  ["ﬁchier", "fichier"],
  ["ÆTHER Straße Øre Łódź", "aether strasse ore lodz"],
  ["İstanbul ırk", "istanbul irk"],
  ["ΣΟΦΟΣ σοφός", "σοφοσ σοφοσ"],
  ["한국", "한국"],
  ["שָׁלוֹם", "שלום"],
  ["مُحَمَّد كتــاب", "محمد كتاب"],
  ["ガ ｶﾞ が か", "ガ ガ が か"],
  ["น้ำ ประเทศ", "น้ำ ประเทศ"],
  ["हिन्दी", "हिन्दी"],
  ["l’an l'an lʼan", "l'an l'an l'an"],
  ["porte‑parole porte‐parole 11–12", "porte-parole porte-parole 11-12"],
])("%s folds to %s", (text, folded) => {
  expect(fold(text)).toBe(folded);
});

test.each([
  ["L’enquête d'abord, jusqu’ici, qu'il n'a", ["enquete", "abord", "ici", "il"]],
  ["aujourd’hui", ["aujourd", "hui"]],
  ["the journalist's phone", ["the", "journalist", "phone"]],
  ["défenseur·e·s", ["defenseur"]],
  ["50\u202F000 numéros, 11 médias", ["50", "000", "numeros", "11", "medias"]],
  ["« Pegasus »", ["pegasus"]],
  ["Pegasus PEGASUS pégasus", ["pegasus"]],
  ["a à y 7 .", []],
  ["間諜軟體", ["間諜", "諜軟", "軟體", "體"]],
  ["書", ["書"]],
  ["スマートフォン", ["スマ", "マー", "ート", "トフ", "フォ", "ォン", "ン"]],
  ["iPhone用", ["iphone", "用"]],
  ["ฉันรักภาษาไทย", ["ฉัน", "รัก", "ภาษา", "ไทย"]],
  ["porte-parole, États-Unis, a-t-il", ["porte", "parole", "porteparole", "etats", "unis", "etatsunis", "il", "atil"]],
  ["l’arc-en-ciel", ["arc", "en", "ciel", "arcenciel"]],
  [`${"x".repeat(100)} y`, ["x".repeat(64)]],
  ["", []],
])("the terms of %s", (text, terms) => {
  expect(termsOf(text)).toEqual(terms);
});

test("terms of several texts come once", () => {
  expect(termsOf("la Hongrie", "Hongrie, 2021", "")).toEqual(["la", "hongrie", "2021"]);
});

test("folding again changes nothing, and a text's composed and decomposed forms have the same terms", () => {
  assert(
    property(string({ unit: "grapheme" }), (text) => {
      expect(termsOf(text.normalize("NFD"))).toEqual(termsOf(text.normalize("NFC")));
      expect(termsOf(text).map(fold)).toEqual(termsOf(text));
      for (const term of termsOf(text)) expect(finds(term, text)).toBe(true);
    }),
    { seed: 20_261_122, numRuns: 2000 },
  );
});

test.each([
  ["a soft hyphen", "anti\u00adconstitutionnel"],
  ["a zero-width space", "anti\u200bconstitutionnel"],
  ["a word joiner", "anti\u2060constitutionnel"],
  ["a byte order mark", "\ufeffanticonstitutionnel"],
])("%s inside a word is not searched for", (_, text) => {
  expect(termsOf(text)).toEqual(["anticonstitutionnel"]);
});

test.each([
  ["L’Œuv", ["oeuv"]],
  ["d'espion peg", ["espion", "peg"]],
  ["the journalist's", ["the", "journalist"]],
  ["p", ["p"]],
  ["p 50", ["50"]],
  ["間", ["間"]],
  ["…", []],
  ["間諜軟", ["間諜", "諜軟"]],
  ["ภาษาไทย", ["ภาษา", "ไทย", "ภาษาไทย"]],
  [Array.from({ length: 20 }, (_, n) => `mot${String(n)}`).join(" "), Array.from({ length: 12 }, (_, n) => `mot${String(n)}`)],
])("who looks for %s looks for terms that begin so", (sought, prefixes) => {
  expect(prefixesOf(sought)).toEqual(prefixes);
});

test.each([
  ["porte-parole", [[["porte", "parole"], ["porteparole"]]]],
  ["e-mail", [[["mail"], ["email"]]]],
  ["a-b", [[["ab"]]]],
  ["les porte-", [[["les"]], [["porte"]]]],
])("%s is looked for in each of its spellings", (sought, spellings) => {
  expect(soughtWords(sought)).toEqual(spellings);
});

/** Whether a text with these words is found. */
const finds = (sought: string, text: string): boolean => {
  const terms = termsOf(text);
  return soughtWords(sought).every((word) =>
    word.some((spelling) => spelling.every((prefix) => terms.some((term) => term.startsWith(prefix)))),
  );
};

test.each([
  ["porteparole", "le porte-parole"],
  ["porte-parole", "un porteparole"],
  ["porte-parole", "le porte parole"],
  ["porte-par", "le porte‑parole"],
  ["email", "un e-mail"],
  ["état-unis", "Les États-Unis"],
  ["l'ouverture", "L’OUVERTURE"],
  ["coeur", "le cœur"],
  ["體", "間諜軟體"],
  ["軟體", "這是間諜軟體。"],
  ["日本", "東京は日本の首都"],
  ["ภาษา", "ประเทศไทยมีภาษาไทย"],
  ["เท", "เทคโนโลยี"],
  ["น้ํา", "ดื่มน้ำ"],
])("who looks for %s finds %s", (sought, text) => {
  expect(finds(sought, text)).toBe(true);
});

test.each([
  ["か", "が"],
  ["諜間", "間諜軟體"],
  ["arole", "porte-parole"],
  ["ภาษา", "ประเทศไทย"],
])("who looks for %s does not find %s", (sought, text) => {
  expect(finds(sought, text)).toBe(false);
});

test("each term of a text is found by each of its beginnings", () => {
  const terms = termsOf("L’enquête sur Pegasus, 50\u202f000 numéros, 間諜軟體");
  for (const term of terms) {
    const letters = Array.from(term);
    for (let length = 2; length <= letters.length; length++) {
      const [prefix = ""] = prefixesOf(letters.slice(0, length).join(""));
      expect(terms.some((one) => one.startsWith(prefix))).toBe(true);
    }
  }
});
