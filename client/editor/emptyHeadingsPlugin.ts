import type { Node } from "prosemirror-model";
import { Plugin } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { schema } from "../../shared/doc/schema";

function emptyHeadings(doc: Node): number[] {
  const found: number[] = [];
  doc.descendants((node, pos) => {
    if (node.type === schema.nodes.heading && node.content.size === 0) found.push(pos);
    return !node.isTextblock;
  });
  return found;
}

const paint = (doc: Node): DecorationSet =>
  DecorationSet.create(
    doc,
    emptyHeadings(doc).map((pos) => Decoration.node(pos, pos + 2, { role: "none" })),
  );

/**
 * A heading without words (a version has one for each of its source's until it is translated) is none to those who find their way by
 * headings. One walk over the blocks per edit; the decorations stay the same object when none came or went.
 */
export function quietEmptyHeadings(): Plugin<DecorationSet> {
  const plugin: Plugin<DecorationSet> = new Plugin<DecorationSet>({
    state: {
      init: (_config, state) => paint(state.doc),
      apply(tr, set) {
        if (!tr.docChanged) return set;
        const mapped = set.map(tr.mapping, tr.doc);
        const now = emptyHeadings(tr.doc);
        const before = mapped.find();
        const same = before.length === now.length && before.every(({ from }, index) => from === now[index]);
        return same ? mapped : paint(tr.doc);
      },
    },
    props: { decorations: (state) => plugin.getState(state) },
  });
  return plugin;
}
