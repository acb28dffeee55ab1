import type { Node } from "prosemirror-model";
import type { Selection } from "prosemirror-state";
import { isBlankUnit } from "../../shared/doc/blank";
import { trimToText } from "../../shared/doc/text";

export interface Passage {
  readonly from: number;
  readonly to: number;
}

// The rules for where a character ends do not depend on the language.
const characters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** The edge of the character that `pos` stands in: `pos` itself when it stands between two characters. */
export function characterEdge(doc: Node, pos: number, side: "start" | "end"): number {
  const $pos = doc.resolve(pos);
  const parent = $pos.parent;
  if (!parent.isTextblock || $pos.parentOffset === 0 || $pos.parentOffset === parent.content.size) return pos;
  const text = parent.textBetween(0, parent.content.size, "", "\n");
  const character = characters.segment(text).containing($pos.parentOffset);
  if (!character || character.index === $pos.parentOffset) return pos;
  const edge = side === "start" ? character.index : character.index + character.segment.length;
  return $pos.start() + edge;
}

/** The words of a selection: whole characters, without white space, what shows nothing, or structure at the edges. Null when there are none. */
export function passageOf(doc: Node, selection: Pick<Selection, "from" | "to">): Passage | null {
  if (selection.from >= selection.to) return null;
  const whole = { from: characterEdge(doc, selection.from, "start"), to: characterEdge(doc, selection.to, "end") };
  const trimmed = trimToText(doc, whole.from, whole.to);
  return trimmed && trimSpace(doc, trimmed);
}

function trimSpace(doc: Node, { from, to }: Passage): Passage | null {
  const isSpace = (pos: number): boolean => isBlankUnit(doc.textBetween(pos, pos + 1, "\n", "\n"));
  let start = from;
  let end = to;
  while (start < end && isSpace(start)) start++;
  while (end > start && isSpace(end - 1)) end--;
  return start < end ? { from: start, to: end } : null;
}
