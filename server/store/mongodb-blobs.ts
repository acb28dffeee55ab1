import { randomUUID } from "node:crypto";
import { Binary } from "mongodb";
import { Meter, isBlobName, weigh } from "./blobs";
import type { BlobFound, BlobPut } from "./blobs";
import type { MongoDatabase } from "./mongodb-database";
import { isDuplicate } from "./mongodb-database";
import { StoreAway } from "./errors";
import type { Store } from "./Store";

/** Blobs that are looked at together when they are swept. */
const AT_ONCE = 500;

/**
 * Blobs in MongoDB: chunks under the name of one put, and a record that names them, written last, by which alone a blob is found. A put that was
 * cut short leaves chunks that no record names; they are swept as blobs are.
 */
export function mongoBlobs(database: MongoDatabase): Pick<Store, "putBlob" | "hasBlob" | "readBlob" | "sweepBlobs"> {
  const write = async (name: string, meter: Meter, put: string): Promise<BlobPut> => {
    let count = 0;
    for await (const chunk of meter.chunks()) {
      const record = { _id: `${put}/${String(count)}`, put, index: count, at: Date.now(), bytes: new Binary(chunk) };
      await database.ask(() => database.blobChunks.insertOne(record));
      count += 1;
    }
    const against = meter.against(name);
    if (against !== null) return against;
    try {
      await database.ask(() => database.blobs.insertOne({ _id: name, size: meter.size, put, chunks: count, at: Date.now() }));
      return "kept";
    } catch (error) {
      if (isDuplicate(error)) return "had";
      throw error;
    }
  };

  const readBlob = async (name: string): Promise<BlobFound | null> => {
    if (!isBlobName(name)) return null;
    const found = await database.ask(() => database.blobs.findOne({ _id: name }));
    return found && { size: found.size, chunks: chunksOf(database, found.put, found.chunks) };
  };

  return {
    async putBlob(name, source, most) {
      const meter = new Meter(source, most);
      if (isBlobName(name) && (await touchBlob(database, name))) {
        await weigh(meter);
        return meter.against(name) ?? "had";
      }
      const put = randomUUID();
      try {
        const outcome = await write(name, meter, put);
        if (outcome !== "kept") await forget(database, put);
        return outcome;
      } catch (error) {
        // Where no answer came the record may have been written, and names these chunks: they stay for the sweep to judge.
        if (!(error instanceof StoreAway)) await forget(database, put).catch(() => undefined);
        throw error;
      }
    },

    async hasBlob(name) {
      return isBlobName(name) && (await database.ask(() => database.blobs.findOne({ _id: name }, { projection: { _id: 1 } }))) !== null;
    },

    readBlob,

    async sweepBlobs(before) {
      let swept = 0;
      for (let after = ""; ;) {
        const old = await database.ask(() =>
          database.blobs
            .find({ _id: { $gt: after }, at: { $lt: before } })
            .sort({ _id: 1 })
            .limit(AT_ONCE)
            .toArray(),
        );
        const names = old.map(({ _id }) => _id);
        const named = new Set(
          await database.ask(() => database.documents.distinct("original.sha256", { "original.sha256": { $in: names } })),
        );
        for (const name of names) {
          if (!named.has(name) && (await dropUnnamed(database, name, before))) swept += 1;
        }
        const { _id: last } = old.at(-1) ?? { _id: null };
        if (last === null) break;
        after = last;
      }
      await sweepPuts(database, before);
      return swept;
    },
  };
}

async function forget(database: MongoDatabase, put: string): Promise<void> {
  await database.ask(() => database.blobChunks.deleteMany({ put }));
}

/** Removes the blob when no record names it and nobody put it since; whether it was removed. */
export async function dropUnnamed(database: MongoDatabase, name: string, before: number): Promise<boolean> {
  if (await database.ask(() => database.documents.findOne({ "original.sha256": name }, { projection: { _id: 1 } }))) return false;
  // Unless it was put again while this looked: whoever names it puts it first.
  const gone = await database.ask(() => database.blobs.findOneAndDelete({ _id: name, at: { $lt: before } }));
  if (gone) await forget(database, gone.put);
  return gone !== null;
}

/** Whether the blob is there; if so it counts as put now. */
async function touchBlob(database: MongoDatabase, name: string): Promise<boolean> {
  const { matchedCount } = await database.ask(() => database.blobs.updateOne({ _id: name }, { $set: { at: Date.now() } }));
  return matchedCount === 1;
}

async function* chunksOf(database: MongoDatabase, put: string, count: number): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < count; index++) {
    const chunk = await database.ask(() => database.blobChunks.findOne({ _id: `${put}/${String(index)}` }));
    if (!chunk) throw new StoreAway("the blob was swept while it was read");
    yield new Uint8Array(chunk.bytes.value());
  }
}

/** Removes the chunks of puts that were begun before and that no blob names. */
async function sweepPuts(database: MongoDatabase, before: number): Promise<void> {
  const first = await database.ask(() => database.blobChunks.find({ index: 0, at: { $lt: before } }, { projection: { put: 1 } }).toArray());
  for (const { put } of first) {
    if (await database.ask(() => database.blobs.findOne({ put }, { projection: { _id: 1 } }))) continue;
    await forget(database, put);
  }
}
