import { TextSelection } from "prosemirror-state";
import { unheard } from "../../fixtures/editor-events";
import { FakeDocument, claimOf, textJson } from "../../fixtures/fake-session";
import { Random } from "../../fixtures/random";
import type { ClaimId, DocId, UserId } from "../../shared/ids";
import { anchorIn } from "../../shared/log/apply";
import type { Me } from "../../shared/people";
import { createEditor } from "./editor";
import { hasStyle } from "./styles";
import type { TextEditor } from "./contract";

// jsdom lays nothing out.
Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
Range.prototype.getBoundingClientRect = () => new DOMRect();

const me: Me = { id: "moi-moi-01" as UserId, name: "Moi", role: "admin", hue: 1, disabled: false, lang: "fr", theme: "system" };

/** The text in an editor of somebody who has made claims of some of its words. */
async function writer(text: string, ...claims: string[]) {
  const document = new FakeDocument("doc-0001" as DocId, () => 0);
  const session = document.join(me);
  session.submit([{ type: "text.add", lang: "fr", dir: "ltr", doc: textJson(text) }]);
  claims.forEach((words, index) => session.submit([claimOf(session.view().state, `claim-${String(index)}`, words)]));
  const element = window.document.body.appendChild(window.document.createElement("div"));
  const editor = createEditor({
    session,
    lang: "fr",
    dir: "ltr",
    element,
    mayWrite: true,
    label: "Texte",
    events: unheard,
    random: new Random(1).bytes,
  });
  // The keys of writing come with the first style.
  await editor.restyle("paragraph");
  const quotes = (): string[] =>
    claims.map((_, index) => anchorIn(session.view().state, "fr", `claim-${String(index)}` as ClaimId)?.exact ?? "");
  return { editor, session, document, quotes, says: () => document.state.texts.fr?.doc.textContent ?? "" };
}

function select({ view }: TextEditor, words: string): void {
  const from = view.state.doc.textContent.indexOf(words) + 1;
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, from, from + words.length)));
}

const selected = ({ view: { state } }: TextEditor): string => state.doc.textBetween(state.selection.from, state.selection.to);

test.each([
  ["at the end of a passage", "Soit 10_6 tonnes", "10_6"],
  ["within one", "Soit 10_6 tonnes", "10_6 tonnes"],
  ["at its start", "Le _6Li est rare", "_6Li est"],
])("a figure raised with the button is a figure of its own, and the claim %s keeps it", async (_, given, passage) => {
  const plain = given.replace("_", "");
  const { editor, session, quotes, says } = await writer(plain, passage.replace("_", ""));
  select(editor, "6");
  await editor.restyle("superscript");
  expect(says()).toBe(given.replace("_6", "⁶"));
  expect(quotes()).toEqual([passage.replace("_6", "⁶")]);
  expect(selected(editor)).toBe("⁶");
  expect(hasStyle(editor.view.state, "superscript")).toBe(true);
  session.undo();
  expect(says()).toBe(plain);
  expect(quotes()).toEqual([passage.replace("_", "")]);
});

test("again takes it away; lowering what is raised lowers it", async () => {
  const { editor, says, quotes } = await writer("Du CO234 et m2", "CO234");
  select(editor, "234");
  await editor.restyle("subscript");
  expect(says()).toBe("Du CO₂₃₄ et m2");
  expect(quotes()).toEqual(["CO₂₃₄"]);
  await editor.restyle("superscript");
  expect(says()).toBe("Du CO²³⁴ et m2");
  await editor.restyle("superscript");
  expect(says()).toBe("Du CO234 et m2");
  expect(quotes()).toEqual(["CO234"]);
  expect(hasStyle(editor.view.state, "superscript")).toBe(false);
});

test("figures typed raised go on being raised, until one says otherwise", async () => {
  const { editor, says } = await writer("Soit 10 tonnes");
  editor.view.dispatch(editor.view.state.tr.setSelection(TextSelection.create(editor.view.state.doc, 8)));
  await editor.restyle("superscript");
  for (const digit of ["1", "2"]) editor.view.dispatch(editor.view.state.tr.insertText(digit));
  expect(says()).toBe("Soit 10¹² tonnes");
  await editor.restyle("superscript");
  editor.view.dispatch(editor.view.state.tr.insertText("3"));
  expect(says()).toBe("Soit 10¹²3 tonnes");
});

test("letters and marks of notes keep their characters and are raised by a mark", async () => {
  const { editor, says } = await writer("Le 1er mai, dit-on[1]");
  for (const words of ["er", "[1]"]) {
    select(editor, words);
    await editor.restyle("superscript");
    expect(hasStyle(editor.view.state, "superscript")).toBe(true);
  }
  expect(says()).toBe("Le 1er mai, dit-on[1]");
});

test("a claim of one figure and nothing else is not lost: there the figure keeps its mark", async () => {
  const { editor, quotes, says } = await writer("Le 6 mai", "6");
  select(editor, "6");
  await editor.restyle("superscript");
  expect(says()).toBe("Le 6 mai");
  expect(quotes()).toEqual(["6"]);
  expect(hasStyle(editor.view.state, "superscript")).toBe(true);
});

test("what others raise is left as they sent it", async () => {
  const { editor, document } = await writer("Soit 106 tonnes");
  const other = document.join({ ...me, id: "autre-0001" as UserId });
  const { state } = editor.view;
  const raised = state.tr.addMark(8, 9, state.schema.mark("superscript"));
  other.edit("fr", raised.steps);
  expect(editor.view.state.doc.textContent).toBe("Soit 106 tonnes");
  expect(document.log.at(-1)?.author).toBe("autre-0001");
});
