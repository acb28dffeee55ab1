import { withoutInvisible } from "../doc/blank";
import { normalised } from "../stream-safe";

// Text as it is compared wherever something is looked for: on the page, in the server, in both stores. « Œuvre », "oeuvre" and "OEUVRE" are one.

/** Letters that have no decomposition in Unicode and yet are typed in two ways, and the apostrophe and hyphen that keyboards have. */
const letters: Readonly<Record<string, string>> = {
  œ: "oe",
  æ: "ae",
  ß: "ss",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
  ς: "σ",
  "’": "'",
  ʼ: "'",
};
const unfolded = /[œæßøłđðþıς’ʼ]/gu;
const dashes = /[\u2010-\u2015]/gu;
/** Vowels of Thai and Lao that the compatibility form parts, and no dictionary knows in parts. */
const parted: Readonly<Record<string, string>> = { "\u0e4d\u0e32": "\u0e33", "\u0ecd\u0eb2": "\u0eb3" };

/**
 * Marks above and below letters, vowel points of Hebrew and Arabic among them. Signs that are letters of their own stay: the vowels of Thai and of the
 * scripts of India, and what makes が of か.
 */
const marks = /(?![\u3099\u309a])(?=\p{M})[\p{Script=Inherited}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}]|ـ/gu;

/** In compatibility form and lower case, ligatures opened, without marks nor what shows nothing; every apostrophe and dash the same. */
export function fold(text: string): string {
  const bare = normalised(withoutInvisible(text), "NFKD").replace(marks, "").toLowerCase();
  const open = bare
    .replace(unfolded, (letter) => letters[letter] ?? letter)
    .replace(dashes, "-")
    .replace(/\u0e4d\u0e32|\u0ecd\u0eb2/gu, (vowel) => parted[vowel] ?? vowel);
  return normalised(open, "NFC");
}

/** Whether every word of `sought` stands somewhere in `text`; both folded. */
export const containsWords = (text: string, sought: string): boolean =>
  sought
    .split(/\s+/u)
    .filter(Boolean)
    .every((word) => text.includes(word));
