import { jointOf } from "../../../shared/doc/joint";
import type { BlockChoice, BlockKind, ChromeReason, InlineRun, ListPlace, PreviewBlock } from "../../../shared/protocol/import";
import { choicesOf } from "../../../shared/protocol/import";

// The text of a preview while a person works on it: plain values, changed by functions that give a new one.

/** One block. `of`: the preview's blocks that it is made of. */
export interface Block {
  /** Stays with the block for as long as it is there. */
  readonly key: number;
  readonly of: readonly number[];
  readonly kind: BlockKind;
  readonly level: number;
  readonly list?: ListPlace;
  readonly keep: boolean;
  readonly runs: readonly InlineRun[];
  /** What stands here is not what was read: it was cut, or words were changed. */
  readonly written: boolean;
  /** Why it was proposed to leave it out. */
  readonly reason: ChromeReason | null;
}

export interface Manuscript {
  readonly blocks: readonly Block[];
  /** The next block's key. */
  readonly next: number;
}

/** What a block can be made: a kind, and a heading's level. */
export interface Nature {
  readonly kind: BlockKind;
  readonly level?: number;
}

/** In the order of their digits, 1 to 9; 0 leaves the block out. A table is offered for what was read as one. */
export const natures = [
  { id: "title", kind: "title" },
  { id: "heading", kind: "heading", level: 2 },
  { id: "paragraph", kind: "paragraph" },
  { id: "quote", kind: "quote" },
  { id: "listItem", kind: "list-item" },
  { id: "subheading", kind: "heading", level: 3 },
  { id: "byline", kind: "byline" },
  { id: "date", kind: "date" },
  { id: "table", kind: "table" },
] as const satisfies readonly (Nature & { id: string })[];
export type NatureId = (typeof natures)[number]["id"] | "other";

/** A block's nature by its name; `other` for what only a reader can make, as a rule. */
export function natureOf({ kind, level }: Pick<Block, "kind" | "level">): NatureId {
  if (kind === "heading") return level > 2 ? "subheading" : "heading";
  return natures.find((one) => one.kind === kind)?.id ?? "other";
}

export const textOf = (block: Pick<Block, "runs">): string => block.runs.map(({ text }) => text).join("");
/** Whether it was read as a table, with nothing else beside it. */
export const readAsTable = ({ of }: Pick<Block, "of">, read: readonly PreviewBlock[]): boolean =>
  of.length > 0 && of.every((index) => read[index]?.rows !== undefined);

function runsOf({ runs, text, rows }: PreviewBlock, kind: BlockKind): readonly InlineRun[] {
  if (runs) return runs;
  const words = rows && kind !== "table" ? tableIn(text) : text;
  return words === "" ? [] : [{ text: words }];
}

/** What stands between two cells of a table that became something else; the server puts the same there. */
const BETWEEN = " | ";
const tableIn = (text: string): string => text.replaceAll("\t", BETWEEN);

/** What was read, as a block of that kind. A table's tabs and line ends are its cells and rows, to the last empty one. */
function readRuns(read: readonly PreviewBlock[], of: readonly number[], kind: BlockKind): readonly InlineRun[] {
  const runs = of.flatMap((index, place) => [
    ...(place > 0 ? joint(read[of[place - 1] ?? -1]?.text ?? "", read[index]?.text ?? "", kind) : []),
    ...(read[index] ? runsOf(read[index], kind) : []),
  ]);
  return kind === "table" ? merged(runs) : tidied(runs);
}

/** What stands between two blocks that become one. */
function joint(before: string, after: string, kind: BlockKind): InlineRun[] {
  const text = kind === "table" ? "\n" : jointOf(before, after);
  return text === "" ? [] : [{ text }];
}

/** What a preview starts with. */
export function manuscriptOf(read: readonly PreviewBlock[]): Manuscript {
  const blocks = choicesOf(read).map(({ of, keep, kind }, key): Block => {
    const first = read[of[0] ?? 0];
    const list = first?.list;
    const reason = first?.chrome?.reason ?? null;
    return {
      key,
      of,
      keep,
      kind,
      level: first?.level ?? 2,
      ...(list ? { list } : {}),
      runs: readRuns(read, of, kind),
      written: false,
      reason,
    };
  });
  return { blocks, next: blocks.length };
}

const replaced = (text: Manuscript, at: number, ...blocks: readonly Block[]): Manuscript => ({
  ...text,
  blocks: text.blocks.flatMap((block, index) => (index === at ? blocks : [block])),
});

/** Another kind for a block, which is kept by that; a text has one title: the one before becomes a heading. */
export function withNature(text: Manuscript, at: number, { kind, level = 2 }: Nature, read: readonly PreviewBlock[]): Manuscript {
  const blocks = text.blocks.map((block, index): Block => {
    if (index === at) return { ...block, kind, level, keep: true, runs: asKind(block, kind, read) };
    return kind === "title" && block.kind === "title" && block.keep ? { ...block, kind: "heading", level: 2 } : block;
  });
  return { ...text, blocks };
}

/** The words of a table that becomes something else, and the other way round. */
function asKind({ kind: former, runs, of, written }: Block, kind: BlockKind, read: readonly PreviewBlock[]): readonly InlineRun[] {
  if ((former === "table") === (kind === "table")) return runs;
  if (!written) return readRuns(read, of, kind);
  if (kind !== "table") return tidied(runs.map((run) => ({ ...run, text: tableIn(run.text) })));
  return runs.map((run) => ({ ...run, text: run.text.replaceAll(BETWEEN, "\t") }));
}

export function withKeep(text: Manuscript, at: number, keep: boolean): Manuscript {
  const block = text.blocks[at];
  return block ? replaced(text, at, { ...block, keep }) : text;
}

/** Cuts a block in two at a character, a table in front of the row; the second part is a paragraph where the first is a heading or the title. */
export function split(text: Manuscript, at: number, offset: number): Manuscript {
  const block = text.blocks[at];
  if (!block) return text;
  const [first, second] = block.kind === "table" ? cutRows(block.runs, offset) : cut(block.runs, offset).map(trimmed);
  if (!first || !second) return text;
  if (first.length === 0 || second.length === 0) return text;
  const kind = block.kind === "title" || block.kind === "heading" ? "paragraph" : block.kind;
  const { head, tail } = sources(block, offset);
  return {
    ...replaced(
      text,
      at,
      { ...block, of: head, runs: first, written: true },
      { ...block, key: text.next, of: tail, kind, runs: second, written: true },
    ),
    next: text.next + 1,
  };
}

/** The rows before the one that a character stands in, and the others; at the end of a row it is the next that begins the second table. */
function cutRows(runs: readonly InlineRun[], offset: number): [InlineRun[], InlineRun[]] {
  const text = textOf({ runs });
  const end = text.startsWith("\n", offset) ? offset : text.lastIndexOf("\n", offset - 1);
  if (end <= 0) return [[], [...runs]];
  const [before, rest] = cut(runs, end);
  return [before, cut(rest, 1)[1]];
}

/** Which of the preview's blocks each half is made of. The one that was cut is in both. */
function sources({ of, runs, written }: Block, offset: number): { head: readonly number[]; tail: readonly number[] } {
  if (of.length < 2 || written) return { head: of, tail: of.slice(-1) };
  // Joined and untouched: the spaces between them tell where one ends. Blocks hold no two spaces on end, so lengths could only be recounted
  // from the preview; the whole lot in the first and the last in the second is true as well, and enough for the server.
  return offset * 2 < textOf({ runs }).length ? { head: of.slice(0, 1), tail: of } : { head: of, tail: of.slice(-1) };
}

/** The kept block that one can be joined to: the nearest before it, over what is left out. A table joins a table only. */
export function joinable(text: Manuscript, at: number): number | null {
  const block = text.blocks[at];
  if (!block?.keep) return null;
  let to = at - 1;
  while (to >= 0 && !text.blocks[to]?.keep) to--;
  const before = text.blocks[to];
  return before && (before.kind === "table") === (block.kind === "table") ? to : null;
}

/** Joins a block to the kept one before it, whose kind it takes. Parts of what was cut become what was read again. */
export function join(text: Manuscript, at: number, read: readonly PreviewBlock[]): Manuscript {
  const to = joinable(text, at);
  const [before, block] = [text.blocks[to ?? -1], text.blocks[at]];
  if (to === null || !before || !block) return text;
  const of = [...new Set([...before.of, ...block.of])];
  const others = text.blocks.some((one, index) => index !== at && index !== to && one.of.some((source) => of.includes(source)));
  const asRead = readRuns(read, of, before.kind);
  const both = [...before.runs, ...joint(textOf(before), textOf(block), before.kind), ...block.runs];
  const runs = before.kind === "table" ? merged(both) : tidied(both);
  const whole = !others && of.length > 0 && bare(textOf({ runs: asRead })) === bare(textOf({ runs }));
  const joined: Block = { ...before, of, runs: whole ? asRead : runs, written: !whole };
  return { ...text, blocks: text.blocks.flatMap((one, index) => (index === to ? [joined] : index === at ? [] : [one])) };
}

const bare = (text: string): string => text.replace(/\s+/gu, "");

/** Other words for a block: what is the same at both ends keeps its marks, what is new takes those of the words before it, without their link. */
export function rewritten(text: Manuscript, at: number, words: string, read: readonly PreviewBlock[]): Manuscript {
  const block = text.blocks[at];
  if (!block) return text;
  const former = textOf(block);
  if (words === former) return text;
  const { start, end } = same(former, words);
  const [kept] = cut(block.runs, start);
  const [, rest] = cut(block.runs, former.length - end);
  const { href: _href, ...marks } = kept.at(-1) ?? rest[0] ?? { text: "" };
  const middle = words.slice(start, words.length - end);
  const runs = merged([...kept, ...(middle === "" ? [] : [{ ...marks, text: middle }]), ...rest]);
  const others = text.blocks.some((one, index) => index !== at && one.of.some((source) => block.of.includes(source)));
  const asRead = readRuns(read, block.of, block.kind);
  const written = others || block.of.length === 0 || textOf({ runs: asRead }) !== words;
  return replaced(text, at, { ...block, runs: written ? runs : asRead, written });
}

/** How much is the same at the beginning and at the end of two texts; of two emoji that begin or end alike no half. */
function same(one: string, other: string): { start: number; end: number } {
  const most = Math.min(one.length, other.length);
  let start = 0;
  while (start < most && one[start] === other[start]) start++;
  if (/[\ud800-\udbff]/.test(one[start - 1] ?? "")) start--;
  let end = 0;
  while (end < most - start && one.at(-1 - end) === other.at(-1 - end)) end++;
  if (/[\udc00-\udfff]/.test(one[one.length - end] ?? "")) end--;
  return { start, end };
}

/** What the server is told: only what differs from what it reads itself. */
export function choicesFor(text: Manuscript): BlockChoice[] {
  return text.blocks.map(({ of, keep, kind, level, list, runs, written }) => ({
    of: [...of],
    // Nothing is left in it: it is as good as left out.
    keep: keep && textOf({ runs }).trim() !== "",
    kind,
    ...(kind === "heading" ? { level } : {}),
    ...(kind === "list-item" && list ? { list } : {}),
    ...(written ? { runs: runs.map((run) => ({ ...run })) } : {}),
  }));
}

export const keepsText = (text: Manuscript): boolean =>
  text.blocks.some((block) => block.keep && block.kind !== "title" && textOf(block).trim() !== "");

/** The runs before and after a character. */
function cut(runs: readonly InlineRun[], offset: number): [InlineRun[], InlineRun[]] {
  const before: InlineRun[] = [];
  const after: InlineRun[] = [];
  let left = offset;
  for (const run of runs) {
    const head = run.text.slice(0, Math.max(0, left));
    const tail = run.text.slice(Math.max(0, left));
    if (head !== "") before.push({ ...run, text: head });
    if (tail !== "") after.push({ ...run, text: tail });
    left -= run.text.length;
  }
  return [before, after];
}

function trimmed(runs: readonly InlineRun[]): InlineRun[] {
  const text = textOf({ runs });
  const from = text.length - text.trimStart().length;
  const [, rest] = cut(runs, from);
  return cut(rest, text.trim().length)[0];
}

/** Neighbours of the same marks in one. */
function merged(runs: readonly InlineRun[]): InlineRun[] {
  const all: InlineRun[] = [];
  for (const run of runs) {
    const last = all.at(-1);
    if (last && marksOf(last) === marksOf(run)) all[all.length - 1] = { ...last, text: last.text + run.text };
    else all.push({ ...run });
  }
  return all;
}

const marksOf = (run: InlineRun): string =>
  JSON.stringify(
    Object.entries(run)
      .filter(([name, value]) => name !== "text" && value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

const tidied = (runs: readonly InlineRun[]): InlineRun[] => trimmed(merged(runs));

/** A block that was joined of several, as those were read: each by itself again. */
export function apart(text: Manuscript, at: number, read: readonly PreviewBlock[]): Manuscript {
  const block = text.blocks[at];
  if (!block || block.written || block.of.length < 2) return text;
  const parts = block.of.map((index, place): Block => ({
    ...block,
    key: place === 0 ? block.key : text.next + place - 1,
    of: [index],
    runs: readRuns(read, [index], block.kind),
  }));
  const later = text.blocks.flatMap((one, index) => (index === at ? parts : [one]));
  // What was left out between the halves stands between them again.
  const place = (one: Block): number => one.of[0] ?? -1;
  const [first, last] = [place(parts[0] as Block), place(parts.at(-1) as Block)];
  const between = text.blocks.filter((one) => !one.keep && place(one) > first && place(one) < last);
  if (between.length === 0) return { blocks: later, next: text.next + parts.length - 1 };
  const inOrder = [...parts, ...between].sort((a, b) => place(a) - place(b));
  const blocks = text.blocks.flatMap((one, index) => (index === at ? inOrder : between.includes(one) ? [] : [one]));
  return { blocks, next: text.next + parts.length - 1 };
}
