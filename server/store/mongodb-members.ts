import type { MongoDatabase } from "./mongodb-database";
import { caseOf, recordOf, standing } from "./mongodb-documents";
import { isKey, storableFields } from "./record-validation";
import type { Case, Store } from "./Store";

/** Who case files are for, and where documents lie for whoever asks, in MongoDB. */
export function mongoMembers(database: MongoDatabase): Pick<Store, "readCase" | "setMembers" | "findDocument"> {
  const readCase: Store["readCase"] = async (id) => {
    if (!isKey(id)) return null;
    const found = await database.ask(() => database.cases.findOne({ _id: id, createdAt: { $exists: true }, ...standing }));
    return (found && caseOf(found)[0]) ?? null;
  };
  return {
    readCase,

    async setMembers(id, { access, members, changes }, seen): Promise<Case | "changed" | "gone"> {
      if (!isKey(id)) return "gone";
      // A record of before members were kept, or one that nobody has changed since, has no count yet.
      const revision = seen === 0 ? { $in: [0, null] as unknown as number[] } : seen;
      const query = { _id: id as string, createdAt: { $exists: true }, ...standing, revision };
      const set = { ...storableFields({ access, members, changes }), revision: seen + 1 };
      const found = await database.ask(() => database.cases.findOneAndUpdate(query, { $set: set }, { returnDocument: "after" }));
      if (found) return caseOf(found)[0] ?? "gone";
      return (await readCase(id)) === null ? "gone" : "changed";
    },

    async findDocument(id) {
      if (!isKey(id)) return null;
      const found = await database.ask(() => database.documents.findOne({ _id: id, removing: { $exists: false as const } }));
      return found ? recordOf(found) : null;
    },
  };
}
