import type { Node } from "prosemirror-model";
import { keymap } from "prosemirror-keymap";
import { EditorState, TextSelection } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { Random } from "../../fixtures/random";
import { schema } from "../../shared/doc/schema";
import { parseDoc } from "../../shared/doc/steps";
import { blockIds } from "./blocks";
import { hasStyle } from "./styles";
import { tableCommand, tableKeys, typingOverCells } from "./table";
import { styleCommand } from "./editingPlugins";

const { doc, table, table_row, table_cell, paragraph } = schema.nodes;
const cell = (text: string): Node => table_cell.create(null, paragraph.create(null, text === "" ? null : schema.text(text)));
const figures = (...rows: string[][]): Node =>
  table.create(
    null,
    rows.map((row) => table_row.create(null, row.map(cell))),
  );

function open(content: Node[], from: number, to = from): EditorView {
  const text = doc.create(null, content);
  const plugins = [keymap(tableKeys), typingOverCells(), blockIds(new Random(3).bytes)];
  const state = EditorState.create({ doc: text, plugins, selection: TextSelection.create(text, from, to) });
  return new EditorView(null, { state });
}

const press = (view: EditorView, key: string, more: KeyboardEventInit = {}): boolean =>
  view.someProp("handleKeyDown", (handle) => handle(view, new KeyboardEvent("keydown", { key, ...more }))) ?? false;

/** The words of each cell; every cell can be written in, and the text is one that the server takes. */
function cells({ state }: EditorView): string[] {
  const found: string[] = [];
  state.doc.descendants((node) => {
    if (node.type !== table_row) return true;
    const row: string[] = [];
    node.forEach((one) => {
      expect(one.childCount).toBeGreaterThan(0);
      row.push(one.textContent);
    });
    found.push(row.join(" | "));
    return false;
  });
  expect(parseDoc(state.doc.toJSON() as never)).toMatchObject({ ok: true });
  return found;
}

/** The first place in the cell with these words. */
function into(view: EditorView, words: string): void {
  let at = -1;
  view.state.doc.descendants((node, pos) => {
    if (node.type === table_cell && node.textContent === words) at = pos + 2;
  });
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, at)));
}

test("a table is made behind the words with the cursor, which then stands in its first cell; again takes it away", () => {
  const view = open([paragraph.create(null, schema.text("Avant"))], 2);
  tableCommand("table")(view.state, view.dispatch, view);
  expect(cells(view)).toEqual([" | ", " | "]);
  expect(hasStyle(view.state, "table")).toBe(true);
  view.dispatch(view.state.tr.insertText("2019"));
  expect(cells(view)).toEqual(["2019 | ", " | "]);
  const ids: unknown[] = [];
  view.state.doc.descendants((node) => void (node.isBlock && ids.push(node.attrs["id"])));
  expect(new Set(ids).size).toBe(ids.length);
  tableCommand("table")(view.state, view.dispatch, view);
  expect(view.state.doc.textContent).toBe("Avant");
});

test("Tab goes from cell to cell, and behind the last one makes a row; Shift+Tab goes back", () => {
  const view = open([figures(["a", "b"])], 4);
  press(view, "Tab");
  press(view, "Tab");
  view.dispatch(view.state.tr.insertText("c"));
  expect(cells(view)).toEqual(["a | b", "c | "]);
  press(view, "Tab", { shiftKey: true });
  view.dispatch(view.state.tr.insertText("B"));
  expect(cells(view)[0]).toBe("a | B");
});

test("rows and columns are added and removed by keys; with the last the table goes", () => {
  const view = open([paragraph.create(), figures(["a", "b"], ["c", "d"])], 6);
  into(view, "a");
  press(view, "ArrowDown", { ctrlKey: true, altKey: true });
  expect(cells(view)).toEqual(["a | b", " | ", "c | d"]);
  press(view, "ArrowRight", { ctrlKey: true, altKey: true });
  expect(cells(view)).toEqual(["a |  | b", " |  | ", "c |  | d"]);
  press(view, "Backspace", { ctrlKey: true, altKey: true });
  expect(cells(view)).toEqual([" |  | ", "c |  | d"]);
  into(view, "d");
  press(view, "Backspace", { ctrlKey: true, altKey: true, shiftKey: true });
  expect(cells(view)).toEqual([" | ", "c | "]);
  into(view, "c");
  press(view, "Backspace", { ctrlKey: true, altKey: true });
  press(view, "Backspace", { ctrlKey: true, altKey: true });
  expect(cells(view)).toEqual([]);
});

test("words chosen over cells go without the cells, whether erased or typed over", () => {
  const view = open([figures(["2019", "500"], ["2020", "700"])], 6, 24);
  press(view, "Delete");
  expect(cells(view)).toEqual(["20 | ", "0 | 700"]);
  const over = open([figures(["2019", "500"])], 6, 14);
  over.someProp("handleTextInput", (handle) => handle(over, 6, 14, "x", () => over.state.tr));
  expect(cells(over)).toEqual(["20x | 0"]);
});

/** Selects from the first of some words to the last of others. */
function choose(view: EditorView, from: string, to: string): void {
  const at = (words: string): number => {
    let found = -1;
    view.state.doc.descendants((node, pos) => {
      if (node.isText && node.text?.includes(words)) found = pos + node.text.indexOf(words);
    });
    return found;
  };
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, at(from), at(to) + to.length)));
}

/** An event of the clipboard, with what it was given. */
function clipboard(view: EditorView, type: "cut" | "paste", text = ""): { taken: boolean; data: Map<string, string> } {
  const data = new Map([["text/plain", text]]);
  const event = new Event(type, { bubbles: true, cancelable: true });
  const clipboardData = {
    clearData: () => data.clear(),
    setData: (kind: string, words: string) => void data.set(kind, words),
    getData: (kind: string) => data.get(kind) ?? "",
    files: [],
    types: [...data.keys()],
  };
  Object.defineProperty(event, "clipboardData", { value: clipboardData });
  view.dom.dispatchEvent(event);
  return { taken: event.defaultPrevented, data };
}

const years = () => [
  paragraph.create(null, schema.text("Avant")),
  figures(["2019", "500", "a"], ["2020", "700", "b"]),
  paragraph.create(null, schema.text("Après")),
];

describe("words chosen over cells", () => {
  test("are cut without a cell that moves under another head; the clipboard has them", () => {
    const view = open(years(), 2);
    choose(view, "500", "2020");
    const { taken, data } = clipboard(view, "cut");
    expect(taken).toBe(true);
    expect(cells(view)).toEqual(["2019 |  | ", " | 700 | b"]);
    expect(data.get("text/plain")).toMatch(/500[\s\S]*2020/);
    expect(data.get("text/html")).toContain("<td");
  });

  test("from before the table into it, or from it to beyond: the cells stay, and what is outside goes", () => {
    const into = open(years(), 2);
    choose(into, "ant", "500");
    clipboard(into, "cut");
    expect(into.state.doc.firstChild?.textContent).toBe("Av");
    expect(cells(into)).toEqual([" |  | a", "2020 | 700 | b"]);
    const beyond = open(years(), 2);
    choose(beyond, "700", "Ap");
    press(beyond, "Delete");
    expect(cells(beyond)).toEqual(["2019 | 500 | a", "2020 |  | "]);
    expect(beyond.state.doc.lastChild?.textContent).toBe("rès");
  });

  test.each(["Enter", "Backspace"])("%s takes them away and nothing else", (key) => {
    const view = open(years(), 2);
    choose(view, "500", "2020");
    expect(press(view, key)).toBe(true);
    expect(cells(view)).toEqual(["2019 |  | ", " | 700 | b"]);
  });

  test("a paste over them, and a key of a keyboard on glass, leave the rows whole", () => {
    const view = open(years(), 2);
    choose(view, "500", "2020");
    clipboard(view, "paste", "x");
    expect(cells(view)).toEqual(["2019 | x | ", " | 700 | b"]);
    const glass = open(years(), 2);
    choose(glass, "500", "2020");
    const event = new InputEvent("beforeinput", { bubbles: true, cancelable: true, inputType: "deleteContentBackward" });
    glass.dom.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
    expect(cells(glass)).toEqual(["2019 |  | ", " | 700 | b"]);
  });
});

test("a table that two people's edits left ragged is mended by the next command in it", () => {
  const view = open([figures(["a", "b"], ["c"])], 4);
  press(view, "ArrowDown", { ctrlKey: true, altKey: true });
  expect(cells(view)).toEqual(["a | b", " | ", "c | "]);
});

test("raised words are not lowered as well, and struck ones stay where they are", () => {
  const view = open([paragraph.create(null, schema.text("H2O"))], 2, 3);
  styleCommand("subscript")(view.state, view.dispatch);
  styleCommand("superscript")(view.state, view.dispatch);
  expect(view.state.doc.toString()).toBe('doc(paragraph("H", superscript("2"), "O"))');
  styleCommand("struck")(view.state, view.dispatch);
  expect(hasStyle(view.state, "struck")).toBe(true);
});
