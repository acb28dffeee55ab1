import { Schema } from "prosemirror-model";
import type { DOMOutputSpec, Node, NodeSpec } from "prosemirror-model";
import { isLinkAddress } from "../address";

// Content is `*` rather than `+` so that two people's edits, each valid alone, stay valid together: a list that loses its last item
// to one person and its first to another is an empty list, not a refused edit.

/** Every block has an id that survives edits; a version of the text in another language mirrors the source's blocks by id. Null until the editor gives one. */
const id = { default: null, validate: (value: unknown) => checkId(value) };

function checkId(value: unknown): void {
  if (value !== null && !(typeof value === "string" && /^[A-Za-z0-9_-]{1,32}$/.test(value))) throw new RangeError("block id");
}

function checkInteger(min: number, max: number) {
  return (value: unknown): void => {
    if (!(typeof value === "number" && Number.isInteger(value) && value >= min && value <= max)) throw new RangeError("integer attribute");
  };
}

/** Wider than what a new link may lead to (`links.ts`): logs hold addresses that were taken in before there was that rule. */
function checkHref(value: unknown): void {
  if (!(typeof value === "string" && value.length <= 2048 && /^(https?:\/\/|mailto:)[^\s]+$/i.test(value)))
    throw new RangeError("link address");
}

const block = (tag: string, spec: Partial<NodeSpec>): NodeSpec => ({
  group: "block",
  attrs: { id },
  parseDOM: [{ tag, getAttrs: (dom) => ({ id: blockIdOf(dom) }) }],
  toDOM: (node: Node): DOMOutputSpec => [tag, domId(node), 0],
  ...spec,
});

function blockIdOf(dom: HTMLElement): string | null {
  const value = dom.getAttribute("data-block");
  return value !== null && /^[A-Za-z0-9_-]{1,32}$/.test(value) ? value : null;
}

function domId(node: Node): Record<string, string> {
  const value: unknown = node.attrs["id"];
  return typeof value === "string" ? { "data-block": value } : {};
}

/** How far a cell reaches. Cells of two people's edits may overlap or leave gaps: a table is drawn as it is, and mended by its next own command. */
const span = { default: 1, validate: checkInteger(1, 1000) };

function spanOf(dom: HTMLElement, name: "colspan" | "rowspan"): number {
  const value = Number.parseInt(dom.getAttribute(name) ?? "1", 10);
  return Number.isInteger(value) && value >= 1 && value <= 1000 ? value : 1;
}

/** The roles are those that `prosemirror-tables` looks for; its own specs ask for one cell at least, and two valid edits may leave none. */
const cell = (tag: "td" | "th", role: "cell" | "header_cell"): NodeSpec => ({
  content: "paragraph*",
  attrs: { id, colspan: span, rowspan: span },
  tableRole: role,
  isolating: true,
  parseDOM: [
    { tag, getAttrs: (dom: HTMLElement) => ({ id: blockIdOf(dom), colspan: spanOf(dom, "colspan"), rowspan: spanOf(dom, "rowspan") }) },
  ],
  toDOM: (node): DOMOutputSpec => [tag, { ...domId(node), ...domSpan(node, "colspan"), ...domSpan(node, "rowspan") }, 0],
});

const domSpan = (node: Node, name: string): Record<string, string> => (node.attrs[name] === 1 ? {} : { [name]: String(node.attrs[name]) });

export const schema = new Schema({
  nodes: {
    doc: { content: "block*" },
    paragraph: block("p", { content: "inline*" }),
    heading: {
      group: "block",
      content: "inline*",
      defining: true,
      attrs: { id, level: { default: 2, validate: checkInteger(1, 4) } },
      parseDOM: [1, 2, 3, 4].map((level) => ({ tag: `h${level}`, getAttrs: (dom: HTMLElement) => ({ id: blockIdOf(dom), level }) })),
      toDOM: (node): DOMOutputSpec => [`h${String(node.attrs["level"])}`, domId(node), 0],
    },
    blockquote: block("blockquote", { content: "block*", defining: true }),
    bullet_list: block("ul", { content: "list_item*" }),
    ordered_list: {
      group: "block",
      content: "list_item*",
      attrs: { id, start: { default: 1, validate: checkInteger(0, 1_000_000) } },
      parseDOM: [
        {
          tag: "ol",
          getAttrs: (dom) => ({ id: blockIdOf(dom), start: Math.max(0, Number.parseInt(dom.getAttribute("start") ?? "1", 10) || 1) }),
        },
      ],
      toDOM: (node): DOMOutputSpec => [
        "ol",
        { ...domId(node), ...(node.attrs["start"] === 1 ? {} : { start: String(node.attrs["start"]) }) },
        0,
      ],
    },
    list_item: { ...block("li", { content: "block*", defining: true }), group: "" },
    table: {
      ...block("table", { content: "table_row*" }),
      tableRole: "table",
      isolating: true,
      toDOM: (node): DOMOutputSpec => ["table", domId(node), ["tbody", 0]],
    },
    table_row: { ...block("tr", { content: "(table_cell | table_header)*" }), group: "", tableRole: "row" },
    table_cell: cell("td", "cell"),
    table_header: cell("th", "header_cell"),
    text: { group: "inline" },
    hard_break: {
      group: "inline",
      inline: true,
      selectable: false,
      leafText: () => "\n",
      parseDOM: [{ tag: "br" }],
      toDOM: (): DOMOutputSpec => ["br"],
    },
  },
  marks: {
    link: {
      attrs: { href: { validate: checkHref } },
      inclusive: false,
      parseDOM: [
        {
          tag: "a[href]",
          getAttrs: (dom) => {
            const href = dom.getAttribute("href") ?? "";
            return isLinkAddress(href) ? { href } : false;
          },
        },
      ],
      toDOM: (mark): DOMOutputSpec => ["a", { href: String(mark.attrs["href"]), rel: "noopener noreferrer nofollow", target: "_blank" }, 0],
    },
    em: { parseDOM: [{ tag: "i" }, { tag: "em" }, { style: "font-style=italic" }], toDOM: (): DOMOutputSpec => ["em", 0] },
    strong: { parseDOM: [{ tag: "b" }, { tag: "strong" }, { style: "font-weight=bold" }], toDOM: (): DOMOutputSpec => ["strong", 0] },
    superscript: { parseDOM: [{ tag: "sup" }, { style: "vertical-align=super" }], toDOM: (): DOMOutputSpec => ["sup", 0] },
    subscript: { parseDOM: [{ tag: "sub" }, { style: "vertical-align=sub" }], toDOM: (): DOMOutputSpec => ["sub", 0] },
    /** Words that are no longer said. What is struck is shown so wherever the text is shown. */
    struck: {
      parseDOM: [
        { tag: "s" },
        { tag: "del" },
        { tag: "strike" },
        { style: "text-decoration=line-through" },
        { style: "text-decoration-line=line-through" },
      ],
      toDOM: (): DOMOutputSpec => ["s", 0],
    },
  },
});

export type TextSchema = typeof schema;
