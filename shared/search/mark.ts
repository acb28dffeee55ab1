import { cutEnd, cutStart } from "../characters";
import { prefixesOf, soughtWords, stretchesOf, termsOf } from "./terms";
import { fold } from "./fold";

export interface MarkedPart {
  readonly text: string;
  /** Whether it is one of the words that were looked for. */
  readonly found: boolean;
}

/** A word with the marks and invisible characters inside it; an elision stands apart, so that the word after it is marked without it. */
const word =
  /(?:(?:qu|jusqu|lorsqu|puisqu|quoiqu|quelqu|presqu|[cdjlmnst])['’ʼ])?([\p{L}\p{N}\p{M}\p{Cf}]+(?:['’ʼ\-‐‑][\p{L}\p{N}\p{M}\p{Cf}]+)*)/giu;

interface Range {
  readonly from: number;
  readonly to: number;
}

/** Where in the text the words stand that a search has found, one after the other; as many as are asked for. */
function* foundIn(text: string, prefixes: readonly string[]): Generator<Range> {
  if (prefixes.length === 0) return;
  for (const { 0: whole, 1: bare = "", index } of text.matchAll(word))
    yield* foundInWord(bare, index + whole.length - bare.length, prefixes);
}

function* foundInWord(raw: string, at: number, prefixes: readonly string[]): Generator<Range> {
  const parts = raw.split(/(?<=[-‐‑])/u);
  if (parts.length > 1 && !isCompound(raw, parts, prefixes)) {
    let from = at;
    for (const part of parts) {
      yield* foundInWord(part.replace(/[-‐‑]$/u, ""), from, prefixes);
      from += part.length;
    }
    return;
  }
  const stretches = parts.length > 1 ? [] : stretchesOf(raw);
  if (stretches.some(({ kind }) => kind !== "spaced")) yield* foundInStretches(stretches, at, prefixes);
  else if (parts.length > 1 || begins(termsOf(raw), prefixes)) yield { from: at, to: at + raw.length };
}

const begins = (terms: readonly string[], prefixes: readonly string[]): boolean =>
  terms.some((term) => prefixes.some((prefix) => term.startsWith(prefix)));

/** Whether a compound was looked for beyond its first part: "portepar" in porte-parole. */
function isCompound(raw: string, [first = ""]: readonly string[], prefixes: readonly string[]): boolean {
  const compound = fold(raw).replaceAll("-", "");
  const length = fold(first).length - 1;
  return prefixes.some((prefix) => prefix.length > length && compound.startsWith(prefix));
}

function* foundInStretches(stretches: ReturnType<typeof stretchesOf>, at: number, prefixes: readonly string[]): Generator<Range> {
  let from = at;
  for (const { kind, text } of stretches) {
    if (kind === "signs") yield* foundSigns(text, from, prefixes);
    else if (kind === "joined") yield* foundWords(text, from, prefixes);
    else if (begins(termsOf(text), prefixes)) yield { from, to: from + text.length };
    from += text.length;
  }
}

/** A pair of signs that was looked for, or a single one. */
function* foundSigns(text: string, at: number, prefixes: readonly string[]): Generator<Range> {
  const signs = Array.from(text);
  let from = at;
  let end = at;
  for (const [index, sign] of signs.entries()) {
    const next = signs[index + 1] ?? "";
    if (prefixes.includes(fold(sign))) end = Math.max(end, from + sign.length);
    if (next !== "" && prefixes.includes(fold(sign + next))) end = Math.max(end, from + sign.length + next.length);
    if (from + sign.length <= end) yield { from, to: from + sign.length };
    from += sign.length;
  }
}

function* foundWords(text: string, at: number, prefixes: readonly string[]): Generator<Range> {
  for (const { segment, index } of new Intl.Segmenter("th", { granularity: "word" }).segment(text)) {
    const folded = fold(segment);
    if (prefixes.some((prefix) => folded.startsWith(prefix))) yield { from: at + index, to: at + index + segment.length };
  }
}

/** The text in parts, the words that a search has found marked. */
export function markWords(text: string, sought: string): MarkedPart[] {
  const parts: MarkedPart[] = [];
  let end = 0;
  const add = (until: number, found: boolean): void => {
    const piece = text.slice(end, until);
    const last = parts.at(-1);
    if (piece !== "" && last?.found === found) parts.splice(-1, 1, { text: last.text + piece, found });
    else if (piece !== "") parts.push({ text: piece, found });
    end = Math.max(end, until);
  };
  for (const { from, to } of foundIn(text, prefixesOf(sought))) {
    add(from, false);
    add(to, true);
  }
  add(text.length, false);
  return parts;
}

/** How many of the words a text has. Most texts have none, which costs one fold. */
export function countWords(text: string, sought: string): number {
  const folded = fold(text);
  const bare = folded.replaceAll("-", "");
  const words = soughtWords(sought).filter((word) =>
    word.some((spelling) => spelling.every((prefix) => folded.includes(prefix) || bare.includes(prefix))),
  );
  if (words.length === 0) return 0;
  const terms = termsOf(text);
  return words.filter((word) => word.some((spelling) => spelling.every((prefix) => begins(terms, [prefix])))).length;
}

/** UTF-16 units before the first found word, and in all. */
const BEFORE = 70;
const EXCERPT = 240;

/**
 * What is shown of a text that was found: around the first word that was looked for, cut between words, "…" where it was cut. Without such a word its
 * beginning. Costs what stands before that word, and the excerpt.
 */
export function excerptOf(text: string, sought: string): MarkedPart[] {
  const first = foundIn(text, prefixesOf(sought)).next();
  const at = first.done ? 0 : first.value.from;
  const from = at <= BEFORE ? 0 : beginningAt(text, at - BEFORE, at);
  const to = text.length - from <= EXCERPT ? text.length : endingAt(text, from + EXCERPT, at);
  const shown = text.slice(from, to).replace(/\s+/gu, " ").trim();
  return markWords(`${from > 0 ? "…" : ""}${shown}${to < text.length ? "…" : ""}`, sought);
}

const beginningAt = (text: string, from: number, before: number): number => {
  const space = text.slice(from, before).search(/\s/u);
  return space === -1 ? text.length - cutStart(text, text.length - from).length : from + space + 1;
};

const endingAt = (text: string, to: number, after: number): number => {
  const space = text.slice(after, to).search(/\s\S*$/u);
  return space <= 0 ? cutEnd(text, to).length : after + space;
};
