import { prefixesOf, termsOf } from "./terms";

export interface MarkedPart {
  readonly text: string;
  /** Whether it is one of the words that were looked for. */
  readonly found: boolean;
}

/** A word with the marks and invisible characters inside it; an elision stands apart, so that the word after it is marked without it. */
const word =
  /(?:(?:qu|jusqu|lorsqu|puisqu|quoiqu|quelqu|presqu|[cdjlmnst])['’ʼ])?([\p{L}\p{N}\p{M}\p{Cf}]+(?:['’ʼ][\p{L}\p{N}\p{M}\p{Cf}]+)*)/giu;

/** The text in parts, the words that a search has found marked. */
export function markWords(text: string, sought: string): MarkedPart[] {
  const prefixes = prefixesOf(sought);
  const parts: MarkedPart[] = [];
  let end = 0;
  const add = (until: number, found: boolean): void => {
    if (until > end) parts.push({ text: text.slice(end, until), found });
    end = Math.max(end, until);
  };
  if (prefixes.length === 0) return text === "" ? [] : [{ text, found: false }];
  for (const match of text.matchAll(word)) {
    const [whole, bare = ""] = match;
    if (!termsOf(bare).some((term) => prefixes.some((prefix) => term.startsWith(prefix)))) continue;
    add(match.index + whole.length - bare.length, false);
    add(match.index + whole.length, true);
  }
  add(text.length, false);
  return parts;
}
