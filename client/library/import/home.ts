import type { CaseId } from "../../../shared/ids";
import type { LibraryView } from "../../../shared/protocol/rest";

/**
 * The case file that a new text goes into unless the person says otherwise: the one it was asked for in, else the one that was worked in last.
 * Null: a new one. Never the demonstration, which is removed some day: a text goes in there only when somebody chooses so.
 */
export function proposedHome({ cases }: Pick<LibraryView, "cases">, askedIn: CaseId | null): CaseId | null {
  const own = cases.filter((file) => !file.demo);
  const asked = own.find((file) => file.id === askedIn);
  if (asked) return asked.id;
  const [newest] = own.toSorted((a, b) => Math.max(b.changedAt ?? 0, b.createdAt) - Math.max(a.changedAt ?? 0, a.createdAt));
  return newest?.id ?? null;
}
