import type { CaseId } from "../../shared/ids";
import type { MongoDatabase, StoredDocument } from "./mongodb-database";
import { settlePlace } from "./mongodb-places";
import { caseOf, open, recordOf, standing } from "./mongodb-documents";
import { checkKeys, isKey, storableFields } from "./record-validation";
import type { Place, Store } from "./Store";

/**
 * What may change of case files and of where documents lie, in MongoDB. Only single records change atomically: who puts a document into a
 * case looks at the case again afterwards, and whoever closes a case marks it first and lists its documents then; one of the two sees the other.
 */
export function mongoBin(database: MongoDatabase): Pick<Store, "setCase" | "placeDocument" | "readBinned" | "listBin" | "beginRemoval"> {
  return {
    async setCase(id, change) {
      if (!isKey(id)) return null;
      const { binned, ...fields } = storableFields(change);
      const set = { ...fields, ...(binned ? { binned } : {}) };
      const update = {
        ...(Object.keys(set).length > 0 ? { $set: set } : {}),
        ...(binned === null ? { $unset: { binned: "" as const } } : {}),
      };
      const query = { _id: id, createdAt: { $exists: true }, ...standing };
      const found = await database.ask(() =>
        Object.keys(update).length === 0
          ? database.cases.findOne(query)
          : database.cases.findOneAndUpdate(query, update, { returnDocument: "after" }),
      );
      return found ? (caseOf(found)[0] ?? null) : null;
    },

    async placeDocument(id, place) {
      if (!isKey(id)) return "gone";
      if (place.case !== undefined) checkKeys(place.case);
      const there = { _id: id, removing: { $exists: false as const } };
      const before = await database.ask(() => database.documents.findOne(there));
      if (!before) return "gone";
      if (place.from !== undefined && place.from !== before.case) return "elsewhere";
      const seenIn = place.case ?? before.case;
      const seen = place.binned === undefined ? before.binned === undefined : place.binned === null;
      if (seen && !(await isOpen(database, seenIn))) return "no-case";
      const { from, ...wanted } = place;
      const put = storableFields(wanted);
      // Moved or removed meanwhile: who wants it from one case looks again.
      if ((await write(database, { ...there, ...(from === undefined ? {} : { case: from }) }, put)) === 0)
        return from === undefined ? "gone" : "elsewhere";
      const stays = !seen || (await isOpen(database, seenIn));
      if (!stays) await write(database, { ...there, case: seenIn }, { case: before.case, binned: before.binned ?? null });
      await settlePlace(database, id);
      return stays ? "placed" : "no-case";
    },

    async readBinned(id) {
      if (!isKey(id)) return null;
      const found = await database.ask(() => database.documents.findOne({ _id: id, ...inBin }));
      return found ? recordOf(found) : null;
    },

    async listBin() {
      const cases = await database.ask(() =>
        database.cases
          .find({ binned: { $exists: true }, ...standing })
          .sort({ _id: 1 })
          .toArray(),
      );
      const documents = await database.ask(() => database.documents.find(inBin).sort({ _id: 1 }).toArray());
      return {
        cases: cases.flatMap(caseOf),
        documents: documents.map((document) => ({ record: recordOf(document), title: document.title ?? "" })),
      };
    },

    async beginRemoval(of) {
      const id = "doc" in of ? of.doc : of.case;
      if (!isKey(id)) return false;
      // Looked at and marked in one: who takes it out at the same time comes before it or finds nothing.
      const { matchedCount } = await database.ask(() =>
        "doc" in of
          ? database.documents.updateOne({ _id: id, ...inBin }, { $set: { removing: true } })
          : database.cases.updateOne({ _id: id, binned: { $exists: true }, ...standing }, { $set: { going: true } }),
      );
      return matchedCount > 0;
    },
  };
}

const inBin = { removing: { $exists: false as const }, binned: { $exists: true } };

async function isOpen(database: MongoDatabase, id: CaseId): Promise<boolean> {
  const query = { _id: id as string, createdAt: { $exists: true }, ...open };
  return (await database.ask(() => database.cases.findOne(query, { projection: { _id: 1 } }))) !== null;
}

/** How many records were there to be changed. */
async function write(
  database: MongoDatabase,
  query: { _id: string; case?: CaseId; removing: { $exists: false } },
  { case: home, binned }: Omit<Place, "from">,
): Promise<number> {
  if (home === undefined && binned === undefined) return 1;
  const set: Partial<StoredDocument> = { placing: true, ...(home === undefined ? {} : { case: home }), ...(binned ? { binned } : {}) };
  const update = { $set: set, ...(binned === null ? { $unset: { binned: "" as const } } : {}) };
  return (await database.ask(() => database.documents.updateOne(query, update))).matchedCount;
}
