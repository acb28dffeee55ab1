import { MongoBulkWriteError } from "mongodb";
import type { Collection } from "mongodb";
import type { DocId, Version } from "../../shared/ids";
import type { MongoDatabase, StoredClaim, StoredDocument, StoredGone, StoredRow, StoredSource } from "./mongodb-database";
import { visible } from "./mongodb-documents";
import { placeRows } from "./mongodb-places";
import { checkKeys, isKey, storableFields } from "./record-validation";
import { documentColumns, documentTerms, indexedChanges, rowKinds } from "./row-index";
import type { IndexedRow } from "./row-index";
import type { Store } from "./Store";
import type { ClaimRow, DocumentRow, Projection, ProjectionRecord, RowKind, SourceRow } from "./rows";

/**
 * The readable records in MongoDB. Several processes may project one document, late and at once, and only single records change
 * atomically: so each record carries its version and takes no older one, `floors` bar what a rebuild has replaced, and a source that
 * went leaves its version in `goneSources`. Who writes looks at these again afterwards: whichever came last, one of the two sees the other.
 */
export function mongoProjections(
  database: MongoDatabase,
): Pick<Store, "project" | "readProjections" | "writeProjection" | "listDocumentRows" | "listClaimRows" | "listSourceRows"> {
  return {
    async project(projection) {
      const { doc, whole } = projection;
      const written = storableFields(projection);
      const kinds = rowKinds.flatMap((kind) => changesOf(kind, written));
      checkKeys(doc, ...kinds.flatMap(({ put, gone }) => [...put.map(({ key }) => key), ...gone]));
      await database.ask(async () => {
        const some = whole || kinds.some(({ put, gone }) => put.length + gone.length > 0);
        // The most frequent: words were typed, nothing else.
        if (!some) return projectRow(database, written.row);
        if (!(await projectRecords(database, written, kinds))) return;
        await projectRow(database, written.row);
        await lookAgain(database, doc);
      });
    },

    async readProjections() {
      const found = await database.ask(() => database.projections.find().sort({ _id: 1 }).toArray());
      return found.map(({ _id: name, version, rebuilding }): ProjectionRecord => ({ name, version, rebuilding }));
    },

    async writeProjection({ name, ...record }) {
      await database.ask(() => database.projections.replaceOne({ _id: name }, record, { upsert: true }));
    },

    async listDocumentRows() {
      const query = { version: { $exists: true }, ...visible };
      const found = await database.ask(() => database.documents.find(query).sort({ _id: 1 }).toArray());
      return found.map(rowOf);
    },

    async listClaimRows(doc) {
      if (!isKey(doc) || (await isBinned(database, doc))) return [];
      const found = await database.ask(() => database.claims.find({ doc }).sort({ doc: 1, claim: 1 }).toArray());
      return found.map(claimOf);
    },

    async listSourceRows(doc) {
      if (!isKey(doc) || (await isBinned(database, doc))) return [];
      const found = await database.ask(() => database.sources.find({ doc }).sort({ doc: 1, _id: 1 }).toArray());
      return found.map(sourceOf);
    },
  };
}

export function claimOf({ _id, case: _case, shown: _shown, ...claim }: StoredClaim): ClaimRow {
  return claim;
}

export function sourceOf({ _id, case: _case, shown: _shown, terms: _terms, ...source }: StoredSource): SourceRow {
  return source;
}

/** Of a document that is in the bin nothing is shown. */
async function isBinned(database: MongoDatabase, doc: string): Promise<boolean> {
  const query = { _id: doc, binned: { $exists: true } };
  return (await database.ask(() => database.documents.findOne(query, { projection: { _id: 1 } }))) !== null;
}

interface KindChanges {
  readonly kind: RowKind;
  readonly put: readonly IndexedRow[];
  readonly gone: readonly string[];
}

function changesOf(kind: RowKind, { changes }: Projection): KindChanges[] {
  const told = indexedChanges(kind, changes);
  return told ? [{ kind, ...told }] : [];
}

/** False when the document is not there. */
async function projectRecords(database: MongoDatabase, projection: Projection, kinds: readonly KindChanges[]): Promise<boolean> {
  const query = { _id: projection.doc as string, removing: { $exists: false as const } };
  const document = await database.documents.findOne(query, { projection: { floors: 1, case: 1, binned: 1 } });
  if (!document) return false;
  for (const changes of kinds) {
    // A rebuild has replaced these already.
    if ((document.floors?.[changes.kind] ?? -1) <= projection.version) await projectKind(database, projection, changes, document);
  }
  return true;
}

async function projectKind(
  database: MongoDatabase,
  { doc, version, whole }: Projection,
  { kind, put, gone }: KindChanges,
  document: Pick<StoredDocument, "case" | "binned">,
): Promise<void> {
  const rows = database.rows(kind);
  if (whole) {
    const floor = `floors.${kind}`;
    const below = { _id: doc as string, $or: [{ [floor]: { $exists: false } }, { [floor]: { $lt: version } }] };
    await database.documents.updateOne(below, { $set: { [floor]: version } });
  }
  await putNewer(
    database.gone(kind),
    gone.map((id) => ({ _id: keyOf(doc, id), doc, version })),
  );
  if (gone.length > 0) {
    await rows.deleteMany({ _id: { $in: gone.map((id) => keyOf(doc, id)) }, version: { $lte: version } });
  }
  const place = { case: document.case, shown: document.binned === undefined };
  const stored = put.map(({ key, row, terms }) => ({ ...row, terms, ...place, _id: keyOf(doc, key) }));
  await putNewer<StoredRow>(rows, stored);
  await takeBack(
    database,
    kind,
    stored.map(({ _id: id }) => id),
  );
  if (whole) await removeOthers(rows, doc, version, new Set(stored.map(({ _id: id }) => id)));
}

export const keyOf = (doc: DocId, id: string): string => `${doc}/${id}`;

/** Records a command: more than some servers of the family take in one, and each must be answered in time. */
const AT_ONCE = 50;

/** Writes each record unless a newer one is there. */
export async function putNewer<T extends StoredGone>(collection: Collection<T>, records: readonly T[]): Promise<void> {
  for (let start = 0; start < records.length; start += AT_ONCE) {
    const portion = records.slice(start, start + AT_ONCE);
    try {
      await replaceOlder(collection, portion);
    } catch (error) {
      if (!onlyDuplicates(error)) throw error;
      // Not every server goes on after a duplicate, whatever it is asked: what of the portion was written is not known. Again is no harm.
      for (const record of portion) await replaceOne(collection, record);
    }
  }
}

/** A newer one is there, or another process was first to insert an older one: replacing without inserting is right for both. */
async function replaceOne<T extends StoredGone>(collection: Collection<T>, record: T): Promise<void> {
  try {
    await replaceOlder(collection, [record]);
  } catch (error) {
    if (!onlyDuplicates(error)) throw error;
    await replaceOlder(collection, [record], false);
  }
}

async function replaceOlder<T extends StoredGone>(collection: Collection<T>, records: readonly T[], upsert = true): Promise<void> {
  // The same collection by what all of its records have: a generic record's filter cannot be typed.
  const guarded = collection as unknown as Collection<StoredGone>;
  const operations = records.map(({ _id, ...fields }) => ({
    replaceOne: { filter: { _id, version: { $lte: fields.version } }, replacement: fields, upsert },
  }));
  await guarded.bulkWrite(operations);
}

/** Removes the records of a document that a rebuild did not write, unless they are newer. */
async function removeOthers(records: Collection<StoredRow>, doc: DocId, version: Version, kept: ReadonlySet<string>): Promise<void> {
  const found = await records.find({ doc, version: { $lte: version } }, { projection: { _id: 1 } }).toArray();
  const others = found.map(({ _id: id }) => id).filter((id) => !kept.has(id));
  for (let start = 0; start < others.length; start += AT_ONCE) {
    await records.deleteMany({ _id: { $in: others.slice(start, start + AT_ONCE) }, version: { $lte: version } });
  }
}

function onlyDuplicates(error: unknown): boolean {
  if (!(error instanceof MongoBulkWriteError) || error.result.getWriteConcernError()) return false;
  const errors = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors];
  return errors.length > 0 && errors.every((one) => one.code === 11_000);
}

/** Of the rows just written, removes those that went at a version at or after theirs. */
async function takeBack(database: MongoDatabase, kind: RowKind, written: readonly string[]): Promise<void> {
  if (written.length === 0) return;
  const gone = await database
    .gone(kind)
    .find({ _id: { $in: [...written] } })
    .toArray();
  for (const { _id, version } of gone) await database.rows(kind).deleteOne({ _id, version: { $lt: version } });
}

async function projectRow(database: MongoDatabase, row: DocumentRow | null): Promise<void> {
  if (!row) return;
  const { doc, case: _case, demo: _demo, sha256: _sha256, ...fields } = row;
  const older = [{ version: { $exists: false } }, { version: { $lte: row.version } }];
  await database.documents.updateOne({ _id: doc, $or: older, removing: { $exists: false } }, { $set: { ...fields, ...foundBy(row) } });
}

/** What a document's line is found by beside its own fields. */
export const foundBy = (row: DocumentRow): { titleKey: string; terms: string[] } => ({
  titleKey: documentColumns(row).title,
  terms: documentTerms(row),
});

/** A rebuild, a removal, or a move to another place may have come between: what it did away with must not stay. */
async function lookAgain(database: MongoDatabase, doc: DocId): Promise<void> {
  const document = await database.documents.findOne({ _id: doc }, { projection: { floors: 1, removing: 1, case: 1, binned: 1 } });
  const there = document && document.removing === undefined ? document : null;
  for (const kind of rowKinds) {
    const below = there ? (there.floors?.[kind] ?? 0) : Number.MAX_SAFE_INTEGER;
    await database.rows(kind).deleteMany({ doc, version: { $lt: below } });
    await database.gone(kind).deleteMany({ doc, version: { $lt: below } });
  }
  if (there) await placeRows(database, there);
}

export function rowOf(document: StoredDocument): DocumentRow {
  const {
    _id,
    floors: _floors,
    titleKey: _titleKey,
    terms: _terms,
    placing: _placing,
    removing: _removing,
    binned: _binned,
    createdBy: _createdBy,
    createdAt: _createdAt,
    original,
    ...row
  } = document;
  return { ...row, doc: _id, sha256: original?.sha256 ?? null } as DocumentRow;
}
