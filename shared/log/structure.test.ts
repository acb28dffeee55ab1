import { AddMarkStep, Transform } from "prosemirror-transform";
import { Random } from "../../fixtures/random";
import { Hub, Page } from "../../fixtures/replicas/hub";
import { schema } from "../doc/schema";
import { parseStep, stepJson } from "../doc/steps";
import type { UserId } from "../ids";
import { applyOp, nextAct } from "./apply";
import type { Op } from "./op";
import { emptyState } from "./state";

const ana = "ana0000000" as UserId;
const { doc: top, paragraph } = schema.nodes;
const em = schema.marks.em.create();

function start(...blocks: string[]): { hub: Hub; ana: Page; boris: Page } {
  const doc = top.create(
    null,
    blocks.map((words, index) => paragraph.create({ id: `b${index}` }, schema.text(words))),
  );
  const added = applyOp(emptyState, { type: "text.add", lang: "fr", dir: "ltr", doc: doc.toJSON() } as Op, nextAct(emptyState, ana, 0));
  if (!added.ok) throw new Error(added.refusal.code);
  const hub = new Hub(added.value);
  const random = new Random(7);
  return { hub, ana: new Page(hub, ana, random), boris: new Page(hub, "boris00000" as UserId, random) };
}

function edit(page: Page, change: (tr: Transform) => unknown): void {
  const tr = new Transform(page.replica.view.texts.fr?.doc ?? top.create());
  change(tr);
  const ops = tr.steps.map((step): Op => ({ type: "text.step", lang: "fr", step: stepJson(step) }));
  expect(page.replica.change(ops, 0)).toEqual({ ok: true });
}

function settle(...pages: Page[]): void {
  for (let round = 0; round < 4; round++) {
    for (const page of pages) {
      page.send();
      page.deliver();
      page.take(Infinity, 0);
    }
  }
}

test("T1: a mark over words of which some had it, undone and redone and undone offline, is taken with the sentence beside it", () => {
  const { hub, ana: one, boris } = start("Un deux trois quatre", "cinq six");
  edit(one, (tr) => tr.addMark(4, 8, em).addMark(14, 16, em));
  settle(one, boris);
  const before = hub.state.texts.fr?.doc;
  edit(one, (tr) => tr.step(new AddMarkStep(1, 20, em)));
  for (const back of ["undo", "redo", "undo", "redo", "undo"] as const) one.replica[back](0);
  edit(one, (tr) => tr.insert(1, schema.text("Voici : ")));
  edit(boris, (tr) => tr.insert(21, schema.text(".")));
  settle(boris);
  const waiting = one.replica.saved()?.queue ?? [];
  expect(waiting.some((op) => op.type === "text.step" && op.step["stepType"] === "markSet")).toBe(true);
  for (const op of waiting)
    expect(op.type === "text.step" && parseStep(JSON.parse(JSON.stringify(op.step)) as typeof op.step).ok).toBe(true);
  settle(one, boris);
  const wanted = new Transform(before ?? top.create()).insert(21, schema.text(".")).insert(1, schema.text("Voici : ")).doc;
  expect(hub.state.texts.fr?.doc.toString()).toBe(wanted.toString());
  expect(hub.state.conflicts.size).toBe(0);
  expect(one.replica.view.texts.fr?.doc.eq(wanted)).toBe(true);
});
