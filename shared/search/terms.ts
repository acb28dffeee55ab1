import { withoutInvisible } from "../doc/blank";
import { normalised } from "../stream-safe";

// Words as search compares them. Both stores keep the folded words and compare nothing but equal text, so that they answer alike
// whatever their collations: « Œuvre », "oeuvre" and "OEUVRE" are one term.

/** Letters that have no decomposition in Unicode and yet are typed in two ways. */
const letters: Readonly<Record<string, string>> = { œ: "oe", æ: "ae", ß: "ss", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ς: "σ" };
const unfolded = new RegExp(`[${Object.keys(letters).join("")}]`, "gu");

/** Letters, digits, and what holds them together: an apostrophe inside a word. */
const words = /[\p{L}\p{N}]+(?:['’ʼ][\p{L}\p{N}]+)*/gu;
/** l'enquête, d'abord, qu'il, jusqu'ici: what stands before the apostrophe is an article or a conjunction without its vowel. */
const elision = /^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|quelqu|presqu)['’ʼ]/u;
/** Scripts that put no space between words. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** The text in compatibility form, lower case, without accents and other marks, nor what shows nothing; Hangul stays in syllables. */
export function fold(text: string): string {
  const bare = normalised(withoutInvisible(text), "NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const open = bare.replace(unfolded, (letter) => letters[letter] ?? letter);
  return normalised(open, "NFC");
}

/**
 * The different folded words of a text, of at least two characters, in the order in which they come first. Text in a script without
 * spaces gives each pair of neighbours, which is how a search for one of its words finds it.
 */
export function termsOf(...texts: readonly string[]): string[] {
  const terms = new Set<string>();
  for (const text of texts) for (const part of partsOf(text)) addWord(terms, part);
  return [...terms];
}

/** At most so many words of a search count. */
const MOST_WORDS = 12;
const LONGEST = 64;

/**
 * What somebody looks for: each is the beginning of a term, and all must be there. A single letter counts where it is all that was typed, or
 * is a word of a script without spaces.
 */
export function prefixesOf(sought: string): string[] {
  const prefixes = new Set<string>();
  const single: string[] = [];
  for (const part of partsOf(sought)) {
    if (Array.from(part).length > 1) addWord(prefixes, part);
    else if (unspaced.test(part)) prefixes.add(part);
    else single.push(part);
  }
  if (prefixes.size === 0) for (const letter of single) prefixes.add(letter);
  return [...prefixes].slice(0, MOST_WORDS).map((prefix) => prefix.slice(0, LONGEST).toWellFormed());
}

/** The folded words of a text without what an elision puts before them. */
function* partsOf(text: string): Generator<string> {
  for (const [word] of fold(text).matchAll(words)) {
    for (const part of word.replace(elision, "").split(/['’ʼ]/u)) if (part !== "") yield part;
  }
}

function addWord(terms: Set<string>, word: string): void {
  const characters = Array.from(word);
  if (characters.length < 2) return;
  if (!unspaced.test(word)) terms.add(word);
  else for (let index = 1; index < characters.length; index++) terms.add(`${characters[index - 1] ?? ""}${characters[index] ?? ""}`);
}
