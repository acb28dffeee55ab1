import { Transform } from "prosemirror-transform";
import { Random } from "../../fixtures/random";
import { Hub, Page } from "../../fixtures/replicas/hub";
import { schema } from "../doc/schema";
import { stepJson } from "../doc/steps";
import { findQuote } from "../doc/text";
import type { UserId } from "../ids";
import { applyOp, nextAct } from "./apply";
import type { Op } from "./op";
import { emptyState } from "./state";
import type { DocState } from "./state";

// What comes back comes back where it stood: among the words that were taken beside it, whoever took them, in whatever order they return.

const words = "the brown quick fox jumps";

function start(text = words): { hub: Hub; ana: Page; boris: Page; chen: Page } {
  const doc = schema.nodes.doc.create(null, [schema.nodes.paragraph.create({ id: "p1" }, schema.text(text))]);
  const act = nextAct(emptyState, "ana0000000" as UserId, 0);
  const added = applyOp(emptyState, { type: "text.add", lang: "fr", dir: "ltr", doc: doc.toJSON() } as Op, act);
  if (!added.ok) throw new Error(added.refusal.code);
  const hub = new Hub(added.value);
  const random = new Random(1);
  const [ana, boris, chen] = ["ana0000000", "boris00000", "chen000000"].map((user) => new Page(hub, user as UserId, random)) as [
    Page,
    Page,
    Page,
  ];
  return { hub, ana, boris, chen };
}

const docOf = (state: DocState) => state.texts.fr?.doc ?? schema.nodes.doc.create();
const text = (state: DocState): string => docOf(state).textContent;
let clock = 0;

function edit(page: Page, change: (tr: Transform) => unknown, key = ""): void {
  const tr = new Transform(docOf(page.replica.view));
  change(tr);
  const ops = tr.steps.map((step): Op => ({ type: "text.step", lang: "fr", step: stepJson(step) }));
  expect(page.replica.change(ops, (clock += key === "" ? 5000 : 1), key)).toEqual({ ok: true });
}

function placeOf(page: Page, quote: string): { from: number; to: number } {
  const [place] = findQuote(docOf(page.replica.view), quote);
  if (!place) throw new Error(`not in the text: ${quote}`);
  return place;
}

function remove(page: Page, quote: string): void {
  const { from, to } = placeOf(page, quote);
  edit(page, (tr) => tr.delete(from, to));
}

/** Delete or Backspace pressed for each letter. */
function press(page: Page, quote: string, key: "Delete" | "Backspace"): void {
  const { from, to } = placeOf(page, quote);
  for (let count = 0; count < to - from; count++) {
    const at = key === "Delete" ? from : to - 1 - count;
    edit(page, (tr) => tr.delete(at, at + 1), "deleting");
  }
}

const type = (page: Page, at: number, typed: string): void => edit(page, (tr) => tr.insert(at, schema.text(typed)));
const undo = (page: Page): void => void page.replica.undo((clock += 5000));
const redo = (page: Page): void => void page.replica.redo((clock += 5000));

function deliver(...pages: Page[]): void {
  for (let round = 0; round < 3; round++) {
    for (const page of pages) {
      page.send();
      page.deliver();
      page.take(Infinity, 0);
    }
  }
}

function allShow(hub: Hub, pages: readonly Page[], wanted: string): void {
  expect([text(hub.state), ...pages.map(({ replica }) => text(replica.view))]).toEqual([wanted, ...pages.map(() => wanted)]);
}

describe.each(["Delete", "Backspace"] as const)("R7: %s pressed for each letter of a word, and undone", (key) => {
  const places = Array.from({ length: words.length + 1 }, (_, index) => index + 1);

  test.each(places)("before the server has any of it, while somebody types a letter at %i", (at) => {
    const { hub, ana, boris } = start();
    press(ana, "brown", key);
    undo(ana);
    type(boris, at, "X");
    deliver(boris, ana);
    const got = text(hub.state);
    expect(got.replace("X", "")).toBe(words);
    allShow(hub, [ana, boris], got);
    redo(ana);
    undo(ana);
    deliver(ana, boris);
    allShow(hub, [ana, boris], got);
  });

  test.each(places)("after the server has it, while somebody types a letter at %i", (at) => {
    const { hub, ana, boris } = start();
    press(ana, "brown", key);
    deliver(ana, boris);
    undo(ana);
    type(boris, Math.min(at, words.length - 4), "X");
    deliver(boris, ana);
    expect(text(hub.state).replace("X", "")).toBe(words);
    allShow(hub, [ana, boris], text(hub.state));
  });

  test("undone, redone and undone again before the server has any of it", () => {
    const { hub, ana, boris } = start();
    press(ana, "brown", key);
    undo(ana);
    redo(ana);
    undo(ana);
    type(boris, 1, "X");
    deliver(boris, ana);
    allShow(hub, [ana, boris], `X${words}`);
  });
});

test("R7: two neighbouring words taken one after the other and both undone", () => {
  for (const order of [
    ["brown ", "quick fox "],
    ["quick fox ", "brown "],
  ]) {
    const { hub, ana, boris } = start();
    for (const word of order) remove(ana, word);
    undo(ana);
    undo(ana);
    type(boris, 3, "X");
    deliver(boris, ana);
    allShow(hub, [ana, boris], "thXe brown quick fox jumps");
  }
});

/** Every order in which two things can be done. */
const orders = [
  [0, 1],
  [1, 0],
] as const;

describe.each([
  { name: "neighbouring words", one: "brown ", other: "quick " },
  { name: "a word, and the words around it", one: "brown ", other: "the quick " },
  { name: "a word, and the letters around it", one: "ow", other: "brn" },
])("R7: two people take $name and both undo", ({ one, other }) => {
  describe.each(orders)("taken in the order %i %i", (...taken) => {
    test.each(orders)("undone in the order %i %i", (...undone) => {
      for (const told of ["between", "before the undos", "at the end", "undone alone"]) {
        const { hub, ana, boris } = start();
        const pages = [ana, boris];
        const quotes = [one, other];
        // The letters around a word stand together only when the word is gone.
        if (taken[0] === 1 && !text(hub.state).includes(other)) continue;
        for (const who of taken) {
          const page = pages[who] as Page;
          const quote = quotes[who] ?? "";
          if (!text(page.replica.view).includes(quote)) deliver(ana, boris);
          remove(page, quote);
          if (told === "between") deliver(ana, boris);
        }
        if (told !== "at the end") deliver(...taken.map((who) => pages[who] as Page));
        for (const who of undone) {
          undo(pages[who] as Page);
          if (told === "undone alone") deliver(ana, boris);
        }
        deliver(...undone.map((who) => pages[who] as Page));
        allShow(hub, pages, words);
      }
    });
  });
});

test("R7: three people take neighbouring letters, and undo in every order, alone or at once", () => {
  const all = [0, 1, 2];
  const sixes = all.flatMap((a) => all.filter((b) => b !== a).map((b) => [a, b, 3 - a - b]));
  for (const taken of sixes) {
    for (const undone of sixes) {
      for (const at of ["once", "turns"]) {
        const { hub, ana, boris, chen } = start("abcdef");
        const pages = [ana, boris, chen];
        for (const who of taken) {
          remove(pages[who] as Page, ["b", "c", "d"][who] ?? "");
          deliver(ana, boris, chen);
        }
        for (const who of undone) {
          undo(pages[who] as Page);
          if (at === "turns") deliver(ana, boris, chen);
        }
        deliver(...undone.map((who) => pages[who] as Page));
        deliver(...pages);
        allShow(hub, pages, "abcdef");
      }
    }
  }
});

describe.each([
  { name: "before the other's", one: "brown ", other: "the " },
  { name: "behind the other's", one: "brown ", other: "quick " },
  { name: "around the other's", one: "brown ", other: "the quick " },
])("R7: words $name, taken by somebody whose page opened when the other's were gone", ({ one, other }) => {
  test.each(orders)("undone in the order %i %i", (...undone) => {
    for (const told of ["before the undos", "to the log alone", "between", "at the end", "at the end, the later first"]) {
      const { hub, ana, boris } = start();
      remove(ana, one);
      deliver(ana);
      boris.reload(0);
      remove(boris, other);
      if (told === "before the undos") deliver(boris, ana);
      if (told === "to the log alone") deliver(boris);
      const pages = [ana, boris];
      for (const who of undone) {
        undo(pages[who] as Page);
        if (told === "between" || told === "to the log alone") deliver(ana, boris);
      }
      const last = undone.map((who) => pages[who] as Page);
      deliver(...(told === "at the end, the later first" ? last.toReversed() : last));
      allShow(hub, pages, words);
    }
  });
});

// What one makes on both sides of words that somebody takes away meanwhile falls together into one place.
describe("R7: what one has on both sides of words that somebody deletes", () => {
  test.each([
    ["typed behind them first", "quick", ["behind", "before"]],
    ["typed before them first", "quick", ["before", "behind"]],
  ] as const)("%s, keeps its order", (_, quote, order) => {
    const { hub, ana, boris } = start();
    for (const side of order) {
      const { from, to } = placeOf(ana, quote);
      type(ana, side === "behind" ? to : from, side === "behind" ? "Y" : "X");
    }
    remove(boris, quote);
    deliver(boris, ana);
    allShow(hub, [ana, boris], "the brown XY fox jumps");
  });

  test("a paragraph parted before them stays parted before what was typed behind them", () => {
    const { hub, ana, boris } = start();
    type(ana, placeOf(ana, "quick").to, "Y");
    edit(ana, (tr) => tr.split(placeOf(ana, "quick").from));
    remove(boris, "quick");
    deliver(boris, ana);
    const paragraphs = docOf(hub.state).children.map(({ textContent }) => textContent);
    expect(paragraphs).toEqual(["the brown ", "Y fox jumps"]);
    allShow(hub, [ana, boris], "the brown Y fox jumps");
  });

  test("what was made bold with them takes in what was typed behind them", () => {
    const { hub, ana, boris } = start();
    const { from, to } = placeOf(ana, "quick");
    type(ana, to, "Y");
    edit(ana, (tr) => tr.addMark(from, to + 1, schema.mark("strong")));
    remove(boris, "quick");
    deliver(boris, ana);
    allShow(hub, [ana, boris], "the brown Y fox jumps");
    const bold: string[] = [];
    docOf(hub.state).descendants((node) => void (node.marks.length > 0 && bold.push(node.text ?? "")));
    expect(bold).toEqual(["Y"]);
  });

  test.each([
    ["the latter first", ["fox", "brown"]],
    ["the former first", ["brown", "fox"]],
  ] as const)("taken and brought back, %s", (_, order) => {
    const { hub, ana, boris } = start("thebrownquickfoxjumps");
    for (const word of order) remove(ana, word);
    deliver(ana, boris);
    undo(ana);
    undo(ana);
    remove(boris, "quick");
    deliver(boris, ana);
    allShow(hub, [ana, boris], "thebrownfoxjumps");
  });
});

describe("R7: who wrote over words that others had been taken from gets them back in their order", () => {
  // Ana takes "quick "; Boris writes over what was beside or around it; both undo, he before he hears of hers, and all comes back.
  test.each([["the brown fox"], ["brown "], ["fox"], ["brown fox jumps"]])("written over: %s", (over) => {
    const { hub, ana, boris, chen } = start();
    remove(ana, "quick ");
    deliver(ana, boris, chen);
    const { from, to } = placeOf(boris, over);
    edit(boris, (tr) => tr.replaceWith(from, to, schema.text("XY")));
    deliver(boris, ana, chen);
    // Chen writes where Boris did.
    type(chen, placeOf(chen, "XY").from + 1, "§");
    undo(ana);
    undo(boris);
    deliver(ana, chen, boris);
    deliver(ana, chen, boris);
    expect(text(hub.state).replace("§", "")).toBe(words);
    expect(text(hub.state)).toContain("§");
    redo(boris);
    deliver(ana, chen, boris);
    expect(text(hub.state).replace("§", "")).toContain("XY");
    undo(boris);
    deliver(ana, chen, boris);
    expect(text(hub.state).replace("§", "")).toBe(words);
    for (const page of [ana, boris, chen]) expect(page.replica.view.texts.fr?.doc.eq(docOf(hub.state))).toBe(true);
  });
});
