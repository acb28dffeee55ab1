import { TextSelection } from "prosemirror-state";
import { unheard } from "../../fixtures/editor-events";
import { FakeDocument, textJson } from "../../fixtures/fake-session";
import { Random } from "../../fixtures/random";
import type { DocId, UserId } from "../../shared/ids";
import type { Me } from "../../shared/people";
import { createEditor } from "./editor";
import type { TextEditor } from "./contract";

// An emoji that an input method brings in two halves: L6 lets neither of them into a text by itself.

const person = (id: string): Me => ({ id: id as UserId, name: id, role: "admin", hue: 1, disabled: false, lang: "fr", theme: "system" });
const emoji = "😀";
const [first, second] = ["\uD83D", "\uDE00"];

function stage(text = "Oui et non") {
  const document = new FakeDocument("doc-0001" as DocId, () => 0);
  const sent: string[] = [];
  const refused: string[] = [];
  const editorOf = (id: string): TextEditor => {
    const session = document.join(person(id));
    if (document.sessions.length === 1) session.submit([{ type: "text.add", lang: "fr", dir: "ltr", doc: textJson(text) }]);
    const edit = session.edit.bind(session);
    jest.spyOn(session, "edit").mockImplementation((lang, steps, group) => {
      sent.push(...steps.map((step) => JSON.stringify(step.toJSON())));
      return edit(lang, steps, group);
    });
    const element = window.document.body.appendChild(window.document.createElement("div"));
    const random = new Random(document.sessions.length).bytes;
    const events = {
      ...unheard,
      onRefused: ({ code }: { code: string }) => void refused.push(code),
    };
    return createEditor({ session, lang: "fr", dir: "ltr", element, mayWrite: true, label: "Texte", events, random });
  };
  return { mine: editorOf("moi-moi-01"), theirs: editorOf("autre-0001"), sent, refused };
}

const words = ({ view }: TextEditor): string => view.state.doc.textContent;
const type = ({ view }: TextEditor, text: string): void => view.dispatch(view.state.tr.insertText(text));
const put = ({ view }: TextEditor, from: number, to = from): void =>
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, from, to)));

afterEach(() => jest.restoreAllMocks());

test("L6: the halves of one character go into the text as one, in one step, and the cursor stands behind it", () => {
  const { mine, theirs, sent, refused } = stage();
  put(mine, 4);
  type(mine, first);
  expect([words(mine), mine.view.dom.textContent, sent]).toEqual(["Oui et non", "Oui et non", []]);
  type(mine, second);
  expect([words(mine), words(theirs)]).toEqual([`Oui${emoji} et non`, `Oui${emoji} et non`]);
  expect(mine.view.state.selection.head).toBe(6);
  type(mine, "!");
  expect(words(theirs)).toBe(`Oui${emoji}! et non`);
  expect(sent).toHaveLength(2);
  expect(refused).toEqual([]);
});

test("L6: so do halves with words beside them, in place of a selection, in bold", () => {
  const { mine, theirs } = stage();
  const { strong } = mine.view.state.schema.marks;
  if (!strong) throw new Error("no bold");
  mine.view.dispatch(mine.view.state.tr.addMark(1, 4, strong.create()));
  put(mine, 2, 4);
  type(mine, `h ${first}`);
  type(mine, `${second}${emoji}`);
  expect(words(theirs)).toBe(`Oh ${emoji}${emoji} et non`);
  expect(theirs.view.dom.querySelector("strong")?.textContent).toBe(`Oh ${emoji}${emoji}`);
});

test("L6: what somebody else writes between the halves moves their place", () => {
  const { mine, theirs } = stage();
  put(mine, 4);
  put(theirs, 1);
  type(mine, first);
  type(theirs, "Mais ");
  type(mine, second);
  expect([words(mine), words(theirs)]).toEqual([`Mais Oui${emoji} et non`, `Mais Oui${emoji} et non`]);
});

test("L6: a half whose rest does not come goes into no text, and the next words do", () => {
  const { mine, theirs, sent } = stage();
  put(mine, 4);
  type(mine, first);
  type(mine, "!");
  type(mine, second);
  type(mine, "?");
  expect([words(mine), words(theirs)]).toEqual(["Oui!? et non", "Oui!? et non"]);
  for (const step of sent) expect(step).not.toMatch(/\\ud[89a-f]/);
});

test("L6: a half that is told again with its rest stands once", () => {
  const { mine, theirs } = stage();
  put(mine, 4);
  type(mine, first);
  type(mine, emoji);
  type(mine, second);
  expect(words(theirs)).toBe(`Oui${emoji} et non`);
});

test("L6: a half keeps no word back: those beside one whose rest never comes are in the text", () => {
  const { mine, theirs } = stage();
  put(mine, 4);
  type(mine, `, bien${first}`);
  expect(words(theirs)).toBe("Oui, bien et non");
  type(mine, " sûr");
  type(mine, `${second}!`);
  expect([words(mine), words(theirs)]).toEqual(["Oui, bien sûr! et non", "Oui, bien sûr! et non"]);
});
