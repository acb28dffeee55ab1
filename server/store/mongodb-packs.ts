import { Binary } from "mongodb";
import type { DocId, Version } from "../../shared/ids";
import type { MongoDatabase, StoredPack } from "./mongodb-database";
import { isDuplicate } from "./mongodb-database";
import type { Pack, PackHead } from "./pack";
import type { PackShelf } from "./pack-log";

const HEAD = { _id: 0, seq: 1, lastSeq: 1, first: 1, last: 1, sum: 1 } as const;

export async function newestPack(database: MongoDatabase, doc: string): Promise<PackHead | null> {
  return database.ask(() => database.packs.findOne({ doc }, { sort: { doc: -1, last: -1 }, projection: HEAD }));
}

/** The pack that holds a version, or the next one after it; null when that is not packed. */
export async function packHolding(database: MongoDatabase, doc: string, version: number): Promise<PackHead | null> {
  return database.ask(() => database.packs.findOne({ doc, last: { $gte: version } }, { sort: { doc: 1, last: 1 }, projection: HEAD }));
}

/** Null when it is gone. */
export async function packBytes(database: MongoDatabase, doc: string, { seq }: PackHead): Promise<Uint8Array | null> {
  const found = await database.ask(() => database.packs.findOne({ doc, seq }, { projection: { _id: 0, bytes: 1 } }));
  return found ? new Uint8Array(found.bytes.value()) : null;
}

const packOf = ({ seq, lastSeq, first, last, sum, bytes }: StoredPack): Pack => ({
  seq,
  lastSeq,
  first,
  last,
  sum,
  bytes: new Uint8Array(bytes.value()),
});

/** Whether a pack that no crash takes back covers this seq. */
export async function isPacked(database: MongoDatabase, doc: string, seq: number): Promise<boolean> {
  const covers = () => database.ask(() => database.packs.findOne({ doc, lastSeq: { $gte: seq } }, { projection: { _id: 1 } }));
  if (!(await covers())) return false;
  await database.barrier();
  return (await covers()) !== null;
}

/** What packing needs of MongoDB. `recordsIn` reads batch records whatever covers them. */
export function mongoShelf(database: MongoDatabase, recordsIn: PackShelf["records"]): PackShelf {
  return {
    newestPack: (doc) => newestPack(database, doc),

    async readPack(doc, seq) {
      const query = { doc, lastSeq: { $gte: seq }, seq: { $lte: seq } };
      const found = await database.ask(() => database.packs.findOne(query, { sort: { doc: 1, lastSeq: 1 } }));
      return found ? packOf(found) : null;
    },

    async writePack(doc, { bytes, ...head }) {
      if (!(await isThere(database, doc))) return false;
      try {
        await database.ask(() => database.packs.insertOne({ doc, ...head, bytes: new Binary(bytes) }));
      } catch (error) {
        if (isDuplicate(error)) return false;
        throw error;
      }
      // Looked at again: either this sees that the document is going, or its removal sees the pack.
      if (await isThere(database, doc)) return true;
      await database.ask(() => database.packs.deleteOne({ doc, seq: head.seq }));
      return false;
    },

    records: recordsIn,

    async newestRecord(doc: DocId) {
      const packed = (await newestPack(database, doc))?.lastSeq ?? 0;
      const query = { doc, seq: { $gt: packed } };
      const found = await database.ask(() =>
        database.commits.findOne(query, { sort: { doc: -1, last: -1 }, projection: { _id: 0, last: 1 } }),
      );
      return (found?.last ?? null) as Version | null;
    },

    async dropRecords(doc, seqs) {
      // What is removed must lie in a pack that no crash takes back.
      const [newest] = seqs.slice(-1);
      if (newest === undefined || !(await isPacked(database, doc, newest))) return;
      await database.ask(() => database.commits.deleteMany({ doc, seq: { $in: [...seqs] } }));
    },
  };
}

async function isThere(database: MongoDatabase, doc: string): Promise<boolean> {
  const query = { _id: doc, removing: { $exists: false as const } };
  return (await database.ask(() => database.documents.findOne(query, { projection: { _id: 1 } }))) !== null;
}
