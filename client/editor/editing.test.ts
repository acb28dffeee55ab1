import { EditorState, TextSelection } from "prosemirror-state";
import type { Command, Transaction } from "prosemirror-state";
import { splitBlock } from "prosemirror-commands";
import { Node, Slice } from "prosemirror-model";
import { Random } from "../../fixtures/random";
import { FakeDocument, claimOf, textJson } from "../../fixtures/fake-session";
import { schema } from "../../shared/doc/schema";
import type { DocId, UserId } from "../../shared/ids";
import type { Me } from "../../shared/people";
import { blockIds, blocksWithoutOwnId } from "./blocks";
import { claimsPaint, paintClaims } from "./claims";
import { followTransaction, isFollowing } from "./applyRemoteUpdate";
import { characterEdge, passageOf } from "./passage";
import { hasStyle, setLink } from "./styles";
import { styleCommand, writing } from "./editingPlugins";
import { Decoration, DecorationSet } from "prosemirror-view";
import type { DecorationSource } from "prosemirror-view";
import { inStep } from "./fastDecorationSet";
import type { DocState } from "../../shared/log/state";
import type { TextUpdate } from "../session/contract";

const me: Me = { id: "redactio" as UserId, name: "Rédaction A", role: "admin", hue: 1, disabled: false, lang: "fr", theme: "system" };
const doc = (...paragraphs: string[]): Node => Node.fromJSON(schema, textJson(...paragraphs));
const withIds = (text: Node): EditorState => EditorState.create({ doc: text, plugins: [blockIds(new Random(3).bytes)] });
const ids = (state: EditorState): string[] => {
  const found: string[] = [];
  state.doc.descendants((node) => void (node.isBlock && found.push(String(node.attrs["id"]))));
  return found;
};

function run(state: EditorState, command: Command): EditorState {
  let after = state;
  expect(command(state, (tr: Transaction) => void (after = state.applyTransaction(tr).state))).toBe(true);
  return after;
}

const follow = (state: EditorState, update: TextUpdate): EditorState => state.apply(followTransaction(state, update));

const pegasus = (): DocState => {
  const document = new FakeDocument("doc-0001" as DocId, () => 0);
  const session = document.join(me);
  session.submit([
    { type: "text.add", lang: "fr", dir: "ltr", doc: textJson("La Hongrie a nié puis reconnu l’achat", "Une autre phrase") },
  ]);
  const add = (id: string, words: string): void => void session.submit([claimOf(session.view().state, id, words)]);
  add("claim-outer", "La Hongrie a nié puis reconnu");
  add("claim-inner", "nié");
  add("claim-after", "autre");
  return session.view().state;
};

const shown = (state: DocState, chosen: string | null = null) => ({
  anchors: state.texts.fr?.anchors ?? [],
  claims: state.claims,
  chosen: chosen as never,
});

const painted = (state: EditorState): string[] => {
  const set = state.plugins[0]?.getState(state) as DecorationSet;
  return set.find().map((mark) => `${state.doc.textBetween(mark.from, mark.to)}: ${(mark.spec as { look: string }).look}`);
};

const writable = (text: Node): EditorState =>
  EditorState.create({
    doc: text,
    plugins: writing(
      () => true,
      () => {},
    ),
  });

describe("ids of blocks", () => {
  test("splitting leaves the id with the part that has more words", () => {
    const state = withIds(doc("Un début et une très longue suite de mots"));
    const at = (pos: number): EditorState => run(state.apply(state.tr.setSelection(TextSelection.create(state.doc, pos))), splitBlock);
    const [head, tail] = ids(at(9));
    expect(tail).toBe("b1");
    expect(head).not.toBe("b1");
    expect(ids(at(35))[0]).toBe("b1");
  });

  test("a pasted copy of a block gets an id of its own", () => {
    const state = withIds(doc("Premier", "Second"));
    const copy = state.doc.slice(0, state.doc.child(0).nodeSize);
    const after = state.applyTransaction(
      state.tr.replace(state.doc.content.size, state.doc.content.size, new Slice(copy.content, 0, 0)),
    ).state;
    expect(after.doc.childCount).toBe(3);
    expect(new Set(ids(after)).size).toBe(3);
    expect(ids(after).slice(0, 2)).toEqual(["b1", "b2"]);
  });

  test("typing in a block changes no id and adds no step", () => {
    const state = withIds(doc("Premier", "Second"));
    expect(state.applyTransaction(state.tr.insertText("x", 3)).transactions).toHaveLength(1);
  });

  test("nested blocks count too: wrapping in a list gives list and item their ids", () => {
    const after = run(withIds(doc("Un point")), styleCommand("bullets"));
    expect(ids(after).every((id) => /^[\w-]{4,32}$|^b1$/.test(id))).toBe(true);
    expect(new Set(ids(after)).size).toBe(3);
  });

  test("what comes from the session is not touched: its ids are the session's care", () => {
    const state = withIds(doc("Premier"));
    const twice = schema.node("doc", null, [state.doc.child(0), state.doc.child(0)]);
    const update: TextUpdate = { lang: "fr", steps: [], mirrors: [], doc: twice, origin: "remote" };
    expect(state.applyTransaction(followTransaction(state, update)).transactions).toHaveLength(1);
    expect(blocksWithoutOwnId(twice)).toHaveLength(1);
  });
});

describe("following the session", () => {
  test("the selection keeps its words while somebody else writes before them", () => {
    const text = doc("Avant les mots choisis");
    const state = EditorState.create({ doc: text, selection: TextSelection.create(text, 7, 10) });
    const tr = state.tr.insertText("Bien ", 1);
    const after = follow(state, { lang: "fr", steps: tr.steps, mirrors: [], doc: tr.doc, origin: "remote" });
    expect(after.doc.textBetween(after.selection.from, after.selection.to)).toBe("les");
  });

  test("a selection in one's own words survives their being taken back and put on again", () => {
    const text = doc("Un texte");
    const mine = EditorState.create({ doc: text }).tr.insertText(" à moi", 9);
    const state = EditorState.create({ doc: mine.doc, selection: TextSelection.create(mine.doc, 13, 15) });
    const back = mine.steps[0]?.invert(text);
    const tr = state.tr;
    if (back) tr.step(back);
    tr.insertText("Tout ", 1);
    tr.insertText(" à moi", 14);
    const after = follow(state, { lang: "fr", steps: tr.steps, mirrors: [[0, 2]], doc: tr.doc, origin: "remote" });
    expect(after.doc.textBetween(after.selection.from, after.selection.to)).toBe("oi");
  });

  test("steps that do not fit are replaced by the difference", () => {
    const state = EditorState.create({ doc: doc("Court") });
    const other = EditorState.create({ doc: doc("Un texte bien plus long que l’autre") });
    const stray = other.tr.insertText("x", 20);
    const wanted = doc("Court et juste");
    const after = follow(state, { lang: "fr", steps: stray.steps, mirrors: [], doc: wanted, origin: "remote" });
    expect(after.doc.eq(wanted)).toBe(true);
  });

  test("every update ends at the session's text (500 seeded pairs)", () => {
    const random = new Random(11);
    const words = (): string =>
      Array.from({ length: 1 + random.below(6) }, () => random.pick(["oui", "non", "été", "🙂", "l’an"])).join(" ");
    for (let round = 0; round < 500; round++) {
      const state = EditorState.create({ doc: doc(...Array.from({ length: 1 + random.below(4) }, words)) });
      const wanted = doc(...Array.from({ length: 1 + random.below(4) }, words));
      const tr = followTransaction(state, { lang: "fr", steps: [], mirrors: [], doc: wanted, origin: "remote" });
      expect(isFollowing(tr)).toBe(true);
      expect(state.apply(tr).doc.eq(wanted)).toBe(true);
    }
  });
});

describe("passages", () => {
  test("never cut a character in two: pairs, flags, families, letters with marks", () => {
    const text = doc("a🙂b 👩‍👩‍👧 e\u0301 🇫🇷!");
    const size = text.content.size;
    for (let from = 1; from < size; from++) {
      for (let to = from + 1; to < size; to++) {
        const passage = passageOf(text, { from, to });
        if (!passage) continue;
        const words = text.textBetween(passage.from, passage.to);
        const whole = [...new Intl.Segmenter("fr", { granularity: "grapheme" }).segment(text.textContent)].map(({ segment }) => segment);
        expect(whole.join("")).toContain(words);
        expect(
          [...new Intl.Segmenter("fr", { granularity: "grapheme" }).segment(words)].every(({ segment }) => whole.includes(segment)),
        ).toBe(true);
      }
    }
    expect(characterEdge(text, 3, "start")).toBe(2);
    expect(characterEdge(text, 3, "end")).toBe(4);
  });

  test("leave out white space and block edges, and are nothing where there are no words", () => {
    const text = doc("Un mot  ", "Suite");
    expect(passageOf(text, { from: 3, to: 11 })).toEqual({ from: 4, to: 7 });
    expect(passageOf(text, { from: 7, to: 9 })).toBeNull();
    expect(passageOf(text, { from: 4, to: 4 })).toBeNull();
  });
});

describe("claims on screen", () => {
  test("each claim has a mark with its verdict and its lane; the chosen one is filled", () => {
    const log = pegasus();
    const state = EditorState.create({ doc: log.texts.fr?.doc as Node, plugins: [claimsPaint()] });
    const after = state.apply(paintClaims(state, shown(log, "claim-inner")) as Transaction);
    expect(painted(after)).toEqual([
      "La Hongrie a : claim-mark v-open lane-0",
      "nié: claim-mark v-open lane-1 is-on",
      "nié: claim-mark v-open lane-0",
      " puis reconnu: claim-mark v-open lane-0",
      "autre: claim-mark v-open lane-0",
    ]);
    expect(paintClaims(after, shown(log, "claim-inner"))).toBeNull();
    const atOnce = EditorState.create({ doc: state.doc, plugins: [claimsPaint(shown(log, "claim-inner"))] });
    expect(paintClaims(atOnce, shown(log, "claim-inner"))).toBeNull();
    expect(paintClaims(atOnce, shown(log))).not.toBeNull();
  });

  test("the innermost stays first when the one around it changes its look", () => {
    const log = pegasus();
    let state = EditorState.create({ doc: log.texts.fr?.doc as Node, plugins: [claimsPaint(shown(log))] });
    for (const chosen of ["claim-outer", null, "claim-inner", "claim-outer", null]) {
      state = state.apply(paintClaims(state, shown(log, chosen)) as Transaction);
      const there = painted(state).filter((mark) => mark.startsWith("nié"));
      expect(there.map((mark) => mark.replace(" is-on", ""))).toEqual(["nié: claim-mark v-open lane-1", "nié: claim-mark v-open lane-0"]);
    }
  });

  test("typing at the edges of a claim stays outside its mark, and needs no new paint", () => {
    const log = pegasus();
    let state = EditorState.create({ doc: log.texts.fr?.doc as Node, plugins: [claimsPaint()] });
    state = state.apply(paintClaims(state, shown(log)) as Transaction);
    const at = (log.texts.fr?.anchors ?? []).find(({ claim }) => claim === "claim-inner");
    const typed = state.apply(state.tr.insertText("XX", at?.to).insertText("YY", at?.from));
    expect(painted(typed)).toContain("nié: claim-mark v-open lane-1");
  });

  test("what is painted of each block is what ProseMirror itself finds (seeded sets, blocks in any order)", () => {
    const random = new Random(7);
    for (let round = 0; round < 20; round++) {
      const text = doc(...Array.from({ length: 400 }, (_, index) => `Alinéa ${index} de la lettre`));
      const size = text.content.size;
      const marks = Array.from({ length: 300 }, () => {
        const from = 1 + random.below(size - 60);
        return Decoration.inline(from, from + 1 + random.below(random.chance(0.1) ? 50 : 8), { class: "x" });
      });
      const plain = DecorationSet.create(text, [...marks]);
      const quick = inStep(DecorationSet.create(text, [...marks]));
      const places: { offset: number; node: Node }[] = [];
      text.forEach((node, offset) => places.push({ offset, node }));
      const asked = [...places, ...Array.from({ length: 100 }, () => random.pick(places))];
      for (const { offset, node } of asked) {
        const of = (set: DecorationSet): [number, number][] => {
          const found: [number, number][] = [];
          const source = (set as unknown as DecorationSource).forChild(offset, node);
          source.forEachSet((part) => found.push(...part.find().map(({ from, to }): [number, number] => [from, to])));
          return found;
        };
        expect(of(quick)).toEqual(of(plain));
      }
    }
  });

  test("a withdrawn claim is not shown", () => {
    const log = pegasus();
    const gone = new Map([...log.claims].map(([id, claim]) => [id, id === "claim-inner" ? { ...claim, withdrawn: true } : claim]));
    const state = EditorState.create({ doc: log.texts.fr?.doc as Node, plugins: [claimsPaint()] });
    const after = state.apply(paintClaims(state, { ...shown(log), claims: gone }) as Transaction);
    expect(painted(after)).toEqual(["La Hongrie a nié puis reconnu: claim-mark v-open lane-0", "autre: claim-mark v-open lane-0"]);
  });
});

describe("writing", () => {
  test.each(["heading-2", "heading-3", "quote", "bullets", "numbers"] as const)(
    "%s is done and taken away again, and the words keep their block",
    (style) => {
      const state = writable(doc("Des mots"));
      const done = run(state, styleCommand(style));
      expect(hasStyle(done, style)).toBe(true);
      const undone = run(done, styleCommand(style));
      expect(hasStyle(undone, style)).toBe(false);
      expect(undone.doc.child(0).attrs["id"]).toBe("b1");
    },
  );

  test("a link takes web and mail addresses only", () => {
    const text = doc("Des mots");
    const state = EditorState.create({ doc: text, selection: TextSelection.create(text, 1, 4) });
    expect(setLink("javascript:alert(1)")(state)).toBe(false);
    expect(setLink("https://example.org/a b")(state)).toBe(false);
    expect(setLink("https://www.lemonde.fr@ailleurs.example/")(state)).toBe(false);
    expect(setLink("mailto:ana\u202e@exemple.fr")(state)).toBe(false);
    const linked = run(state, setLink("https://example.org/"));
    expect(linked.doc.rangeHasMark(1, 4, schema.marks.link)).toBe(true);
    expect(run(linked, setLink("")).doc.rangeHasMark(1, 4, schema.marks.link)).toBe(false);
  });
});

test("zero-width characters at the edges of a selection are white space, and alone they are no passage", () => {
  const text = doc("\u200b\u2060Le mot\u00ad\ufeff");
  expect(passageOf(text, { from: 1, to: 11 })).toEqual({ from: 3, to: 9 });
  expect(passageOf(text, { from: 1, to: 3 })).toBeNull();
});
