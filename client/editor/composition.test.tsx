import { waitFor } from "@testing-library/dom";
import { TextSelection } from "prosemirror-state";
import { unheard } from "../../fixtures/editor-events";
import { FakeDocument, textJson } from "../../fixtures/fake-session";
import { Random } from "../../fixtures/random";
import type { DocId, UserId } from "../../shared/ids";
import type { Me } from "../../shared/people";
import { createEditor } from "./editor";
import type { TextEditor } from "./contract";

const person = (id: string): Me => ({ id: id as UserId, name: id, role: "admin", hue: 1, disabled: false, lang: "fr", theme: "system" });

function twoEditors(seed: number) {
  const document = new FakeDocument("doc-0001" as DocId, () => 0);
  const editorOf = (id: string): TextEditor => {
    const session = document.join(person(id));
    if (document.sessions.length === 1)
      session.submit([{ type: "text.add", lang: "fr", dir: "ltr", doc: textJson("Le préfet a parlé", "Une autre phrase", "La fin") }]);
    const element = window.document.body.appendChild(window.document.createElement("div"));
    const random = new Random(seed * 2 + document.sessions.length).bytes;
    return createEditor({ session, lang: "fr", dir: "ltr", element, mayWrite: true, label: "Texte", events: unheard, random });
  };
  return { mine: editorOf("moi-moi-01"), theirs: editorOf("autre-0001"), document };
}

const compose = ({ view }: TextEditor, type: "start" | "end"): void =>
  void view.dom.dispatchEvent(new CompositionEvent(`composition${type}`, { bubbles: true }));

/** Any edit of somebody else: letters, a deletion across paragraphs, a split, a heading. */
function edit({ view }: TextEditor, random: Random): void {
  const { state } = view;
  const at = (): number => TextSelection.near(state.doc.resolve(random.below(state.doc.content.size + 1))).head;
  const [from, to] = [at(), at()].sort((a, b) => a - b) as [number, number];
  const kind = random.below(4);
  if (kind === 0) view.dispatch(state.tr.insertText("xyz", from));
  else if (kind === 1) view.dispatch(state.tr.delete(from, to));
  else if (kind === 2) view.dispatch(state.tr.split(from));
  else view.dispatch(state.tr.insertText("w", from, to));
}

describe("an editor in which somebody composes while others edit", () => {
  test("ends with the text that the session has, and with the words that were composed, once", async () => {
    const cases: { mine: TextEditor; theirs: TextEditor; document: FakeDocument; seed: number }[] = [];
    for (let seed = 1; seed <= 25; seed++) {
      const { mine, theirs, document } = twoEditors(seed);
      const random = new Random(seed);
      mine.view.dispatch(mine.view.state.tr.setSelection(TextSelection.create(mine.view.state.doc, 1 + random.below(17))));
      compose(mine, "start");
      let composed = "";
      for (const stage of ["ㅎ", "하", "한", "한ㄱ", "한글"]) {
        const { head } = mine.view.state.selection;
        mine.view.dispatch(mine.view.state.tr.insertText(stage, head - composed.length, head));
        composed = stage;
        if (random.chance(0.7)) edit(theirs, random);
        // The browser's words stay as they are while it composes.
        const { selection, doc } = mine.view.state;
        expect(doc.textBetween(selection.head - composed.length, selection.head)).toBe(composed);
      }
      compose(mine, "end");
      cases.push({ mine, theirs, document, seed });
    }
    await waitFor(() => {
      for (const { mine, theirs, seed } of cases) {
        const [own, other] = [mine, theirs].map(({ view }) => view.state.doc.toJSON() as unknown);
        expect({ seed, doc: own }).toEqual({ seed, doc: other });
      }
    });
    let kept = 0;
    for (const { mine, document, seed } of cases) {
      const { doc } = mine.view.state;
      expect({ seed, same: doc.eq(document.state.texts.fr?.doc ?? doc) }).toEqual({ seed, same: true });
      const composed = doc.textContent.replaceAll(/[^ㄱㅎ하한글]/g, "");
      // Letters that others wrote into the middle, or over it, stay theirs.
      expect({ seed, isOnce: ["", "한", "글", "한글"].includes(composed), composed }).toMatchObject({ seed, isOnce: true });
      kept += Number(composed === "한글");
    }
    expect(kept).toBeGreaterThan(cases.length * 0.9);
    for (const { mine, theirs } of cases) for (const editor of [mine, theirs]) editor.destroy();
  });
});
