import { DOMSerializer, Fragment, Node, Slice } from "prosemirror-model";
import { Plugin } from "prosemirror-state";
import type { Transaction } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import type { NodeType } from "prosemirror-model";
import { withoutHalves } from "../../shared/characters";
import { isBlank, withoutDirections } from "../../shared/doc/blank";
import type { LeftOut } from "../../shared/doc/reader/block";
import { nodesOf } from "../../shared/doc/reader/build";
import { descendants } from "../../shared/doc/reader/nodes";
import { readBlocks } from "../../shared/doc/reader/read";
import { pageSource } from "../../shared/doc/reader/source";
import { schema } from "../../shared/doc/schema";
import { htmlIn, pageTree } from "./pageTree";
import type { TreeElement } from "./pageTree";

// What is pasted or dropped into a text comes through the reader that reads imported files. It is taken apart in a tree that is no
// DOM, which loads, runs and reports nothing, before any element of it exists in the page; what goes on is written anew from the schema.

/** The elements that a copy of one of our own texts is made of, with the attributes that they may have. */
const ownElements: Readonly<Record<string, readonly string[]>> = {
  p: [],
  h1: [],
  h2: [],
  h3: [],
  h4: [],
  blockquote: [],
  ul: [],
  ol: ["start"],
  li: [],
  table: [],
  tbody: [],
  tr: [],
  td: ["colspan", "rowspan"],
  th: ["colspan", "rowspan"],
  br: [],
  a: ["href", "rel", "target"],
  em: [],
  strong: [],
  sup: [],
  sub: [],
  s: [],
  span: [],
  meta: ["charset"],
};

export interface Cleaned {
  /** Elements of the schema and nothing else. */
  readonly html: string;
  readonly leftOut: readonly LeftOut[];
}

/** HTML from anywhere as HTML of the schema, with the list of what is not in it. */
export function cleanHtml(html: string): Cleaned {
  const source = pageSource(withoutHalves(html));
  try {
    return cleanBody(pageTree(source));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { html: wordsOf(source), leftOut: [] };
  }
}

function cleanBody(body: TreeElement): Cleaned {
  if (isOwnCopy(body)) return { html: htmlIn(body), leftOut: [] };
  const { blocks, leftOut } = readBlocks(body);
  const shown = blocks.filter(({ aside }) => aside !== "hidden");
  const hidden = blocks.filter(({ aside }) => aside === "hidden");
  const { content } = Node.fromJSON(schema, { type: "doc", content: nodesOf(shown, () => null) });
  return { html: written(content), leftOut: [...leftOut, ...hidden.map(hiddenBlock)] };
}

/** Nodes of the schema as HTML, made in a document that is shown nowhere. */
function written(content: Fragment): string {
  const document = window.document.implementation.createHTMLDocument();
  const holder = document.createElement("div");
  holder.append(DOMSerializer.fromSchema(schema).serializeFragment(content, { document }));
  // The editor folds white space, but within preformatted text.
  for (const block of holder.querySelectorAll("p, h1, h2, h3, h4")) {
    if (!/ {2}|\t|^ /.test(block.textContent)) continue;
    const columns = document.createElement("pre");
    block.replaceWith(columns);
    columns.append(block);
  }
  return holder.innerHTML;
}

/**
 * Of a page that is nested deeper than anybody reads, or that grows in reading: its words, line by line, tags taken for line ends. What throws
 * here would be pasted by the browser itself.
 */
function wordsOf(source: string): string {
  const bare = source
    .replace(/<(script|style)(?=[\s/>])[^<]*(?:<(?!\/\1)[^<]*)*/gi, "\n")
    .replace(/<[^<>]*>/g, "\n")
    .replaceAll("<", "&lt;");
  const lines = pageTree(bare).textContent.split("\n");
  const paragraphs = lines.filter((line) => !isBlank(line)).map((line) => schema.nodes.paragraph.create(null, schema.text(line.trim())));
  return written(Fragment.from(paragraphs));
}

const hiddenBlock = ({ runs }: { readonly runs: readonly { readonly text: string }[] }): LeftOut => ({
  reason: "hidden",
  text: runs
    .map(({ text }) => text)
    .join("")
    .slice(0, 80)
    .toWellFormed(),
  count: 1,
});

/** A copy of a text of ours keeps its blocks' ids, so that a paragraph that is moved stays beside its translation. */
function isOwnCopy(body: TreeElement): boolean {
  const elements = [...descendants(body)] as TreeElement[];
  const marked = elements.find((element) => element.hasAttribute("data-pm-slice"));
  if (!marked || !isOwnContext(marked.getAttribute("data-pm-slice") ?? "")) return false;
  return elements.every((element) => {
    const known = ownElements[element.localName];
    return known !== undefined && element.attributeNames().every((name) => /^data-(?:block|pm-slice)$/.test(name) || known.includes(name));
  });
}

/** The blocks around the copied words, as ProseMirror writes them down; believed only where they are ones that a text can have. */
function isOwnContext(value: string): boolean {
  const written = /^\d{1,3} \d{1,3}(?: -\d{1,3})? (.*)$/.exec(value.slice(0, 4_000))?.[1];
  if (written === undefined) return false;
  try {
    const context: unknown = JSON.parse(written);
    if (!Array.isArray(context)) return false;
    for (let at = 0; at < context.length; at += 2) {
      const type = schema.nodes[String(context[at]) as keyof typeof schema.nodes] as NodeType | undefined;
      if (!type) return false;
      // Without content: a block is right when its attributes are.
      type.create(context[at + 1] as Record<string, unknown> | null).check();
    }
    return true;
  } catch {
    return false;
  }
}

/** A list or a quotation of several parts: its first part would become words of the paragraph that it is pasted into, and its numbers shift. */
const hasParts = (node: Node | null): boolean =>
  node !== null && node.childCount > 1 && /^(?:bullet_list|ordered_list|blockquote)$/.test(node.type.name);

/** What is pasted behind words, a list or quotation at either end of it whole. */
function asWhole(slice: Slice, into: Node): Slice {
  if (!into.isTextblock || isBlank(into.textContent)) return slice;
  const { content, openStart, openEnd } = slice;
  return new Slice(content, hasParts(content.firstChild) ? 0 : openStart, hasParts(content.lastChild) ? 0 : openEnd);
}

/** The words of each text block of a slice that shows something. */
function blocksOf(slice: Slice): Node[] {
  const blocks: Node[] = [];
  slice.content.descendants((node) => {
    if (node.isTextblock && !isBlank(node.textContent)) blocks.push(node);
    return !node.isTextblock;
  });
  return blocks;
}

/** The blocks without words from a place on, up to the first that has some. */
function emptyBlocksFrom(doc: Node, from: number): number[] {
  const empty: number[] = [];
  let ended = false;
  doc.nodesBetween(Math.max(0, from - 1), doc.content.size, (node, pos) => {
    if (ended || !node.isTextblock) return !ended;
    if (pos + node.nodeSize <= from) return false;
    if (isBlank(node.textContent)) empty.push(pos);
    else ended = true;
    return false;
  });
  return empty;
}

/**
 * A translation pasted into the empty blocks of a version fills them one by one, each keeping its kind and its id. Null where the blocks
 * from the cursor on are not empty, or fewer than the paragraphs pasted.
 */
export function fillEmptyBlocks(tr: Transaction, slice: Slice): Transaction | null {
  const { $from } = tr.selection;
  const { doc } = tr;
  if (!$from.parent.isTextblock || !isBlank($from.parent.textContent)) return null;
  const pasted = blocksOf(slice);
  const empty = emptyBlocksFrom(doc, $from.start());
  if (pasted.length < 2 || pasted.length > empty.length) return null;
  // From the first to the last: so the history tells it.
  for (const [index, { content }] of pasted.entries()) {
    const before = empty[index] as number;
    const pos = tr.mapping.map(before);
    tr.replaceWith(pos + 1, pos + 1 + (doc.nodeAt(before) as Node).content.size, content);
  }
  return tr.scrollIntoView();
}

/** The clipboard's way into a text. `onLeftOut` hears what did not come along. */
export function pasting(onLeftOut: (leftOut: readonly LeftOut[]) => void): Plugin {
  return new Plugin({
    props: {
      transformPasted(slice, view) {
        const { $from } = view.state.selection;
        return $from.depth === 1 ? asWhole(slice, $from.parent) : slice;
      },
      transformPastedHTML(html) {
        const cleaned = cleanHtml(html);
        if (cleaned.leftOut.length > 0) onLeftOut(cleaned.leftOut);
        return cleaned.html;
      },
      transformPastedText(text) {
        const { text: bare, count } = withoutDirections(withoutHalves(text));
        if (count > 0) onLeftOut([{ reason: "direction", text: "", count }]);
        return bare;
      },
      handlePaste(view: EditorView, event, slice) {
        // Some programs put markup without a word beside the words.
        const bare = slice.size === 0 ? (event.clipboardData?.getData("text/plain") ?? "") : "";
        if (!isBlank(bare)) return view.pasteText(bare, event);
        const tr = fillEmptyBlocks(view.state.tr, slice);
        if (!tr) return false;
        view.dispatch(tr.setMeta("paste", true).setMeta("uiEvent", "paste"));
        return true;
      },
    },
  });
}
