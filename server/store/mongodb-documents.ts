import type { Collection, ObjectId } from "mongodb";
import type { CaseId, DocId } from "../../shared/ids";
import type { MongoDatabase, StoredCase, StoredDocument } from "./mongodb-database";
import { NAMED_WITHIN, bytesOf } from "./blobs";
import { dropUnnamed } from "./mongodb-blobs";
import { isDuplicate } from "./mongodb-database";
import { checkKeys, checkOriginal, isKey, keepOriginal, storableFields } from "./record-validation";
import { caseFrom } from "./case-members";
import { rowKinds } from "./row-index";
import type { Case, DocumentRecord, Store } from "./Store";

/** Not being removed, and not in the bin. */
export const visible = { removing: { $exists: false as const }, binned: { $exists: false as const } };
/** A case whose removal has not begun. */
export const standing = { going: { $exists: false as const }, gone: { $exists: false as const } };
/** One that something can be put into. */
export const open = { ...standing, binned: { $exists: false as const } };

/** Whether nothing may be put into the case: it is in the bin, or being removed, or was. */
async function isClosed(database: MongoDatabase, id: string): Promise<boolean> {
  const query = { _id: id, $or: [{ going: true as const }, { gone: true as const }, { binned: { $exists: true as const } }] };
  return (await database.ask(() => database.cases.findOne(query, { projection: { _id: 1 } }))) !== null;
}

/** Case files, documents and their originals in MongoDB. */
export function mongoDocuments(
  database: MongoDatabase,
  blobs: Pick<Store, "putBlob" | "readBlob">,
): Pick<
  Store,
  "putCase" | "removeCase" | "listCases" | "createDocument" | "readDocument" | "readOriginal" | "listDocumentIds" | "removeDocument"
> {
  const readDocument = async (id: DocId): Promise<DocumentRecord | null> => {
    if (!isKey(id)) return null;
    const found = await database.ask(() => database.documents.findOne({ _id: id, ...visible }));
    return found ? recordOf(found) : null;
  };

  return {
    async putCase(record) {
      checkKeys(record.id);
      const { id, ...fields } = storableFields(record);
      try {
        await database.ask(() => database.cases.insertOne({ _id: id, ...fields }));
        return "written";
      } catch (error) {
        if (isDuplicate(error)) return (await isClosed(database, id)) ? "gone" : "exists";
        throw error;
      }
    },

    async removeCase(id) {
      if (!isKey(id)) return [];
      await database.ask(() => database.cases.updateOne({ _id: id }, { $set: { going: true } }, { upsert: true }));
      const found = await database.ask(() => database.documents.find({ case: id }, { projection: { _id: 1 } }).toArray());
      const documents = found.map(({ _id: document }) => document as DocId);
      for (const document of documents) await removeDocument(database, document);
      // What stays of it bars its id, against whoever looked before.
      await database.ask(() => database.cases.replaceOne({ _id: id }, { gone: true }, { upsert: true }));
      return documents;
    },

    async listCases() {
      const query = { createdAt: { $exists: true }, binned: { $exists: false as const } };
      const found = await database.ask(() => database.cases.find(query).sort({ _id: 1 }).toArray());
      return found.flatMap(caseOf);
    },

    async createDocument(record, original) {
      checkKeys(record.id, record.case);
      checkOriginal(record, original);
      const { id, ...fields } = storableFields(record);
      if (await database.ask(() => database.documents.findOne({ _id: id }, { projection: { _id: 1 } }))) return "exists";
      await keepOriginal(blobs, record, original);
      try {
        if (await isClosed(database, record.case)) return "gone";
        await database.ask(() => database.documents.insertOne({ _id: id, ...fields }));
        // Looked at again: either this sees that the removal has begun, or the removal, which marks first and lists then, sees the document.
        if (!(await isClosed(database, record.case))) return "created";
        await removeDocument(database, id);
        return "gone";
      } catch (error) {
        if (isDuplicate(error)) return "exists";
        throw error;
      }
    },

    readDocument,

    async readOriginal(id) {
      const record = await readDocument(id);
      if (!record?.original) return null;
      const blob = await blobs.readBlob(record.original.sha256);
      if (blob) return bytesOf(blob);
      // A store of before has it beside the document.
      const found = await database.ask(() => database.originals.findOne({ _id: originalId(record) }));
      return found ? new Uint8Array(found.bytes.value()) : null;
    },

    async listDocumentIds(of) {
      const found = await database.ask(() =>
        database.documents
          .find(of === undefined ? visible : { case: of, ...visible }, { projection: { _id: 1 } })
          .sort({ _id: 1 })
          .toArray(),
      );
      return found.map(({ _id: document }) => document as DocId);
    },

    async removeDocument(id) {
      if (isKey(id)) await removeDocument(database, id);
    },
  };
}

/** Nothing for what stays of a removed one. */
export function caseOf({ _id, name, createdBy, createdAt, demo, binned, access, members, changes, revision }: StoredCase): Case[] {
  if (name === undefined || createdBy === undefined || createdAt === undefined || demo === undefined) return [];
  const record = { id: _id as CaseId, name, createdBy, createdAt, demo, ...(binned ? { binned } : {}) };
  return [caseFrom({ ...record, ...given({ access, members, changes, revision }) })];
}

/** Without those that are undefined. */
const given = <T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };

/** Where a store of before has it. */
const originalId = (record: DocumentRecord): string => `${record.id}/${record.original?.sha256 ?? ""}`;

export function recordOf({ _id, case: caseId, createdBy, createdAt, demo, original, binned }: StoredDocument): DocumentRecord {
  return { id: _id as DocId, case: caseId, createdBy, createdAt, demo, original, ...(binned ? { binned } : {}) };
}

/** Finishes the removals that a crash cut short. */
export async function finishRemovals(database: MongoDatabase): Promise<void> {
  const left = await database.ask(() => database.documents.find({ removing: true }, { projection: { _id: 1 } }).toArray());
  for (const { _id: document } of left) await removeDocument(database, document);
}

/** Records at once: a long log is removed in portions, each within the time that an answer may take. */
const AT_ONCE = 500;

// Hidden first, forgotten last: whatever interrupts it, the next one finds it and finishes.
async function removeDocument(database: MongoDatabase, id: string): Promise<void> {
  await database.ask(() => database.documents.updateOne({ _id: id }, { $set: { removing: true } }));
  const { commits, packs, snapshots, snapshotParts, history, originals } = database;
  const rows = rowKinds.flatMap((kind) => [database.rows(kind), database.gone(kind)]);
  for (const kind of rowKinds) {
    await database.ask(() => database.rows(kind).updateMany({ doc: id }, { $set: { shown: false } }));
  }
  for (const collection of [commits, packs, snapshots, snapshotParts, history, ...rows, originals]) {
    // By what all of their records have.
    await removeRecords(database, collection as unknown as Collection<{ _id: string | ObjectId; doc: string }>, id);
  }
  const gone = await database.ask(() => database.documents.findOneAndDelete({ _id: id }));
  if (gone?.original) await dropUnnamed(database, gone.original.sha256, Date.now() - NAMED_WITHIN);
}

async function removeRecords(
  database: MongoDatabase,
  records: Collection<{ _id: string | ObjectId; doc: string }>,
  doc: string,
): Promise<void> {
  for (;;) {
    const portion = await database.ask(() =>
      records
        .find({ doc }, { projection: { _id: 1 } })
        .limit(AT_ONCE)
        .toArray(),
    );
    if (portion.length === 0) return;
    await database.ask(() => records.deleteMany({ _id: { $in: portion.map(({ _id: id }) => id) } }));
  }
}
