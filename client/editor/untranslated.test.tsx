import { Node } from "prosemirror-model";
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { schema } from "../../shared/doc/schema";
import { farBlocks } from "./hideFarBlocks";
import { showUntranslated, untranslatedPaint } from "./untranslated";
import type { Source } from "./untranslated";

const block = (id: string, text: string, type = "paragraph") => ({
  type,
  attrs: { id },
  ...(text === "" ? {} : { content: [{ type: "text", text }] }),
});
const list = (...items: object[]) => ({
  type: "bullet_list",
  attrs: { id: "list" },
  content: items.map((item, index) => ({ type: "list_item", attrs: { id: `item${String(index)}` }, content: [item] })),
});
const doc = (...content: object[]): Node => Node.fromJSON(schema, { type: "doc", content });

const arabic: Source = {
  doc: doc(
    block("title", "العنوان", "heading"),
    block("p1", "الأول"),
    block("gone", "المحذوف"),
    list(block("i1", "بند"), block("i2", "آخر")),
    block("e", ""),
  ),
  lang: "ar",
  dir: "rtl",
  label: "Not translated yet · Arabic",
};

function open(version: Node, source: Source | null): EditorView {
  const plugins = [untranslatedPaint(source), farBlocks(() => undefined)];
  return new EditorView(document.body.appendChild(document.createElement("div")), { state: EditorState.create({ doc: version, plugins }) });
}

/** The words that are shown for want of a translation, each with the block in which they stand. */
const shown = (view: EditorView): string[] =>
  [...view.dom.querySelectorAll(".untranslated-block")].map((gap) => {
    const words = gap.querySelector(".untranslated-words");
    return `${gap.closest("[data-block]")?.getAttribute("data-block") ?? "?"}: ${words?.textContent ?? ""}`;
  });

const version = (title = "", first = ""): Node =>
  doc(block("title", title, "heading"), block("p1", first), list(block("i1", "Item"), block("i2", "")), block("e", ""));

test("empty blocks show the source's words, those that are missing stand behind the one before; what has words shows its own", () => {
  const view = open(version("", "First"), arabic);
  expect(shown(view)).toEqual(["title: العنوان", "p1: المحذوف", "i2: آخر"]);
});

test("they are in their own language and direction, said to be untranslated, and no part of the text", () => {
  const view = open(version(), arabic);
  const [gap] = view.dom.querySelectorAll<HTMLElement>(".untranslated-block");
  const words = gap?.querySelector<HTMLElement>(".untranslated-words");
  expect([words?.lang, words?.dir]).toEqual(["ar", "rtl"]);
  expect(gap?.textContent).toBe("Not translated yet · Arabicالعنوان");
  expect(gap?.getAttribute("contenteditable")).toBe("false");
  expect(view.state.doc.textContent).toBe("Item");
  // Blocks are counted by the element's children where a long text is written in (hideFarBlocks.ts).
  expect(view.dom.children).toHaveLength(view.state.doc.childCount);
});

test("they go with the first word and come back with the last; a zero-width space is none", () => {
  const view = open(version(), arabic);
  const at = view.state.doc.child(0).nodeSize + 1;
  view.dispatch(view.state.tr.insertText("\u200b", at));
  expect(shown(view)).toContain("p1: الأول");
  view.dispatch(view.state.tr.insertText("F", at));
  expect(shown(view)).not.toContain("p1: الأول");
  expect(shown(view)).toContain("i2: آخر");
  view.dispatch(view.state.tr.delete(at, at + 2));
  expect(shown(view)).toContain("p1: الأول");
});

test("a press on them puts the cursor where they are to be translated", () => {
  const view = open(version("Title", "First"), arabic);
  const gaps = [...view.dom.querySelectorAll<HTMLElement>(".untranslated-words")];
  const gap = gaps.find((one) => one.textContent === "آخر");
  gap?.dispatchEvent(new MouseEvent("mousedown", { bubbles: true, cancelable: true, button: 0 }));
  expect(view.state.selection.empty).toBe(true);
  expect(view.state.selection.$from.parent.attrs["id"]).toBe("i2");
});

test("a source that changes is shown as it is now, and none when it is told so", () => {
  const view = open(version(), null);
  expect(shown(view)).toEqual([]);
  const show = (source: Source | null): void => {
    const tr = showUntranslated(view.state, source);
    if (tr) view.dispatch(tr);
  };
  show(arabic);
  expect(shown(view)).toHaveLength(4);
  expect(showUntranslated(view.state, arabic)).toBeNull();
  show({ ...arabic, doc: doc(block("p1", "الثاني")) });
  expect(shown(view)).toEqual(["p1: الثاني"]);
  show(null);
  expect(shown(view)).toEqual([]);
});
