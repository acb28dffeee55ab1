import { Transform } from "prosemirror-transform";
import { Random } from "../../fixtures/random";
import { Hub, Page } from "../../fixtures/replicas/hub";
import { schema } from "../doc/schema";
import { stepJson } from "../doc/steps";
import { findQuote, quoteOf } from "../doc/text";
import type { ClaimId, CommitId, DocId, StepId, UserId, Version } from "../ids";
import { anchorIn, applyOp, nextAct } from "./apply";
import type { Op, OpOf } from "./op";
import { sift } from "./sift";
import { emptyState, stateToJson } from "./state";
import type { DocState } from "./state";

// A passage knows by name which step took its words, also when that step has none in the log yet (SPEC A4).

const [ana, boris] = ["ana0000000", "boris00000"] as [UserId, UserId];
const claim = "claim00000" as ClaimId;

function start(): { hub: Hub; one: Page; other: Page } {
  const block = schema.nodes.paragraph.create({ id: "block1" }, schema.text("NSO Group vend Pegasus à des gouvernements."));
  const doc = schema.nodes.doc.create(null, block);
  const at = placeOf(doc, "vend Pegasus");
  const ops = [
    { type: "text.add", lang: "fr", dir: "ltr", doc: doc.toJSON() as unknown },
    { type: "claim.add", claim, lang: "fr", ...at, ...quoteOf(doc, at.from, at.to), fields: {} },
  ] as Op[];
  const first = ops.reduce((state, op) => {
    const applied = applyOp(state, op, nextAct(emptyState, ana, 0));
    if (!applied.ok) throw new Error(applied.refusal.code);
    return applied.value;
  }, emptyState);
  const hub = new Hub(first);
  const random = new Random(1);
  return { hub, one: new Page(hub, ana, random), other: new Page(hub, boris, random) };
}

const docOf = (state: DocState) => state.texts.fr?.doc ?? schema.nodes.doc.create();

function placeOf(doc: ReturnType<typeof docOf>, words: string): { from: number; to: number } {
  const [place] = findQuote(doc, words);
  if (!place) throw new Error(`not in the text: ${words}`);
  return { from: place.from, to: place.to };
}

let now = 0;
const does = (page: Page, ...ops: Op[]): void => expect(page.replica.change(ops, (now += 5000))).toEqual({ ok: true });

function edit(page: Page, change: (tr: Transform) => unknown): void {
  const tr = new Transform(docOf(page.replica.view));
  change(tr);
  does(page, ...tr.steps.map((step): Op => ({ type: "text.step", lang: "fr", step: stepJson(step) })));
}

const type = (page: Page, at: number, words: string): void => edit(page, (tr) => tr.insert(at, schema.text(words)));

function remove(page: Page, words: string): void {
  const { from, to } = placeOf(docOf(page.replica.view), words);
  edit(page, (tr) => tr.delete(from, to));
}

function choose(page: Page, words: string): void {
  const doc = docOf(page.replica.view);
  const { from, to } = placeOf(doc, words);
  does(page, { type: "claim.anchor", claim, lang: "fr", from, to, ...quoteOf(doc, from, to) });
}

function deliver(...pages: Page[]): void {
  for (let round = 0; round < 4; round++) {
    for (const page of pages) {
      page.send();
      page.deliver();
      page.take(Infinity, 0);
    }
  }
}

const lock = (value: boolean): Op => ({ type: "doc.set", field: "locked", value });
const passage = (state: DocState) => anchorIn(state, "fr", claim)?.exact;

/** What others do while she works; what she does in between. */
const meanwhile: Record<string, (other: Page) => void> = {
  nothing: () => undefined,
  "what moves the text": (other) => type(other, 1, "Hier, "),
  "what moves no text": (other) => does(other, { type: "claim.set", v: 1, claim, field: "kind", value: "figure", seen: 0 as Version }),
  "what takes other words": (other) => remove(other, " à des"),
  "what takes the same words": (other) => remove(other, "Group vend "),
  "a lock, undone": (other) => does(other, lock(true), lock(false)),
};
const between: Record<string, (page: Page) => void> = {
  "at once": () => undefined,
  "after sending": (page) => page.send(),
  "after a reload": (page) => page.reload(0),
  "after sending and a reload": (page) => (page.send(), page.reload(0)),
  "after it was taken": (page) => deliver(page),
  "after what others did came in": (page) => page.take(Infinity, 0),
};

const cases = Object.entries(meanwhile).flatMap(([what, others]) =>
  Object.entries(between).flatMap(([when, first]) =>
    Object.entries(between).map(([then, next]) => [what, when, then, others, first, next] as const),
  ),
);

test.each(cases)("A4: a passage given back undone still knows who took its words: %s meanwhile, %s, then %s", (...the) => {
  const [, , , others, first, next] = the;
  const { hub, one, other } = start();
  // Another name in her page than in the log: something of hers goes before.
  type(one, 1, "Oui, ");
  remove(one, "vend ");
  others(other);
  deliver(other);
  first(one);
  choose(one, "NSO");
  one.replica.undo((now += 5000));
  expect(passage(one.replica.view)).toBe("Pegasus");
  next(one);
  // The deletion itself: what stood on the stack is gone with a reload.
  const taken = one.replica.undo((now += 5000));
  const undone = taken.ok && taken.value !== null;
  deliver(one, other);
  if (undone) expect(passage(hub.state)).toBe(docOf(hub.state).textContent.includes("vend ") ? "vend Pegasus" : "Pegasus");
  else expect(passage(hub.state)).toBe("Pegasus");
  expect(stateToJson(one.replica.view)).toEqual(stateToJson(hub.state));
});

test("A4: the undo of somebody else's step brings nothing back to a passage that was given back", () => {
  const { hub, one, other } = start();
  remove(other, " à des");
  deliver(other);
  remove(one, "vend ");
  choose(one, "NSO");
  one.replica.undo((now += 5000));
  deliver(one, other);
  // Her deletion was for a moment called what his came to be called.
  other.replica.undo((now += 5000));
  deliver(other, one);
  expect(passage(hub.state)).toBe("Pegasus");
  one.replica.undo((now += 5000));
  deliver(one, other);
  expect(passage(hub.state)).toBe("vend Pegasus");
});

const named = (by: string): OpOf<"claim.anchor"> => ({
  type: "claim.anchor",
  claim,
  lang: "fr",
  from: 1,
  to: 4,
  exact: "NSO",
  prefix: "",
  suffix: "",
  head: [{ text: "Oui", offset: 0, by: by as StepId, at: 0, size: 3 }],
});

test("L6: a passage that names a step nobody could know is refused by itself", () => {
  const { hub } = start();
  const step: Op = { type: "text.step", lang: "fr", step: { stepType: "replace", from: 1, to: 2 } };
  const sent = [named("3.0"), named("4.0"), step, named("4.0"), named("4.1"), named("5.0")];
  const sifted = sift(
    { doc: "document" as DocId, id: "commit0000" as CommitId, base: 3 as Version, ops: sent },
    { user: ana, role: "editor" } as never,
    hub.state,
  );
  expect([...sifted.barred.values()]).toEqual(["malformed", "malformed", "malformed"]);
  expect(sifted.submission.ops.filter((op) => sifted.barred.has(op))).toEqual([sent[1], sent[4], sent[5]]);
});
