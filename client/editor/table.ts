import { chainCommands } from "prosemirror-commands";
import type { Node, ResolvedPos } from "prosemirror-model";
import { Plugin, TextSelection } from "prosemirror-state";
import type { Command, Transaction } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import {
  addColumnAfter,
  addRowAfter,
  deleteColumn,
  deleteRow,
  deleteTable,
  fixTables,
  goToNextCell,
  isInTable,
  TableMap,
} from "prosemirror-tables";
import { schema } from "../../shared/doc/schema";
import type { TableEdit } from "./styles";

// Tables are edited with the library's commands, and not with its plugin: that one mends every table after each change, also of somebody
// else's, and two pages that mend the same gap fill it twice. Here a table is mended by the next command of a person in it.

const { table, table_row, table_cell, table_header, paragraph } = schema.nodes;

const isCell = (node: Node): boolean => node.type === table_cell || node.type === table_header;

function around($pos: ResolvedPos, is: (node: Node) => boolean): { node: Node; pos: number } | null {
  for (let depth = $pos.depth; depth > 0; depth--) if (is($pos.node(depth))) return { node: $pos.node(depth), pos: $pos.before(depth) };
  return null;
}

/** A cell needs a paragraph to write in: content is `*`, so the library makes cells without one. */
function fillCells(tr: Transaction): Transaction {
  const empty: number[] = [];
  tr.doc.descendants((node, pos) => {
    if (isCell(node) && node.childCount === 0) empty.push(pos);
    return !node.isTextblock;
  });
  for (const pos of empty.reverse()) tr.insert(pos + 1, paragraph.create());
  return tr;
}

function inTable(command: Command): Command {
  return (state, dispatch, view) => {
    const place = around(state.selection.$from, (node) => node.type === table);
    if (!place) return false;
    const fill = dispatch && ((tr: Transaction): void => dispatch(fillCells(tr)));
    const mended = dispatch && view && TableMap.get(place.node).problems ? fixTables(state) : undefined;
    if (!mended || !view) return command(state, fill, view);
    view.dispatch(fillCells(mended));
    return command(view.state, (tr) => view.dispatch(fillCells(tr)), view);
  };
}

const emptyRow = (): Node =>
  table_row.create(
    null,
    [0, 1].map(() => table_cell.create(null, paragraph.create())),
  );

/** Two rows of two cells behind the block with the cursor, or in its place when it is empty; the cursor in the first cell. */
const addTable: Command = (state, dispatch) => {
  const { $from } = state.selection;
  if ($from.depth === 0 || isInTable(state)) return false;
  const node = table.create(null, [emptyRow(), emptyRow()]);
  const block = state.doc.resolve($from.before(1));
  const isEmpty = block.nodeAfter?.isTextblock === true && block.nodeAfter.content.size === 0;
  const at = isEmpty ? block.pos : $from.after(1);
  const tr = state.tr.replaceWith(at, isEmpty ? $from.after(1) : at, node);
  dispatch?.(tr.setSelection(TextSelection.near(tr.doc.resolve(at + 4))).scrollIntoView());
  return true;
};

export function tableCommand(edit: TableEdit): Command {
  switch (edit) {
    case "table":
      return chainCommands(inTable(deleteTable), addTable);
    case "row-add":
      return inTable(addRowAfter);
    case "row-remove":
      return inTable(chainCommands(deleteRow, deleteTable));
    case "column-add":
      return inTable(addColumnAfter);
    case "column-remove":
      return inTable(chainCommands(deleteColumn, deleteTable));
  }
}

const nextCell: Command = (state, dispatch, view) => {
  if (goToNextCell(1)(state, dispatch)) return true;
  if (!isInTable(state) || !view) return isInTable(state);
  inTable(addRowAfter)(state, view.dispatch, view);
  return goToNextCell(1)(view.state, view.dispatch);
};

const within = (at: { node: Node; pos: number } | null, pos: number): boolean =>
  at !== null && at.pos <= pos && pos < at.pos + at.node.nodeSize;

/**
 * Words chosen over several cells, or from a cell to beyond its table: those in cells go and the cells stay, so that no word comes under another
 * head; what lies outside of the table goes as always. Null for any other selection. There is no choosing of cells as such, nor merging them: a
 * cell that reaches over several, from a page, stays so.
 */
function clearCells(tr: Transaction): Transaction | null {
  const { $from, $to, empty } = tr.selection;
  const [first, last] = [around($from, isCell), around($to, isCell)];
  if (empty || (!first && !last) || first?.pos === last?.pos) return null;
  const [head, tail] = [around($from, (node) => node.type === table), around($to, (node) => node.type === table)];
  const parts: { from: number; to: number }[] = [];
  const outside = { from: head ? head.pos + head.node.nodeSize : $from.pos, to: tail && tail.pos !== head?.pos ? tail.pos : $to.pos };
  tr.doc.nodesBetween($from.pos, $to.pos, (node, pos) => {
    if (node.isTextblock && (within(head, pos) || within(tail, pos)))
      parts.push({ from: Math.max($from.pos, pos + 1), to: Math.min($to.pos, pos + 1 + node.content.size) });
    return !node.isTextblock;
  });
  if (outside.from < outside.to && head?.pos !== tail?.pos) parts.push(outside);
  for (const { from, to } of parts.sort((a, b) => b.from - a.from)) if (from < to) tr.delete(from, to);
  return tr.setSelection(TextSelection.near(tr.doc.resolve(Math.min($from.pos, tr.doc.content.size)), 1));
}

const clear: Command = (state, dispatch) => {
  const tr = clearCells(state.tr);
  if (tr) dispatch?.(tr.scrollIntoView());
  return tr !== null;
};

export const tableKeys: Readonly<Record<string, Command>> = {
  Tab: nextCell,
  "Shift-Tab": (state, dispatch) => isInTable(state) && (goToNextCell(-1)(state, dispatch) || true),
  Backspace: clear,
  Delete: clear,
  Enter: clear,
  "Shift-Enter": clear,
  "Mod-Shift-6": tableCommand("table"),
  "Mod-Alt-ArrowDown": tableCommand("row-add"),
  "Mod-Alt-ArrowRight": tableCommand("column-add"),
  "Mod-Alt-Backspace": tableCommand("row-remove"),
  "Mod-Alt-Shift-Backspace": tableCommand("column-remove"),
};

const clearIn = (view: EditorView): boolean => clear(view.state, view.dispatch);

/** What the clipboard is given of a cut over cells, as ProseMirror gives it. */
function cut(view: EditorView, event: ClipboardEvent): boolean {
  const tr = view.editable ? clearCells(view.state.tr) : null;
  if (!tr || !event.clipboardData) return false;
  const { dom, text } = view.serializeForClipboard(view.state.selection.content());
  event.preventDefault();
  event.clipboardData.clearData();
  event.clipboardData.setData("text/html", dom.innerHTML);
  event.clipboardData.setData("text/plain", text);
  view.dispatch(tr.scrollIntoView().setMeta("uiEvent", "cut"));
  return true;
}

/** Whatever replaces or takes away words over cells leaves the cells: keys, cut, paste, input methods and keyboards on glass. */
export function typingOverCells(): Plugin {
  return new Plugin({
    props: {
      handleTextInput(view, _from, _to, text) {
        const tr = clearCells(view.state.tr);
        if (!tr) return false;
        view.dispatch(tr.insertText(text).scrollIntoView());
        return true;
      },
      handleDOMEvents: {
        cut,
        beforeinput(view, event) {
          if (!event.inputType.startsWith("delete") || !clearIn(view)) return false;
          event.preventDefault();
          return true;
        },
        compositionstart: (view) => (clearIn(view), false),
        paste: (view) => (view.editable && clearIn(view), false),
        // Dragged from over cells, words are taken along as a copy: taken away, they would tear the rows.
        drop(view) {
          if (view.dragging && clearCells(view.state.tr)) view.dragging = { ...view.dragging, move: false };
          return false;
        },
      },
    },
  });
}
