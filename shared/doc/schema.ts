import { Schema } from "prosemirror-model";
import type { DOMOutputSpec, Node, NodeSpec } from "prosemirror-model";

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
            try {
              checkHref(href);
            } catch {
              return false;
            }
            return { href };
          },
        },
      ],
      toDOM: (mark): DOMOutputSpec => ["a", { href: String(mark.attrs["href"]), rel: "noopener noreferrer nofollow", target: "_blank" }, 0],
    },
    em: { parseDOM: [{ tag: "i" }, { tag: "em" }, { style: "font-style=italic" }], toDOM: (): DOMOutputSpec => ["em", 0] },
    strong: { parseDOM: [{ tag: "b" }, { tag: "strong" }, { style: "font-weight=bold" }], toDOM: (): DOMOutputSpec => ["strong", 0] },
  },
});

export type TextSchema = typeof schema;
