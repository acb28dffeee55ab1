import type { Node } from "prosemirror-model";
import { AttrStep } from "prosemirror-transform";
import type { Step } from "prosemirror-transform";
import type { BlockId } from "../ids";
import { sliceOf } from "./steps";

// The title of a text is a block like others: words in it can be claims, and a version in another language mirrors it. It is known by its id.

/** No other block has this id: fresh ones are random. */
export const TITLE_BLOCK = "title" as BlockId;

/** A title stands before the text begins: among this many of its outermost blocks. */
export const TITLE_WITHIN = 50;

/** The most that a title is known by, in UTF-16 units; the block may say more. */
const MAX_NAME = 500;

/** The title's block and where it stands; null in a text that has none. */
export function titleIn(doc: Node): { readonly node: Node; readonly pos: number } | null {
  let pos = 0;
  for (let index = 0; index < Math.min(doc.childCount, TITLE_WITHIN); index++) {
    const node = doc.child(index);
    if (isTitle(node)) return { node, pos };
    pos += node.nodeSize;
  }
  return null;
}

const isTitle = (node: Node): boolean => node.attrs["id"] === TITLE_BLOCK;

/** The title as a name: one line of at most 500 characters; "" when the text has none, or an empty one. */
export function titleOf(doc: Node | undefined): string {
  const title = doc ? titleIn(doc) : null;
  return title ? nameOf(title.node.textContent) : "";
}

/** A text's words as a name for it: one line; what is too long ends in "…" after a whole word. */
export function nameOf(words: string): string {
  const line = words.replace(/\s+/gu, " ").trim();
  if (line.length <= MAX_NAME) return line;
  return `${line.slice(0, MAX_NAME - 1).replace(/\s*\S*$/u, "")}…`;
}

/** Whether a step puts a title into the text. */
export function bringsTitle(step: Step): boolean {
  if (step instanceof AttrStep) return step.attr === "id" && step.value === TITLE_BLOCK;
  return sliceOf(step)?.content.content.some(isTitle) ?? false;
}
