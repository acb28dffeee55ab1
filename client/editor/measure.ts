import type { EditorView } from "prosemirror-view";
import type { Stretch } from "./lanes";

/** Where each passage starts, in pixels below the top of the text's element; same order as the stretches. NaN: in a block that is set aside. */
export type Tops = Float64Array;

/**
 * Measures where passages start. A block that is off screen is not laid out (`content-visibility: auto`), and asking for a place inside it
 * would force that: there the place is estimated from the block's box. `near` says which part, in the same pixels, is measured exactly.
 * Costs one layout, a walk over the blocks, and one range per passage in `near`.
 */
export function measureTops(view: EditorView, stretches: readonly Stretch[], near: { top: number; bottom: number }): Tops {
  const tops = new Float64Array(stretches.length);
  const { doc } = view.state;
  const blocks = view.dom.children;
  const origin = view.dom.getBoundingClientRect().top;
  let index = 0;
  doc.forEach((block, offset, order) => {
    const end = offset + block.nodeSize;
    const element = blocks[order];
    if (index >= stretches.length || (stretches[index]?.from ?? 0) >= end || !element) return;
    const box = element.getBoundingClientRect();
    const top = box.height === 0 ? Number.NaN : box.top - origin;
    const exact = top < near.bottom && top + box.height > near.top;
    for (; index < stretches.length; index++) {
      const from = stretches[index]?.from ?? 0;
      if (from >= end) break;
      tops[index] = exact ? lineTop(view, from) - origin : top + (box.height * (from - offset)) / block.nodeSize;
    }
  });
  return tops;
}

function lineTop(view: EditorView, pos: number): number {
  return view.coordsAtPos(pos, 1).top;
}
