import { Transform } from "prosemirror-transform";
import { Random } from "../../fixtures/random";
import { Hub, Page } from "../../fixtures/replicas/hub";
import { schema } from "../doc/schema";
import { stepJson } from "../doc/steps";
import { findQuote, quoteOf } from "../doc/text";
import type { ClaimId, UserId, Version } from "../ids";
import { anchorIn, applyOp, nextAct } from "./apply";
import type { Op } from "./op";
import { emptyState } from "./state";
import type { DocState } from "./state";

// One invariant a test, told with two people; the fuzz beside this file looks for what nobody thought of.

const ana = "ana0000000" as UserId;
const boris = "boris00000" as UserId;
const claim = "claim00000" as ClaimId;
const seen = 0 as Version;
const words = "NSO Group vend Pegasus à des gouvernements.";

function start(): { hub: Hub; ana: Page; boris: Page } {
  const doc = schema.nodes.doc.create(null, [schema.nodes.paragraph.create({ id: "p1" }, schema.text(words))]);
  const added = applyOp(emptyState, { type: "text.add", lang: "fr", dir: "ltr", doc: doc.toJSON() } as Op, nextAct(emptyState, ana, 0));
  if (!added.ok) throw new Error(added.refusal.code);
  const hub = new Hub(added.value);
  const random = new Random(1);
  return { hub, ana: new Page(hub, ana, random), boris: new Page(hub, boris, random) };
}

const docOf = (state: DocState) => state.texts.fr?.doc ?? schema.nodes.doc.create();
const text = (state: DocState): string => docOf(state).textContent;

function find(state: DocState, quote: string): { from: number; to: number } {
  const [place] = findQuote(docOf(state), quote);
  if (!place) throw new Error(`not in the text: ${quote}`);
  return place;
}

function edit(page: Page, change: (tr: Transform) => unknown): void {
  const tr = new Transform(docOf(page.replica.view));
  change(tr);
  const ops = tr.steps.map((step): Op => ({ type: "text.step", lang: "fr", step: stepJson(step) }));
  expect(page.replica.change(ops, 0)).toEqual({ ok: true });
}

const remove = (page: Page, quote: string): void => {
  const { from, to } = find(page.replica.view, quote);
  edit(page, (tr) => tr.delete(from, to));
};

const type = (page: Page, at: number, typed: string): void => edit(page, (tr) => tr.insert(at, schema.text(typed)));

function deliver(...pages: Page[]): void {
  for (let round = 0; round < 3; round++) {
    for (const page of pages) {
      page.send();
      page.deliver();
      page.take(Infinity, 0);
    }
  }
}

const claimOn = (page: Page, quote: string): Op => {
  const place = find(page.replica.view, quote);
  return { type: "claim.add", v: 1, claim, lang: "fr", ...place, ...quoteOf(docOf(page.replica.view), place.from, place.to), fields: {} };
};

test("R3: a deletion leaves what its author never saw", () => {
  const { hub, ana: one, boris: other } = start();
  type(other, find(hub.state, "Pegasus").to, " (!)");
  remove(one, "vend Pegasus à des ");
  deliver(other, one);
  expect(text(hub.state)).toBe("NSO Group  (!)gouvernements.");
  expect(text(one.replica.view)).toBe(text(hub.state));
});

test("R4: an insertion into a range deleted meanwhile stands at the place of the deletion", () => {
  const { hub, ana: one, boris: other } = start();
  remove(other, "vend Pegasus ");
  type(one, find(one.replica.view, "Pegasus").from, "son logiciel ");
  deliver(other, one);
  expect(text(hub.state)).toBe("NSO Group son logiciel à des gouvernements.");
});

test("R4: typing into a paragraph that was deleted meanwhile is kept", () => {
  const { hub, ana: one, boris: other } = start();
  edit(other, (tr) => tr.delete(0, tr.doc.content.size));
  type(one, 5, "gardé");
  deliver(other, one);
  expect(text(hub.state)).toBe("gardé");
});

test("R5: what was typed into words that were deleted and brought back stands among them", () => {
  const { hub, ana: one, boris: other } = start();
  remove(other, "vend Pegasus ");
  other.replica.undo(0);
  deliver(other);
  type(one, find(one.replica.view, "Pegasus").from, "aussi ");
  deliver(one, other);
  expect(text(hub.state)).toBe("NSO Group vend aussi Pegasus à des gouvernements.");
});

test("R6: two people who delete the same words and undo do not double them", () => {
  const { hub, ana: one, boris: other } = start();
  for (const page of [one, other]) {
    remove(page, "vend ");
    page.replica.undo(0);
  }
  deliver(one, other);
  expect(text(hub.state)).toBe(words);
  remove(one, "vend ");
  remove(other, "vend ");
  deliver(one, other);
  one.replica.undo(1);
  other.replica.undo(1);
  deliver(one, other);
  expect(text(hub.state)).toBe(words);
});

test("L3: a submission that comes twice is one commit", () => {
  const { hub, ana: one } = start();
  type(one, 1, "x");
  const next = one.replica.next("commit0001" as never);
  if (!next) throw new Error("nothing to send");
  const submission = { ...next, doc: "document01" as never };
  hub.submit(submission, ana);
  hub.submit(submission, ana);
  expect(hub.log).toHaveLength(1);
});

test("L7: a verdict set meanwhile is not overwritten; the later author keeps theirs as a conflict", () => {
  const { hub, ana: one, boris: other } = start();
  one.replica.change([claimOn(one, "Pegasus")], 0);
  deliver(one, other);
  one.replica.change([{ type: "verdict.propose", claim, verdict: "true", seen: hub.state.version }], 1);
  other.replica.change([{ type: "verdict.propose", claim, verdict: "false", seen: hub.state.version }], 1);
  deliver(one, other);
  expect(hub.state.claims.get(claim)).toMatchObject({ verdict: "true", verdictBy: ana });
  expect([...other.replica.view.conflicts.values()]).toMatchObject([{ author: boris, code: "conflict", op: { verdict: "false" } }]);
});

test("L7: the same verdict twice is no conflict", () => {
  const { hub, ana: one, boris: other } = start();
  one.replica.change([claimOn(one, "Pegasus")], 0);
  deliver(one, other);
  for (const page of [one, other]) page.replica.change([{ type: "verdict.propose", claim, verdict: "true", seen }], 1);
  deliver(one, other);
  expect(hub.state.conflicts.size).toBe(0);
});

test("L8: what was typed while somebody locked the text is kept for its author", () => {
  const { hub, ana: one, boris: other } = start();
  other.replica.change([{ type: "doc.set", field: "locked", value: true }], 0);
  type(one, 1, "Trop tard. ");
  one.send();
  deliver(other);
  deliver(one, other);
  expect(text(hub.state)).toBe(words);
  expect([...hub.state.conflicts.values()]).toMatchObject([{ author: ana, code: "locked" }]);
});

test("A6: a claim on words deleted meanwhile starts in the tray, with its quote", () => {
  const { hub, ana: one, boris: other } = start();
  remove(other, "Pegasus ");
  one.replica.change([claimOn(one, "Pegasus")], 0);
  deliver(other, one);
  const anchor = anchorIn(hub.state, "fr", claim);
  expect(anchor).toMatchObject({ exact: "Pegasus" });
  expect(anchor?.from).toBe(anchor?.to);
});

test("C6: undo leaves a field that somebody else set since", () => {
  const { hub, ana: one, boris: other } = start();
  one.replica.change([claimOn(one, "Pegasus")], 0);
  one.replica.change([{ type: "claim.set", v: 1, claim, field: "kind", value: "opinion", seen }], 5000);
  deliver(one, other);
  other.replica.change([{ type: "claim.set", v: 1, claim, field: "kind", value: "figure", seen: hub.state.version }], 0);
  deliver(other, one);
  one.replica.undo(9000);
  deliver(one, other);
  expect(hub.state.claims.get(claim)?.kind).toBe("figure");
});

test("C6: undo and redo of a claim withdraw and restore it", () => {
  const { hub, ana: one } = start();
  one.replica.change([claimOn(one, "Pegasus")], 0);
  one.replica.undo(1);
  deliver(one);
  expect(hub.state.claims.get(claim)?.withdrawn).toBe(true);
  one.replica.redo(2);
  deliver(one);
  expect(hub.state.claims.get(claim)?.withdrawn).toBe(false);
});
