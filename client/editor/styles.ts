import type { MarkType, NodeType } from "prosemirror-model";
import type { Command, EditorState } from "prosemirror-state";
import { isLinkAddress } from "../../shared/address";
import { bareFigure } from "../../shared/doc/reader/raise";
import { schema } from "../../shared/doc/schema";

// What formatting holds at a selection. What gives and takes it away is in `editingPlugins.ts`, but for the link, which needs no more than this.

const { paragraph, heading, blockquote, bullet_list, ordered_list, table } = schema.nodes;
const { em, strong, superscript, subscript, struck, link } = schema.marks;

export type Style =
  | "paragraph"
  | "heading-2"
  | "heading-3"
  | "quote"
  | "bullets"
  | "numbers"
  | "em"
  | "strong"
  | "superscript"
  | "subscript"
  | "struck"
  | "table";

/** What can be done to a table: `table` makes one, or takes it away where the cursor stands in one. */
export type TableEdit = "table" | "row-add" | "row-remove" | "column-add" | "column-remove";

export function hasStyle(state: EditorState, style: Style): boolean {
  const { $from } = state.selection;
  const within = (type: NodeType): boolean => Array.from({ length: $from.depth }, (_, depth) => $from.node(depth + 1).type).includes(type);
  switch (style) {
    case "paragraph":
      return $from.parent.type === paragraph;
    case "heading-2":
    case "heading-3":
      return $from.parent.type === heading && $from.parent.attrs["level"] === (style === "heading-2" ? 2 : 3);
    case "quote":
      return within(blockquote);
    case "bullets":
      return within(bullet_list);
    case "numbers":
      return within(ordered_list);
    case "em":
      return hasMark(state, em);
    case "strong":
      return hasMark(state, strong);
    case "superscript":
      return hasMark(state, superscript) || holdsFigures(state, "sup");
    case "subscript":
      return hasMark(state, subscript) || holdsFigures(state, "sub");
    case "struck":
      return hasMark(state, struck);
    case "table":
      return within(table);
  }
}

const styles: readonly Style[] = [
  "paragraph",
  "heading-2",
  "heading-3",
  "quote",
  "bullets",
  "numbers",
  "em",
  "strong",
  "superscript",
  "subscript",
  "struck",
  "table",
];

/** The styles and the link that hold at the selection, as one word to compare. */
export const stylesAt = (state: EditorState): string => [...styles.filter((style) => hasStyle(state, style)), linkAt(state)].join(" ");

/** Raised or lowered. */
export type Side = "sup" | "sub";

/** Longer selections are not looked through for figures at every move of the cursor. */
const MOST_LOOKED_AT = 1_000;

/** Whether figures that are characters of their own ("⁶") stand in the selection. */
export function holdsFigures({ doc, selection: { from, to } }: EditorState, side: Side): boolean {
  if (from === to || to - from > MOST_LOOKED_AT) return false;
  return Array.from(doc.textBetween(from, to)).some((char) => bareFigure(char)?.side === side);
}

function hasMark(state: EditorState, type: MarkType): boolean {
  const { from, $from, to, empty } = state.selection;
  if (empty) return type.isInSet(state.storedMarks ?? $from.marks()) !== undefined;
  return state.doc.rangeHasMark(from, to, type);
}

/** The address of the link at the selection, "" when there is none. */
export function linkAt(state: EditorState): string {
  const { $from, from, to, empty } = state.selection;
  let found = link.isInSet($from.marks());
  if (!empty) state.doc.nodesBetween(from, to, (node) => void (found ??= link.isInSet(node.marks)));
  const href: unknown = found?.attrs["href"];
  return typeof href === "string" ? href : "";
}

/** Links the selected words to an http(s) or mailto address; "" takes the link away. Does nothing with another address. */
export function setLink(href: string): Command {
  return (state, dispatch) => {
    const { from, to, empty } = state.selection;
    if (empty || (href !== "" && !isLinkAddress(href))) return false;
    const tr = state.tr.removeMark(from, to, link);
    dispatch?.(href === "" ? tr : tr.addMark(from, to, link.create({ href })));
    return true;
  };
}
