import type { Node } from "prosemirror-model";

const known = new WeakMap<Node, ReadonlySet<string>>();

/** The ids of all blocks of a text. Collected once per text, which is some milliseconds for a long one. */
export function blockIds(doc: Node): ReadonlySet<string> {
  let ids = known.get(doc);
  if (!ids) {
    const found = new Set<string>();
    doc.descendants((node) => {
      const id: unknown = node.attrs["id"];
      if (typeof id === "string") found.add(id);
      return !node.inlineContent;
    });
    known.set(doc, (ids = found));
  }
  return ids;
}

export const hasBlock = (doc: Node, id: string): boolean => blockIds(doc).has(id);
