import type { ReadRow } from "./block";
import { tableText, writtenRows } from "./table-text";

const cell = (text: string, more: object = {}) => ({ ...more, paragraphs: text === "" ? [] : [[{ text }]] });
const read: ReadRow[] = [
  [cell("", { header: true }), cell("Dette", { header: true, colspan: 2 })],
  [cell("2019"), { paragraphs: [[{ text: "500", strong: true }], [{ text: "en euros" }]] }],
  [cell("2020"), cell("700")],
];
const text = tableText(read);
const written = (words: string): ReadRow[] => writtenRows([{ text: words }], read);

test("the text of a table written in its place is that table, paragraphs, marks and all", () => {
  expect(text).toBe("\tDette\n2019\t500 en euros\n2020\t700");
  expect(written(text)).toEqual(read);
});

test("a cell with other words stays a header and as wide as it was; the others stay as they were read", () => {
  const now = written(text.replace("Dette", "Dette publique"));
  expect(now[0]?.[1]).toEqual({ header: true, colspan: 2, paragraphs: [[{ text: "Dette publique" }]] });
  expect(now[1]).toEqual(read[1]);
});

test("rows that stay when others go are those that were read, and a cell more is a cell more", () => {
  expect(written("2019\t500 en euros\n2020\t700")).toEqual([read[1], read[2]]);
  expect(tableText(written("2019\t500 en euros\t12 %\n2020\t700"))).toBe("2019\t500 en euros\t12 %\n2020\t700");
});

test("an empty line is no row", () => {
  expect(written("2019\t500\n\n")).toHaveLength(1);
});
