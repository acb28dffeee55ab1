import type { EditorState } from "prosemirror-state";
import { Plugin } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { isFromOthers } from "./applyRemoteUpdate";

function paint({ doc, selection }: Pick<EditorState, "doc" | "selection">): DecorationSet {
  const { $head } = selection;
  const block = doc.maybeChild($head.index(0));
  if (!block) return DecorationSet.empty;
  const from = $head.posAtIndex($head.index(0), 0);
  return DecorationSet.create(doc, [Decoration.node(from, from + block.nodeSize, { class: "caret-block" })]);
}

/**
 * The block that somebody writes in is never skipped by the browser (`editor.css`): one that was just made would be until the next frame, and there
 * the browser leaves the cursor before the first letter that is typed, so that the next ones, when they come at once, stand before it too.
 * A cursor that walks changes nothing here: where it goes is on screen, and painting would set the selection anew under a walking hand. One that
 * jumps into a far block takes it along.
 */
export function caretBlock(): Plugin<DecorationSet> {
  const plugin: Plugin<DecorationSet> = new Plugin<DecorationSet>({
    state: {
      init: (_config, state) => paint(state),
      apply(tr, set) {
        if (!tr.docChanged) return tr.scrolledIntoView ? paint(tr) : set;
        const mapped = set.map(tr.mapping, tr.doc);
        if (isFromOthers(tr)) return mapped;
        const { $head } = tr.selection;
        const [standing, ...more] = mapped.find();
        const isThere = $head.depth > 0 && standing?.from === $head.before(1) && standing.to === $head.after(1) && more.length === 0;
        return isThere ? mapped : paint(tr);
      },
    },
    props: { decorations: (state) => plugin.getState(state) },
  });
  return plugin;
}
