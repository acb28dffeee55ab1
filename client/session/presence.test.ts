import "fake-indexeddb/auto";
import type { Transform } from "prosemirror-transform";
import { StrictEditor, isLive, isSaved, until, untilView } from "../../fixtures/sessions/pages";
import { newsroomForEachTest } from "../../fixtures/sessions/newsroom";
import { amelie, bela } from "../../fixtures/sessions/people";
import { doc } from "../../fixtures/sessions/text";
import { schema } from "../../shared/doc/schema";
import type { DocumentSession } from "./contract";

const type =
  (pos: number, text: string) =>
  (tr: Transform): void =>
    void tr.insert(pos, schema.text(text));

/** The characters before the cursor of the only other person. */
const beforeCursor = (session: DocumentSession, { doc }: StrictEditor): string => {
  const head = session.view().peers[0]?.here?.head ?? 0;
  return doc.textBetween(Math.max(0, head - 3), head);
};

const { server, browser, opened } = newsroomForEachTest();

describe("the others on the page", () => {
  test("are seen where they are, at most ten times a second, and not when they have left", async () => {
    const pageB = browser().page(bela);
    const a = await opened(amelie);
    const b = pageB.open(doc);
    await isLive(b);
    for (let pos = 1; pos <= 20; pos++) b.here({ lang: "fr", anchor: pos, head: pos, claim: null, writing: "" });
    await untilView(a, ({ peers }) => peers[0]?.here?.head === 20, "where b is");
    expect(server().heres.length).toBeLessThan(5);
    expect(a.view().peers).toMatchObject([{ user: bela.id, name: bela.name, hue: bela.hue }]);
    expect(b.view().peers.map(({ user }) => user)).toEqual([amelie.id]);
    b.close();
    await untilView(a, ({ peers }) => peers.length === 0, "b gone");
  });

  test("keep their place through what anybody writes, sent or not", async () => {
    const [a, b] = await Promise.all([opened(amelie), opened(bela)]);
    const inA = new StrictEditor(a, "fr");
    const inB = new StrictEditor(b, "fr");
    // After "La " of the first paragraph.
    b.here({ lang: "fr", anchor: 4, head: 4, claim: null, writing: "" });
    await untilView(a, ({ peers }) => peers[0]?.here?.head === 4, "where b is");
    inA.edit(type(1, "Ah ! "));
    expect(beforeCursor(a, inA)).toBe("La ");
    await isSaved(a);
    expect(beforeCursor(a, inA)).toBe("La ");
    await untilView(b, ({ confirmed }) => confirmed === 2, "a's words");
    // b writes where b's cursor is, and says so before the words are sent: the cursor goes along.
    inB.edit(type(9, "vieille "));
    b.here({ lang: "fr", anchor: 17, head: 17, claim: null, writing: "" });
    await isSaved(b);
    await untilView(a, ({ confirmed }) => confirmed === 3, "b's words");
    await until(() => beforeCursor(a, inA) === "le ", "behind b's own words");
  });

  test("come back after a break, and know again where this person is", async () => {
    const page = browser().page(bela);
    const a = await opened(amelie);
    const b = page.open(doc);
    await isLive(b);
    b.here({ lang: "fr", anchor: 3, head: 5, claim: null, writing: "" });
    await untilView(a, ({ peers }) => peers[0]?.here?.head === 5, "where b is");
    page.goOffline();
    await untilView(a, ({ peers }) => peers.length === 0, "b gone");
    page.goOnline();
    await untilView(a, ({ peers }) => peers[0]?.here?.head === 5, "where b is");
    await untilView(b, ({ peers }) => peers.length === 1, "a again");
  });
});
