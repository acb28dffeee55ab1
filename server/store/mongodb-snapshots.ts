import { randomUUID } from "node:crypto";
import { Binary } from "mongodb";
import type { Version } from "../../shared/ids";
import type { MongoDatabase, StoredSnapshot } from "./mongodb-database";
import { dispensable, snapshotBytes, snapshotState } from "./snapshot-bytes";
import { checkKeys, isKey } from "./record-validation";
import type { Store } from "./Store";
import { UnreadableSnapshot } from "./errors";

/** Bytes a part; a record may have 16 MiB, and a message to the server not much more. */
const PART = 8 * 1024 * 1024;
/** What earlier versions of this program wrote does not say how large it is. */
const UNKNOWN_BYTES = 50_000;

/** Snapshots in MongoDB: packed, in parts under a fresh name, and then one record that names them, so that none is ever seen torn. */
export function mongoSnapshots(database: MongoDatabase): Pick<Store, "readSnapshot" | "newestSnapshot" | "writeSnapshot"> {
  return {
    async readSnapshot(doc, at) {
      if (!isKey(doc)) return null;
      const query = { doc, version: { $lte: at ?? Number.MAX_SAFE_INTEGER } };
      // Once more when it was replaced between its record and its parts.
      let torn: Version | null = null;
      for (let attempt = 0; attempt < 3; attempt++) {
        const head = await database.ask(() => database.snapshots.findOne(query, { sort: { doc: -1, version: -1 } }));
        if (!head) return null;
        const bytes = await partsOf(database, head);
        const version = head.version as Version;
        if (bytes) return { doc, version, seq: head.seq, state: await snapshotState(version, bytes) };
        torn = version;
      }
      if (torn !== null) throw new UnreadableSnapshot(torn);
      return null;
    },

    async newestSnapshot(doc) {
      if (!isKey(doc)) return null;
      const sort = { doc: -1, version: -1 } as const;
      const head = await database.ask(() => database.snapshots.findOne({ doc }, { sort, projection: { version: 1 } }));
      return head ? (head.version as Version) : null;
    },

    async writeSnapshot({ doc, version, seq, state }) {
      checkKeys(doc);
      const bytes = await snapshotBytes(state);
      const content = randomUUID();
      const parts = Math.ceil(bytes.length / PART);
      for (let index = 0; index < parts; index++) {
        const part = new Binary(bytes.subarray(index * PART, (index + 1) * PART));
        await database.ask(() =>
          database.snapshotParts.insertOne({ _id: `${content}/${String(index)}`, doc, content, index, bytes: part }),
        );
      }
      const head = { doc, version, seq, content, parts, bytes: bytes.length };
      const replaced = await database.ask(() =>
        database.snapshots.findOneAndReplace({ _id: `${doc}/${String(version)}` }, head, { upsert: true, returnDocument: "before" }),
      );
      if (replaced) await removeParts(database, [replaced.content]);
      if (await isThere(database, doc)) await thinOut(database, doc);
      else await removeAll(database, doc);
    },
  };
}

/** Null when not all of them are there. */
async function partsOf(database: MongoDatabase, { content, parts }: StoredSnapshot): Promise<Buffer | null> {
  const found = await database.ask(() => database.snapshotParts.find({ content }).sort({ content: 1, index: 1 }).toArray());
  return found.length === parts ? Buffer.concat(found.map((part) => part.bytes.value())) : null;
}

const isThere = async (database: MongoDatabase, doc: string): Promise<boolean> =>
  (await database.ask(() => database.documents.findOne({ _id: doc, removing: { $exists: false } }, { projection: { _id: 1 } }))) !== null;

/** The document was removed meanwhile: either this sees it, or the removal saw what was written here. */
async function removeAll(database: MongoDatabase, doc: string): Promise<void> {
  await database.ask(() => database.snapshots.deleteMany({ doc }));
  await database.ask(() => database.snapshotParts.deleteMany({ doc }));
}

async function thinOut(database: MongoDatabase, doc: string): Promise<void> {
  const kept = await database.ask(() =>
    database.snapshots
      .find({ doc }, { projection: { version: 1, content: 1, bytes: 1 } })
      .sort({ doc: 1, version: 1 })
      .toArray(),
  );
  const drop = new Set(dispensable(kept.map(({ version, bytes = UNKNOWN_BYTES }) => ({ version, bytes }))));
  const old = kept.filter((head) => drop.has(head.version));
  if (old.length === 0) return;
  // The records first: one without its parts would be found.
  await database.ask(() => database.snapshots.deleteMany({ _id: { $in: old.map(({ _id: id }) => id) } }));
  await removeParts(
    database,
    old.map((head) => head.content),
  );
}

async function removeParts(database: MongoDatabase, contents: string[]): Promise<void> {
  await database.ask(() => database.snapshotParts.deleteMany({ content: { $in: contents } }));
}
