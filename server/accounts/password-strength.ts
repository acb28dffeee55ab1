import { commonPhrases, commonWords, runs } from "./common-passwords";
import { normalised } from "../../shared/stream-safe";
import { nameKey } from "./names";

export const MIN_PASSWORD = 12;
const FEW_LETTERS = 6;

export type Weakness = "short" | "common" | "name";

/**
 * What is wrong with a password, null when it will do. There are no rules of composition: length, not being among what is guessed first, and
 * not being the person's own name. `name`: the account's name.
 */
export function weaknessOf(password: string, name: string): Weakness | null {
  if ([...normalised(password, "NFC")].length < MIN_PASSWORD) return "short";
  const plain = nameKey(password).replaceAll(" ", "");
  if (isName(plain, name)) return "name";
  return isRepeated(plain) || isRun(plain) || isCommon(plain) ? "common" : null;
}

/** The name, whole or in parts, with next to nothing besides. */
function isName(plain: string, name: string): boolean {
  const key = nameKey(name);
  const parts = [key.replaceAll(" ", ""), ...key.split(/[\s.'’-]+/)].filter((part) => part.length >= 3);
  let rest = plain;
  for (const part of parts.sort((one, other) => other.length - one.length)) rest = rest.replaceAll(part, "");
  return rest !== plain && lettersOf(rest).length < FEW_LETTERS;
}

/** Fewer than five different characters, or a unit of at most six repeated to the end: aaaaaaaaaaaa, abcabcabcabc, 121212121212. */
function isRepeated(plain: string): boolean {
  if (new Set(plain).size < 5) return true;
  for (let unit = 1; unit <= 6; unit += 1) {
    if (plain.startsWith(plain.slice(unit))) return true;
  }
  return false;
}

/** Made of at most three stretches along a keyboard's row or an alphabet, of four characters at least: azertyuiop123, abcdef654321. */
function isRun(plain: string): boolean {
  let rest = plain.replace(/[^\p{L}\d]/gu, "");
  for (let stretch = 0; stretch < 3 && rest !== ""; stretch += 1) {
    const length = longestRun(rest);
    if (length < Math.min(4, rest.length)) return false;
    rest = rest.slice(length);
  }
  return rest.length <= 2;
}

function longestRun(text: string): number {
  for (let length = text.length; length > 0; length -= 1) {
    const start = text.slice(0, length);
    const reversed = [...start].reverse().join("");
    if (runs.some((run) => run.includes(start) || run.includes(reversed))) return length;
  }
  return 0;
}

const lookalikes: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
};
const lettersOf = (text: string): string => text.replace(/[^\p{L}]/gu, "");

/** At most two common words, or a phrase, once digits and signs are dropped or read as the letters they stand for (p4ssw0rd). */
function isCommon(plain: string): boolean {
  const inside = plain.replace(/^[^\p{L}@$]+|[^\p{L}@$]+$/gu, "");
  const spelt = [...inside].map((char) => lookalikes[char] ?? char).join("");
  return [lettersOf(plain), lettersOf(spelt)].some((letters) => commonPhrases.has(letters) || isWords(letters, 2) || isWordTwice(letters));
}

const isWords = (letters: string, most: number): boolean => {
  if (letters === "") return true;
  if (most === 0) return false;
  for (let end = letters.length; end > 0; end -= 1) {
    if (commonWords.has(letters.slice(0, end)) && isWords(letters.slice(end), most - 1)) return true;
  }
  return false;
};

const isWordTwice = (letters: string): boolean => {
  const unit = letters.slice(0, letters.length / 2);
  return unit !== "" && unit + unit === letters;
};
