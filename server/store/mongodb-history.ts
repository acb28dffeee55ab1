import type { Version } from "../../shared/ids";
import type { MongoDatabase } from "./mongodb-database";
import { isDuplicate } from "./mongodb-database";
import { checkKeys, isKey, storableFields } from "./record-validation";
import type { Store } from "./Store";
import type { HistoryRow } from "./rows";

/** Records that are written together. */
const AT_ONCE = 100;

/** The rows of documents' histories in MongoDB. Several processes may write them, and make the same of the same log: one that goes further stays. */
export function mongoHistory(database: MongoDatabase): Pick<Store, "putHistory" | "historyEnd" | "listHistory" | "dropHistory"> {
  const isThere = async (doc: string) => {
    const query = { _id: doc, removing: { $exists: false as const } };
    return (await database.ask(() => database.documents.findOne(query, { projection: { _id: 1 } }))) !== null;
  };

  return {
    async putHistory(doc, rows) {
      checkKeys(doc);
      const written = rows.map((row) => storableFields(row));
      if (!(await isThere(doc))) return;
      for (let from = 0; from < written.length; from += AT_ONCE) {
        const part = written.slice(from, from + AT_ONCE).map((row) => ({
          replaceOne: { filter: { _id: `${doc}/${String(row.first)}`, last: { $lte: row.last } }, replacement: row, upsert: true },
        }));
        await database.ask(async () => {
          for (let next = 0; next < part.length;) {
            try {
              await database.history.bulkWrite(part.slice(next), { ordered: true });
              return;
            } catch (error) {
              // One that goes further is there already; those behind it are still to be written.
              const at = isDuplicate(error) ? duplicateAt(error) : null;
              if (at === null) throw error;
              next += at + 1;
            }
          }
        });
      }
      // Looked at again: either this sees that the document is going, or its removal sees the rows.
      if (!(await isThere(doc))) await database.ask(() => database.history.deleteMany({ doc }));
    },

    async historyEnd(doc) {
      if (!isKey(doc)) return 0 as Version;
      const found = await database.ask(() => database.history.findOne({ doc }, { sort: { doc: -1, last: -1 }, projection: { last: 1 } }));
      return found?.last ?? (0 as Version);
    },

    async listHistory(doc, { before, after, claim, author, kind }, limit) {
      if (!isKey(doc)) return [];
      const query = {
        doc,
        ...(before === undefined ? {} : { first: { $lt: before } }),
        ...(after === undefined ? {} : { last: { $gt: after } }),
        ...(claim === undefined ? {} : { claims: claim }),
        ...(author === undefined ? {} : { author }),
        ...(kind === undefined ? {} : { kinds: kind }),
      };
      const found = await database.ask(() => database.history.find(query).sort({ doc: -1, first: -1 }).limit(limit).toArray());
      return found.map(({ _id, ...row }): HistoryRow => row);
    },

    async dropHistory(doc) {
      if (isKey(doc)) await database.ask(() => database.history.deleteMany({ doc }));
    },
  };
}

/** Which of the writes of a bulk it was; null when the error does not say. */
function duplicateAt(error: unknown): number | null {
  const errors = (error as { writeErrors?: unknown }).writeErrors;
  const [first] = Array.isArray(errors) ? (errors as { index?: unknown }[]) : [errors as { index?: unknown } | undefined];
  return typeof first?.index === "number" ? first.index : null;
}
