import type { CaseId, DocId } from "../../shared/ids";
import type { CaseLine, DocumentLine, LibraryView } from "../../shared/protocol/rest";
import { MOST_LINES } from "../../shared/protocol/rest";
import type { Api } from "./api";
import { createResource } from "./resource";
import type { Resource } from "./resource";

/** Every case file, and as many lines of texts as were looked at: the others are read when they are. */
export interface Library extends Resource<LibraryView> {
  /** Reads the next lines of a case file. */
  more(home: CaseId): Promise<void>;
  /** Reads these lines again, and nothing else: they changed, or are gone. */
  changed(docs: readonly DocId[]): Promise<void>;
}

type Reading = Pick<Api, "readLibrary" | "listDocuments">;

/** Lines that are kept over a reading of everything; the others are read again when they are looked at. */
const MOST_KEPT = 5 * MOST_LINES;

export function createLibrary(api: Reading): Library {
  /** Per case file: where its next lines begin. Absent: at its first. Null: there are no more. */
  let cursors = new Map<CaseId, string | null>();
  const reading = new Set<CaseId>();

  const resource: Resource<LibraryView> = createResource(async () => {
    const outcome = await api.readLibrary();
    if (!outcome.ok) return outcome;
    const first = new Set(outcome.value.documents.map(({ doc }) => doc));
    const others = (resource.get().data?.documents ?? []).filter(({ doc }) => !first.has(doc)).slice(0, MOST_KEPT);
    const lines = await readLines(
      api,
      others.map(({ doc }) => doc),
    );
    if (others.length === MOST_KEPT) cursors = new Map();
    // What could not be read again stays as it was.
    return { ok: true, value: { ...outcome.value, documents: [...outcome.value.documents, ...(lines ?? others)] } } as const;
  });

  return {
    ...resource,
    clear() {
      cursors = new Map();
      resource.clear();
    },
    async more(home) {
      const cursor = cursors.get(home);
      if (cursor === null || reading.has(home)) return;
      reading.add(home);
      try {
        const outcome = await api.listDocuments({ query: { cases: [home], ...(cursor ? { cursor } : {}) } });
        if (!outcome.ok) return;
        cursors.set(home, outcome.value.next);
        resource.change((view) => withLines(view, outcome.value.documents));
      } finally {
        reading.delete(home);
      }
    },
    async changed(docs) {
      const known = new Set(resource.get().data?.documents.map(({ doc }) => doc));
      // One that was never shown counts in its case file, or does not yet: only the server knows.
      if (docs.some((doc) => !known.has(doc))) return resource.refresh();
      const lines = await readLines(api, docs);
      if (!lines) return undefined;
      const there = new Set(lines.map(({ doc }) => doc));
      return resource.change((view) => withLines(view, lines, new Set(docs.filter((doc) => !there.has(doc)))));
    },
  };
}

/** Null when they cannot be read now. */
async function readLines(api: Reading, docs: readonly DocId[]): Promise<DocumentLine[] | null> {
  const lines: DocumentLine[] = [];
  for (let from = 0; from < docs.length; from += MOST_LINES) {
    const query = { docs: docs.slice(from, from + MOST_LINES), limit: MOST_LINES };
    const outcome = await api.listDocuments({ query });
    if (!outcome.ok) return null;
    lines.push(...outcome.value.documents);
  }
  return lines;
}

/** The library with some lines as they are now, without those that are gone, and the figures of their case files. */
function withLines(view: LibraryView, lines: readonly DocumentLine[], gone: ReadonlySet<DocId> = new Set()): LibraryView {
  const now = new Map(lines.map((line) => [line.doc, line]));
  const changes = new Map<CaseId, { texts: number; claims: number; changedAt: number }>();
  const count = (home: CaseId, texts: number, claims: number, changedAt: number): void => {
    const so = changes.get(home) ?? { texts: 0, claims: 0, changedAt: 0 };
    changes.set(home, { texts: so.texts + texts, claims: so.claims + claims, changedAt: Math.max(so.changedAt, changedAt) });
  };
  const documents: DocumentLine[] = [];
  for (const was of view.documents) {
    const is = gone.has(was.doc) ? undefined : (now.get(was.doc) ?? was);
    now.delete(was.doc);
    if (is) documents.push(is);
    if (is === was) continue;
    count(was.case, -1, -was.claims, 0);
    if (is) count(is.case, 1, is.claims, is.changedAt);
  }
  // Those that were not shown before are counted in their case files already.
  return { cases: view.cases.map((file) => counted(file, changes)), documents: [...documents, ...now.values()] };
}

function counted(file: CaseLine, changes: ReadonlyMap<CaseId, { texts: number; claims: number; changedAt: number }>): CaseLine {
  const change = changes.get(file.id);
  if (!change) return file;
  return {
    ...file,
    texts: file.texts + change.texts,
    claims: file.claims + change.claims,
    changedAt: Math.max(file.changedAt ?? 0, change.changedAt) || null,
  };
}
