import { schema } from "./schema";
import { passageRuns, quoteRuns, quoteText, sameRuns } from "./quoted";
import { newAnchor } from "./anchor";
import { quoteOf } from "./text";
import type { ClaimId } from "../ids";

const { superscript, subscript, struck } = schema.marks;
const words = (text: string, ...marks: (typeof struck)[]) =>
  schema.text(
    text,
    marks.map((mark) => mark.create()),
  );
const doc = schema.nodes.doc.create(null, [
  schema.nodes.paragraph.create(null, [
    words("10"),
    words("6", superscript),
    words(" tonnes de CO"),
    words("2", subscript),
    words(", le 1"),
    words("er", superscript),
    words(" mai "),
    words("2019", struck),
    words("[1]", superscript),
  ]),
  schema.nodes.paragraph.create(null, words("Ailleurs")),
]);

test("a raised or lowered figure stays one in a quote, as the reader makes it; letters and note marks keep their place", () => {
  expect(quoteText(quoteRuns(doc, 1, 4))).toBe("10⁶");
  const runs = quoteRuns(doc, 0, doc.content.size);
  expect(quoteText(runs)).toBe("10⁶ tonnes de CO₂, le 1er mai ~~2019~~[1]\nAilleurs");
  expect(runs.filter(({ sup }) => sup).map(({ text }) => text)).toEqual(["er", "[1]"]);
});

test("struck words are told from those that the text says, also where the quote cuts through them", () => {
  const at = doc.textBetween(0, doc.content.size).indexOf("2019") + 1;
  expect(quoteRuns(doc, at + 2, at + 4)).toEqual([{ text: "19", struck: true }]);
  expect(quoteText([{ text: " ", struck: true }])).toBe(" ");
});

test("an orphan is quoted with the words that it had", () => {
  const anchor = newAnchor("claim" as ClaimId, 1, 4, quoteOf(doc, 1, 4));
  expect(passageRuns(doc, anchor)).toEqual([{ text: "10⁶" }]);
  expect(passageRuns(doc, { ...anchor, to: 1 })).toEqual([{ text: "106" }]);
  expect(passageRuns(undefined, anchor)).toEqual([{ text: "106" }]);
  expect(sameRuns([{ text: "a" }], [{ text: "a", struck: true }])).toBe(false);
});
