import type { Node } from "prosemirror-model";
import type { BlockId } from "../ids";

// The title of a text is a block like others: words can be claims, and a version in another language mirrors it. It is known by its id.

/** No other block has this id: fresh ones are random. */
export const TITLE_BLOCK = "title" as BlockId;

/** The title's block and where it stands; null in a text that has none. */
export function titleIn(doc: Node): { readonly node: Node; readonly pos: number } | null {
  let pos = 0;
  for (const node of doc.children) {
    if (node.attrs["id"] === TITLE_BLOCK) return { node, pos };
    pos += node.nodeSize;
  }
  return null;
}
