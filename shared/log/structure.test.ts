import type { Node } from "prosemirror-model";
import { AddMarkStep, Transform } from "prosemirror-transform";
import { Random } from "../../fixtures/random";
import { Hub, Page } from "../../fixtures/replicas/hub";
import { someStructuralEdit } from "../../fixtures/replicas/structural";
import { schema } from "../doc/schema";
import { parseStep, stepJson } from "../doc/steps";
import type { UserId } from "../ids";
import { applyCommit, applyOp, nextAct } from "./apply";
import type { Op } from "./op";
import { emptyState } from "./state";

const ana = "ana0000000" as UserId;
const { doc: top, paragraph, heading, blockquote, bullet_list, list_item } = schema.nodes;
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
  expect(page.replica.change(stepsOf(tr), 0)).toEqual({ ok: true });
}

const stepsOf = (tr: Transform): Op[] => tr.steps.map((step): Op => ({ type: "text.step", lang: "fr", step: stepJson(step) }));

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

/** A text of headings, paragraphs, quotes and lists in which every character occurs once. */
function someText(random: Random): Node {
  let next = 0x4e00;
  const words = (): string => Array.from({ length: 2 + random.below(5) }, () => String.fromCharCode(next++)).join("");
  let ids = 0;
  const id = () => ({ id: `b${ids++}` });
  const plain = (): Node => paragraph.create(id(), schema.text(words()));
  const some = (): Node => {
    const dice = random.below(6);
    if (dice === 0) return heading.create({ ...id(), level: 2 }, schema.text(words()));
    if (dice === 1) return blockquote.create(id(), [plain(), plain()]);
    if (dice === 2) {
      const items = [0, 1].map(() => list_item.create(id(), plain()));
      return bullet_list.create(id(), items);
    }
    return plain();
  };
  return top.create(null, Array.from({ length: 2 + random.below(3) }, some));
}

/** Two or three people edit the same text at once; the last to arrive is looked at. Returns what went wrong. */
function meeting(seed: number): string | null {
  const random = new Random(seed);
  const doc = someText(random);
  const added = applyOp(emptyState, { type: "text.add", lang: "fr", dir: "ltr", doc: doc.toJSON() } as Op, nextAct(emptyState, ana, 0));
  if (!added.ok) throw new Error(added.refusal.code);
  const hub = new Hub(added.value);
  const pages = Array.from({ length: 2 + random.below(2) }, (_, n) => new Page(hub, `user${n}00000` as UserId, random));
  const meant = pages.map((page) => {
    const edits = someStructuralEdit(doc, random);
    if (edits) page.replica.change(stepsOf(edits.tr), 0);
    return edits;
  });
  for (const page of pages.slice(0, -1)) {
    page.send();
    page.deliver();
  }
  const last = meant.at(-1);
  const before = hub.log.length;
  settle(...pages.toReversed());
  const commit = hub.log[before];
  if (!last || !commit) return null;
  const all = meant.map((one) => one?.kind ?? "nothing").join(", then ");
  const textAt = (commits: number): Node => hub.log.slice(0, commits).reduce(applyCommit, hub.first).texts.fr?.doc ?? doc;
  const [without, now] = [textAt(before), textAt(before + 1)];
  const kept = (commit.dropped?.length ?? 0) > 0;
  if (!kept && !last.shows(now, without))
    return `seed ${seed}: ${all}: neither done nor told\n${doc.toString()}\n${without.toString()}\n${now.toString()}`;
  const views = pages.map((page) => page.replica.view.texts.fr?.doc.toString());
  return new Set(views).size === 1 ? null : `seed ${seed}: ${all}: people see different texts`;
}

const COUNT = Number(process.env["FUZZ_STRUCTURES"] ?? 1500);

test("R8: of an edit of structure that meets others, the effect is there or its author is told", () => {
  const faults = Array.from({ length: COUNT }, (_, seed) => meeting(seed)).filter((fault) => fault !== null);
  expect(faults.slice(0, 5)).toEqual([]);
});
