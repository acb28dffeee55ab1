import type { CaseId } from "../../shared/ids";
import type { CaseView, DocumentLine, LibraryView } from "../../shared/protocol/rest";

export interface CaseFile {
  readonly file: CaseView;
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

  return (view, only) => {
    const documents = [...view.documents].sort((a, b) => a.changedAt - b.changedAt);
    for (const line of documents) place(line.doc);
    for (const file of [...view.cases].sort((a, b) => a.createdAt - b.createdAt)) place(file.id);
    return view.cases
      .filter((file) => only === null || file.id === only)
      .sort((a, b) => later(a.id, b.id))
      .map((file) => ({ file, texts: documents.filter((line) => line.case === file.id).sort((a, b) => later(a.doc, b.doc)) }));
  };
}
