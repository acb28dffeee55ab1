import { Transform } from "prosemirror-transform";
import { firstOps } from "../../fixtures/sessions/text";
import { stepJson } from "../doc/steps";
import type { CommitId, UserId } from "../ids";
import { Random } from "../../fixtures/random";
import { Hub, Page } from "../../fixtures/replicas/hub";
import { schema } from "../doc/schema";
import { findQuote } from "../doc/text";
import { accept } from "./accept";
import { applyOp, nextAct } from "./apply";
import type { Commit, Submission } from "./commit";
import type { Op } from "./op";
import { Replica } from "./replica";
import { emptyState, stateFromJson, stateToJson } from "./state";
import type { DocState } from "./state";

// What survives a reload: the work, the version that its forms stand on, and of what was sent, exactly what was sent.

const ana = "ana0000000" as UserId;
const boris = "boris00000" as UserId;

function taken(submission: Pick<Submission, "id" | "base" | "ops">, author: UserId, log: readonly Commit[], state: DocState) {
  const result = accept({ doc: "doc0001", ...submission } as Submission, author, 1, log as Commit[], state);
  if (!result.ok || !result.commit) throw new Error("not accepted");
  return { commit: result.commit, state: result.state };
}

const first = taken({ id: "commit01" as CommitId, base: 0 as never, ops: firstOps() }, boris, [], emptyState);

function typed(state: DocState, pos: number, text: string): Op {
  const source = state.texts.fr?.doc;
  if (!source) throw new Error("no text");
  const [step] = new Transform(source).insert(pos, source.type.schema.text(text)).steps;
  if (!step) throw new Error("no step");
  return { type: "text.step", lang: "fr", step: stepJson(step) };
}

const words = (state: DocState): string => state.texts.fr?.doc.firstChild?.textContent ?? "";
const cost = (): number => 0;

/** Ana has sent one word at version 1 and written another; Boris's came first, so that the log is at 2 and hers stand on it. */
function underway() {
  const replica = new Replica(first.state, ana);
  replica.change([typed(replica.view, 1, "Selon eux, ")], 10);
  const sent = replica.next("own00001" as CommitId, cost, 1);
  if (!sent) throw new Error("nothing sent");
  replica.change([typed(replica.view, 12, "toujours ")], 5_000);
  const theirs = taken({ id: "commit02" as CommitId, base: 1 as never, ops: [typed(first.state, 4, "seule ")] }, boris, [], first.state);
  replica.receive(theirs.commit, 6_000);
  return { replica, sent, theirs };
}

test("C2: what was sent once is kept, and sent again after a reload, with the base and the ops that it was first sent with", () => {
  const { replica, sent, theirs } = underway();
  const saved = replica.saved();
  expect(saved).toMatchObject({ base: 2, inflight: { id: "own00001", base: 1, ops: sent.ops } });
  if (!saved) return;
  const again = Replica.restore(stateFromJson(stateToJson(theirs.state)), ana, JSON.parse(JSON.stringify(saved)) as typeof saved, 9_000);
  expect(again.unanswered).toMatchObject({ id: "own00001", base: 1, ops: sent.ops });
  expect(words(again.view)).toBe("Selon eux, toujours La seule Hongrie a d’abord nié.");
  // The log, which carries it from the base that it names, comes to the words that its author sees.
  const own = taken({ id: sent.id, base: sent.base, ops: sent.ops }, ana, [theirs.commit], theirs.state);
  expect(again.receive(own.commit, 9_001)).toMatchObject({ own: true, lost: [] });
  expect(words(own.state)).toBe("Selon eux, La seule Hongrie a d’abord nié.");
  expect(words(again.view)).toBe("Selon eux, toujours La seule Hongrie a d’abord nié.");
});

test("C5: saved work goes back on the state that it was made on, and on no other", () => {
  const { replica, theirs } = underway();
  const saved = replica.saved();
  if (!saved) throw new Error("nothing saved");
  expect(() => Replica.restore(first.state, ana, saved, 9_000)).toThrow("saved work of version 2 on version 1");
  expect(words(Replica.restore(theirs.state, ana, saved, 9_000).view)).toBe(words(replica.view));
});

function round(page: Page): void {
  page.send();
  page.deliver();
  page.take(Infinity, 2);
}

/** A translator and somebody else on a version in Spanish. What the translator sends comes back in another form: its first op is refused. */
function atVersion() {
  const doc = schema.node("doc", null, [schema.node("paragraph", null, [schema.text("Venden Pegasus a estados.")])]);
  const added = applyOp(first.state, { type: "text.add", lang: "es", dir: "ltr", doc: doc.toJSON() } as Op, nextAct(first.state, boris, 0));
  if (!added.ok) throw new Error(added.refusal.code);
  const hub = new Hub(added.value);
  const random = new Random(1);
  const translator = new Page(hub, ana, random, "translator");
  translator.replica.change([{ type: "doc.set", field: "title", value: "Un titre", seen: first.state.version }], 1);
  return { hub, translator, other: new Page(hub, boris, random) };
}

const shownTo = ({ replica }: Page): string => replica.view.texts.es?.doc.textContent ?? "";

function edit({ replica }: Page, quote: string, change: (tr: Transform, from: number, to: number) => unknown): void {
  const doc = replica.view.texts.es?.doc;
  const place = doc && findQuote(doc, quote)[0];
  if (!place) throw new Error(`not in the text: ${quote}`);
  const tr = new Transform(doc);
  change(tr, place.from, place.to);
  const ops = tr.steps.map((step): Op => ({ type: "text.step", lang: "es", step: stepJson(step) }));
  expect(replica.change(ops, 1)).toEqual({ ok: true });
}

function comesTo(hub: Hub, translator: Page, text: string): void {
  for (let turn = 0; turn < 3; turn++) round(translator);
  expect(translator.lost.map(({ type }) => type)).toEqual(["doc.set"]);
  expect(hub.state.conflicts.size).toBe(0);
  expect(hub.state.texts.es?.doc.textContent).toBe(text);
  expect(shownTo(translator)).toBe(text);
}

test.each(["open", "loaded anew"])(
  "C5 R6: on a page that is %s an undo knows what became of the step in flight that it takes back",
  (how) => {
    const { hub, translator, other } = atVersion();
    edit(translator, "Venden Pegasus", (tr, from, to) => tr.delete(from, to));
    translator.send();
    edit(other, " Pegasus", (tr, from) => tr.insert(from, schema.text(" pues")));
    round(other);
    // The deletion is two steps now.
    translator.take(1, 2);
    translator.replica.undo(3);
    if (how === "loaded anew") translator.reload(4);
    comesTo(hub, translator, "Venden pues Pegasus a estados.");
  },
);

test("R2: where a step in flight came to nothing, what was made on the next one finds it", () => {
  const { hub, translator, other } = atVersion();
  edit(translator, "Pegasus ", (tr, from, to) => tr.delete(from, to));
  edit(translator, "Venden", (tr, from) => tr.insert(from, schema.text("Ayer ")));
  translator.send();
  edit(other, "Pegasus ", (tr, from, to) => tr.delete(from, to));
  round(other);
  translator.take(1, 2);
  edit(translator, "Ayer", (tr, from) => tr.insert(from + 2, schema.text("!")));
  comesTo(hub, translator, "Ay!er Venden a estados.");
});
