import { Plugin, PluginKey } from "prosemirror-state";
import type { EditorState, Transaction } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";

interface RowsPaint {
  readonly rows: readonly number[];
  readonly set: DecorationSet;
}

const key = new PluginKey<RowsPaint>("rows");
const none: RowsPaint = { rows: [], set: DecorationSet.empty };

/**
 * A transaction that puts the outermost blocks into these rows of a grid (from 1; one per block), or null when they stand there. Blocks in
 * an unbroken sequence from 1 need no decoration: the grid places them so by itself.
 */
export function placeInRows(state: EditorState, rows: readonly number[]): Transaction | null {
  const placed = key.getState(state) ?? none;
  const plain = rows.every((row, index) => row === index + 1);
  const wanted = plain ? [] : rows;
  if (wanted.length === placed.rows.length && wanted.every((row, index) => row === placed.rows[index])) return null;
  const decorations: Decoration[] = [];
  if (!plain) {
    state.doc.forEach((block, offset, index) => {
      const row = rows[index];
      if (row !== undefined) decorations.push(Decoration.node(offset, offset + block.nodeSize, { style: `grid-row: ${String(row)}` }));
    });
  }
  return state.tr.setMeta(key, { rows: wanted, set: DecorationSet.create(state.doc, decorations) });
}

export function rowsPaint(): Plugin<RowsPaint> {
  return new Plugin({
    key,
    state: {
      init: () => none,
      apply: (tr, paint) =>
        (tr.getMeta(key) as RowsPaint | undefined) ?? (tr.docChanged ? { rows: [], set: paint.set.map(tr.mapping, tr.doc) } : paint),
    },
    props: { decorations: (state) => key.getState(state)?.set },
  });
}
