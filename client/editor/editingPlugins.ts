import { baseKeymap, chainCommands, exitCode, lift, setBlockType, toggleMark, wrapIn } from "prosemirror-commands";
import { InputRule, inputRules, wrappingInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import type { Attrs, NodeType } from "prosemirror-model";
import { liftListItem, sinkListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
import type { Command, Plugin } from "prosemirror-state";
import { schema } from "../../shared/doc/schema";
import type { LeftOut } from "../../shared/doc/reader/block";
import { farBlocks } from "./hideFarBlocks";
import { figures, raise } from "./figures";
import { pasting } from "./paste";
import { hasStyle } from "./styles";
import type { Style, TableEdit } from "./styles";
import { tableCommand, tableKeys, typingOverCells } from "./table";

// A chunk of its own: see `fetchEditingPlugins.ts`.

export { layOut } from "./hideFarBlocks";

const { paragraph, heading, blockquote, bullet_list, ordered_list, list_item, hard_break } = schema.nodes;
const { em, strong, struck } = schema.marks;

const lineBreak: Command = (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(hard_break.create()).scrollIntoView());
  return true;
};

/** The block keeps its id when its kind changes. */
function turnInto(type: NodeType, attrs: Attrs = {}): Command {
  return (state, dispatch) => {
    const id: unknown = state.selection.$from.parent.attrs["id"];
    return setBlockType(type, { ...attrs, id: typeof id === "string" ? id : null })(state, dispatch);
  };
}

/** What each style does; doing it where it already holds takes it away again. */
export function styleCommand(style: Style | TableEdit): Command {
  switch (style) {
    case "paragraph":
      return chainCommands(turnInto(paragraph), lift);
    case "heading-2":
    case "heading-3": {
      const level = style === "heading-2" ? 2 : 3;
      return (state, dispatch) => (hasStyle(state, style) ? turnInto(paragraph) : turnInto(heading, { level }))(state, dispatch);
    }
    case "quote":
      return (state, dispatch) => (hasStyle(state, style) ? lift : wrapIn(blockquote))(state, dispatch);
    case "bullets":
      return (state, dispatch) => (hasStyle(state, style) ? liftListItem(list_item) : wrapInList(bullet_list))(state, dispatch);
    case "numbers":
      return (state, dispatch) => (hasStyle(state, style) ? liftListItem(list_item) : wrapInList(ordered_list))(state, dispatch);
    case "em":
      return toggleMark(em);
    case "strong":
      return toggleMark(strong);
    case "superscript":
      return raise("sup");
    case "subscript":
      return raise("sub");
    case "struck":
      return toggleMark(struck);
    case "table":
    case "row-add":
    case "row-remove":
    case "column-add":
    case "column-remove":
      return tableCommand(style);
  }
}

/** "## " at the start of a paragraph; like every change of kind it keeps the block's id. */
const headingRule = new InputRule(/^(#{1,3})\s$/, (state, match, start, end) => {
  const $start = state.doc.resolve(start);
  if (!$start.node(-1).canReplaceWith($start.index(-1), $start.indexAfter(-1), heading)) return null;
  const level = Math.max(2, match[1]?.length ?? 2);
  return state.tr.delete(start, end).setBlockType(start, start, heading, { level, id: $start.parent.attrs["id"] as string | null });
});

/** Keys that do nothing unless the text may be written. */
function whenWriting(mayWrite: () => boolean, bindings: Record<string, Command>): Record<string, Command> {
  return Object.fromEntries(
    Object.entries(bindings).map(([key, command]) => [key, (state, dispatch, view) => mayWrite() && command(state, dispatch, view)]),
  );
}

/** What a text that may be written needs. `onLaidOut`: see `hideFarBlocks.ts`; `onLeftOut`: see `paste.ts`. */
export function writing(
  mayWrite: () => boolean,
  onLaidOut: () => void,
  onLeftOut: (leftOut: readonly LeftOut[]) => void = () => undefined,
): Plugin[] {
  const rules = inputRules({
    rules: [
      wrappingInputRule(/^\s*>\s$/, blockquote),
      wrappingInputRule(/^\s*[-*]\s$/, bullet_list),
      wrappingInputRule(/^(\d{1,4})\.\s$/, ordered_list, (match) => ({ start: Number(match[1]) })),
      headingRule,
    ],
  });
  const keys = whenWriting(mayWrite, {
    Enter: splitListItem(list_item, { id: null }),
    "Shift-Enter": chainCommands(exitCode, lineBreak),
    Tab: sinkListItem(list_item),
    "Shift-Tab": liftListItem(list_item),
    "Mod-b": styleCommand("strong"),
    "Mod-i": styleCommand("em"),
    "Mod-.": styleCommand("superscript"),
    "Mod-;": styleCommand("subscript"),
    "Mod-Shift-x": styleCommand("struck"),
    "Mod-Alt-0": styleCommand("paragraph"),
    "Mod-Alt-2": styleCommand("heading-2"),
    "Mod-Alt-3": styleCommand("heading-3"),
    "Mod-Shift-8": styleCommand("bullets"),
    "Mod-Shift-7": styleCommand("numbers"),
    "Mod-Shift-9": styleCommand("quote"),
  });
  return [
    rules,
    keymap(whenWriting(mayWrite, tableKeys)),
    typingOverCells(),
    keymap(keys),
    keymap(whenWriting(mayWrite, baseKeymap)),
    figures(),
    farBlocks(onLaidOut),
    pasting(onLeftOut),
  ];
}
