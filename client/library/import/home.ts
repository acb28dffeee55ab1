import type { CaseId } from "../../../shared/ids";
import type { LibraryView } from "../../../shared/protocol/rest";

/**
 * The case file that a new text goes into unless the person says otherwise: the one it was asked for in, else the one that was worked in last.
 * Null: a new one. Never the demonstration, which is removed some day: a text goes in there only when somebody chooses so.
 */
export function proposedHome({ cases, documents }: LibraryView, askedIn: CaseId | null): CaseId | null {
  const own = cases.filter((file) => !file.demo);
  const asked = own.find((file) => file.id === askedIn);
  if (asked) return asked.id;
  const changed = new Map(own.map((file) => [file.id, file.createdAt]));
  for (const line of documents) {
    const before = changed.get(line.case);
    if (before !== undefined && before < line.changedAt) changed.set(line.case, line.changedAt);
  }
  const [newest] = [...changed].sort(([, a], [, b]) => b - a);
  return newest?.[0] ?? null;
}
