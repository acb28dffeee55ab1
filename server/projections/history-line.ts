import { charactersOf, cutEnd } from "../../shared/characters";
import { writtenTogether } from "../../shared/log/written";
import type { StepJson } from "../../shared/doc/json";
import type { Commit } from "../../shared/log/commit";
import { TITLE_COMMIT } from "../../shared/log/house";
import { upgradeCommit } from "../../shared/log/upgrade";
import type { Op, OpOf } from "../../shared/log/op";
import { HOUSE } from "../../shared/people";
import type { HistoryLine } from "../../shared/protocol/rest";
import type { HistoryRow } from "../store/rows";

// The readable history: what each commit did, without the text it did it to.

const EXCERPT = 80;
export type Entry = HistoryLine["ops"][number];
type One = Omit<HistoryLine, "first">;

/** A row as a page is shown it. */
export const historyLineOf = ({ first, last: version, author, at, ops, dropped }: HistoryRow): HistoryLine => ({
  first,
  version,
  author,
  at,
  ops: [...ops],
  dropped,
});

/** One line per commit. Several ops of a commit that say the same are one entry with their count; typing is one excerpt. */
export function historyLine(commit: Commit): One {
  if (commit.author === HOUSE && commit.id === TITLE_COMMIT) return titleLine(commit);
  const entries: Entry[] = [];
  for (const op of upgradeCommit(commit).ops) {
    const entry = entryOf(op);
    const last = entries.at(-1);
    if (last && isSame(last, entry)) entries[entries.length - 1] = merged(last, entry);
    else entries.push(entry);
  }
  const { version, author, at } = commit;
  return { version, author, at, ops: entries, dropped: commit.dropped?.length ?? 0 };
}

/** That the house gave the text its title is said in one breath, not as unlocking, writing and locking. */
function titleLine({ version, author, at, ops }: Commit): One {
  const steps = ops.filter((op) => op.type === "text.step").map(stepEntry);
  return { version, author, at, ops: [{ type: "title", value: steps[0]?.inserted ?? "", count: 1 }], dropped: 0 };
}

export const isSame = (one: Entry, other: Entry): boolean =>
  one.type === other.type && one.claim === other.claim && one.lang === other.lang && one.field === other.field;

function merged(one: Entry, other: Entry): Entry {
  const written = writtenTogether(one, other);
  const deleted = one.deleted === undefined && other.deleted === undefined ? {} : { deleted: (one.deleted ?? 0) + (other.deleted ?? 0) };
  const words = written.inserted === undefined ? {} : { inserted: excerpt(written.inserted) };
  return { ...one, ...other, ...written, ...words, ...deleted, count: one.count + other.count };
}

export function entryOf(op: Op): Entry {
  switch (op.type) {
    case "text.step":
      return { type: op.type, lang: op.lang, ...stepEntry(op), count: 1 };
    case "text.add":
      return { type: op.type, lang: op.lang, count: 1 };
    case "claim.add":
    case "claim.anchor":
      return { type: op.type, claim: op.claim, lang: op.lang, value: excerpt(op.exact), count: 1 };
    case "claim.unanchor":
      return { type: op.type, claim: op.claim, lang: op.lang, count: 1 };
    case "statement.set":
      return { type: op.type, claim: op.claim, lang: op.lang, value: plain(op.text), count: 1 };
    case "claim.set":
    case "evidence.set":
      return { type: op.type, claim: op.claim, field: op.field, value: plain(op.value), count: 1 };
    case "evidence.add":
      return { type: op.type, claim: op.claim, value: excerpt(op.fields.title || op.fields.address || ""), count: 1 };
    case "verdict.propose":
      return {
        type: op.type,
        claim: op.claim,
        value: op.verdict ?? excerpt(op.rationale ?? ""),
        field: op.verdict ? "verdict" : "rationale",
        count: 1,
      };
    case "review.decide":
      return { type: op.type, claim: op.claim, value: op.decision, count: 1 };
    case "comment.add":
    case "comment.edit":
      return { type: op.type, claim: op.claim, value: excerpt(op.text), count: 1 };
    case "comment.resolve":
      return { type: op.type, claim: op.claim, value: String(op.resolved), count: 1 };
    case "block.state":
      return { type: op.type, lang: op.lang, value: op.state, count: 1 };
    case "doc.set":
      return { type: op.type, field: op.field, value: plain(op.value), count: 1 };
    case "claim.withdraw":
    case "claim.restore":
    case "comment.remove":
    case "comment.restore":
    case "evidence.remove":
    case "evidence.restore":
      return { type: op.type, claim: op.claim, count: 1 };
    case "conflict.settle":
      return { type: op.type, count: 1 };
  }
}

/** Typing and deleting say how much and where; other steps (marks, wrapping, headings) say their kind as `field`. */
function stepEntry(op: OpOf<"text.step">): Pick<Entry, "field" | "inserted" | "deleted" | "place"> {
  const { step } = op;
  if (step["stepType"] !== "replace") return { field: String(step["stepType"] ?? "") };
  const blocks: string[] = [""];
  const slice = step["slice"] as StepJson | undefined;
  collectText(slice?.["content"], blocks);
  const inserted = excerpt(blocks.join("\n"));
  const from = Number(step["from"]);
  const deleted = Number(step["to"]) - from;
  const size = sliceSize(slice);
  return { ...(inserted === "" ? {} : { inserted }), ...(deleted > 0 ? { deleted } : {}), place: { from, to: from + size } };
}

/** How many positions a step's slice takes where it is put in. */
export const sliceSize = (slice: StepJson | undefined): number =>
  Math.max(0, sizeOf(slice?.["content"]) - Number(slice?.["openStart"] ?? 0) - Number(slice?.["openEnd"] ?? 0));

/** How much room ProseMirror JSON takes in a text: a letter is one, a node with content two more than it. */
function sizeOf(content: StepJson[string] | undefined): number {
  if (!Array.isArray(content)) return 0;
  let size = 0;
  for (const node of content) {
    if (typeof node !== "object" || node === null || Array.isArray(node)) continue;
    if (typeof node["text"] === "string") size += node["text"].length;
    else size += node["type"] === "hard_break" ? 1 : 2 + sizeOf(node["content"]);
  }
  return size;
}

/** The text of ProseMirror JSON, block by block; stops once there is more than an excerpt shows. */
export function collectText(content: StepJson[string] | undefined, blocks: string[]): void {
  if (!Array.isArray(content)) return;
  for (const [index, node] of content.entries()) {
    if (blocks.length > EXCERPT || typeof node !== "object" || node === null || Array.isArray(node)) return;
    if (typeof node["text"] === "string") blocks[blocks.length - 1] += node["text"];
    else if (node["type"] === "hard_break") blocks.push("");
    else {
      if (index > 0) blocks.push("");
      collectText(node["content"], blocks);
    }
  }
}

const plain = (value: unknown): string =>
  excerpt(Array.isArray(value) ? value.join(", ") : typeof value === "string" || typeof value === "boolean" ? String(value) : "");

/** At most 80 characters, never half of one. */
const excerpt = (text: string): string => {
  const chars = charactersOf(cutEnd(text, EXCERPT * 4));
  return chars.length <= EXCERPT ? chars.join("") : `${chars.slice(0, EXCERPT - 1).join("")}…`;
};
