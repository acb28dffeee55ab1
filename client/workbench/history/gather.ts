import { charactersOf } from "../../../shared/characters";
import { writtenTogether } from "../../../shared/log/written";
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
  const goes: HistoryLine[][] = [];
  for (const line of lines) {
    const go = goes.at(-1);
    const oldest = go?.at(-1);
    if (go && oldest && oldest.at - line.at < PAUSE_MS && goesOn(line, oldest)) go.push(line);
    else goes.push([line]);
  }
  return goes.map((go) => go.reduceRight((before, after) => joined(before, after)));
}

function goesOn(older: HistoryLine, newer: HistoryLine): boolean {
  const [after] = newer.ops;
  const [before] = older.ops;
  if (newer.author !== older.author || newer.ops.length !== 1 || older.ops.length !== 1 || !after || !before) return false;
  return isOneDoing(after, before);
}

const joined = (older: HistoryLine, newer: HistoryLine): HistoryLine => ({
  ...newer,
  dropped: newer.dropped + older.dropped,
  ops: [joinedEntry(older.ops[0] as Entry, newer.ops[0] as Entry)],
});

/** Writing in one text, or setting one field again: nothing else is done over and over in one go. */
function isOneDoing(a: Entry, b: Entry): boolean {
  const repeats =
    a.type === "text.step" ||
    a.type === "claim.set" ||
    a.type === "statement.set" ||
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
  const { inserted = "", place } = writtenTogether(before, after);
  const deleted = (before.deleted ?? 0) + (after.deleted ?? 0);
  const { inserted: _inserted, deleted: _deleted, place: _place, ...rest } = after;
  return {
    ...rest,
    count: before.count + after.count,
    ...(inserted === "" ? {} : { inserted: excerpt(inserted) }),
    ...(deleted === 0 ? {} : { deleted }),
    ...(place ? { place } : {}),
  };
}

function excerpt(text: string): string {
  const characters = charactersOf(text);
  return characters.length <= EXCERPT ? text : `${characters.slice(0, EXCERPT - 1).join("")}…`;
}
