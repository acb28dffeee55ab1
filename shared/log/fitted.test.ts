import { Transform, findWrapping } from "prosemirror-transform";
import { Random } from "../../fixtures/random";
import { Hub, Page } from "../../fixtures/replicas/hub";
import { schema } from "../doc/schema";
import { stepJson, stepOf } from "../doc/steps";
import { findQuote, quoteOf } from "../doc/text";
import type { ClaimId, CommitId, UserId, Version } from "../ids";
import { anchorIn, applyOp, nextAct } from "./apply";
import { RULES } from "./commit";
import { sameOp } from "./inflight";
import type { Op } from "./op";
import { Replica } from "./replica";
import { emptyState, stateToJson } from "./state";
import type { DocState } from "./state";
import { wordsAlike } from "./words-alike";

// Work under way may come to stand in the log in another form than in the view of its author, who carried it over others' commits one by one:
// what was made on its words meanwhile finds them all the same (SPEC R2), and one undo takes all of it back.

const [ana, boris] = ["ana0000000", "boris00000"] as [UserId, UserId];
const claim = "claim00000" as ClaimId;

function start(): { hub: Hub; one: Page; other: Page } {
  const blocks = ["Un ministre a payé", "des espions en ligne", "pendant trois ans"].map((words, k) =>
    schema.nodes.paragraph.create({ id: `block${String(k)}` }, schema.text(words)),
  );
  const op = { type: "text.add", lang: "fr", dir: "ltr", doc: schema.nodes.doc.create(null, blocks).toJSON() as unknown } as Op;
  const added = applyOp(emptyState, op, nextAct(emptyState, ana, 0));
  if (!added.ok) throw new Error(added.refusal.code);
  const hub = new Hub(added.value);
  const random = new Random(1);
  return { hub, one: new Page(hub, ana, random), other: new Page(hub, boris, random) };
}

const docOf = (state: DocState) => state.texts.fr?.doc ?? schema.nodes.doc.create();
function at(page: Page, words: string): { from: number; to: number } {
  const [place] = findQuote(docOf(page.replica.view), words);
  if (!place) throw new Error(`not in the text: ${words}`);
  return place;
}

let now = 0;
function edit(page: Page, change: (tr: Transform) => unknown): void {
  const tr = new Transform(docOf(page.replica.view));
  change(tr);
  const ops = tr.steps.map((step): Op => ({ type: "text.step", lang: "fr", step: stepJson(step) }));
  expect(page.replica.change(ops, (now += 5000))).toEqual({ ok: true });
}

function sends(page: Page): void {
  page.send();
  page.deliver();
  page.take(Infinity, 0);
}

/** She writes over the end of a block, and sends it; he has put the second block into a list and written in the first; then all of it comes in. */
function apart(queued: (one: Page) => void): { hub: Hub; one: Page } {
  const { hub, one, other } = start();
  edit(one, (tr) => tr.replaceWith(at(one, "payé").from, at(one, "espions").from, schema.text("versé à des ")));
  one.send();
  queued(one);
  edit(other, (tr) => {
    const range = tr.doc.resolve(at(other, "des espions").from).blockRange();
    const wrapping = range && findWrapping(range, schema.nodes.bullet_list);
    if (range && wrapping) tr.wrap(range, wrapping);
  });
  sends(other);
  edit(other, (tr) => tr.insert(at(other, "payé").from + 2, schema.text("Z")));
  sends(other);
  one.take(Infinity, 0);
  one.deliver();
  one.take(Infinity, 0);
  return { hub, one };
}

test("R2: a claim stays on words written over a block that is deeper, in which somebody writes at the same time", () => {
  const { hub, one, other } = start();
  edit(other, (tr) => {
    const range = tr.doc.resolve(at(other, "des espions").from).blockRange();
    const wrapping = range && findWrapping(range, schema.nodes.blockquote);
    if (range && wrapping) tr.wrap(range, wrapping);
  });
  sends(other);
  one.take(Infinity, 0);
  // Hers takes the whole quotation out; what he writes stays, and moves into the block in which her words are.
  edit(one, (tr) => tr.replaceWith(at(one, "payé").from, at(one, "pendant").from, schema.text("versé")));
  const { from, to } = at(one, "a versé");
  const op: Op = { type: "claim.add", v: 1, claim, lang: "fr", from, to, ...quoteOf(docOf(one.replica.view), from, to), fields: {} };
  expect(one.replica.change([op], (now += 5000))).toEqual({ ok: true });
  edit(other, (tr) => tr.insert(at(other, "espions").from, schema.text("fins ")));
  sends(other);
  sends(one);
  const state = hub.state;
  expect(docOf(state).textContent).toBe("Un ministre a verséfins pendant trois ans");
  const anchor = anchorIn(state, "fr", claim);
  expect(anchor).toMatchObject({ exact: "a versé", head: [], tail: [] });
  expect(anchor && docOf(state).textBetween(anchor.from, anchor.to)).toBe("a versé");
  expect(stateToJson(one.replica.view)).toEqual(stateToJson(state));
});

test("R2: a claim made on words that were under way stays on them, however these were fitted", () => {
  const { hub, one } = apart((page) => {
    const { from, to } = at(page, "a versé");
    const doc = docOf(page.replica.view);
    const op: Op = { type: "claim.add", v: 1, claim, lang: "fr", from, to, ...quoteOf(doc, from, to), fields: {} };
    expect(page.replica.change([op], (now += 5000))).toEqual({ ok: true });
  });
  sends(one);
  expect(anchorIn(hub.state, "fr", claim)).toMatchObject({ exact: "a versé", head: [], tail: [] });
  expect(stateToJson(one.replica.view)).toEqual(stateToJson(hub.state));
});

test("R2 R3: words that were under way can be written over, however these were fitted", () => {
  const { hub, one } = apart((page) => {
    const { from, to } = at(page, "versé à");
    edit(page, (tr) => tr.replaceWith(from, to, schema.text("offert")));
  });
  sends(one);
  expect(docOf(hub.state).textContent).not.toContain("versé");
  expect(docOf(hub.state).textContent).toContain("offert des");
});

test("R6: one undo takes back all that an op under way became", () => {
  const { hub, one } = apart(() => undefined);
  expect(docOf(hub.state).textContent).toContain("versé");
  one.replica.undo((now += 5000));
  sends(one);
  const words = docOf(hub.state).textContent;
  expect(words).not.toContain("versé");
  expect(words.replace("Z", "")).toBe("Un ministre a payédes espions en lignependant trois ans");
});

const cut = (from: number, to: number): Op => ({ type: "text.step", lang: "fr", step: { stepType: "replace", from, to } });

test("R6: also where it became more steps than it was", () => {
  const replica = new Replica(start().hub.state, ana);
  const whole = cut(1, 12);
  expect(replica.change([whole], (now += 5000))).toEqual({ ok: true });
  const sent = replica.next("commit0000" as CommitId);
  const known = { id: "commit0000" as CommitId, author: ana, at: 1, base: sent?.base ?? (0 as Version), rules: RULES };
  const version = (known.base + 1) as Version;
  replica.receive({ ...known, version, ops: [cut(4, 12), cut(1, 3)], submitted: [whole], counts: [2] }, 0);
  expect(docOf(replica.view).firstChild?.textContent).toBe("  a payé");
  replica.undo((now += 5000));
  expect(docOf(replica.view).firstChild?.textContent).toBe("Un ministre a payé");
  replica.redo((now += 5000));
  expect(docOf(replica.view).firstChild?.textContent).toBe("  a payé");
});

test("R5: a claim on words that one had deleted and brought back stays on them when both are refused", () => {
  const { hub } = start();
  const reader = new Page(hub, ana, new Random(1), "fact-checker");
  const { from, to } = at(reader, "espions");
  edit(reader, (tr) => tr.delete(from, to));
  reader.replica.undo((now += 5000));
  reader.send();
  const doc = docOf(reader.replica.view);
  const whole = at(reader, "espions en ligne");
  const op: Op = { type: "claim.add", v: 1, claim, lang: "fr", ...whole, ...quoteOf(doc, whole.from, whole.to), fields: {} };
  expect(reader.replica.change([op], (now += 5000))).toEqual({ ok: true });
  reader.deliver();
  expect(anchorIn(reader.replica.view, "fr", claim)).toMatchObject({ exact: "espions en ligne", head: [], tail: [] });
  sends(reader);
  expect(anchorIn(hub.state, "fr", claim)).toMatchObject({ exact: "espions en ligne", head: [], tail: [] });
});

test("what came off the wire with its fields in another order is the same op", () => {
  const one = { type: "claim.withdraw", claim } as Op;
  expect(sameOp(one, { claim, type: "claim.withdraw" } as Op)).toBe(true);
  expect(sameOp(one, { claim: "claim00001", type: "claim.withdraw" } as Op)).toBe(false);
  expect(sameOp(one, { type: "claim.withdraw", claim, orphan: undefined } as never)).toBe(true);
  expect(sameOp({ a: [1, 2] } as never, { a: { 0: 1, 1: 2 } } as never)).toBe(false);
});

const sliceOf = (json: unknown) =>
  (stepOf({ stepType: "replace", from: 0, to: 0, slice: json } as never) as never as { slice: never }).slice;
const text = (words: string, ...marks: string[]) => ({
  type: "text",
  text: words,
  ...(marks.length > 0 ? { marks: marks.map((type) => ({ type })) } : {}),
});
const para = (...content: unknown[]) => ({ type: "paragraph", attrs: { id: null }, content });

test("words of two slices are paired where both are, in runs", () => {
  const plain = sliceOf({ content: [text("abcd")] });
  const closed = sliceOf({ content: [para(text("ab"), text("c", "em"), text("d")), para()], openStart: 1, openEnd: 1 });
  const open = sliceOf({ content: [para(text("abcd"))], openStart: 0, openEnd: 0 });
  expect(wordsAlike(plain, closed)).toEqual([
    { at: 0, lead: 0, size: 2 },
    { at: 2, lead: 2, size: 1 },
    { at: 3, lead: 3, size: 1 },
  ]);
  expect(wordsAlike(plain, open)).toEqual([{ at: 0, lead: 1, size: 4 }]);
  expect(wordsAlike(plain, sliceOf({ content: [text("abce")] }))).toEqual([]);
});
