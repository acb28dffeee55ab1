import { cutEnd, cutStart, withoutHalves } from "../characters";
import type { Node } from "prosemirror-model";

/** UTF-16 units of context kept on either side of a quote. */
export const CONTEXT = 32;

/** The character that stands for a break between blocks in a quote. */
const BLOCK = "\n";

/** Characters of a stretch of text without its structure, and where each stands in the document. */
export interface FlatText {
  /** UTF-16 units; block boundaries and line breaks add nothing. */
  readonly text: string;
  /** Position of the character `index` (0 ≤ index < text.length) in the document. */
  positionOf(index: number): number;
  /** How many of the characters stand before the position. */
  indexOf(pos: number): number;
}

/** The characters between two positions, with nothing for structure. Costs the length of the stretch. */
export function flatText(doc: Node, from: number, to: number): FlatText {
  const starts: number[] = [];
  const positions: number[] = [];
  let text = "";
  doc.nodesBetween(from, to, (node, pos) => {
    if (!node.isText) return true;
    const begin = Math.max(from, pos);
    const end = Math.min(to, pos + node.nodeSize);
    if (begin < end) {
      starts.push(text.length);
      positions.push(begin);
      text += (node.text ?? "").slice(begin - pos, end - pos);
    }
    return false;
  });
  return {
    text,
    positionOf(index) {
      const run = lastAtMost(starts, index);
      return (positions[run] ?? from) + index - (starts[run] ?? 0);
    },
    indexOf(pos) {
      const run = lastAtMost(positions, pos);
      const start = starts[run] ?? 0;
      const end = starts[run + 1] ?? text.length;
      return Math.min(end, start + Math.max(0, pos - (positions[run] ?? from)));
    },
  };
}

/** Index of the last of the ascending numbers that is at most `limit`; 0 when none is. */
function lastAtMost(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((numbers[middle] ?? 0) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The words between two positions as a person would quote them: blocks and line breaks become newlines. */
export function textBetween(doc: Node, from: number, to: number): string {
  return doc.textBetween(from, to, BLOCK, BLOCK);
}

/** A passage as claims keep it: its words and up to 32 UTF-16 units of context on either side, in whole characters. */
export function quoteOf(doc: Node, from: number, to: number): { exact: string; prefix: string; suffix: string } {
  const size = doc.content.size;
  const before = textBetween(doc, Math.max(0, from - 2 * CONTEXT), from);
  const after = textBetween(doc, to, Math.min(size, to + 2 * CONTEXT));
  return {
    exact: textBetween(doc, from, to),
    // What was read may begin or end within a character.
    prefix: withoutHalves(cutStart(before, CONTEXT)),
    suffix: withoutHalves(cutEnd(after, CONTEXT)),
  };
}

/** Whether the position stands between the two halves of a surrogate pair. */
export function splitsPair(doc: Node, pos: number): boolean {
  const $pos = doc.resolve(pos);
  const { parent, textOffset } = $pos;
  const index = $pos.index();
  // Reads the text where it stands: `nodeBefore` and `nodeAfter` would copy both halves of it.
  const after = parent.maybeChild(index)?.text ?? "";
  const before = textOffset > 0 ? after : (parent.maybeChild(index - 1)?.text ?? "");
  return isHigh(before.charCodeAt((textOffset || before.length) - 1)) && isLow(after.charCodeAt(textOffset));
}

/** Whether the text holds half a surrogate pair. */
export function hasLoneSurrogate(text: string): boolean {
  return !text.isWellFormed();
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

/**
 * The passage without the structure at its edges: `from` moves right to its first character, `to` left to its last.
 * Null when there is no character in it.
 */
export function trimToText(doc: Node, from: number, to: number): { from: number; to: number } | null {
  const flat = flatText(doc, from, to);
  if (flat.text === "") return null;
  return { from: flat.positionOf(0), to: flat.positionOf(flat.text.length - 1) + 1 };
}

/** A text's own characters, read once: many quotes are looked for in the same one. */
const wholes = new WeakMap<Node, FlatText>();

function wholeOf(doc: Node): FlatText {
  const known = wholes.get(doc) ?? flatText(doc, 0, doc.content.size);
  wholes.set(doc, known);
  return known;
}

/** Every place in which the quote stands, in order; newlines in it match block boundaries and line breaks. At most `limit` places. */
export function findQuote(doc: Node, exact: string, limit = 50): { from: number; to: number }[] {
  const wanted = exact.replaceAll(BLOCK, "");
  if (wanted === "") return [];
  const flat = wholeOf(doc);
  const found: { from: number; to: number }[] = [];
  for (let at = flat.text.indexOf(wanted); at >= 0 && found.length < limit; at = flat.text.indexOf(wanted, at + 1)) {
    const place = { from: flat.positionOf(at), to: flat.positionOf(at + wanted.length - 1) + 1 };
    if (textBetween(doc, place.from, place.to) === exact) found.push(place);
  }
  return found;
}
