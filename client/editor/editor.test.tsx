import { TextSelection } from "prosemirror-state";
import { unheard } from "../../fixtures/editor-events";
import { FakeDocument, claimOf, textJson } from "../../fixtures/fake-session";
import { Random } from "../../fixtures/random";
import type { ClaimId, DocId, UserId } from "../../shared/ids";
import type { Me } from "../../shared/people";
import { createEditor } from "./editor";
import type { TextEditor } from "./contract";

const person = (id: string): Me => ({ id: id as UserId, name: id, role: "admin", hue: 1, disabled: false, lang: "fr", theme: "system" });

/** One text in the editors of two people. */
function twoEditors(text: string) {
  const document = new FakeDocument("doc-0001" as DocId, () => 0);
  const editorOf = (id: string): { editor: TextEditor; session: ReturnType<FakeDocument["join"]> } => {
    const session = document.join(person(id));
    if (document.sessions.length === 1) session.submit([{ type: "text.add", lang: "fr", dir: "ltr", doc: textJson(text) }]);
    const element = window.document.body.appendChild(window.document.createElement("div"));
    const random = new Random(document.sessions.length).bytes;
    const editor = createEditor({ session, lang: "fr", dir: "ltr", element, mayWrite: true, label: "Texte", events: unheard, random });
    return { editor, session };
  };
  return { mine: editorOf("moi-moi-01"), theirs: editorOf("autre-0001") };
}

const type = ({ view }: TextEditor, text: string): void => view.dispatch(view.state.tr.insertText(text));
const put = ({ view }: TextEditor, pos: number): void =>
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, pos)));

/** Two editors; in mine a key has moved the browser's cursor by six characters. */
function moved() {
  const editors = twoEditors("La Hongrie a nié");
  editors.mine.editor.view.focus();
  put(editors.mine.editor, 4);
  window.document.getSelection()?.collapse(editors.mine.editor.view.dom.querySelector("p")?.firstChild ?? null, 10);
  return editors;
}

describe("undo in an editor", () => {
  test("what was typed in one go is taken back in one, though somebody else wrote before it meanwhile", () => {
    const { mine, theirs } = twoEditors("La Hongrie a nié");
    put(mine.editor, 17);
    put(theirs.editor, 4);
    type(mine.editor, " puis");
    type(theirs.editor, "petite ");
    type(mine.editor, " reconnu");
    expect(mine.editor.view.state.doc.textContent).toBe("La petite Hongrie a nié puis reconnu");
    mine.session.undo();
    expect(theirs.editor.view.state.doc.textContent).toBe("La petite Hongrie a nié");
  });

  test("what was typed in two places is taken back in two", () => {
    const { mine } = twoEditors("La Hongrie a nié");
    put(mine.editor, 17);
    type(mine.editor, " puis");
    put(mine.editor, 4);
    type(mine.editor, "petite ");
    mine.session.undo();
    expect(mine.editor.view.state.doc.textContent).toBe("La Hongrie a nié puis");
  });
});

describe("the cursor stays where a key has just brought it, before ProseMirror has read that,", () => {
  test("when somebody else’s cursor is painted", () => {
    const { mine, theirs } = moved();
    theirs.session.here({ lang: "fr", anchor: 6, head: 6, claim: null, writing: "" });
    expect(mine.editor.view.state.selection.head).toBe(11);
  });

  test("and keeps its words when somebody else writes before them", () => {
    const { mine, theirs } = moved();
    put(theirs.editor, 1);
    type(theirs.editor, "« ");
    expect(mine.editor.view.state.selection.head).toBe(13);
  });
});

/** The claims whose marks lie around some words, the nearest first. */
const marksAround = ({ view }: TextEditor, words: string): string[] => {
  const around: string[] = [];
  const walker = window.document.createTreeWalker(view.dom, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    if (walker.currentNode.nodeValue !== words) continue;
    for (let up = walker.currentNode.parentElement; up?.matches("mark.claim-mark"); up = up.parentElement)
      around.push(up.getAttribute("data-claim") ?? "");
  }
  return around;
};

describe("claims that overlap", () => {
  test("the shorter one's mark lies nearest to the words, to be seen and pressed, also while the other is open", () => {
    const { mine } = twoEditors("La Hongrie a nié puis reconnu");
    const add = (id: string, words: string): void => void mine.session.submit([claimOf(mine.session.view().state, id, words)]);
    add("claim-outer", "La Hongrie a nié puis reconnu");
    add("claim-inner", "nié");
    const element = window.document.body.appendChild(window.document.createElement("div"));
    const { session } = mine;
    const random = new Random(3).bytes;
    const later = createEditor({ session, lang: "fr", dir: "ltr", element, mayWrite: true, label: "Texte", events: unheard, random });
    expect(marksAround(later, "nié")).toEqual(["claim-inner", "claim-outer"]);
    later.choose("claim-outer" as ClaimId);
    expect(marksAround(later, "nié")).toEqual(["claim-inner", "claim-outer"]);
  });
});
