import { charactersOf } from "../../../shared/characters";
import type { HistoryLine } from "../../../shared/protocol/rest";

/** Somebody who goes on with the same thing after less than this is still doing it. */
const PAUSE_MS = 120_000;
const EXCERPT = 120;

type Entry = HistoryLine["ops"][number];

/**
 * Joins what one person did in one go: consecutive commits (newest first) that write in the same text or set the same field are one line.
 * It opens at its newest version, and says what was written in all, or the value that stayed.
 */
export function gathered(lines: readonly HistoryLine[]): HistoryLine[] {
  const out: { line: HistoryLine; oldest: number }[] = [];
  for (const line of lines) {
    const last = out.at(-1);
    const joined = last && last.oldest - line.at < PAUSE_MS ? joinedWith(last.line, line) : null;
    if (last && joined) out[out.length - 1] = { line: joined, oldest: line.at };
    else out.push({ line, oldest: line.at });
  }
  return out.map(({ line }) => line);
}

function joinedWith(newer: HistoryLine, older: HistoryLine): HistoryLine | null {
  const [after] = newer.ops;
  const [before] = older.ops;
  if (newer.author !== older.author || newer.ops.length !== 1 || older.ops.length !== 1 || !after || !before) return null;
  if (!isOneDoing(after, before)) return null;
  return { ...newer, dropped: newer.dropped + older.dropped, ops: [joinedEntry(before, after)] };
}

/** Writing in one text, or setting one field again: nothing else is done over and over in one go. */
function isOneDoing(a: Entry, b: Entry): boolean {
  const repeats =
    a.type === "text.step" ||
    a.type === "claim.set" ||
    a.type === "evidence.set" ||
    a.type === "verdict.propose" ||
    a.type === "block.state";
  return (
    repeats &&
    a.type === b.type &&
    a.claim === b.claim &&
    a.lang === b.lang &&
    a.field === b.field &&
    (a.type !== "block.state" || a.value === b.value)
  );
}

function joinedEntry(before: Entry, after: Entry): Entry {
  const inserted = `${before.inserted ?? ""}${after.inserted ?? ""}`;
  const deleted = (before.deleted ?? 0) + (after.deleted ?? 0);
  const { inserted: _inserted, deleted: _deleted, ...rest } = after;
  return {
    ...rest,
    count: before.count + after.count,
    ...(inserted === "" ? {} : { inserted: excerpt(inserted) }),
    ...(deleted === 0 ? {} : { deleted }),
  };
}

function excerpt(text: string): string {
  const characters = charactersOf(text);
  return characters.length <= EXCERPT ? text : `${characters.slice(0, EXCERPT - 1).join("")}…`;
}
