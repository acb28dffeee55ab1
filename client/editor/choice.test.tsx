import { EditorState, TextSelection } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { unheard } from "../../fixtures/editor-events";
import { FakeDocument, claimOf, textJson } from "../../fixtures/fake-session";
import { schema } from "../../shared/doc/schema";
import type { ClaimId, DocId, UserId } from "../../shared/ids";
import type { Me } from "../../shared/people";
import { ClaimChoice } from "./choice";
import { claimsPaint, paintClaims } from "./claims";

const me: Me = { id: "redactio" as UserId, name: "Ana", role: "admin", hue: 1, disabled: false, lang: "fr", theme: "system" };

/** A text with two claims, one in the other, and a third one; what was chosen, last first. */
function text(mayWrite: boolean) {
  const session = new FakeDocument("doc-0001" as DocId, () => 0).join(me);
  session.submit([{ type: "text.add", lang: "fr", dir: "ltr", doc: textJson("La Hongrie a nié puis reconnu l’achat") }]);
  for (const [id, words] of [
    ["claim-outer", "La Hongrie a nié"],
    ["claim-inner", "nié"],
    ["claim-other", "achat"],
  ] as const)
    session.submit([claimOf(session.view().state, id, words)]);
  const { texts, claims } = session.view().state;
  const chosen: (ClaimId | null)[] = [];
  let open: ClaimId | null = null;
  const onChoose = (claim: ClaimId | null): void => {
    open = claim;
    chosen.unshift(claim);
  };
  const choice = new ClaimChoice({ session, lang: "fr", events: { ...unheard, onChoose } }, { mayWrite: () => mayWrite, open: () => open });
  const element = document.body.appendChild(document.createElement("div"));
  const view = new EditorView(element, {
    state: EditorState.create({ doc: texts.fr?.doc ?? schema.nodes.doc.create(), plugins: [claimsPaint()] }),
  });
  const paint = paintClaims(view.state, { anchors: texts.fr?.anchors ?? [], claims, chosen: null });
  if (paint) view.dispatch(paint);
  const marks = (): Element[] => [...view.dom.querySelectorAll("mark.claim-mark")];
  /** A click on words, as the browser tells of it; `writing`: while the text has the focus. */
  const click = (words: string, writing = false): void => {
    jest.spyOn(view, "hasFocus").mockReturnValue(writing);
    const around = marks().filter((mark) => mark.textContent === words);
    const [target = view.dom] = around.toReversed();
    choice.press(view);
    target.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    choice.click(view, { target } as unknown as MouseEvent);
  };
  const put = (pos: number): void => view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, pos)));
  return { choice, view, click, put, chosen, close: () => void (open = null) };
}

describe("in a text that may be written, a click on a passage", () => {
  test("opens its card; the next one there is for writing", () => {
    const { click, chosen } = text(true);
    click("achat");
    expect(chosen).toEqual(["claim-other"]);
    click("achat");
    expect(chosen).toEqual(["claim-other"]);
  });

  test("opens the card of another claim whatever was clicked before, also while one writes", () => {
    const { click, chosen } = text(true);
    click("achat");
    click("nié", true);
    expect(chosen).toEqual(["claim-inner", "claim-other"]);
  });

  test("opens the card that was opened otherwise, for its keys; where one writes in its passage already it is for writing", () => {
    const { choice, view, put, click, chosen } = text(true);
    put(33);
    choice.chooseAtCursor(view);
    expect(chosen).toEqual(["claim-other"]);
    put(1);
    click("achat");
    expect(chosen).toHaveLength(2);
    const other = text(true);
    other.put(33);
    other.choice.chooseAtCursor(other.view);
    other.click("achat", true);
    expect(other.chosen).toEqual(["claim-other"]);
  });

  test("closes the card where no passage is", () => {
    const { click, chosen } = text(true);
    click("achat");
    click("puis", true);
    expect(chosen).toEqual([null, "claim-other"]);
  });
});

test("in a text that is read each click on a spot goes round its claims, the innermost first", () => {
  const { click, chosen } = text(false);
  click("nié");
  click("nié");
  click("nié");
  expect(chosen).toEqual(["claim-inner", "claim-outer", "claim-inner"]);
});

test("the key at the cursor comes back to the open card from a text that is written in, and goes round in one that is read", () => {
  const written = text(true);
  written.put(15);
  written.choice.chooseAtCursor(written.view);
  written.choice.chooseAtCursor(written.view);
  expect(written.chosen).toEqual(["claim-inner", "claim-inner"]);
  const read = text(false);
  read.put(15);
  read.choice.chooseAtCursor(read.view);
  read.choice.chooseAtCursor(read.view);
  expect(read.chosen).toEqual(["claim-outer", "claim-inner"]);
});
