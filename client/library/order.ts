import type { CaseId } from "../../shared/ids";
import type { CaseLine, DocumentLine, LibraryView } from "../../shared/protocol/rest";

export interface CaseFile {
  readonly file: CaseLine;
  /** Those whose lines are known: `file.texts` says how many there are. */
  readonly texts: readonly DocumentLine[];
}

/**
 * Puts case files and their texts in order, newest change first, but keeps what it has shown in its place from then on: a list that is looked at
 * must not move because a colleague typed. What is new comes first.
 */
export function createArrangement(): (view: LibraryView, only: CaseId | null) => readonly CaseFile[] {
  const ranks = new Map<string, number>();
  const place = (id: string): void => {
    if (!ranks.has(id)) ranks.set(id, ranks.size);
  };
  const later = (a: string, b: string): number => (ranks.get(b) ?? 0) - (ranks.get(a) ?? 0);

  /** Per case file: when the oldest text that is shown of it was changed, as it was when it came. */
  const oldest = new Map<CaseId, number>();
  let last = 0;
  const placeTexts = (lines: readonly DocumentLine[]): void => {
    const fresh = lines.filter(({ doc }) => !ranks.has(doc)).sort((a, b) => a.changedAt - b.changedAt);
    // Read because somebody looked further down: they belong there.
    const further = fresh.filter((line) => line.changedAt <= (oldest.get(line.case) ?? Number.NEGATIVE_INFINITY));
    for (const line of fresh) if (!further.includes(line)) place(line.doc);
    for (const line of further.reverse()) ranks.set(line.doc, --last);
    for (const line of fresh) oldest.set(line.case, Math.min(line.changedAt, oldest.get(line.case) ?? line.changedAt));
  };

  return (view, only) => {
    placeTexts(view.documents);
    for (const file of [...view.cases].sort((a, b) => a.createdAt - b.createdAt)) place(file.id);
    const texts = new Map<CaseId, DocumentLine[]>();
    for (const line of view.documents) {
      const lines = texts.get(line.case);
      if (lines) lines.push(line);
      else texts.set(line.case, [line]);
    }
    return view.cases
      .filter((file) => only === null || file.id === only)
      .sort((a, b) => later(a.id, b.id))
      .map((file) => ({ file, texts: (texts.get(file.id) ?? []).sort((a, b) => later(a.doc, b.doc)) }));
  };
}
