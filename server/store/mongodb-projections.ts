import { MongoBulkWriteError } from "mongodb";
import type { Collection } from "mongodb";
import type { DocId, Version } from "../../shared/ids";
import type { MongoDatabase, StoredDocument, StoredGone } from "./mongodb-database";
import { visible } from "./mongodb-documents";
import { checkKeys, isKey, storableFields } from "./record-validation";
import { sourceKey } from "./Store";
import type { ClaimRow, DocumentRow, Projection, SourceRow, Store } from "./Store";

/**
 * The readable records in MongoDB. Several processes may project one document, late and at once, and only single records change
 * atomically: so each record carries its version and takes no older one, `floor` bars what a rebuild has replaced, and a source that
 * went leaves its version in `goneSources`. Who writes looks at these again afterwards: whichever came last, one of the two sees the other.
 */
export function mongoProjections(
  database: MongoDatabase,
): Pick<Store, "project" | "listDocumentRows" | "listClaimRows" | "listSourceRows"> {
  return {
    async project(projection) {
      const { doc } = projection.row;
      checkKeys(
        doc,
        ...projection.claims.map((claim) => claim.claim),
        ...projection.sources.map((source) => sourceKey(source.claim, source.evidence)),
      );
      checkKeys(...projection.goneSources);
      const written = storableFields(projection);
      const { claims, sources, goneSources, whole } = written;
      await database.ask(async () => {
        if (claims.length + sources.length + goneSources.length > 0 || whole) {
          if (await projectRecords(database, written)) {
            await projectRow(database, written.row);
            await lookAgain(database, doc);
          }
        } else {
          await projectRow(database, written.row); // the most frequent: words were typed, nothing else
        }
      });
    },

    async listDocumentRows() {
      const query = { version: { $exists: true }, ...visible };
      const found = await database.ask(() => database.documents.find(query).sort({ _id: 1 }).toArray());
      return found.map(rowOf);
    },

    async listClaimRows(doc) {
      if (!isKey(doc) || (await isBinned(database, doc))) return [];
      const found = await database.ask(() => database.claims.find({ doc }).sort({ doc: 1, claim: 1 }).toArray());
      return found.map(({ _id, ...claim }): ClaimRow => claim);
    },

    async listSourceRows(doc) {
      if (!isKey(doc) || (await isBinned(database, doc))) return [];
      const found = await database.ask(() => database.sources.find({ doc }).sort({ doc: 1, _id: 1 }).toArray());
      return found.map(({ _id, ...source }): SourceRow => source);
    },
  };
}

/** Of a document that is in the bin nothing is shown. */
async function isBinned(database: MongoDatabase, doc: string): Promise<boolean> {
  const query = { _id: doc, binned: { $exists: true } };
  return (await database.ask(() => database.documents.findOne(query, { projection: { _id: 1 } }))) !== null;
}

/** False when the document is not there or a rebuild has replaced this already. */
async function projectRecords(database: MongoDatabase, { row, claims, sources, goneSources, whole }: Projection): Promise<boolean> {
  const { doc, version } = row;
  const { claims: claimRecords, sources: sourceRecords, goneSources: goneRecords } = database;
  const document = await database.documents.findOne({ _id: doc, removing: { $exists: false } }, { projection: { floor: 1 } });
  if (!document || (document.floor ?? -1) > version) return false;
  if (whole) {
    const below = { _id: doc, $or: [{ floor: { $exists: false } }, { floor: { $lt: version } }] };
    await database.documents.updateOne(below, { $set: { floor: version } });
  }
  await putNewer(
    goneRecords,
    goneSources.map((id) => ({ _id: keyOf(doc, id), doc, version })),
  );
  if (goneSources.length > 0) {
    await sourceRecords.deleteMany({ _id: { $in: goneSources.map((id) => keyOf(doc, id)) }, version: { $lte: version } });
  }
  await putNewer(
    claimRecords,
    claims.map((claim) => ({ _id: keyOf(doc, claim.claim), ...claim })),
  );
  await putNewer(
    sourceRecords,
    sources.map((source) => ({ _id: keyOf(doc, sourceKey(source.claim, source.evidence)), ...source })),
  );
  await takeBack(database, doc, sources);
  if (whole) {
    await removeOthers(claimRecords, row, new Set(claims.map((claim) => keyOf(doc, claim.claim))));
    await removeOthers(sourceRecords, row, new Set(sources.map((source) => keyOf(doc, sourceKey(source.claim, source.evidence)))));
  }
  return true;
}

const keyOf = (doc: DocId, id: string): string => `${doc}/${id}`;

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
async function removeOthers<T extends StoredGone>(
  collection: Collection<T>,
  { doc, version }: DocumentRow,
  kept: ReadonlySet<string>,
): Promise<void> {
  const records = collection as unknown as Collection<StoredGone>;
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

/** Of the sources just written, removes those that went at a version at or after theirs. */
async function takeBack(database: MongoDatabase, doc: DocId, sources: readonly SourceRow[]): Promise<void> {
  if (sources.length === 0) return;
  const gone = await database.goneSources
    .find({ _id: { $in: sources.map((source) => keyOf(doc, sourceKey(source.claim, source.evidence))) } })
    .toArray();
  for (const { _id, version } of gone) await database.sources.deleteOne({ _id, version: { $lt: version as Version } });
}

async function projectRow(database: MongoDatabase, { doc, case: _case, demo: _demo, sha256: _sha256, ...row }: DocumentRow): Promise<void> {
  const older = [{ version: { $exists: false } }, { version: { $lte: row.version } }];
  await database.documents.updateOne({ _id: doc, $or: older, removing: { $exists: false } }, { $set: row });
}

/** A rebuild or a removal may have come between: what it did away with must not stay. */
async function lookAgain(database: MongoDatabase, doc: DocId): Promise<void> {
  const document = await database.documents.findOne({ _id: doc }, { projection: { floor: 1, removing: 1 } });
  const below = document && document.removing === undefined ? (document.floor ?? 0) : Number.MAX_SAFE_INTEGER;
  for (const collection of [database.claims, database.sources, database.goneSources]) {
    await (collection as unknown as Collection<StoredGone>).deleteMany({ doc, version: { $lt: below } });
  }
}

function rowOf(document: StoredDocument): DocumentRow {
  const {
    _id,
    floor: _floor,
    removing: _removing,
    binned: _binned,
    createdBy: _createdBy,
    createdAt: _createdAt,
    original,
    ...row
  } = document;
  return { ...row, doc: _id, sha256: original?.sha256 ?? null } as DocumentRow;
}
