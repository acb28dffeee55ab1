import { ok, refuse } from "../../shared/refusal";
import { normalised } from "../../shared/stream-safe";
import type { Result } from "../../shared/refusal";
import { choicesOf } from "../../shared/protocol/import";
import type { BlockChoice, ByHand, InlineRun, PreviewBlock, TableRows } from "../../shared/protocol/import";
import { jointOf } from "../../shared/doc/joint";
import { tidyRuns } from "../../shared/doc/reader/runs";
import { tableText, writtenRows } from "../../shared/doc/reader/table-text";

// What a person made of a preview's blocks: checked against the preview, put into blocks of the text, and counted.

/** Letters carry a few marks, a flood of them is an attack on whatever normalises it (Unicode's stream-safe form allows 30). */
const flood = /\p{M}{31}/u;
const control = /(?![\t\n])\p{Cc}/gu;
/** A table of more is no table of an article; a row of empty cells costs its writer one character each. */
const MAX_CELLS = 10_000;

/**
 * The text's blocks as the person decided, those left out left out. Refuses `malformed` when the choices do not name every block of the preview
 * in its order, when one that was split does not say which words it has, or when words written by hand are none that a text may hold.
 */
export function chosenBlocks(blocks: readonly PreviewBlock[], choices: readonly BlockChoice[]): Result<PreviewBlock[]> {
  if (!namesAll(blocks.length, choices)) return refuse("malformed", { field: "choices" });
  const chosen: PreviewBlock[] = [];
  for (const choice of choices) {
    const read = choice.of.flatMap((index) => blocks[index] ?? []);
    const runs = choice.runs ? writtenRuns(choice.runs, choice.kind, read) : readRuns(read);
    if (runs === null) return refuse("malformed", { field: "choices" });
    if (choice.keep) chosen.push(choice.kind === "table" ? tableOf(choice, read, runs) : blockOf(choice, read, runs));
  }
  return ok(chosen);
}

/**
 * Every block of the preview once, those that are kept in its order; what is left out may stand anywhere. A block that several choices name was
 * split: each of them says what it holds.
 */
function namesAll(count: number, choices: readonly BlockChoice[]): boolean {
  const named = new Map<number, BlockChoice>();
  let last = -1;
  for (const choice of choices) {
    if (choice.of.length === 0 && !choice.runs) return false;
    for (const [place, index] of choice.of.entries()) {
      if (index >= count || (place > 0 && index <= (choice.of[place - 1] ?? -1))) return false;
      if (choice.keep && index < last) return false;
      if (choice.keep) last = index;
      const other = named.get(index);
      if (other && !(other.runs && choice.runs)) return false;
      named.set(index, choice);
    }
  }
  return named.size === count;
}

function writtenRuns(runs: readonly InlineRun[], kind: PreviewBlock["kind"], read: readonly PreviewBlock[]): InlineRun[] | null {
  if (runs.some(({ text }) => flood.test(text) || !text.isWellFormed())) return null;
  const clean = runs.map((run) => ({ ...run, text: normalised(run.text.replace(control, ""), "NFC") })).filter(({ text }) => text !== "");
  // Lines in columns stay in columns when a word in them is corrected.
  const keep = read.some(({ text }) => text.includes("  "));
  // Tabs and line ends are a table's cells and rows, to the last empty one.
  return kind !== "table"
    ? tidyRuns(clean.map((run) => ({ ...run, keep })))
    : (textOf(clean).match(/[\t\n]/g)?.length ?? 0) < MAX_CELLS
      ? clean
      : null;
}

function readRuns(blocks: readonly PreviewBlock[]): InlineRun[] {
  return blocks.flatMap(({ runs, text, rows }, place) =>
    [
      ...(place > 0 ? [{ text: jointOf(blocks[place - 1]?.text ?? "", text) }] : []),
      // A table that a person made something else of: a line a row.
      ...(runs ?? (rows ? tidyRuns([{ text: text.replaceAll("\t", " | ") }]) : [{ text }])),
    ].filter((run) => run.text !== ""),
  );
}

const textOf = (runs: readonly InlineRun[]): string => runs.map(({ text }) => text).join("");

const asChosen = { chrome: null, keep: true, joinsPrevious: false } as const;

function blockOf({ kind, level, list }: BlockChoice, [first]: readonly PreviewBlock[], runs: InlineRun[]): PreviewBlock {
  const plain = { ordered: false, depth: 0, number: 1, continued: false };
  return {
    kind,
    text: textOf(runs),
    runs,
    ...(kind === "heading" ? { level: level ?? first?.level ?? 2 } : {}),
    ...(kind === "list-item" ? { list: list ?? first?.list ?? plain } : {}),
    ...asChosen,
  };
}

/** A table as it was read, one below the other where several were joined, or as it was written. What never was a table is a paragraph. */
function tableOf({ runs: written }: BlockChoice, read: readonly PreviewBlock[], runs: InlineRun[]): PreviewBlock {
  const rows = read.flatMap((block): TableRows => block.rows ?? []);
  if (!written && read.some((block) => !block.rows)) return { kind: "paragraph", text: textOf(runs), runs, ...asChosen };
  const now = written
    ? writtenRows(runs, rows).map((row) => row.map((cell) => ({ ...cell, paragraphs: cell.paragraphs.map((one) => [...one]) })))
    : rows;
  return { kind: "table", text: tableText(now), rows: now, ...asChosen };
}

/** How much of it is the person's own doing; null when the text is as it was recognised. `choices` name the blocks as `chosenBlocks` wants it. */
export function byHand(blocks: readonly PreviewBlock[], choices: readonly BlockChoice[]): ByHand | null {
  const hand = { left: 0, kinds: 0, joints: 0, words: 0 };
  const joined = joints(choices);
  const proposed = joints(choicesOf(blocks));
  for (const joint of new Set([...joined, ...proposed])) if (joined.has(joint) !== proposed.has(joint)) hand.joints += 1;
  for (const choice of choices) {
    const [first] = choice.of;
    const read = blocks[first ?? -1];
    if (!choice.keep) hand.left += choice.of.filter((index) => blocks[index]?.keep).length;
    else if (read && (choice.kind !== read.kind || (choice.level ?? read.level ?? 2) !== (read.level ?? 2))) hand.kinds += 1;
  }
  hand.words = rewritten(blocks, choices);
  return hand.left + hand.kinds + hand.joints + hand.words > 0 ? hand : null;
}

/** Where blocks were put together ("3+4") and where one was cut ("3/", once a cut). */
function joints(choices: readonly BlockChoice[]): Set<string> {
  const found = new Set<string>();
  let last = -1;
  let cuts = 0;
  for (const { of } of choices) {
    of.forEach((index, place) => {
      if (index === last) found.add(`${index}/${++cuts}`);
      else if (place > 0) found.add(`${last}+${index}`);
      if (index !== last) cuts = 0;
      last = index;
    });
  }
  return found;
}

/** Blocks whose words are not the ones that were read; the parts of one that was only cut, or ends that were only joined, are. */
function rewritten(blocks: readonly PreviewBlock[], choices: readonly BlockChoice[]): number {
  let count = 0;
  for (let at = 0; at < choices.length;) {
    const group = [choices[at] as BlockChoice];
    while (choices[at + group.length]?.of.some((index) => group.at(-1)?.of.includes(index))) {
      group.push(choices[at + group.length] as BlockChoice);
    }
    at += group.length;
    const written = group.filter(({ runs, keep }) => runs && keep).length;
    if (written === 0) continue;
    const read = [...new Set(group.flatMap(({ of }) => of))].map((index) => blocks[index]?.text ?? "").join("");
    const now = group.map(({ of, runs }) => (runs ? textOf(runs) : of.map((index) => blocks[index]?.text ?? "").join(""))).join("");
    if (bare(read) !== bare(now)) count += written;
  }
  return count;
}

/** Cutting and joining move spaces only. */
const bare = (text: string): string => text.replace(/\s+/gu, "");
