import { readBlocks } from "../../shared/doc/reader/read";
import type { LeftOut, ReadBlock } from "../../shared/doc/reader/block";
import { isBlank } from "../../shared/doc/blank";
import type { PreviewBlock } from "../../shared/protocol/import";
import { markedBlock, plainBlock, tableBlock } from "./blocks";

// The page's blocks with a mark each on the element they came from, so that the reader view, which moves and renames elements, can say
// afterwards which of them it took for the article.

export const MARK = "data-import-block";

/** A block with its mark, its element, and whether it stands in a part that is seldom the article (menus, forms, hidden parts). */
export interface PageBlock {
  readonly mark: string;
  readonly element: Element;
  readonly furniture: boolean;
  readonly block: PreviewBlock;
}

export interface Page {
  readonly blocks: PageBlock[];
  readonly leftOut: LeftOut[];
}

/** Every block of text of the page, in order. Puts marks on the elements, and elements around loose text. Throws RangeError on a tower of elements. */
export function pageBlocks(document: Document, base: string): Page {
  const { blocks: read, leftOut } = readBlocks(document.body, base);
  const marks = new Map<Element, string>();
  const holders = new Map<Node, Element>();
  const blocks = read.flatMap((block): PageBlock[] => {
    const preview = previewOf(block);
    if (!preview) return [];
    const element = elementOf(block.nodes as readonly Node[], holders, document);
    const mark = marks.get(element) ?? String(marks.size);
    marks.set(element, mark);
    element.setAttribute(MARK, mark);
    return [{ mark, element, furniture: block.aside !== null, block: preview }];
  });
  return { blocks, leftOut };
}

function previewOf({ kind, level, list, runs, rows }: ReadBlock): PreviewBlock | null {
  if (kind === "rule") return plainBlock("rule", "* * *");
  if (rows) return tableBlock(rows);
  return markedBlock(kind, runs, { ...(level !== undefined && { level }), ...(list && { list }) });
}

/** The reader view keeps or drops whole elements, so loose text gets one. */
function elementOf(nodes: readonly Node[], holders: Map<Node, Element>, document: Document): Element {
  const [first] = nodes;
  if (first?.nodeType === 1 && (nodes.length === 1 || first.nodeName.toLowerCase() === "x-tr")) return first as Element;
  const known = first && holders.get(first);
  if (known) return known;
  const parent = first?.parentNode as Element | null | undefined;
  const inline = parent?.localName === "p" || nodes.every((node) => isBlank(node.textContent ?? ""));
  const holder = document.createElement(inline ? "span" : "p");
  if (first) {
    parent?.insertBefore(holder, first);
    holders.set(first, holder);
  }
  holder.append(...nodes);
  return holder;
}
