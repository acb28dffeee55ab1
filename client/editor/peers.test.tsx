import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { Node } from "prosemirror-model";
import { textJson } from "../../fixtures/fake-session";
import { schema } from "../../shared/doc/schema";
import type { PeerId, UserId } from "../../shared/ids";
import type { Here, Peer } from "../../shared/protocol/socket";
import { paintPeers, peersPaint } from "./peers";

const peer = (here: Partial<Here>): Peer => ({
  peer: "peer000001" as PeerId,
  user: "boris00000" as UserId,
  name: "Boris",
  hue: 2,
  here: { lang: "fr", anchor: 5, head: 5, ...here } as Here,
});

function editor() {
  const element = document.body.appendChild(document.createElement("div"));
  const state = EditorState.create({ doc: Node.fromJSON(schema, textJson("La Hongrie a nié")), plugins: [peersPaint()] });
  const view = new EditorView(element, { state });
  return {
    view,
    paint(...peers: Peer[]): void {
      const tr = paintPeers(view.state, "fr", peers);
      if (tr) view.dispatch(tr);
    },
    cursor: (): HTMLElement | null => view.dom.querySelector<HTMLElement>(".peer-cursor"),
  };
}

test("a cursor has its name beside it, outside of the text, and loses it when it has been read", () => {
  const { paint, cursor, view } = editor();
  paint(peer({}));
  expect(cursor()?.dataset["name"]).toBe("Boris");
  expect(cursor()?.textContent).toBe("");
  expect(cursor()?.classList.contains("is-named")).toBe(false);
  cursor()?.dispatchEvent(new Event("animationend"));
  expect(cursor()?.classList.contains("is-named")).toBe(true);
  expect(view.state.doc.textContent).toBe("La Hongrie a nié");
});

test("the name of somebody who does nothing does not come up anew, whatever others write; that of who moves does", () => {
  const { paint, cursor, view } = editor();
  paint(peer({}));
  cursor()?.dispatchEvent(new Event("animationend"));
  view.dispatch(view.state.tr.insertText("Oui. ", 1));
  // Their page says again where they are: where our own edit has carried them.
  paint(peer({ anchor: 10, head: 10 }));
  expect(view.dom.querySelectorAll(".peer-cursor")).toHaveLength(1);
  expect(cursor()?.classList.contains("is-named")).toBe(true);
  paint(peer({ anchor: 12, head: 12 }));
  expect(cursor()?.classList.contains("is-named")).toBe(false);
  paint(peer({ anchor: 12, head: 14 }));
  expect(view.dom.querySelector(".peer-range")?.textContent).toBe("gr");
  paint();
  expect(cursor()).toBeNull();
});
