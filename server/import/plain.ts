import { isBlank, trimBlank, withoutDirections } from "../../shared/doc/blank";
import { jointOf } from "../../shared/doc/joint";
import { LeftOuts } from "../../shared/doc/reader/block";
import type { PreviewBlock } from "../../shared/protocol/import";
import { plainBlock, tableBlock, undeclared } from "./blocks";
import type { Draft } from "./blocks";
import { chromeOf } from "./boilerplate";
import { furnitureLines } from "./page-furniture";
import { maySign } from "../../shared/doc/reader/signed";
import { withSigns } from "../../shared/doc/reader/symbols";
import { paragraphsOf } from "./wrapped";

const bullet = /^(?:[-*–] |[•‣◦·▪]\s*)(?=\S)/;
const number = /^\(?(?:\d{1,3}|[a-z])[.)] +(?=\S)/;
/** Bounded: ten million dashes are no rule, and overflow the pattern. */
const rule = /^(?:(?:[*_–—-] ?){3,100}|⁂)$/;

/** One line of the file: what it says, how far it stands in, and its columns where tabs part them, the empty ones among them. */
export interface Line {
  readonly text: string;
  readonly indent: number;
  readonly columns: readonly string[];
}

/** The lines of an item: its first, and those that go on below it, further in or in the middle of a sentence. */
function itemGroups(lines: readonly Line[]): { lines: Line[]; marked: boolean }[] {
  const groups: { lines: Line[]; marked: boolean }[] = [];
  for (const line of lines) {
    const last = groups.at(-1);
    const marked = bullet.test(line.text) || number.test(line.text);
    const head = last?.lines[0];
    const goesOn =
      last?.marked === true &&
      head !== undefined &&
      (line.indent > head.indent || (/^\p{Ll}/u.test(line.text) && !/[.!?…]$/.test(last.lines.at(-1)?.text ?? "")));
    if (marked || !last || (last.marked && !goesOn)) groups.push({ lines: [line], marked });
    else last.lines.push(line);
  }
  return groups;
}

/** Without what shows nothing at its ends, but for the soft hyphen of a word that goes on in the next line. */
function lineText(line: string): string {
  const text = trimBlank(line);
  return text !== "" && /\u00ad\s{0,9}$/u.test(line.slice(-10)) ? `${text}\u00ad` : text;
}

const joinLines = (lines: readonly string[]): string => lines.reduce((text, line) => text + jointOf(text, line) + line, "");

/** Lines without a blank one among them: tables where tabs part them into columns, and what is left. */
function groupBlocks(lines: readonly Line[]): PreviewBlock[] {
  const blocks: PreviewBlock[] = [];
  for (let at = 0; at < lines.length;) {
    const rows = tableAt(lines, at);
    let end = at + Math.max(1, rows);
    if (rows > 0) blocks.push(tabbed(lines.slice(at, end)));
    else {
      while (end < lines.length && tableAt(lines, end) === 0) end++;
      blocks.push(...proseBlocks(lines.slice(at, end)));
    }
    at = end;
  }
  return blocks;
}

/** How many lines from here on are a table: two and more with the same number of tabs, as a spreadsheet puts them on the clipboard; else 0. */
function tableAt(lines: readonly Line[], at: number): number {
  const columns = lines[at]?.columns.length ?? 1;
  if (columns < 2) return 0;
  let end = at + 1;
  while (lines[end]?.columns.length === columns) end++;
  return end - at > 1 ? end - at : 0;
}

/** A run of lines with dashes is a list; one such line alone is a line with a dash, as are figures that may have had a sign. */
function proseBlocks(lines: readonly Line[]): PreviewBlock[] {
  const groups = itemGroups(lines);
  const first = (index: number): string => groups[index]?.lines[0]?.text ?? "";
  const dashed = groups.filter(({ lines: [line] }) => /^[-–] /.test(line?.text ?? ""));
  const isSigned = dashed.every(({ lines: [line] }) => maySign(line?.text.slice(2) ?? ""));
  const isItem = (index: number): boolean => {
    const text = first(index);
    if (isSigned && /^[-–] /.test(text)) return false;
    return bullet.test(text) && chromeOf(text) === null && !rule.test(text);
  };
  return groups.flatMap(({ lines: group, marked }, index) => {
    const texts = group.map(({ text }) => text);
    if (!marked)
      return paragraphsOf(texts)
        .map(trimBlank)
        .map((text) => (rule.test(text) ? plainBlock("rule", text) : plainBlock("paragraph", text)));
    const text = joinLines(texts);
    if (rule.test(text)) return [plainBlock("rule", text)];
    if (!isItem(index) || !(isItem(index - 1) || isItem(index + 1))) return [plainBlock("paragraph", text)];
    return [plainBlock("list-item", text.replace(bullet, ""), { list: { ordered: false, depth: 0, number: 1, continued: false } })];
  });
}

function tabbed(lines: readonly Line[]): PreviewBlock {
  const rows = lines.map(({ columns }) => columns.map((cell) => ({ paragraphs: isBlank(cell) ? [] : [[{ text: trimBlank(cell) }]] })));
  return tableBlock(rows);
}

/**
 * Plain text: a blank line ends a paragraph, and so does a line end, unless the lines were cut at a fixed width. Every word of the text is in
 * one block, in its order; page numbers and running heads are blocks of their own, offered for removal.
 */
export function readPlain(text: string): Draft {
  const leftOut = new LeftOuts();
  const raw = text.split("\n").map((line): Line => {
    const { text: bare, count } = withoutDirections(withSigns(line, null));
    if (count > 0) leftOut.add("direction", bare, count);
    return { text: lineText(bare), indent: bare.length - bare.trimStart().length, columns: bare.split("\t") };
  });
  const furniture = furnitureLines(raw.map((line) => line.text));
  const blocks: PreviewBlock[] = [];
  let group: Line[] = [];
  const flush = (): void => {
    if (group.length > 0) blocks.push(...groupBlocks(group));
    group = [];
  };
  for (const [index, line] of raw.entries()) {
    const isFurniture = furniture.has(index);
    if (line.text === "" || isFurniture) flush();
    else group.push(line);
    if (isFurniture) blocks.push({ ...plainBlock("paragraph", line.text), chrome: { reason: "page" }, keep: false });
  }
  flush();
  return { blocks, leftOut: leftOut.list(), declared: undeclared, plain: true };
}
