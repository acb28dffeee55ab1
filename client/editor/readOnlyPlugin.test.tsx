import { Node } from "prosemirror-model";
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { textJson } from "../../fixtures/fake-session";
import { schema } from "../../shared/doc/schema";
import { readingOnly } from "./readOnlyPlugin";

/** A text that may be read or written in, and how often it was said that it may not be written in. */
function text(mayWrite: boolean) {
  let refused = 0;
  const plugins = [
    readingOnly(
      () => mayWrite,
      () => void (refused += 1),
    ),
  ];
  const state = EditorState.create({ doc: Node.fromJSON(schema, textJson("La Hongrie a nié")), plugins });
  const view = new EditorView(document.body.appendChild(document.createElement("div")), { state });
  return { view, refusals: () => refused };
}

/** What a browser tells of before it changes a text. */
const attempts: readonly (readonly [string, () => Event])[] = [
  ["a letter", () => new InputEvent("beforeinput", { data: "2", inputType: "insertText", bubbles: true, cancelable: true })],
  [
    "a word of an input method",
    () => new InputEvent("beforeinput", { inputType: "insertCompositionText", bubbles: true, cancelable: true }),
  ],
  ["a deletion", () => new InputEvent("beforeinput", { inputType: "deleteContentBackward", bubbles: true, cancelable: true })],
  ["a paste", () => new Event("paste", { bubbles: true, cancelable: true })],
  ["a cut", () => new Event("cut", { bubbles: true, cancelable: true })],
  ["a drop", () => new Event("drop", { bubbles: true, cancelable: true })],
];

test.each(attempts)("in a text that may not be written in, %s does nothing, and that is said", (_name, make) => {
  const { view, refusals } = text(false);
  const event = make();
  view.dom.dispatchEvent(event);
  expect(event.defaultPrevented).toBe(true);
  expect(refusals()).toBe(1);
  expect(view.state.doc.textContent).toBe("La Hongrie a nié");
});

test("nor does what reaches ProseMirror past the browser", () => {
  const { view, refusals } = text(false);
  view.someProp("handleTextInput", (handle) => handle(view, 1, 1, "2", () => view.state.tr.insertText("2", 1)));
  expect(refusals()).toBe(1);
  view.dispatch(view.state.tr.insertText("2", 1));
  expect(view.state.doc.textContent).toBe("La Hongrie a nié");
  expect(view.dom.getAttribute("aria-readonly")).toBe("true");
});

test("in one that may be, nothing is held back or said", () => {
  const { view, refusals } = text(true);
  view.dispatch(view.state.tr.insertText("2", 1));
  const [, letter] = attempts[0] ?? [];
  const event = letter?.();
  if (event) view.dom.dispatchEvent(event);
  expect(event?.defaultPrevented).toBe(false);
  expect(view.state.doc.textContent).toBe("2La Hongrie a nié");
  expect(refusals()).toBe(0);
});
