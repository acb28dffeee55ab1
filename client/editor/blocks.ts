import type { Node } from "prosemirror-model";
import { Plugin } from "prosemirror-state";
import type { EditorState, Transaction } from "prosemirror-state";
import type { BlockId, RandomBytes } from "../../shared/ids";
import { TITLE_BLOCK } from "../../shared/doc/title";
import { newId } from "../../shared/ids";
import { isFollowing } from "./applyRemoteUpdate";

/** Whether blocks came into being: a node whose opening token lies inside a changed range is a new one. */
function bringsBlocks(transactions: readonly Transaction[], doc: Node): boolean {
  return transactions.some((tr) =>
    tr.mapping.maps.some((map, index) => {
      const later = tr.mapping.slice(index + 1);
      let found = false;
      map.forEach((_oldFrom, _oldTo, newFrom, newTo) => {
        const from = later.map(newFrom, -1);
        const to = Math.min(doc.content.size, later.map(newTo, 1));
        if (from >= to || found) return;
        doc.nodesBetween(from, to, (node, pos) => {
          found ||= node.isBlock && pos >= from && pos < to;
          return !found;
        });
      });
      return found;
    }),
  );
}

/** The blocks that need a new id, in text order: those without one, and of two with the same id the one with less text. */
export function blocksWithoutOwnId(doc: Node): number[] {
  const keepers = new Map<string, { pos: number; size: number }>();
  const wanting: number[] = [];
  doc.descendants((node, pos) => {
    if (!node.isBlock) return false;
    const id: unknown = node.attrs["id"];
    if (typeof id !== "string") {
      wanting.push(pos);
      return true;
    }
    const size = node.textContent.length;
    const holder = keepers.get(id);
    if (holder === undefined) keepers.set(id, { pos, size });
    // What is split off a title is none.
    else if (size > holder.size && id !== TITLE_BLOCK) {
      wanting.push(holder.pos);
      keepers.set(id, { pos, size });
    } else wanting.push(pos);
    return true;
  });
  return wanting.sort((a, b) => a - b);
}

/**
 * Gives every block an id of its own. Splitting copies the id, pasting may bring ids that are taken: the block with more text keeps
 * the id, because a version in another language and its marks hang on it. Looks at the whole text only when blocks came into being.
 */
export function blockIds(random: RandomBytes): Plugin {
  return new Plugin({
    appendTransaction(transactions: readonly Transaction[], _before: EditorState, after: EditorState) {
      const own = transactions.filter((tr) => tr.docChanged && !isFollowing(tr));
      if (own.length === 0 || !bringsBlocks(own, after.doc)) return null;
      const tr = after.tr;
      for (const pos of blocksWithoutOwnId(after.doc)) tr.setNodeAttribute(pos, "id", newId<BlockId>(random));
      return tr.docChanged ? tr : null;
    },
  });
}
