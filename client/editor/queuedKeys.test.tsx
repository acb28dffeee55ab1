import { Node } from "prosemirror-model";
import { EditorState, TextSelection } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { textJson } from "../../fixtures/fake-session";
import { schema } from "../../shared/doc/schema";
import { awaitedKeys } from "./queuedKeys";
import * as fetching from "./fetchEditingPlugins";

jest.mock("./fetchEditingPlugins");
const fetchWriting = jest.mocked(fetching.fetchWriting);
const writingIfThere = jest.mocked(fetching.writingIfThere);

/** A text with the cursor at `pos`, whose keys come or fail when the test says so. */
function waiting(pos: number, ...paragraphs: string[]) {
  let may = true;
  const settle: { come: () => void; fail: () => void }[] = [];
  writingIfThere.mockReturnValue(null);
  fetchWriting.mockReset().mockImplementation(
    () =>
      new Promise((come, fail) => {
        settle.push({ come: () => come(jest.requireActual("./editingPlugins")), fail: () => fail(new Error("no network")) });
      }),
  );
  const unreachable = jest.fn();
  const keys = awaitedKeys({ mayWrite: () => may, unreachable, onLaidOut: () => {}, onLeftOut: () => {} });
  const doc = Node.fromJSON(schema, textJson(...paragraphs));
  const state = EditorState.create({ doc, plugins: [keys.plugin], selection: TextSelection.create(doc, pos) });
  const view = new EditorView(document.body.appendChild(document.createElement("div")), { state });
  return {
    view,
    unreachable,
    forbid: () => void (may = false),
    texts: () => view.state.doc.content.content.map((block) => block.textContent),
    /** Whether somebody took the key. */
    press: (key: string, init: KeyboardEventInit = {}): boolean =>
      view.someProp("handleKeyDown", (handle) => handle(view, new KeyboardEvent("keydown", { key, ...init }))) ?? false,
    /** As ProseMirror does it when the browser has put a letter in. */
    type: (text: string): void => {
      for (const letter of text) {
        const { from, to } = view.state.selection;
        const insertion = () => view.state.tr.insertText(letter, from, to);
        if (!view.someProp("handleTextInput", (handle) => handle(view, from, to, letter, insertion))) view.dispatch(insertion());
      }
    },
    async come(): Promise<void> {
      writingIfThere.mockReturnValue(jest.requireActual("./editingPlugins"));
      for (const { come } of settle.splice(0)) come();
      await Promise.resolve();
    },
    async fail(): Promise<void> {
      for (const { fail } of settle.splice(0)) fail();
      await new Promise((done) => setTimeout(done));
    },
  };
}

test("letters do not wait", () => {
  const { press, type, texts } = waiting(4, "Oui");
  expect(press("a")).toBe(false);
  type(" et non");
  expect(press("Backspace")).toBe(false);
  expect(texts()).toEqual(["Oui et non"]);
  expect(fetchWriting).not.toHaveBeenCalled();
});

test("a key that does more is held with what follows it, and all of it is done in its order once the code has come", async () => {
  const { press, type, texts, come, unreachable } = waiting(4, "Oui", "Fin");
  expect(press("Enter")).toBe(true);
  type("et nonz");
  expect(press("Backspace")).toBe(true);
  type("!");
  expect(texts()).toEqual(["Oui", "Fin"]);
  await come();
  expect(texts()).toEqual(["Oui", "et non!", "Fin"]);
  type("!");
  expect(press("Enter")).toBe(true);
  expect(texts()).toEqual(["Oui", "et non!!", "", "Fin"]);
  expect(unreachable).not.toHaveBeenCalled();
});

test("what is at the edge of a paragraph, in a list or a style waits; a key that leaves the text does not", () => {
  const { press, view } = waiting(1, "Oui", "- Point");
  expect(press("Backspace")).toBe(true);
  expect(press("b", { code: "KeyB", ctrlKey: true })).toBe(true);
  expect(press("8", { code: "Digit8", ctrlKey: true, shiftKey: true })).toBe(true);
  expect(press("c", { code: "KeyC", ctrlKey: true })).toBe(false);
  expect(press("Tab")).toBe(false);
  expect(press("ArrowLeft")).toBe(false);
  expect(view.state.doc.childCount).toBe(2);
});

test("where the code cannot be had, what was written stands, the key is told of once, and the next one asks again", async () => {
  const { press, type, texts, fail, come, unreachable } = waiting(4, "Oui");
  press("Enter");
  type(" et non");
  await fail();
  expect(texts()).toEqual(["Oui et non"]);
  expect(unreachable).toHaveBeenCalledTimes(1);
  press("Enter");
  await come();
  expect(texts()).toEqual(["Oui et non", ""]);
  expect(unreachable).toHaveBeenCalledTimes(1);
});

test("who may no longer write leaves nothing behind", async () => {
  const { press, type, texts, come, forbid } = waiting(4, "Oui");
  press("Enter");
  type("x");
  forbid();
  await come();
  expect(texts()).toEqual(["Oui"]);
});
