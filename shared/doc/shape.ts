import type { Fragment, Node } from "prosemirror-model";
import type { Step } from "prosemirror-transform";
import { kindOf } from "./step-kinds";

// How deep and how broad a text may become. Readers of a text recurse into it (JSON, the page, every export), and whoever touches a block
// copies the list of its neighbours: both are bounded for the result of every step, not only for what a step brings.
//
// Asked of what is new only. The fold of a log never asks: what an older version has taken in stays readable.

/** Blocks inside one another. */
export const MAX_DEPTH = 24;
/** Blocks directly in one block or in the text; about twenty times the longest novel. */
export const MAX_BLOCKS = 100_000;
/** Runs of text and line breaks in one block. */
export const MAX_RUNS = 20_000;

/** How many levels of blocks the content has, looked at down to `most + 1` levels. Costs its blocks. */
function levelsOf(content: Fragment, most: number): number {
  let deepest = 0;
  for (const node of content.content) {
    if (node.isLeaf) continue;
    const below = most > 0 ? levelsOf(node.content, most - 1) : 0;
    deepest = Math.max(deepest, 1 + below);
    if (deepest > most) return deepest;
  }
  return deepest;
}

const mostIn = (node: Node): number => (node.isTextblock ? MAX_RUNS : MAX_BLOCKS);
const tooBroad = (node: Node): boolean => node.childCount > mostIn(node);

/** Whether content from outside, or a block in it, is deeper or broader than any text may be. */
export function misshapen(content: Fragment): boolean {
  if (content.childCount > MAX_BLOCKS || levelsOf(content, MAX_DEPTH) > MAX_DEPTH) return true;
  let broad = false;
  content.descendants((node) => {
    broad ||= tooBroad(node);
    return !broad && !node.isTextblock;
  });
  return broad;
}

/** Whether the step, which fits, would make the text deeper than it may be. Costs the blocks of what it brings and of what it wraps. */
export function deepens(before: Node, step: Step): boolean {
  const it = kindOf(step);
  if (it?.kind !== "replace" && it?.kind !== "around") return false;
  const { slice, from } = it.step;
  // The content of the slice goes into the blocks that stay open around it.
  const around = before.resolve(from).depth - slice.openStart;
  if (around + levelsOf(slice.content, MAX_DEPTH) > MAX_DEPTH) return true;
  if (it.kind !== "around") return false;
  const { gapFrom, gapTo, insert } = it.step;
  const depth = around + depthIn(slice.content, insert + slice.openStart);
  const $gap = before.resolve(gapFrom);
  if (depth <= $gap.depth) return false;
  const gap = before.slice(gapFrom, gapTo).content;
  return depth + levelsOf(gap, MAX_DEPTH) > MAX_DEPTH;
}

/** How many blocks of the content stand around an offset in it. */
function depthIn(content: Fragment, offset: number): number {
  let pos = 0;
  for (const node of content.content) {
    const end = pos + node.nodeSize;
    if (pos < offset && offset < end) return node.isText ? 0 : 1 + depthIn(node.content, offset - pos - 1);
    pos = end;
  }
  return 0;
}

/** Whether the step made a block broader than it may be. One that was so before, in an old text, may still be edited while it does not grow. */
export function broadens(before: Node, after: Node, step: Step): boolean {
  const it = kindOf(step);
  if (it?.kind === "marks") return it.steps.some(({ from, to }) => grown(before, after, from, from) || grown(before, after, to, to));
  if (it?.kind !== "replace" && it?.kind !== "around") return false;
  const { from, to, slice } = it.step;
  // Two blocks that become one have each at least half of it. Mostly this is all that is asked, of positions that were looked up already.
  const far = (pos: number): boolean => pathOf(before, pos).every((node) => 2 * node.childCount + slice.size + 2 <= mostIn(node));
  if (far(from) && far(to)) return false;
  const end = to + (after.content.size - before.content.size);
  return grown(before, after, from, from) || grown(before, after, to, end);
}

const pathOf = (doc: Node, pos: number): Node[] => {
  const $pos = doc.resolve(Math.min(pos, doc.content.size));
  return Array.from({ length: $pos.depth + 1 }, (_, depth) => $pos.node(depth));
};

function grown(before: Node, after: Node, oldPos: number, newPos: number): boolean {
  const broad = pathOf(after, newPos).filter(tooBroad);
  if (broad.length === 0) return false;
  const widest = Math.max(...pathOf(before, oldPos).map((node) => node.childCount));
  return broad.some((node) => node.childCount > widest);
}
