import type { HistoryKind, HistoryLine, HistoryQuery } from "./rest";
import type * as z from "zod/mini";

// What a line of the history is about: found so by the server's rows and by a page that is told of new ones.

/** By the type of an op. */
export function historyKindOf(type: string): HistoryKind {
  const [what] = type.split(".");
  switch (what) {
    case "claim":
    case "statement":
      return "claim";
    case "verdict":
    case "review":
      return "verdict";
    case "evidence":
      return "source";
    case "comment":
      return "comment";
    case "doc":
      return "document";
    default:
      return "text";
  }
}

type Filter = Pick<z.infer<typeof HistoryQuery>, "claim" | "author" | "kind">;

/** Whether a reading with this filter would have the line in it. */
export function isWanted({ author: by, ops }: Pick<HistoryLine, "author" | "ops">, { claim, author, kind }: Filter): boolean {
  if (author !== undefined && by !== author) return false;
  if (claim !== undefined && !ops.some((op) => op.claim === claim)) return false;
  return kind === undefined || ops.some(({ type }) => historyKindOf(type) === kind);
}
