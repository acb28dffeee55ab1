import type { CaseId, DocId } from "../../shared/ids";
import type { DocumentLine, LibraryView } from "../../shared/protocol/rest";
import { FIRST_LINES, MOST_LINES } from "../../shared/protocol/rest";
import type { Api } from "./api";
import type { Outcome } from "./failure";
import { createResource } from "./resource";
import type { Resource } from "./resource";

/** What may have changed. */
export interface LibraryParts {
  readonly docs?: readonly DocId[];
  readonly cases?: readonly CaseId[];
}

/** Every case file, and as many lines of texts as were looked at: the others are read when they are. */
export interface Library extends Resource<LibraryView> {
  /** Reads the next lines of a case file, up to the one of this place at least. */
  more(home: CaseId, place?: number): Promise<void>;
  /** Reads these again, and nothing else: they changed, or are gone. */
  changed(parts: LibraryParts): Promise<void>;
  /**
   * After a while in which not everything was told: reads the case files and the lines that were changed last, and the others that are shown only if those
   * do not reach back to what was read before: then no other has changed.
   */
  catchUp(): Promise<void>;
}

type Reading = Pick<Api, "readLibrary" | "readLibraryPart" | "listDocuments">;

/** Lines that are kept over a reading of everything; the others are read again when they are looked at. */
const MOST_KEPT = 5 * MOST_LINES;
/** A row may be written so much later than one that was changed after it, in milliseconds. */
const ROWS_LATE = 30_000;

export function createLibrary(api: Reading): Library {
  /** Per case file: where its next lines begin. Absent: at its first. Null: there are no more. */
  const cursors = new Map<CaseId, string | null>();
  const reading = new Set<CaseId>();
  /** Whether the next reading reads every line that is shown, whatever it seems to know. */
  let all = false;
  /** When the line was changed that was the newest as everything was last read; 0 before. */
  let rightAt = 0;

  const resource: Resource<LibraryView> = createResource(async () => {
    const trusts = !all;
    all = false;
    const outcome = await api.readLibrary();
    if (!outcome.ok) return outcome;
    const { cases, documents } = outcome.value;
    const times = documents.map(({ changedAt }) => changedAt);
    const reach = Math.min(...times) < rightAt - ROWS_LATE;
    rightAt = Math.max(0, ...times);
    const first = new Set(documents.map(({ doc }) => doc));
    const others = (resource.get().data?.documents ?? []).filter(({ doc }) => !first.has(doc));
    if (documents.length < FIRST_LINES || others.length === 0) return shown({ cases, documents });
    if (trusts && reach) {
      const standing = new Set(cases.map(({ id }) => id));
      return shown({ cases, documents: [...documents, ...others.filter((line) => standing.has(line.case))] });
    }
    const kept = others.slice(0, MOST_KEPT);
    const read = await readParts(api, { docs: kept.map(({ doc }) => doc), cases: [] });
    if (others.length > kept.length) cursors.clear();
    // What could not be read again stays as it was.
    return shown({ cases, documents: [...documents, ...(read?.documents ?? kept)] });
  });

  /** A case file of which lines are missing though all had come begins anew with its first. */
  function shown(view: LibraryView): Outcome<LibraryView> {
    const known = new Map<CaseId, number>();
    for (const { case: home } of view.documents) known.set(home, (known.get(home) ?? 0) + 1);
    const texts = new Map(view.cases.map((file) => [file.id, file.texts]));
    for (const [home, cursor] of cursors) {
      const all = texts.get(home);
      if (all === undefined || (cursor === null && (known.get(home) ?? 0) < all)) cursors.delete(home);
    }
    return { ok: true, value: view };
  }
  const change = (next: (view: LibraryView) => LibraryView): void =>
    resource.change((view) => {
      const changed = shown(next(view));
      return changed.ok ? changed.value : view;
    });

  return {
    ...resource,
    refresh() {
      all = true;
      return resource.refresh();
    },
    catchUp: () => resource.refresh(),
    clear() {
      cursors.clear();
      rightAt = 0;
      resource.clear();
    },
    async more(home, place = 0) {
      if (reading.has(home)) return;
      reading.add(home);
      const known = new Set((resource.get().data?.documents ?? []).flatMap((line) => (line.case === home ? [line.doc] : [])));
      const [before, lines] = [known.size, [] as DocumentLine[]];
      try {
        // On over pages of which every line is there: they were read one by one. Who looks far down waits for few large pages.
        while ((known.size === before || known.size <= place) && cursors.get(home) !== null) {
          const cursor = cursors.get(home);
          const far = place - known.size > MOST_LINES ? { limit: MOST_LINES } : {};
          const outcome = await api.listDocuments({ query: { cases: [home], ...far, ...(cursor ? { cursor } : {}) } });
          if (!outcome.ok) break;
          cursors.set(home, outcome.value.next);
          for (const line of outcome.value.documents) known.add(line.doc);
          lines.push(...outcome.value.documents);
        }
      } finally {
        reading.delete(home);
      }
      if (lines.length > 0) resource.change((view) => ({ ...view, documents: withLines(view.documents, lines) }));
    },
    async changed({ docs = [], cases = [] }) {
      const told = new Set(docs);
      // What a text leaves counts one less.
      const left = (resource.get().data?.documents ?? []).flatMap(({ doc, case: home }) => (told.has(doc) ? [home] : []));
      const asked = { docs: [...told], cases: [...new Set([...cases, ...left])] };
      if (asked.docs.length > MOST_LINES || asked.cases.length > MOST_LINES) {
        all = true;
        return resource.refresh();
      }
      const part = await readParts(api, asked);
      if (part) change((view) => withPart(view, asked, part));
      return undefined;
    },
  };
}

/** Null when they cannot be read now. */
async function readParts(api: Reading, { docs, cases }: Required<LibraryParts>): Promise<LibraryView | null> {
  const read: { cases: LibraryView["cases"]; documents: DocumentLine[] } = { cases: [], documents: [] };
  if (docs.length + cases.length === 0) return read;
  for (let from = 0; from === 0 || from < docs.length; from += MOST_LINES) {
    const query = { docs: docs.slice(from, from + MOST_LINES), cases: from === 0 ? [...cases] : [] };
    const outcome = await api.readLibraryPart({ query });
    if (!outcome.ok) return null;
    read.cases.push(...outcome.value.cases);
    read.documents.push(...outcome.value.documents);
  }
  return read;
}

/** The lines with others: each in the place of what was known of it, those that were not known behind. */
function withLines(lines: readonly DocumentLine[], others: readonly DocumentLine[]): DocumentLine[] {
  const now = new Map(others.map((line) => [line.doc, line]));
  const changed = lines.map((line) => {
    const is = now.get(line.doc) ?? line;
    now.delete(line.doc);
    return is;
  });
  return [...changed, ...now.values()];
}

/** The library with what was asked for as it is now. What was asked for and is not there is gone, a case file with its texts. */
function withPart(view: LibraryView, asked: Required<LibraryParts>, part: LibraryView): LibraryView {
  const there = new Set<string>([...part.cases.map(({ id }) => id), ...part.documents.map(({ doc }) => doc)]);
  const gone = new Set<string>([...asked.docs, ...asked.cases].filter((id) => !there.has(id)));
  const now = new Map(part.cases.map((file) => [file.id, file]));
  const cases = view.cases.filter(({ id }) => !gone.has(id)).map((file) => now.get(file.id) ?? file);
  const known = new Set(cases.map(({ id }) => id));
  return {
    cases: [...cases, ...part.cases.filter(({ id }) => !known.has(id))],
    documents: withLines(
      view.documents.filter(({ doc, case: home }) => !gone.has(doc) && !gone.has(home)),
      part.documents,
    ),
  };
}
