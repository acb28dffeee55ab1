import { Fragment, Slice } from "prosemirror-model";
import { Transform } from "prosemirror-transform";
import { Random } from "../../fixtures/random";
import { Hub, Page } from "../../fixtures/replicas/hub";
import { schema } from "../doc/schema";
import { stepJson } from "../doc/steps";
import { findQuote, quoteOf, textBetween } from "../doc/text";
import type { ClaimId, UserId } from "../ids";
import type { Lang } from "../languages";
import { anchorIn, applyOp, nextAct } from "./apply";
import type { Op } from "./op";
import { emptyState } from "./state";
import type { DocState } from "./state";

// A claim stands on its own words or on none: neither their like elsewhere nor somebody else's words at the same number.

const claim = "claim00000" as ClaimId;
const first = "NSO Group vend Pegasus à des gouvernements.";
const second = "Amnesty a trouvé Pegasus sur un téléphone.";

function start(...paragraphs: string[]): { hub: Hub; ana: Page; boris: Page } {
  const texts = paragraphs.length > 0 ? paragraphs : [first, second];
  const doc = schema.nodes.doc.create(
    null,
    texts.map((text, index) => schema.nodes.paragraph.create({ id: `p${index}` }, schema.text(text))),
  );
  const act = nextAct(emptyState, "ana0000000" as UserId, 0);
  const added = applyOp(emptyState, { type: "text.add", lang: "fr", dir: "ltr", doc: doc.toJSON() } as Op, act);
  if (!added.ok) throw new Error(added.refusal.code);
  const hub = new Hub(added.value);
  const random = new Random(1);
  return { hub, ana: new Page(hub, "ana0000000" as UserId, random), boris: new Page(hub, "boris00000" as UserId, random) };
}

const docOf = (state: DocState, lang: Lang = "fr") => state.texts[lang]?.doc ?? schema.nodes.doc.create();
let clock = 0;

function edit(page: Page, change: (tr: Transform) => unknown, lang: Lang = "fr"): void {
  const tr = new Transform(docOf(page.replica.view, lang));
  change(tr);
  const ops = tr.steps.map((step): Op => ({ type: "text.step", lang, step: stepJson(step) }));
  expect(page.replica.change(ops, (clock += 5000))).toEqual({ ok: true });
}

function find(page: Page, quote: string, nth = 0): { from: number; to: number } {
  const place = findQuote(docOf(page.replica.view), quote)[nth];
  if (!place) throw new Error(`not in the text: ${quote}`);
  return place;
}

function remove(page: Page, quote: string, nth = 0): void {
  const { from, to } = find(page, quote, nth);
  edit(page, (tr) => tr.delete(from, to));
}

const type = (page: Page, at: number, typed: string): void => edit(page, (tr) => tr.insert(at, schema.text(typed)));
const undo = (page: Page): void => void page.replica.undo((clock += 5000));

function chosen(page: Page, quote: string, nth = 0, kind: "claim.add" | "claim.anchor" = "claim.add"): void {
  const place = find(page, quote, nth);
  const passage = { claim, lang: "fr" as const, ...place, ...quoteOf(docOf(page.replica.view), place.from, place.to) };
  const op: Op = kind === "claim.add" ? { type: kind, v: 1, ...passage, fields: {} } : { type: kind, ...passage };
  expect(page.replica.change([op], (clock += 5000))).toEqual({ ok: true });
}

function deliver(...pages: Page[]): void {
  for (let round = 0; round < 3; round++) {
    for (const page of pages) {
      page.send();
      page.deliver();
      page.take(Infinity, 0);
    }
  }
}

/** The claim's words on the server and on every page; null for an orphan. */
function words(hub: Hub, ...pages: Page[]): string | null {
  const all = [hub.state, ...pages.map(({ replica }) => replica.view)].map((state) => {
    const anchor = anchorIn(state, "fr", claim);
    return anchor && anchor.from < anchor.to ? textBetween(docOf(state), anchor.from, anchor.to) : null;
  });
  expect(new Set(all).size).toBe(1);
  return all[0] ?? null;
}

const gone = (): { hub: Hub; ana: Page; boris: Page } => {
  const all = start();
  chosen(all.ana, "vend Pegasus");
  deliver(all.ana, all.boris);
  remove(all.boris, "vend Pegasus ");
  deliver(all.boris, all.ana);
  return all;
};

const versionOf = (...texts: string[]): Op =>
  ({
    type: "text.add",
    lang: "en",
    dir: "ltr",
    doc: schema.nodes.doc
      .create(
        null,
        texts.map((text) => schema.nodes.paragraph.create(null, schema.text(text))),
      )
      .toJSON(),
  }) as Op;
const onVersion = (from: number, to: number, exact: string): Op => ({
  type: "claim.add",
  v: 1,
  claim,
  lang: "en",
  from,
  to,
  exact,
  prefix: "",
  suffix: "",
  fields: {},
});

describe("A6: a claim on words deleted meanwhile", () => {
  test.each(["claim.add", "claim.anchor"] as const)("%s never goes to the same words elsewhere, and comes home with the undo", (kind) => {
    const { hub, ana, boris } = start();
    if (kind === "claim.anchor") chosen(ana, "trouvé");
    deliver(ana, boris);
    remove(boris, "Pegasus ");
    chosen(ana, "Pegasus", 0, kind);
    deliver(boris, ana);
    expect(words(hub, ana, boris)).toBeNull();
    expect(anchorIn(hub.state, "fr", claim)?.exact).toBe("Pegasus");
    undo(boris);
    deliver(boris, ana);
    expect(words(hub, ana, boris)).toBe("Pegasus");
    expect(anchorIn(hub.state, "fr", claim)?.from).toBe(find(ana, "Pegasus").from);
  });

  test("is not brought back by the undo of another deletion of the same letters at its place", () => {
    const { hub, ana, boris } = start("bisbis, dit-il");
    remove(boris, "bis");
    chosen(ana, "bis");
    deliver(boris, ana);
    expect(words(hub, ana, boris)).toBeNull();
    remove(boris, "bis");
    deliver(boris, ana);
    undo(boris);
    deliver(boris, ana);
    expect(docOf(hub.state).textContent).toBe("bis, dit-il");
    expect(words(hub, ana, boris)).toBeNull();
    undo(boris);
    deliver(boris, ana);
    expect(words(hub, ana, boris)).toBe("bis");
    expect(anchorIn(hub.state, "fr", claim)?.from).toBe(1);
  });

  test("stands on what is left of them, and on the rest when that comes back", () => {
    const { hub, ana, boris } = start();
    remove(boris, " vend Pegasus");
    chosen(ana, "NSO Group vend");
    deliver(boris, ana);
    expect(words(hub, ana, boris)).toBe("NSO Group");
    type(ana, find(ana, "NSO Group").to, " (!)");
    deliver(ana, boris);
    undo(boris);
    deliver(boris, ana);
    expect(words(hub, ana, boris)).toContain("NSO Group");
    expect(words(hub, ana, boris)).toMatch(/vend$/);
  });

  test.each(["claim.add", "claim.anchor"] as const)(
    "%s of which a space is left before it is sent is taken, and has its words again",
    (kind) => {
      const { hub, ana, boris } = start();
      if (kind === "claim.anchor") chosen(ana, "trouvé");
      deliver(ana, boris);
      chosen(ana, "Group ", 0, kind);
      remove(boris, "Group");
      deliver(boris);
      ana.take(Infinity, 0);
      deliver(ana, boris);
      expect(ana.lost).toEqual([]);
      expect(words(hub, ana, boris)).toBe(" ");
      undo(boris);
      deliver(boris, ana);
      expect(words(hub, ana, boris)).toBe("Group ");
    },
  );

  test.each(["claim.add", "claim.anchor"] as const)(
    "%s of which the spaces around its words are left is taken, and has them again",
    (kind) => {
      const { hub, ana, boris } = start();
      if (kind === "claim.anchor") chosen(ana, "trouvé");
      deliver(ana, boris);
      chosen(ana, " Group ", 0, kind);
      remove(boris, "Group");
      deliver(boris);
      ana.take(Infinity, 0);
      deliver(ana, boris);
      expect(ana.lost).toEqual([]);
      expect(words(hub, ana, boris)?.trim()).toBe("");
      undo(boris);
      deliver(boris, ana);
      expect(words(hub, ana, boris)).toBe(" Group ");
    },
  );

  test("stands on them when they came back before the claim arrived, however many there are", () => {
    const { hub, ana, boris } = start("Pegasus Pegasus Pegasus");
    remove(boris, "Pegasus", 1);
    deliver(boris);
    undo(boris);
    chosen(ana, "Pegasus", 1);
    deliver(boris, ana);
    expect(anchorIn(hub.state, "fr", claim)).toMatchObject({ from: 9, to: 16 });
    expect(words(hub, ana, boris)).toBe("Pegasus");
  });
});

describe("A4: an undo brings back what its own deletion took", () => {
  test("another deletion's letters are not the claim's", () => {
    const { hub, ana, boris } = start("Un 23, deux 23.");
    chosen(ana, "23", 0);
    deliver(ana, boris);
    remove(ana, "23, deux ");
    remove(ana, "23");
    deliver(ana, boris);
    expect(words(hub, ana, boris)).toBeNull();
    undo(ana);
    deliver(ana, boris);
    expect(words(hub, ana, boris)).toBeNull();
    undo(ana);
    deliver(ana, boris);
    expect(words(hub, ana, boris)).toBe("23");
    expect(anchorIn(hub.state, "fr", claim)?.from).toBe(4);
  });

  test("one letter in common is not enough, nor the same letter twice", () => {
    const { hub, ana, boris } = start("aa bb");
    chosen(ana, "a", 0);
    deliver(ana, boris);
    // Delete pressed twice: both letters went at one place.
    for (const _ of "aa") edit(ana, (tr) => tr.delete(1, 2));
    deliver(ana, boris);
    undo(ana);
    deliver(ana, boris);
    expect(docOf(hub.state).textContent).toBe("a bb");
    expect(words(hub, ana, boris)).toBeNull();
    undo(ana);
    deliver(ana, boris);
    expect(anchorIn(hub.state, "fr", claim)).toMatchObject({ from: 1, to: 2 });
  });

  test("words inside a passage that went apart come back to it apart", () => {
    const { hub, ana, boris } = start();
    chosen(ana, "vend Pegasus à");
    deliver(ana, boris);
    remove(boris, "Pegasus ");
    deliver(boris, ana);
    remove(ana, "Group vend à des");
    deliver(ana, boris);
    expect(words(hub, ana, boris)).toBeNull();
    undo(boris);
    deliver(boris, ana);
    expect(words(hub, ana, boris)).toBe("Pegasus ");
    undo(ana);
    deliver(ana, boris);
    expect(docOf(hub.state).textContent).toBe(first + second);
    expect(words(hub, ana, boris)).toBe("vend Pegasus à");
  });
});

describe("A5: words typed again", () => {
  test("a part of them revives nothing", () => {
    const { hub, ana, boris } = gone();
    type(ana, find(ana, "NSO Group ").to, "vend Pegasu");
    deliver(ana, boris);
    expect(words(hub, ana, boris)).toBeNull();
  });

  test("twice the same revives nothing: nobody knows which is meant", () => {
    const { hub, ana, boris } = gone();
    type(ana, find(ana, "NSO Group ").to, "vend Pegasus, vend Pegasus ");
    deliver(ana, boris);
    expect(words(hub, ana, boris)).toBeNull();
  });

  test("once in full revives the claim there, and undoing both gives it its own words back", () => {
    const { hub, ana, boris } = gone();
    type(boris, find(boris, "NSO Group ").to, "donc vend Pegasus ");
    deliver(boris, ana);
    expect(words(hub, ana, boris)).toBe("vend Pegasus");
    undo(boris);
    deliver(boris, ana);
    expect(words(hub, ana, boris)).toBeNull();
    undo(boris);
    deliver(boris, ana);
    expect(docOf(hub.state).textContent).toBe(first + second);
    expect(words(hub, ana, boris)).toBe("vend Pegasus");
  });

  test("a part of what went at an edge is not the passage's", () => {
    const { hub, ana, boris } = start();
    chosen(ana, "vend Pegasus");
    deliver(ana, boris);
    remove(boris, "asus");
    type(boris, find(boris, "vend Peg").to, "asu");
    deliver(boris, ana);
    expect(words(hub, ana, boris)).toBe("vend Peg");
    // What is missing of it, typed behind that: now all of it stands there.
    type(boris, find(boris, "vend Pegasu").to, "s");
    deliver(boris, ana);
    expect(words(hub, ana, boris)).toBe("vend Pegasus");
  });

  test("the same at an edge", () => {
    const { hub, ana, boris } = start();
    chosen(ana, "vend Pegasus");
    deliver(ana, boris);
    remove(boris, "asus");
    type(boris, find(boris, "vend Peg").to, "asus");
    deliver(boris, ana);
    expect(words(hub, ana, boris)).toBe("vend Pegasus");
    undo(boris);
    undo(boris);
    deliver(boris, ana);
    expect(words(hub, ana, boris)).toBe("vend Pegasus");
  });
});

describe("L8: what has no place does not take the rest with it", () => {
  test("re-anchoring a withdrawn claim while the text shrinks", () => {
    const { hub, ana, boris } = start();
    chosen(ana, "Pegasus");
    deliver(ana, boris);
    boris.replica.change([{ type: "claim.withdraw", claim }], 0);
    deliver(boris);
    chosen(ana, "un téléphone", 0, "claim.anchor");
    type(ana, 1, "Gardé. ");
    for (let count = 0; count < 4; count++) {
      const size = docOf(boris.replica.view).content.size;
      edit(boris, (tr) => tr.delete(Math.max(1, size - 22), size - 1));
      deliver(boris);
      ana.take(1, 0);
    }
    deliver(ana, boris);
    expect(docOf(hub.state).textContent).toMatch(/^Gardé\. /);
    expect(ana.replica.pending).toBe(0);
    expect([...hub.state.conflicts.values()].map(({ op }) => op.type)).toEqual(["claim.anchor"]);
  });

  test("a restored claim takes the passage that was chosen while it was withdrawn, where its words are by then", () => {
    const { hub, ana, boris } = start();
    chosen(ana, "Pegasus");
    deliver(ana, boris);
    boris.replica.change([{ type: "claim.withdraw", claim }], 0);
    deliver(boris);
    chosen(ana, "un téléphone", 0, "claim.anchor");
    ana.take(1, 0);
    type(boris, 1, "Hier, ");
    boris.replica.change([{ type: "claim.restore", claim }], (clock += 5000));
    deliver(boris);
    deliver(ana, boris);
    expect(words(hub, ana, boris)).toBe("un téléphone");
  });

  test("a claim on a version that somebody else added first is not put on theirs", () => {
    for (const apart of [false, true]) {
      const { hub, ana, boris } = start();
      boris.replica.change([versionOf("They sell it to everybody.")], 0);
      ana.replica.change([versionOf("NSO sells Pegasus.")], 0);
      if (apart) ana.send();
      ana.replica.change([onVersion(1, 4, "NSO")], 0);
      deliver(boris);
      deliver(ana, boris);
      deliver(ana, boris);
      expect(ana.replica.pending).toBe(0);
      for (const state of [hub.state, ana.replica.view, boris.replica.view]) {
        expect(anchorIn(state, "en", claim)).toBeNull();
        expect(docOf(state, "en").textContent).toBe("They sell it to everybody.");
      }
    }
  });
});

describe("R2: what was made on a paste that had to be fitted", () => {
  const pasted = new Slice(
    Fragment.from(["Un collage long.", "Sa suite."].map((text) => schema.nodes.paragraph.create(null, schema.text(text)))),
    1,
    1,
  );

  test.each(["collage", "suite"])("a claim on “%s” and a word typed beside it stay on its words", (quote) => {
    const { hub, ana, boris } = start();
    edit(ana, (tr) => tr.replace(5, 5, pasted));
    chosen(ana, quote);
    type(ana, find(ana, quote).to, "!");
    edit(boris, (tr) => tr.delete(0, tr.doc.content.size));
    deliver(boris, ana);
    expect(docOf(hub.state).textContent).toContain(`${quote}!`);
    expect(words(hub, ana, boris)).toBe(quote);
  });

  test("the undo of a replacement that found less to take out brings words that a claim stands on", () => {
    const { hub, ana, boris } = start();
    const { from, to } = find(ana, "Pegasus");
    edit(ana, (tr) => tr.replaceWith(from, to, schema.text("un logiciel")));
    deliver(ana, boris);
    remove(boris, "logiciel");
    deliver(boris);
    undo(ana);
    chosen(ana, "Pegasus");
    deliver(ana, boris);
    expect(words(hub, ana, boris)).toBe("Pegasus");
    expect(docOf(hub.state).textContent).toBe(first + second);
  });

  test("a word typed into a block of which another became half stays a claim's", () => {
    const { hub, ana, boris } = start();
    edit(ana, (tr) => tr.insert(0, schema.nodes.heading.create({ id: "h1", level: 2 }, schema.text("Un titre"))));
    chosen(ana, "titre");
    edit(boris, (tr) => tr.delete(0, tr.doc.content.size));
    deliver(boris, ana);
    expect(words(hub, ana, boris)).toBe("titre");
  });
});
