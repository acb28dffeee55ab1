import type { Node } from "prosemirror-model";
import type { Step } from "prosemirror-transform";
import { charactersOf, cutEnd } from "../../shared/characters";
import type { StepJson } from "../../shared/doc/json";
import { loggedDoc, mapOf, stepOf } from "../../shared/doc/steps";
import type { ClaimId, DocId, UserId, Version } from "../../shared/ids";
import type { Lang } from "../../shared/languages";
import type { Commit } from "../../shared/log/commit";
import { TITLE_COMMIT } from "../../shared/log/house";
import { mendedFrom } from "../../shared/log/mend";
import { upgradeCommit } from "../../shared/log/upgrade";
import type { OpOf } from "../../shared/log/op";
import type { DocState } from "../../shared/log/state";
import { HOUSE } from "../../shared/people";
import { historyKindOf } from "../../shared/protocol/history";
import type { HistoryKind } from "../../shared/protocol/rest";
import type { HistoryRow } from "../store/rows";
import { collectText, entryOf, historyLine, isSame, sliceSize } from "./history-line";
import type { Entry } from "./history-line";

// The history as rows: each commit is one, but for what somebody writes, or sets over and over, within a minute: that is one row together; a commit that did
// nothing has none. The words that a deletion took are read from the text as it stood, so the texts are carried along.

/** Made again by `authority/historian.ts`. 2: what did nothing has no row. */
export const history = { name: "history", version: 2 } as const;

/** From the first commit of a row, in milliseconds. */
const MINUTE = 60_000;
/** Characters of the words that a row says. */
const WORDS = 240;
/** Between words that do not stand side by side. */
const APART = " … ";

/** Where somebody is writing, carried over what everybody does meanwhile. */
interface Caret {
  readonly lang: Lang;
  at: number;
  /** So many of the last words written stand right before it: what is taken of these was never there for others. */
  run: number;
  /** Where the first of the words written stands. */
  from: number;
}

interface OpenRow {
  row: HistoryRow;
  caret: Caret | null;
}

/** Makes the rows of a document's history, commit by commit. */
export class HistoryBuilder {
  /** By author, the last row of theirs: what they do next may go on with it. */
  readonly #open = new Map<UserId, OpenRow>();
  readonly #changed = new Map<Version, HistoryRow>();
  /** The texts as they stand; null when that is not known. */
  #texts: Map<Lang, Node> | null;
  #version: Version;
  #taken: Version;

  /** `state`: as of the last commit that has a row, null when it cannot be read. `newest`: the last rows that are there, newest first. */
  constructor(
    private readonly doc: DocId,
    version: Version,
    state: DocState | null,
    newest: readonly HistoryRow[],
  ) {
    this.#version = version;
    this.#taken = version;
    this.#texts = state ? new Map(Object.values(state.texts).map(({ lang, doc: text }) => [lang, text])) : null;
    for (const row of newest) if (!this.#open.has(row.author)) this.#open.set(row.author, { row, caret: null });
  }

  get version(): Version {
    return this.#version;
  }

  /** The last commit of those whose rows were taken. */
  get after(): Version {
    return this.#taken;
  }

  /** Whether the words that deletions take are known. */
  get knowsTexts(): boolean {
    return this.#texts !== null;
  }

  /** The rows that are new or changed since this last gave some, in the order of their last commits. */
  take(): HistoryRow[] {
    const rows = [...this.#changed.values()].sort((one, other) => one.last - other.last);
    // Who is told of rows knows where the last ones ended: what did nothing in between is told with the next.
    if (rows.length === 0) return rows;
    this.#changed.clear();
    this.#taken = this.#version;
    return rows;
  }

  add(logged: Commit): void {
    const commit = upgradeCommit(logged);
    if (didNothing(commit)) {
      this.#version = commit.version;
      return;
    }
    // What it goes on from is not at hand: words taken from here on are only counted.
    if (mendedFrom(commit) !== null) this.#texts = null;
    const open = this.#open.get(commit.author);
    const going = open && commit.at - open.row.since < MINUTE ? open : null;
    const own: OpenRow = { row: emptyRow(this.doc, commit), caret: going?.caret ?? null };
    const title = commit.author === HOUSE && commit.id === TITLE_COMMIT;
    const joins = going !== null && !title && goesOn(going.row, commit);
    const target = joins ? going : own;
    const entries: Entry[] = [...target.row.ops];
    for (const op of commit.ops) {
      if (op.type === "text.step") this.#step(op, entries, target);
      else push(entries, entryOf(op));
      if (op.type === "text.add") this.#add(op);
    }
    const { row } = target;
    target.row = {
      ...row,
      last: commit.version,
      at: commit.at,
      ops: title ? historyLine(commit).ops : entries,
      dropped: row.dropped + (commit.dropped?.length ?? 0),
      kinds: kindsOf(entries),
      claims: [...new Set(entries.flatMap(({ claim }) => (claim === undefined ? [] : [claim as ClaimId])))],
    };
    this.#open.set(commit.author, target);
    this.#changed.set(target.row.first, target.row);
    this.#version = commit.version;
  }

  #add({ lang, doc }: OpOf<"text.add">): void {
    const read = loggedDoc(doc);
    if (read.ok) this.#texts?.set(lang, read.value);
    else this.#texts = null;
  }

  #step({ lang, step }: OpOf<"text.step">, entries: Entry[], target: OpenRow): void {
    const before = this.#texts?.get(lang) ?? null;
    if (step["stepType"] === "replace") push(entries, this.#replaced(lang, step, before, entries, target));
    else push(entries, { type: "text.step", lang, field: String(step["stepType"] ?? ""), count: 1 });
    const read = readable(step);
    for (const other of read ? this.#open.values() : []) {
      if (other === target || other.caret?.lang !== lang) continue;
      other.caret.at = mapOf(step).map(other.caret.at, 1);
      other.caret.from = mapOf(step).map(other.caret.from, 1);
    }
    const after = before && read?.apply(before).doc;
    if (after) this.#texts?.set(lang, after);
    // A log that is broken here: its history is told as far as it goes.
    else if (before) this.#texts = null;
  }

  /** What a replacing step did; takes the place of the last entry's words where it goes on with them. */
  #replaced(lang: Lang, step: StepJson, before: Node | null, entries: Entry[], target: OpenRow): Entry {
    const [from, to] = [Number(step["from"]), Number(step["to"])];
    const blocks = [""];
    const slice = step["slice"] as StepJson | undefined;
    collectText(slice?.["content"], blocks);
    const size = sliceSize(slice);
    const text = blocks.join("\n");
    const last = entries.at(-1);
    const goes = last?.type === "text.step" && last.lang === lang && last.field === undefined;
    const words = {
      inserted: goes ? (last.inserted ?? "") : "",
      taken: goes ? (last.taken ?? "") : "",
      deleted: goes ? (last.deleted ?? 0) : 0,
    };
    const caret: Caret = target.caret?.lang === lang && goes ? target.caret : { lang, at: -1, run: 0, from };
    target.caret = caret;
    if (to > from) {
      if (to === caret.at && to - from <= caret.run) {
        words.inserted = words.inserted.slice(0, words.inserted.length - (to - from));
        caret.run -= to - from;
      } else {
        const gone = before && to <= before.content.size ? before.textBetween(from, to, "\n", " ") : "";
        words.taken = takenWith(words.taken, gone, { before: to === caret.at, behind: from === caret.at });
        words.deleted += to - from;
        caret.run = 0;
      }
      if (from < caret.from) caret.from -= Math.min(to, caret.from) - from;
      caret.at = from;
    }
    if (text !== "") {
      const beside = from === caret.at && words.inserted !== "";
      // Words that stand apart are said in the order of the text.
      const ahead = !beside && words.inserted !== "" && from < caret.from;
      const between = beside || words.inserted === "" ? "" : APART;
      const whole = ahead ? text + between + words.inserted : words.inserted + between + text;
      caret.from = words.inserted === "" || ahead ? from : caret.from + (from < caret.from ? text.length : 0);
      words.inserted = shortened(whole);
      caret.run = words.inserted === whole && size === text.length && !ahead ? (beside ? caret.run : 0) + text.length : 0;
      caret.at = from + size;
    }
    const entry: Entry = {
      type: "text.step",
      lang,
      ...(words.inserted === "" ? {} : { inserted: words.inserted }),
      ...(words.taken.trim() === "" ? {} : { taken: words.taken }),
      ...(words.deleted === 0 ? {} : { deleted: words.deleted }),
      count: goes ? last.count + 1 : 1,
    };
    if (goes) entries.pop();
    return entry;
  }
}

/** Null of a step that nothing can read. */
function readable(step: StepJson): Step | null {
  try {
    return stepOf(step);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const emptyRow = (doc: DocId, { version, author, at }: Commit): HistoryRow => ({
  doc,
  first: version,
  last: version,
  author,
  since: at,
  at,
  kinds: [],
  claims: [],
  ops: [],
  dropped: 0,
});

/** Several entries in a row that say the same are one with their count. */
function push(entries: Entry[], entry: Entry): void {
  const last = entries.at(-1);
  if (last && isSame(last, entry) && entry.inserted === undefined && entry.deleted === undefined && last.inserted === undefined) {
    entries[entries.length - 1] = { ...last, ...entry, count: last.count + entry.count };
  } else entries.push(entry);
}

/** What others had done already when it came, such as a deletion of words that were gone (SPEC R8). What had no place is told. */
const didNothing = (commit: Commit): boolean => commit.ops.length === 0 && !commit.dropped?.length && mendedFrom(commit) === null;

/** Nothing else is done over and over in one go. */
const REPEATED = ["text.step", "claim.set", "statement.set", "evidence.set", "verdict.propose", "block.state"];

/** Whether a commit does what the row says again: it writes in the same text, or sets the same field. One of which nothing had a place goes on with anything. */
function goesOn({ ops }: HistoryRow, commit: Commit): boolean {
  const [only, more] = ops;
  if (!only || more || !REPEATED.includes(only.type) || mendedFrom(commit) !== null) return false;
  return commit.ops.map(entryOf).every((entry) => isSame(only, entry) && (only.type !== "block.state" || only.value === entry.value));
}

/** The words taken so far with those taken now, which stood right before or behind the place, or elsewhere. */
function takenWith(taken: string, gone: string, { before, behind }: { before: boolean; behind: boolean }): string {
  if (taken === "" || gone === "") return shortened(taken + gone);
  if (before) return shortened(gone + taken);
  return shortened(behind ? taken + gone : `${taken}${APART}${gone}`);
}

/** Never half a character. */
function shortened(text: string): string {
  if (text.length <= WORDS) return text;
  const characters = charactersOf(cutEnd(text, WORDS * 4));
  return characters.length <= WORDS ? characters.join("") : `${characters.slice(0, WORDS - 1).join("")}…`;
}

function kindsOf(entries: readonly Entry[]): HistoryKind[] {
  return [...new Set(entries.map(({ type }) => historyKindOf(type)))];
}
