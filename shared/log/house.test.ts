import { Node } from "prosemirror-model";
import { AttrStep, ReplaceStep } from "prosemirror-transform";
import { Fragment, Slice } from "prosemirror-model";
import { schema } from "../doc/schema";
import { stepJson } from "../doc/steps";
import { nameOf, titleIn, titleOf } from "../doc/title";
import type { UserId } from "../ids";
import { applyOp, nextAct } from "./apply";
import { titleOps } from "./house";
import type { Op } from "./op";
import { emptyState } from "./state";
import type { DocState } from "./state";

const ana = "ana-ana" as UserId;
const bob = "bob-bob" as UserId;
const paragraph = (id: string, text: string) => ({ type: "paragraph", attrs: { id }, content: text ? [{ type: "text", text }] : [] });
const docOf = (...content: object[]) => Node.fromJSON(schema, { type: "doc", content }).toJSON() as never;

function after(state: DocState, author: UserId, ...ops: readonly Op[]): DocState {
  let next = state;
  for (const op of ops) {
    const result = applyOp(next, op, nextAct(state, author, 0));
    if (!result.ok) throw new Error(result.refusal.code);
    next = result.value;
  }
  return { ...next, version: (state.version + 1) as never };
}

const source = (...content: object[]): Op => ({ type: "text.add", lang: "fr", dir: "ltr", doc: docOf(...content) });
const title = (value: string, seen?: number): Op =>
  ({ type: "doc.set", field: "title", value, ...(seen === undefined ? {} : { seen }) }) as Op;
const typed = (text: string, from: number, to = from): Op => ({
  type: "text.step",
  lang: "fr",
  step: stepJson(new ReplaceStep(from, to, new Slice(Fragment.from(text === "" ? [] : [schema.text(text)]), 0, 0))),
});

test("N1: a text that begins with its title does not get it twice: the block takes the title's id, and its version's too", () => {
  const first = paragraph("block001", "Un titre");
  const made = after(emptyState, ana, source(first, paragraph("block002", "Suite")), title("Un titre"));
  const both = after(made, ana, { type: "text.add", lang: "en", dir: "ltr", doc: docOf(first) }, {
    type: "block.state",
    lang: "en",
    block: "block001",
    state: "done",
  } as Op);
  const now = after(both, ana, ...(titleOps(both) ?? []));
  expect(now.texts.fr?.doc.childCount).toBe(2);
  expect(titleOf(now.texts.fr?.doc)).toBe("Un titre");
  expect(titleIn(now.texts.en?.doc as Node)?.pos).toBe(0);
  expect(now.texts.en?.blocks["title"]).toBe("done");
  expect(titleOps(now)).toBeNull();
});

test("N1: a title that somebody took out of the text does not come back", () => {
  const made = after(emptyState, ana, source(paragraph("block001", "Texte")), title("Un titre"));
  const titled = after(made, ana, ...(titleOps(made) ?? []));
  const taken = after(titled, ana, typed("", 0, titled.texts.fr?.doc.firstChild?.nodeSize));
  expect(titleOf(taken.texts.fr?.doc)).toBe("");
  expect(titleOps(taken)).toBeNull();
  expect(taken.details.title).toBe("Un titre");
});

test("N2: the name follows the title while both say the same, and stays what somebody made it", () => {
  const made = after(emptyState, ana, source(paragraph("block001", "Texte")), title("Un titre"));
  const titled = after(made, ana, ...(titleOps(made) ?? []));
  const longer = after(titled, ana, typed("Voici ", 1));
  expect(longer.details.title).toBe("Voici Un titre");
  const named = after(longer, ana, title("Court"));
  expect(after(named, ana, typed("Et ", 1)).details.title).toBe("Court");
  expect(after(longer, ana, typed("plus ", 1 + "Voici Un titre".length + 2 + 1)).details.title).toBe("Voici Un titre");
});

test("N2: a title too long for a name gives it its first words, and is whole itself", () => {
  const long = "mot ".repeat(200).trim();
  expect(nameOf(long).length).toBeLessThanOrEqual(500);
  expect(nameOf(long)).toMatch(/mot…$/);
  expect(nameOf(" un \n titre ")).toBe("un titre");
});

test("L7: a detail that somebody else set unseen is not overwritten; the same value is no conflict", () => {
  const made = after(emptyState, ana, source(paragraph("block001", "Texte")), title("A", 0));
  const byBob = after(made, bob, title("B", 1));
  const act = nextAct(byBob, ana, 0);
  expect(applyOp(byBob, title("C", 1), act)).toMatchObject({ ok: false, refusal: { code: "conflict" } });
  expect(applyOp(byBob, title("B", 1), act)).toMatchObject({ ok: true });
  expect(applyOp(byBob, title("C", 2), act)).toMatchObject({ ok: true });
  expect(applyOp(byBob, title("C"), act)).toMatchObject({ ok: true });
  expect(applyOp(byBob, { type: "text.step", lang: "fr", step: stepJson(new AttrStep(0, "id", "title")) }, act)).toMatchObject({
    ok: true,
    value: { titled: true },
  });
});
