// What a person calls a character may be many UTF-16 units: an emoji with its skin tone, a letter with its marks, a family. Wherever people's
// words are cut to a length they are cut here, between characters.
//
// Never in the fold of a log: two versions of Unicode may disagree about where a character ends.

const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });
/** A character longer than this (hundreds of marks on one letter) is cut between code points like any other text. */
const LONGEST = 64;

/** The characters of a text, one by one. */
export const charactersOf = (text: string): string[] => Array.from(segmenter.segment(text), ({ segment }) => segment);

/** The longest beginning of at most `most` UTF-16 units that ends between two characters. */
export function cutEnd(text: string, most: number): string {
  return text.length <= most ? text : text.slice(0, boundaryBefore(text, most));
}

/** The longest end of at most `most` UTF-16 units that begins between two characters. */
export function cutStart(text: string, most: number): string {
  if (text.length <= most) return text;
  const at = text.length - most;
  const before = boundaryBefore(text, at);
  if (before === at) return text.slice(at);
  const { segment } = characterAt(text, at);
  const after = before + segment.length;
  return text.slice(segment.length > LONGEST || after > text.length ? codePointFrom(text, at) : after);
}

/** The same as `cutEnd`, with an ellipsis in place of what is missing, which counts. */
export const shorten = (text: string, most: number): string => (text.length <= most ? text : `${cutEnd(text, most - 1)}…`);

/** The text without halves of surrogate pairs, which no store keeps and nobody can read. */
export const withoutHalves = (text: string): string => (text.isWellFormed() ? text : text.replace(/\p{Surrogate}/gu, ""));

/** Where the character that holds `at` begins; `at` itself between two. */
function boundaryBefore(text: string, at: number): number {
  const { index, segment } = characterAt(text, at);
  if (index === at || segment.length <= LONGEST) return index;
  return codePointFrom(text, at) === at ? at : at - 1;
}

/** The character that holds the unit at `at`. Looks at a window around it, so that the cost does not grow with the text. */
function characterAt(text: string, at: number): { index: number; segment: string } {
  const from = windowStart(text, Math.max(0, at - 2 * LONGEST));
  const found = segmenter.segment(text.slice(from, at + 2 * LONGEST)).containing(at - from);
  return found ? { index: found.index + from, segment: found.segment } : { index: at, segment: "" };
}

/** Back to a place where a character certainly begins, within reason. */
function windowStart(text: string, at: number): number {
  for (let place = at; place > Math.max(0, at - LONGEST); place--) if (/\s/.test(text[place - 1] ?? " ")) return place;
  return codePointFrom(text, at);
}

const codePointFrom = (text: string, at: number): number =>
  at > 0 && isHigh(text.charCodeAt(at - 1)) && isLow(text.charCodeAt(at)) ? at + 1 : at;
const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;
