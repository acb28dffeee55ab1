import { schema } from "../doc/schema";
import { findQuote, quoteOf } from "../doc/text";
import type { ClaimId, UserId, Version } from "../ids";
import { applyNewOp, nextAct } from "./apply";
import type { Op } from "./op";
import { puttingBack } from "./put-back";
import { emptyState } from "./state";
import type { DocState } from "./state";

// What was kept for its author is put back on the document as it is, wherever its words are by now.

const ana = "user-ana" as UserId;
const claim = "claim-one" as ClaimId;
const seen = 7 as Version;

const docOf = (...paragraphs: string[]) =>
  schema.nodes.doc.create(
    null,
    paragraphs.map((words, index) => schema.nodes.paragraph.create({ id: `block${String(index)}` }, schema.text(words))),
  );

function after(state: DocState, ...ops: readonly Op[]): DocState {
  return ops.reduce((now, op) => {
    const done = applyNewOp(now, op, nextAct(now, ana, 1));
    if (!done.ok) throw new Error(done.refusal.code);
    return done.value;
  }, state);
}

const stateOf = (...paragraphs: string[]): DocState =>
  after(emptyState, { type: "text.add", lang: "fr", dir: "ltr", doc: docOf(...paragraphs).toJSON() } as Op);

/** Made on another text than the one of now. */
function passage(type: "claim.add" | "claim.anchor", quote: string, ...paragraphs: string[]): Op {
  const doc = docOf(...paragraphs);
  const [place] = findQuote(doc, quote);
  if (!place) throw new Error(quote);
  const of = { claim, lang: "fr", ...place, ...quoteOf(doc, place.from, place.to) };
  return (type === "claim.add" ? { type, v: 1, ...of, fields: { tags: ["budget"] } } : { type, ...of }) as Op;
}

const first = passage("claim.add", "Le maire", "Le maire a dit que 23 communes", "ont signé.");

function put(state: DocState, ...ops: readonly Op[]): DocState {
  const back = puttingBack(ops, state, seen);
  if (!back.ok) throw new Error(back.refusal.code);
  return after(state, ...back.value);
}

const anchor = (state: DocState) => state.texts.fr?.anchors.find((one) => one.claim === claim);

test.each([
  ["words before it are more by now", ["Hier, le maire a dit que 23 communes", "ont signé."]],
  ["a paragraph stands before it", ["Le maire a parlé.", "Il a dit que 23 communes ont signé."]],
  ["the same words stand elsewhere, among others", ["Des 23 communes, aucune.", "Le maire a dit que 23 communes", "ont signé."]],
])("A3: a passage is put back on its own words, though %s", (_name, paragraphs) => {
  const added = passage("claim.add", "23 communes", "Le maire a dit que 23 communes", "ont signé.");
  const state = put(stateOf(...paragraphs), added);
  const { from, to, exact } = anchor(state) ?? { from: 0, to: 0, exact: "" };
  expect([exact, state.texts.fr?.doc.textBetween(from, to)]).toEqual(["23 communes", "23 communes"]);
  expect(state.texts.fr?.doc.textBetween(Math.max(1, from - 4), from, "|")).not.toBe("Des ");
});

test("A3: one whose words are gone, or stand in places that cannot be told apart, is put on none; a new claim starts in the tray", () => {
  for (const now of ["Le maire a dit que des communes", "Ici 23 communes, là 23 communes."]) {
    const state = stateOf(now);
    const again = passage("claim.anchor", "23 communes", "Le maire a dit que 23 communes");
    expect(puttingBack([again], state, seen)).toMatchObject({ ok: false, refusal: { code: "does-not-fit" } });
    const added = put(state, passage("claim.add", "23 communes", "Le maire a dit que 23 communes"));
    expect(anchor(added)).toMatchObject({ from: anchor(added)?.to, exact: "23 communes" });
    expect(added.claims.get(claim)?.tags).toEqual(["budget"]);
  }
});

test("A6: names of steps that an op had when it was made go: nobody knows them by these any more", () => {
  const lost = [{ text: "vingt-", offset: 0, by: "9.0", at: 0, size: 6 }];
  const kept = { ...passage("claim.add", "trois communes", "vingt-trois communes"), head: lost, tail: lost } as Op;
  const back = puttingBack([kept], stateOf("Ce sont trois communes."), seen);
  expect(back.ok && back.value[0]).toMatchObject({ exact: "trois communes", from: 9, prefix: "Ce sont " });
  expect(back.ok && Object.keys(back.value[0] ?? {})).not.toEqual(expect.arrayContaining(["head"]));
});

test("L8: ops are put back on what is seen now, and a withdrawn claim comes back first, once", () => {
  const state = after(stateOf("Le maire a dit que 23 communes", "ont signé."), first, { type: "claim.withdraw", claim } as Op);
  const tags = { type: "claim.set", v: 1, claim, field: "tags", value: ["vote"], seen: 1 } as Op;
  const back = puttingBack([tags, passage("claim.anchor", "ont signé", "ont signé.")], state, seen);
  expect(back).toMatchObject({ ok: true, value: [{ type: "claim.restore" }, { type: "claim.set", seen }, { type: "claim.anchor" }] });
  expect(puttingBack([{ type: "claim.restore", claim }], state, seen)).toEqual({ ok: true, value: [{ type: "claim.restore", claim }] });
});
