import { normalised } from "./stream-safe";

// People's names: what is kept of them, which will do, and when two are the same. A name is what colleagues recognise somebody by, so it must be
// seen, and must not pass for somebody else's (UTS #39, "Unicode Security Mechanisms", as far as it goes without its tables).

export const MIN_NAME = 2;
export const MAX_NAME = 60;
/** Marks on one letter: Vietnamese and pointed Hebrew have two or three, Tibetan four. */
const MAX_MARKS = 5;

/** Where letters join or not by an invisible sign that belongs to the spelling (Persian, the Indic scripts). */
const joiner =
  /(?<=[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Mn}])[\u200C\u200D](?=[\p{L}\p{M}])/u;
/** Controls, format and direction characters, fillers, selectors, private and unassigned ones: nothing that is seen. */
const invisible = /[\p{C}\p{Default_Ignorable_Code_Point}\u2800]/u;
const unseen = new RegExp(`${joiner.source}|(?<kill>${invisible.source})`, "gu");

/** The name as it is kept: NFC, without invisible characters, single spaces. At most twice the longest name is looked at. */
export function tidyName(text: string): string {
  const bounded = text.slice(0, 8 * MAX_NAME);
  const seen = bounded.replace(/\s+/gu, " ").replace(unseen, (match, kill: string | undefined) => (kill === undefined ? match : ""));
  return normalised(seen, "NFC").replace(/\s+/gu, " ").trim();
}

/** Why a name will not do. `empty`: no letter that one sees. `marks`: more on a letter than any language has. `mixed`: letters of scripts that look alike in one word. */
export type NameFault = "short" | "long" | "empty" | "marks" | "mixed";

const alike = ["Latin", "Cyrillic", "Greek", "Armenian", "Cherokee", "Coptic"] as const;
const scripts = alike.map((script) => new RegExp(`(?=\\p{L})\\p{Script=${script}}`, "u"));

/** Of a tidy name; null when it will do. */
export function nameFault(name: string): NameFault | null {
  if (name.length > MAX_NAME) return "long";
  if (!/\p{L}/u.test(name)) return "empty";
  if (name.length < MIN_NAME) return "short";
  if (/^\p{M}/u.test(name) || new RegExp(`\\p{M}{${MAX_MARKS + 1}}`, "u").test(name)) return "marks";
  return isMixed(name) ? "mixed" : null;
}

const isMixed = (name: string): boolean => {
  const words = name.split(/[\s\p{P}]+/u);
  if (words.some((word) => scripts.filter((script) => script.test(word)).length > 1)) return true;
  // A whole word of another script that reads as Latin, in a name that is Latin otherwise.
  return (
    scripts[0]?.test(name) === true &&
    words.some((word) => word.length > 1 && [...word.toLowerCase()].every((letter) => letter in latinTwins))
  );
};

/** Lower case letters that look like Latin ones, themselves or as capitals. */
const latinTwins: Readonly<Record<string, string>> = {
  ...twins("авеѕіїјкмнорстухһԛԝԁӏ", "abesiijkmhopctyxhqwdl"),
  ...twins("αβεζηικμνοπρτυχ", "abezhikmvonptyx"),
};

function twins(letters: string, latin: string): Record<string, string> {
  return Object.fromEntries(Array.from(letters, (letter, at) => [letter, latin[at] ?? letter]));
}

const folding = /(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]\p{M}*)\p{M}/gu;

/**
 * The form in which names are unique and looked up: compatibility letters, lower case, œ and æ spelt out, single spaces. Marks are dropped in Latin, Greek
 * and Cyrillic, where people leave them out; elsewhere they are vowels, and राम and रमा two people.
 */
export function nameKey(name: string): string {
  return normalised(tidyName(name).replace(/[\u200C\u200D]/gu, ""), "NFKD")
    .replace(folding, "")
    .toLowerCase()
    .replaceAll("œ", "oe")
    .replaceAll("æ", "ae")
    .replace(/\s+/gu, " ")
    .trim();
}

/** The form before version 4: without any mark, with what is invisible. Accounts that were made then are kept under it. */
export const formerKey = (name: string): string =>
  normalised(name, "NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replaceAll("œ", "oe")
    .replaceAll("æ", "ae")
    .replace(/\s+/gu, " ")
    .trim();

/** Letters of Latin itself, and of Lisu, that read as others: hooked and small capital ones, an i without its dot, dashes, apostrophes. */
const closeTwins: Readonly<Record<string, string>> = {
  ...twins("ɑıȷɡƥƙɓɗƭᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢøđłħ", "aijgpkbdtabcdeghijklmnoprstuvwyzodlh"),
  ...twins("ꓮꓐꓚꓓꓰꓝꓖꓧꓲꓙꓗꓡꓟꓠꓳꓑꓣꓢꓔꓴꓦꓪꓫꓬꓜ", "abcdefghijklmnoprstuvwxyz"),
  ...twins("‐‑‒–—−", "------"),
  ...twins("’‘ʼ`´", "'''''"),
};
const readAs = (letter: string): string => closeTwins[letter] ?? latinTwins[letter] ?? letter;

/** The form in which names look alike whatever their case. */
const look = (name: string): string => [...nameKey(name)].map(readAs).join("");

/** Signs that look like letters in the typefaces of a screen, where their case is seen: the capital I is an l there, and so is 1. */
const shapes: Readonly<Record<string, string>> = { I: "l", "1": "l", "|": "l", ǀ: "l", "0": "O" };
const shape = (name: string): string =>
  [...normalised(name, "NFKD").replace(folding, "")].map((letter) => shapes[letter] ?? closeTwins[letter] ?? letter).join("");

/** Whether two names, tidied, look alike: two people may not have them. */
export const looksAlike = (one: string, other: string): boolean => look(one) === look(other) || shape(one) === shape(other);
