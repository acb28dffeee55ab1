import { fold } from "./fold";

// Words as search compares them. Both stores keep the folded words and compare nothing but equal text, so that they answer alike whatever their collations.

/** Letters, digits and their signs, and what holds them together: an apostrophe or a hyphen inside a word. */
const words = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:['-][\p{L}\p{N}][\p{L}\p{N}\p{M}]*)*/gu;
/** l'enquête, d'abord, qu'il, jusqu'ici: what stands before the apostrophe is an article or a conjunction without its vowel. */
const elision = /^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|quelqu|presqu)'/u;
/** Stretches of one kind: written without spaces and read sign by sign, written without spaces and read in words of several letters, any other. */
const stretches =
  /(?<signs>[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}]+)|(?<joined>[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+)|(?<spaced>(?:(?![\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]).)+)/gsu;

/** A longer word is found by its beginning: so many UTF-16 units. */
const LONGEST = 64;
const cut = (term: string): string => (term.length <= LONGEST ? term : term.slice(0, LONGEST).toWellFormed());

/**
 * The different folded words of a text, of at least two characters, in the order in which they come first; of a compound (porte-parole) its parts and the
 * whole. Signs of a script without spaces (Han, Kana) give each pair of neighbours, which is how a search for one of its words finds it.
 */
export function termsOf(...texts: readonly string[]): string[] {
  const terms = new Set<string>();
  for (const text of texts) for (const word of wordsOf(text)) addTerms(terms, word);
  return [...terms];
}

function addTerms(terms: Set<string>, word: string): void {
  const parts = word.split("-");
  for (const part of parts) for (const term of stretchTerms(part)) terms.add(term);
  const whole = parts.join("");
  if (parts.length > 1 && isSpaced(whole)) terms.add(cut(whole));
}

function* stretchTerms(part: string): Generator<string> {
  for (const { kind, text } of stretchesOf(part)) {
    if (kind === "signs") {
      const signs = Array.from(text);
      // The last one stands alone as well: it begins no pair.
      for (const [index, sign] of signs.entries()) yield sign + (signs[index + 1] ?? "");
    } else if (kind === "joined") yield* wordsInside(text);
    else if (isSeveral(text)) yield cut(text);
  }
}

/** At most so many words of a search count. */
export const MOST_WORDS = 12;

/** One word that somebody looks for, in each of its spellings: all of the beginnings in one of them must be there. */
export type SoughtWord = readonly (readonly string[])[];

/**
 * What somebody looks for: all of the words must be there, each by the beginning of a term. "porte-parole" is "porteparole", or "porte" and "parole". A single
 * letter counts where it is all that was typed, or is a sign of a script without spaces.
 */
export function soughtWords(text: string, most = MOST_WORDS): SoughtWord[] {
  const sought = new Map<string, SoughtWord>();
  const single = new Map<string, SoughtWord>();
  for (const word of wordsOf(text)) {
    const spellings = spellingsOf(word);
    if (spellings.length > 0) sought.set(word, spellings);
    else single.set(word, [[word]]);
  }
  return [...(sought.size > 0 ? sought : single).values()].slice(0, most);
}

/** Whether no word is long enough to be looked for among much: single letters, or none. */
export const isTooShort = (text: string): boolean =>
  soughtWords(text).every((word) => word.flat().every((prefix) => Array.from(prefix).length < 2 && isSpaced(prefix)));

function spellingsOf(word: string): SoughtWord {
  const parts = word.split("-").flatMap(stretchPrefixes);
  const whole = word.replaceAll("-", "");
  const spellings = [parts, ...(word.includes("-") && isSpaced(whole) ? [[cut(whole)]] : [])];
  // While its last word is being typed, the words inside it may be parted otherwise than in a text.
  if (!word.includes("-") && parts.length > 1 && stretchesOf(word).every(({ kind }) => kind === "joined")) spellings.push([cut(word)]);
  return spellings.filter((prefixes) => prefixes.length > 0);
}

function stretchPrefixes(part: string): string[] {
  return stretchesOf(part).flatMap(({ kind, text }) => {
    if (kind === "joined") return [...wordsInside(text)];
    if (kind === "spaced") return isSeveral(text) ? [cut(text)] : [];
    const signs = Array.from(text);
    return signs.length === 1 ? signs : signs.slice(1).map((sign, index) => (signs[index] ?? "") + sign);
  });
}

/** All the beginnings that a search goes by, whatever word they are of. */
export const prefixesOf = (text: string): string[] => [...new Set(soughtWords(text).flat(2))];

const isSeveral = (text: string): boolean => text.length > 2 || Array.from(text).length > 1;

type StretchKind = "signs" | "joined" | "spaced";
interface Stretch {
  readonly kind: StretchKind;
  readonly text: string;
}

const isSpaced = (word: string): boolean => stretchesOf(word).every(({ kind }) => kind === "spaced");

const ascii = /^[a-z0-9]*$/u;

/** A word in stretches of one kind of script. */
export function stretchesOf(word: string): readonly Stretch[] {
  // What most words are.
  if (ascii.test(word)) return [{ kind: "spaced", text: word }];
  return Array.from(word.matchAll(stretches), ({ 0: text, groups = {} }): Stretch => {
    const kind = groups["signs"] === undefined ? (groups["joined"] === undefined ? "spaced" : "joined") : "signs";
    return { kind, text };
  });
}

let segmenter: Intl.Segmenter | undefined;

/** The words of a script that puts no space between them, by the dictionary that comes with the platform. */
export function* wordsInside(text: string): Generator<string> {
  // The dictionary goes by the script, whatever the language.
  segmenter ??= new Intl.Segmenter("th", { granularity: "word" });
  for (const { segment } of segmenter.segment(text)) yield cut(segment);
}

/** The folded words of a text, compounds whole, without what an elision puts before them. */
function* wordsOf(text: string): Generator<string> {
  for (const [word] of fold(text).matchAll(words)) yield* word.replace(elision, "").split("'");
}
