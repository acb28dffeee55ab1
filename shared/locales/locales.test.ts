import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { RefusalCode } from "../refusal";
import { interfaceLanguage, uiLanguages } from "../languages";
import { interfaceLanguages } from "../interface-languages";
import { namespaces as en } from "./en";
import { namespaces as fr } from "./fr";
import { keysIn, wordsIn } from "./scan";

type Words = Readonly<Record<string, string>>;

const root = join(__dirname, "../..");
const flat = { fr: flatten(fr), en: flatten(en) };
/** The sentences of each language of the table; the languages that claim to have all of them. */
const all = new Map<string, Words>();
const whole = interfaceLanguages.filter(({ missing }) => missing === null).map(({ tag }) => tag);
const sentencesIn = (lang: string): Words => all.get(lang) ?? {};
beforeAll(async () => {
  for (const { tag, sentences, others } of interfaceLanguages)
    all.set(tag, { ...flatten((await sentences()).namespaces), ...flatten((await others()).namespaces) });
});

/** "namespace:path.to.key" → sentence. */
function flatten(tree: object, prefix = "", separator = ":"): Words {
  const found: Record<string, string> = {};
  for (const [key, value] of Object.entries(tree) as [string, unknown][]) {
    const path = prefix === "" ? key : `${prefix}${separator}${key}`;
    if (typeof value === "string") found[path] = value;
    else Object.assign(found, flatten(value as object, path, prefix === "" ? ":" : "."));
  }
  return found;
}

const categoriesOf = (lang: string): string[] => [...new Intl.PluralRules(lang).resolvedOptions().pluralCategories].sort();
const pluralEnd = /_(zero|one|two|few|many|other)$/;
const baseOf = (key: string): string => key.replace(pluralEnd, "");
const variablesOf = (sentence: string): string[] =>
  [...new Set([...sentence.matchAll(/\{\{\s*([\w.]+)/g)].map((match) => match[1] ?? ""))].sort();

const basesOf = (words: Words): string[] => [...new Set(Object.keys(words).map(baseOf))].sort();

function filledIn(words: Words): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const [key, sentence] of Object.entries(words)) {
    found[baseOf(key)] = [...new Set([...(found[baseOf(key)] ?? []), ...variablesOf(sentence)])].sort();
  }
  return found;
}

function pluralsOf(words: Words): Map<string, string[]> {
  const plurals = new Map<string, string[]>();
  for (const key of Object.keys(words)) {
    const category = pluralEnd.exec(key)?.[1];
    if (category) plurals.set(baseOf(key), [...(plurals.get(baseOf(key)) ?? []), category].sort());
  }
  return plurals;
}

test.each(whole)("a language has the keys and the variables of the first one (%s)", (lang) => {
  expect(basesOf(sentencesIn(lang))).toEqual(basesOf(flat.fr));
  expect(filledIn(sentencesIn(lang))).toEqual(filledIn(flat.fr));
});

test.each(uiLanguages)("a language that another one fills in for has no key and no variable that nobody asks for (%s)", (lang) => {
  const known = filledIn(flat.fr);
  const unknown = Object.entries(filledIn(sentencesIn(lang))).filter(([key, names]) => !names.every((name) => known[key]?.includes(name)));
  expect(unknown).toEqual([]);
});

test.each(interfaceLanguages)("what stands in for $tag is a language that has everything", ({ missing }) => {
  expect(missing === null || whole.some((tag) => tag === missing)).toBe(true);
});

test.each(interfaceLanguages)("Intl knows $tag, and a row of the table is found by its tag", ({ tag, intl }) => {
  expect(Intl.DateTimeFormat.supportedLocalesOf([intl])).toEqual([intl]);
  expect(interfaceLanguage(tag)).toMatchObject({ tag, intl });
});

test.each(uiLanguages)("every plural has all categories of its language (%s)", (lang) => {
  for (const [key, found] of pluralsOf(sentencesIn(lang))) {
    // i18next takes `_zero` for none in any language; it is never the only one.
    expect({ key, found: found.filter((category) => category !== "zero") }).toEqual({ key, found: categoriesOf(lang) });
  }
});

test.each(whole)("what is plural in one language is plural in the others (%s)", (lang) => {
  expect([...pluralsOf(sentencesIn(lang)).keys()].sort()).toEqual([...pluralsOf(flat.fr).keys()].sort());
});

test.each(uiLanguages)("no sentence is empty or has stray spaces (%s)", (lang) => {
  const wrong = Object.entries(sentencesIn(lang)).filter(
    // What joins the items of a list is no sentence.
    ([, sentence]) => sentence === "" || / {2}/.test(sentence) || (/\p{L}/u.test(sentence) && sentence.trim() !== sentence),
  );
  expect(wrong).toEqual([]);
});

test("French has a narrow no-break space before ; : ! ?, and a whole one inside « »", () => {
  const wrong = Object.entries(flat.fr).filter(([, sentence]) => {
    const bare = sentence.replace(/\{\{[^}]*\}\}/g, "x").replace(/https?:\/\//g, "");
    // A colon inside a time or an address, and a mark that stands alone as a key's name, are no punctuation.
    return /[^\u202f\d:](?:[;!?]|:(?!\d))/.test(bare) || /«(?!\u00a0)|(?<!\u00a0)»/.test(bare) || /[ \u00a0][;:!?]/.test(bare);
  });
  expect(wrong).toEqual([]);
});

test("French has the apostrophe and the ellipsis of print", () => {
  expect(Object.entries(flat.fr).filter(([, sentence]) => /\w'\w|\.\.\./.test(sentence))).toEqual([]);
});

test.each(whole)("no verdict, status, stance or state of a block is called what another one is (%s)", (lang) => {
  const names = Object.entries(sentencesIn(lang)).filter(([key]) => /^(?:common:(?:verdict|status|stance)|history:block)\./.test(key));
  expect(names.length).toBeGreaterThanOrEqual(19);
  const words = names.map(([, words]) => words.toLocaleLowerCase(lang));
  expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
});

test("every refusal has a sentence of three parts in both languages: what happened, what was kept, what to do", () => {
  for (const lang of whole) {
    for (const code of [...RefusalCode.options, "unreachable", "unexpected"]) {
      const keys = ["errors", "account", "library"].flatMap((namespace) => [`${namespace}:${code}`, `${namespace}:${code}_other`]);
      const sentence = keys.map((key) => sentencesIn(lang)[key]).find((found) => found !== undefined) ?? "";
      expect({ lang, code, parts: sentence.split(/[.!?:;]\s*(?:\s|$)/u).filter(Boolean).length >= 3 }).toEqual({ lang, code, parts: true });
    }
  }
});

const sources = readdirSync(join(root, "client"), { recursive: true, encoding: "utf8" })
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$|\.d\.ts$|^e2e/.test(path))
  .map((path) => ({ path, text: readFileSync(join(root, "client", path), "utf8") }));

test("the scan sees the client", () => {
  expect(sources.length).toBeGreaterThan(30);
  expect(sources.flatMap(({ text }) => keysIn(text)).length).toBeGreaterThan(150);
});

test("every key that the client asks for exists", () => {
  const known = new Set(Object.keys(flat.fr).flatMap((key) => [key, baseOf(key)]));
  const missing = sources.flatMap(({ path, text }) =>
    keysIn(text)
      .filter(({ namespaces, key }) => !namespaces.some((namespace) => matchesKnown(known, `${namespace}:${key}`)))
      .map(({ namespaces, key }) => `${path}: ${namespaces.join("|")}:${key}`),
  );
  expect(missing).toEqual([]);
});

/** A key with a hole (`verdict.${verdict}`) exists when something fits it. */
function matchesKnown(known: ReadonlySet<string>, key: string): boolean {
  if (!key.includes("*")) return known.has(key);
  const pattern = new RegExp(`^${key.replace(/[.+?^$()|[\]\\]/g, "\\$&").replace(/\*/g, "[^:]+")}$`);
  return [...known].some((one) => pattern.test(one));
}

test("no words for people stand in the client's code", () => {
  const found = sources
    .filter(({ path }) => path.endsWith(".tsx"))
    .flatMap(({ path, text }) => wordsIn(text).map((words) => `${path}: ${words}`));
  expect(found).toEqual([]);
});

test("the scan for words finds what it should", () => {
  expect(wordsIn("<p>Bonjour</p>")).toEqual(["Bonjour"]);
  expect(wordsIn('<input placeholder="Votre nom" className="box" />')).toEqual(["Votre nom"]);
  expect(wordsIn('<p>{t("a.b")} · {count}</p>')).toEqual([]);
  expect(wordsIn("const less = a < b && c > d;")).toEqual([]);
});
