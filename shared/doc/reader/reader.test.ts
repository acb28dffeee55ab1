/** @jest-environment jsdom */
import { shownBlock } from "../../../fixtures/reading/shown";
import { variants } from "../../../fixtures/reading/variants";
import { Node } from "prosemirror-model";
import { schema } from "../schema";
import { nodesOf } from "./build";
import { readBlocks } from "./read";
import { pageSource } from "./source";

const read = (html: string) => readBlocks(new DOMParser().parseFromString(pageSource(html), "text/html").body);

describe.each(Object.entries(variants))("%s", (_, cases) => {
  test.each(cases.map((one) => [one.name, one] as const))("%s", (_name, { html, gives, leftOut }) => {
    const result = read(html);
    expect(result.blocks.flatMap(shownBlock)).toEqual(gives);
    const listed = result.leftOut.map(({ reason, text, count }) => `${reason}: ${text}${count > 1 ? ` ×${count}` : ""}`);
    if (leftOut) expect(listed).toEqual(leftOut);
    expect(() => Node.fromJSON(schema, { type: "doc", content: nodesOf(result.blocks, () => null) }).check()).not.toThrow();
  });
});

test("the list of what is left out is bounded, and counts what it does not name", () => {
  const { leftOut } = read(Array.from({ length: 500 }, (_, index) => `<p>a <img alt="une longue description ${index}"></p>`).join(""));
  expect(leftOut.length).toBeLessThanOrEqual(101);
  expect(leftOut.reduce((sum, { count }) => sum + count, 0)).toBe(500);
  expect(read(`<p>a <img alt="${"👩🏽‍🔬 mot ".repeat(30)}">`).leftOut[0]?.text.isWellFormed()).toBe(true);
});

test.each([
  ["accents", `<math>${"<mover>".repeat(40)}<mn>3</mn>${"<mo>¯</mo></mover>".repeat(40)}</math>`],
  ["bars of Word", `<!--[if gte msEquation 12]><m:oMath>${"<m:bar><m:barPr><m:pos m:val=top /></m:barPr><m:e>".repeat(40)}3<![endif]-->`],
])("a tower of %s in a formula is read once", (_name, html) => {
  expect(read(`<p>a ${html}</p>`).blocks).toHaveLength(1);
});

test("a tower of elements is refused, not overflowed", () => {
  expect(() => read("<div>".repeat(300) + "x")).toThrow("nested too deeply");
});
