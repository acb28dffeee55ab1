import type { Op } from "../../../shared/log/op";

/** The words of an op that a person can correct by hand, and the op with other words in their place. */
export interface Correctable {
  readonly words: string;
  with(words: string): Op;
}

/** Null when the op is not one piece of writing. */
export function correctable(op: Op): Correctable | null {
  switch (op.type) {
    case "claim.set":
      if (op.field === "tags" && Array.isArray(op.value))
        return { words: op.value.join(", "), with: (words) => ({ ...op, value: listOf(words) }) };
      return null;
    case "evidence.set":
      return op.field === "stance" ? null : { words: op.value, with: (value) => ({ ...op, value }) };
    case "statement.set":
    case "comment.add":
    case "comment.edit":
      return { words: op.text, with: (text) => ({ ...op, text }) };
    case "review.decide":
      return { words: op.note, with: (note) => ({ ...op, note }) };
    case "verdict.propose":
      return op.rationale === undefined ? null : { words: op.rationale, with: (rationale) => ({ ...op, rationale }) };
    case "doc.set":
      return typeof op.value === "string" ? { words: op.value, with: (value) => ({ ...op, value }) } : null;
    default:
      return null;
  }
}

const listOf = (words: string): string[] => [
  ...new Set(
    words
      .split(",")
      .map((word) => word.trim())
      .filter((word) => word !== ""),
  ),
];

/** What can be copied of an op that is not a text step. */
export function wordsOf(op: Op): string {
  if (op.type === "evidence.add") return [op.fields.title, op.fields.address, op.fields.quote].filter(Boolean).join("\n");
  if (op.type === "claim.add" || op.type === "claim.anchor") return op.exact;
  return correctable(op)?.words ?? "";
}
