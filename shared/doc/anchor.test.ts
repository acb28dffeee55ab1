import { readFileSync } from "node:fs";
import { Transform } from "prosemirror-transform";
import { kinds } from "../../fixtures/replicas/kinds";
import type { EditKind, KindPlace } from "../../fixtures/replicas/kinds";
import { Hub, Page } from "../../fixtures/replicas/hub";
import { Members } from "../../fixtures/replicas/members";
import { Random } from "../../fixtures/random";
import type { ClaimId, UserId } from "../ids";
import { anchorIn, applyCommit, applyOp, nextAct } from "../log/apply";
import type { Op } from "../log/op";
import { Replica } from "../log/replica";
import { emptyState } from "../log/state";
import type { DocState } from "../log/state";
import { schema } from "./schema";
import { stepJson } from "./steps";
import { findQuote, quoteOf, textBetween } from "./text";

const me = "user0" as UserId;
const claim = "claim00001" as ClaimId;
const files = ["000_53dec1b737c56bde.txt", "003_17d07009717388e6.txt"].map((name) => readFileSync(`fixtures/texts/${name}`, "utf8"));
/** In each text, alone. Forty in CI. */
const PLACES = Number(process.env["ANCHOR_PLACES"] ?? 20);
/** In each text, beside somebody else: so many that every kind of edit meets every other, in one of the texts. */
const SHARED_PLACES = Number(process.env["ANCHOR_PLACES"] ?? kinds.length / files.length);
const TYPED = "§ajout§";

const paragraphsOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

function documentOf(paragraphs: readonly string[]): DocState {
  const doc = schema.nodes.doc.create(
    null,
    paragraphs.map((text, index) => schema.nodes.paragraph.create({ id: `b${index}` }, schema.text(text))),
  );
  return apply(emptyState, { type: "text.add", lang: "fr", dir: "ltr", doc: doc.toJSON() } as Op);
}

function apply(state: DocState, op: Op): DocState {
  const result = applyOp(state, op, nextAct(state, me, 0));
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
}

/** Passages of 6 to 40 characters that leave room on either side, with a paragraph before them. */
function places(state: DocState, random: Random, count: number): KindPlace[] {
  const blocks: { start: number; size: number }[] = [];
  state.texts.fr?.doc.forEach((node, pos, index) => {
    if (index > 0 && node.content.size > 20) blocks.push({ start: pos + 1, size: node.content.size });
  });
  return Array.from({ length: count }, () => {
    const { start, size } = random.pick(blocks);
    const length = 6 + random.below(Math.min(35, size - 12));
    const from = start + 3 + random.below(size - length - 5);
    return { from, to: from + length };
  });
}

function claimOp(state: DocState, place: KindPlace): Op {
  const doc = state.texts.fr?.doc;
  if (!doc) throw new Error("no text");
  return { type: "claim.add", v: 1, claim, lang: "fr", ...place, ...quoteOf(doc, place.from, place.to), fields: {} };
}

function editOps(state: DocState, kind: EditKind, place: KindPlace, typed: string): Op[] {
  const doc = state.texts.fr?.doc;
  if (!doc) throw new Error("no text");
  const tr = new Transform(doc);
  kind.edit(tr, place, typed);
  return tr.steps.map((step) => ({ type: "text.step", lang: "fr", step: stepJson(step) }));
}

function wordsOf(state: DocState): string | null {
  const anchor = anchorIn(state, "fr", claim);
  const doc = state.texts.fr?.doc;
  if (!anchor || !doc) throw new Error("no anchor");
  return anchor.from === anchor.to ? null : textBetween(doc, anchor.from, anchor.to);
}

const cases = files.flatMap((text, file) => kinds.map((kind) => [kind.name, file + 1, kind, text] as const));

test.each(cases)(`A1 A2 A4: %s keeps the words of ${PLACES} passages of text %i, and undo gives them back`, (_name, file, kind, text) => {
  const random = new Random(file);
  const first = documentOf(paragraphsOf(text));
  for (const place of places(first, random, PLACES)) {
    const replica = new Replica(first, me);
    replica.change([claimOp(first, place)], 0);
    const exact = wordsOf(replica.view);
    expect(exact).not.toBeNull();
    const before = anchorIn(replica.view, "fr", claim);
    expect(replica.change(editOps(replica.view, kind, place, TYPED), 1).ok).toBe(true);
    expect(wordsOf(replica.view)).toBe(kind.expect(exact ?? "", TYPED));
    replica.undo(2);
    expect(anchorIn(replica.view, "fr", claim)).toMatchObject({ from: before?.from, to: before?.to, exact });
    replica.redo(3);
    expect(wordsOf(replica.view)).toBe(kind.expect(exact ?? "", TYPED));
    replica.undo(4);
    expect(anchorIn(replica.view, "fr", claim)).toMatchObject({ from: before?.from, to: before?.to, exact });
  }
});

/** The same paragraphs, each character another: so that every one can be told from every other. */
function recoded(paragraphs: readonly string[]): string[] {
  let code = 0;
  const next = (): string => String.fromCharCode(code < 20_000 ? 0x4e00 + code++ : 0xac00 + code++ - 20_000);
  return paragraphs.map((text) => Array.from({ length: text.length }, next).join(""));
}

test.each(cases)("A1 A3 A4 R3 R4: %s in text %i while somebody else edits and undoes", (name, file, kind, text) => {
  const random = new Random(100 * file + name.length);
  const first = apply(documentOf(recoded(paragraphsOf(text))), claimOp(documentOf(recoded(paragraphsOf(text))), { from: 1, to: 2 }));
  const base = { ...first, texts: { fr: { ...first.texts.fr, anchors: [] } }, claims: new Map() } as DocState;
  for (const [index, place] of places(base, random, SHARED_PLACES).entries()) {
    const hub = new Hub(base);
    const [one, other] = [new Page(hub, me, random), new Page(hub, "user1" as UserId, random)];
    one.replica.change([claimOp(base, place)], 0);
    settle([one, other]);
    const second = kinds[(index * files.length + file) % kinds.length] ?? kind;
    one.replica.change(editOps(one.replica.view, kind, place, "①②③④⑤".slice(0, 1)), 1);
    other.replica.change(editOps(other.replica.view, second, place, "⑥⑦⑧".slice(0, 1)), 1);
    if (random.chance(0.3)) other.replica.undo(2);
    settle(random.chance(0.5) ? [one, other] : [other, one]);
    one.replica.undo(3);
    settle([one, other]);
    const members = new Members(hub.first);
    hub.log.reduce((state, commit) => {
      const act = nextAct(state, commit.author, commit.at);
      commit.ops.reduce((between, op) => {
        const next = applyOp(between, op, act);
        if (!next.ok) throw new Error(next.refusal.code);
        members.follow(next.value);
        return next.value;
      }, state);
      return applyCommit(state, commit);
    }, hub.first);
    expect(members.faults(hub.state).map((fault) => `${name} + ${second.name} at ${place.from}: ${fault}`)).toEqual([]);
  }
});

function settle(pages: readonly Page[]): void {
  for (let round = 0; round < 5; round++) {
    for (const page of pages) {
      page.send();
      page.deliver();
      page.take(Infinity, 0);
    }
  }
}

function typed(replica: Replica, at: number, text: string): void {
  for (const [index, char] of [...text].entries()) {
    const doc = replica.view.texts.fr?.doc;
    if (!doc) throw new Error("no text");
    const tr = new Transform(doc).insert(at + index, schema.text(char));
    replica.change(
      tr.steps.map((step) => ({ type: "text.step", lang: "fr", step: stepJson(step) })),
      index,
    );
  }
}

function deleted(replica: Replica, from: number, to: number): void {
  const tr = new Transform(replica.view.texts.fr?.doc ?? schema.nodes.doc.create()).delete(from, to);
  replica.change([{ type: "text.step", lang: "fr", step: stepJson(tr.steps[0] as never) }], 0);
}

describe("A5: lost words typed again", () => {
  const start = documentOf(["Un début.", "La Hongrie a d’abord nié, puis reconnu l’achat."]);
  const quote = "puis reconnu";
  const [place] = findQuote(start.texts.fr?.doc ?? schema.nodes.doc.create(), quote);
  if (!place) throw new Error("no place");

  test("letter by letter revive the claim on exactly those words", () => {
    const replica = new Replica(start, me);
    replica.change([claimOp(start, place)], 0);
    deleted(replica, place.from, place.to);
    expect(wordsOf(replica.view)).toBeNull();
    typed(replica, place.from, `enfin ${quote} `);
    expect(wordsOf(replica.view)).toBe(quote);
  });

  test("A6: other words never do", () => {
    const replica = new Replica(start, me);
    replica.change([claimOp(start, place)], 0);
    deleted(replica, place.from, place.to);
    typed(replica, place.from, "puis avoué");
    expect(wordsOf(replica.view)).toBeNull();
    expect(anchorIn(replica.view, "fr", claim)?.exact).toBe(quote);
  });
});

const replaced = (from: number, to: number, text = ""): Op =>
  ({
    type: "text.step",
    lang: "fr",
    step: { stepType: "replace", from, to, ...(text && { slice: { content: [{ type: "text", text }] } }) },
  }) as Op;

// The claim goes over the end of one block into the next; the words at the joint go first, then those behind it, then the first come back.
test.each<[string, KindPlace, Op[], Op, string, string]>([
  ["what followed", { from: 4, to: 22 }, [replaced(9, 14), replaced(11, 17)], replaced(9, 9, "trois"), "deux trois", "deux "],
  ["what stood before", { from: 9, to: 27 }, [replaced(16, 23), replaced(9, 14)], replaced(11, 11, "quatre "), "quatre cinq", "cinq"],
  [
    "what followed, with what was written between,",
    { from: 4, to: 22 },
    [replaced(9, 14), replaced(9, 9, "3"), replaced(12, 18)],
    replaced(10, 10, "trois"),
    "deux 3trois",
    "deux 3",
  ],
])(
  "A4: words that went at a joint inside a passage come back to it when %s has been cut off since",
  (_what, place, gone, back, now, before) => {
    const start = documentOf(["un deux trois", "quatre cinq"]);
    const state = gone.reduce(apply, apply(start, claimOp(start, place)));
    const undo = { ...back, revert: gone.length } as Op;
    expect(anchorIn(apply(state, undo), "fr", claim)).toMatchObject({ exact: now, holes: [] });
    const old = applyOp(state, undo, { ...nextAct(state, me, 0), rules: 3 });
    expect(old.ok && anchorIn(old.value, "fr", claim)?.exact).toBe(before);
  },
);
