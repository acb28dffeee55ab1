import { Transform } from "prosemirror-transform";
import type { ReplaceStep } from "prosemirror-transform";
import { firstOps } from "../../fixtures/sessions/text";
import { schema } from "../../shared/doc/schema";
import { stepJson } from "../../shared/doc/steps";
import type { CommitId, UserId } from "../../shared/ids";
import type { Lang } from "../../shared/languages";
import { accept } from "../../shared/log/accept";
import { RULES } from "../../shared/log/commit";
import { applyOp } from "../../shared/log/apply";
import { emptyState } from "../../shared/log/state";
import type { DocState } from "../../shared/log/state";
import type { TextUpdate } from "./contract";
import { EditorBindings } from "./editor-bindings";

const me = "amelie" as UserId;
const first = accept({ doc: "doc0001", id: "commit01" as CommitId, base: 0, ops: firstOps() } as never, me, 1, [], emptyState);
const state: DocState = first.ok ? first.state : emptyState;
const fr = "fr" as Lang;
const docOf = (of: DocState) => of.texts.fr?.doc ?? schema.topNodeType.create();

function edited(of: DocState, pos: number, text: string): { state: DocState; step: ReplaceStep } {
  const step = new Transform(docOf(of)).insert(pos, schema.text(text)).steps[0] as ReplaceStep;
  const result = applyOp(
    of,
    { type: "text.step", lang: fr, step: stepJson(step) },
    { author: me, at: 1, version: of.version, rules: RULES },
  );
  if (!result.ok) throw new Error(result.refusal.code);
  return { state: result.value, step };
}

function watching(): { bindings: EditorBindings; updates: TextUpdate[] } {
  const bindings = new EditorBindings();
  const updates: TextUpdate[] = [];
  bindings.attach(fr, docOf(state), (update) => updates.push(update));
  return { bindings, updates };
}

/** What an editor shows that does as it is told. */
const after = (before: DocState, { steps }: TextUpdate) =>
  steps.reduce((doc, step) => step.apply(doc).doc ?? schema.topNodeType.create(), docOf(before));

test("several moves come as one update, with their mirrors where they then stand", () => {
  const { bindings, updates } = watching();
  const one = edited(state, 1, "A");
  const two = edited(one.state, 1, "B");
  const back = { lang: fr, steps: [two.step.invert(docOf(one.state)), two.step], mirrors: [[0, 1]] as const };
  bindings.move([{ lang: fr, steps: [one.step, two.step], mirrors: [] }, back], two.state, "remote");
  expect(updates).toHaveLength(1);
  expect(updates[0]).toMatchObject({ lang: fr, origin: "remote", mirrors: [[2, 3]] });
  expect(after(state, updates[0] as TextUpdate).eq(docOf(two.state))).toBe(true);
});

test("a text that moved in no known way comes as the least replacement", () => {
  const { bindings, updates } = watching();
  const other = edited(edited(state, 4, "vieille ").state, 30, "X").state;
  bindings.move([], other, "remote");
  expect(updates).toHaveLength(1);
  expect(updates[0]?.steps).toHaveLength(1);
  expect(after(state, updates[0] as TextUpdate).eq(docOf(other))).toBe(true);
});

test("a text that is the same in another object is nothing to tell of", () => {
  const { bindings, updates } = watching();
  const doc = schema.nodeFromJSON(docOf(state).toJSON());
  const same = { ...state, texts: { ...state.texts, fr: { ...state.texts.fr, doc } } } as DocState;
  bindings.move([], same, "remote");
  expect(updates).toEqual([]);
});

test("an editor that edits while it follows finds everything in place", () => {
  const bindings = new EditorBindings();
  const one = edited(state, 1, "A");
  const mine = edited(one.state, 1, "B");
  const seen: string[] = [];
  bindings.attach(fr, docOf(state), ({ doc }) => {
    seen.push(doc.textContent.slice(0, 3));
    bindings.shows(fr, mine.state);
  });
  bindings.move([{ lang: fr, steps: [one.step], mirrors: [] }], one.state, "remote");
  // What it did itself is not told to it again.
  bindings.move([], mine.state, "remote");
  expect(seen).toEqual(["ALa"]);
});

test("who has let go is told nothing more, and lets nobody else go", () => {
  const bindings = new EditorBindings();
  const updates: string[] = [];
  const detachFirst = bindings.attach(fr, docOf(state), () => updates.push("first"));
  bindings.attach(fr, docOf(state), () => updates.push("second"));
  detachFirst();
  bindings.move([], edited(state, 1, "A").state, "remote");
  expect(updates).toEqual(["second"]);
});
