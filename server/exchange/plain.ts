import type { PreviewBlock } from "../../shared/wire/import";
import { plainBlock, undeclared } from "./blocks";
import type { Draft } from "./blocks";
import { chromeOf } from "./chrome";

const bullet = /^(?:[-*] |[•‣◦]\s*)(?=\S)/;
/** Bounded: ten million dashes are no rule, and overflow the pattern. */
const rule = /^(?:(?:[*_–—-] ?){3,100}|⁂)$/;
const sentenceEnd = /[.!?…:;»"”)]$/;

/** Lines cut at a fixed width by a mail program or an editor: about equally long, few of them ending where a sentence does. */
function isWrapped(lines: readonly string[]): boolean {
  const full = lines.slice(0, -1);
  if (full.length === 0 || lines.some((line) => bullet.test(line))) return false;
  const width = lines.reduce((most, line) => Math.max(most, line.length), 0);
  if (width < 50 || width > 100) return false;
  return full.every((line) => line.length > width - 20) && full.filter((line) => sentenceEnd.test(line)).length * 2 < full.length;
}

/** A run of lines with dashes is a list; one such line alone is a line with a dash. */
function lineBlocks(lines: readonly string[]): PreviewBlock[] {
  const listed = lines.map((line) => bullet.test(line) && chromeOf(line) === null);
  return lines.map((line, index) => {
    if (rule.test(line)) return plainBlock("rule", line);
    if (!listed[index] || !(listed[index - 1] || listed[index + 1])) return plainBlock("paragraph", line);
    return plainBlock("list-item", line.replace(bullet, ""), { list: { ordered: false, depth: 0, number: 1, continued: false } });
  });
}

/**
 * Plain text: a blank line ends a paragraph, and so does a line end, unless the lines were cut at a fixed width.
 * Every word of the text is in one block, in its order.
 */
export function readPlain(text: string): Draft {
  const blocks: PreviewBlock[] = [];
  let group: string[] = [];
  const flush = (): void => {
    if (group.length > 0) blocks.push(...lineBlocks(isWrapped(group) ? [group.join(" ")] : group));
    group = [];
  };
  for (const raw of text.split("\n")) {
    const line = raw.trim();
    if (line === "") flush();
    else group.push(line);
  }
  flush();
  return { blocks, declared: undeclared, plain: true };
}
