import type { Batch, Commit } from "../../shared/log/commit";
import type { CommitId, DocId, UserId, Version } from "../../shared/ids";
import { parsing, writing } from "../json-pieces";
import { inSlices } from "../lane";
import { UnpackedPacks, batchesAbove } from "./pack";
import type { PackHead } from "./pack";
import { packOldest } from "./pack-log";
import { isPacked, mongoShelf, newestPack, packBytes, packHolding } from "./mongodb-packs";
import type { MongoDatabase, StoredBatch, StoredCommit } from "./mongodb-database";
import { isDuplicate } from "./mongodb-database";
import { MAX_BATCH, MAX_READ, checkKeys, isKey, storing } from "./record-validation";
import type { Store } from "./Store";
import { StoreAway, Unstorable } from "./errors";

/** Batches that the server sends at once. */
const FETCHED = 32;

/**
 * The log in MongoDB: one record a batch, and packs of old ones. The unique index on (doc, seq) decides every race; where a seq is packed its record is
 * gone, so who inserts one looks for a pack afterwards. Readers look at the batches first and at the packs then: what was removed before they looked lies
 * in a pack that they see.
 */
export function mongoLog(
  database: MongoDatabase,
): Pick<Store, "appendBatch" | "readBatches" | "readCommitsBackwards" | "packLog" | "findGap"> {
  // Documents whose tail may hold a batch that is not durable yet: ours, of which no answer came, or another process's that was first.
  const unsettled = new Set<DocId>();
  const settle = async (doc: DocId): Promise<void> => {
    if (!unsettled.has(doc)) return;
    await database.barrier();
    unsettled.delete(doc);
  };
  const shelf = mongoShelf(database, (doc, from, to, limit) => readRecords(database, doc, { seq: { $gte: from, $lte: to } }, "seq", limit));
  const reader = new PackedReader(database);

  return {
    async appendBatch(batch) {
      const record = await storedBatch(batch);
      try {
        const { insertedId } = await database.ask(() => database.commits.insertOne(record));
        if (!(await isPacked(database, batch.doc, batch.seq))) return "appended";
        // It was packed and removed: what was inserted is a stray, which no reader sees.
        unsettled.add(batch.doc);
        await database.ask(() => database.commits.deleteOne({ _id: insertedId }));
        return "taken";
      } catch (error) {
        if (error instanceof StoreAway) unsettled.add(batch.doc);
        if (!isDuplicate(error)) throw error;
        unsettled.add(batch.doc);
        return "taken";
      }
    },

    async readBatches(doc, after, limit) {
      if (!isKey(doc)) return [];
      await settle(doc);
      return reader.batchesAfter(doc, after, limit);
    },

    async readCommitsBackwards(doc, before, limit) {
      if (!isKey(doc)) return [];
      await settle(doc);
      const found: Commit[] = [];
      let below: number = before ?? Number.MAX_SAFE_INTEGER;
      while (found.length < limit) {
        const commits = await reader.commitsBelow(doc, below);
        if (!commits) break;
        for (const commit of commits.toReversed()) if (commit.version < below && found.length < limit) found.push(commit);
        below = commits[0]?.version ?? 0;
      }
      return found;
    },

    packLog: (doc, keep) => (isKey(doc) ? packOldest(shelf, doc, keep) : Promise.resolve(0)),

    async findGap(doc) {
      if (!isKey(doc)) return null;
      for (;;) {
        const newest = await newestPack(database, doc);
        const packed = newest?.lastSeq ?? 0;
        const query = { doc, seq: { $gt: packed } };
        const next = await database.ask(() =>
          database.commits.findOne(query, { sort: { doc: 1, seq: 1 }, projection: { _id: 0, seq: 1 } }),
        );
        if (!next || next.seq === packed + 1) return null;
        // Or it was packed between the two looks.
        if (((await newestPack(database, doc))?.lastSeq ?? 0) === packed) return (newest?.last ?? 0) as Version;
      }
    },
  };
}

/** Reads logs of which a part is packed, while it may be packed. */
class PackedReader {
  readonly #unpacked = new UnpackedPacks();
  /** The newest pack of a document, as it was last seen: where to look first. */
  readonly #newest = new Map<DocId, PackHead>();

  constructor(private readonly database: MongoDatabase) {}

  async batchesAfter(doc: DocId, after: Version, limit: number): Promise<Batch[]> {
    for (;;) {
      const known = this.#newest.get(doc);
      if (known && after < known.last) {
        const batches = await this.#holding(doc, after + 1);
        if (batches) return batchesAbove(batches, after, limit);
        this.#newest.delete(doc);
        continue;
      }
      const query = { seq: { $gt: known?.lastSeq ?? 0 }, last: { $gt: after } };
      const records = await readRecords(this.database, doc, query, "last", limit);
      if (await this.#isNewest(doc, known)) return records;
    }
  }

  /** The commits of the newest batch, or of the pack, that begins below a version; null when there is none. */
  async commitsBelow(doc: DocId, below: number): Promise<readonly Commit[] | null> {
    for (;;) {
      const known = this.#newest.get(doc);
      if (known && below - 1 <= known.last) {
        const batches = await this.#holding(doc, below - 1);
        if (batches) return startingBelow(batches, below);
        this.#newest.delete(doc);
        continue;
      }
      const record = await this.database.ask(() => recordBelow(this.database, doc, below, known?.lastSeq ?? 0));
      if (!(await this.#isNewest(doc, known))) continue;
      if (record) return (await batchOf(doc, record)).commits;
      const batches = known ? await this.#holding(doc, known.last) : null;
      return batches ? startingBelow(batches, below) : null;
    }
  }

  /** Whether the newest pack is still the one that was known when the batches were read. Notes it. */
  async #isNewest(doc: DocId, known: PackHead | undefined): Promise<boolean> {
    const newest = await newestPack(this.database, doc);
    if (newest) this.#newest.set(doc, newest);
    else this.#newest.delete(doc);
    return newest?.sum === known?.sum && newest?.lastSeq === known?.lastSeq;
  }

  /** The batches of the pack that holds a version; null when that is gone. */
  async #holding(doc: DocId, version: number): Promise<readonly Batch[] | null> {
    const head = await packHolding(this.database, doc, version);
    if (!head) return null;
    return this.#unpacked.batches(doc, head, async () => {
      const bytes = await packBytes(this.database, doc, head);
      // Its document was removed since its head was read.
      if (!bytes) throw new StoreAway("a pack is gone");
      return bytes;
    });
  }
}

const startingBelow = (batches: readonly Batch[], below: number): Commit[] | null =>
  (batches[0]?.commits[0]?.version ?? below) < below ? batches.flatMap(({ commits }) => commits) : null;

/** Batch records of a document in an order: at most `limit`, and no more once these are long, but one at least. */
async function readRecords(database: MongoDatabase, doc: DocId, query: object, order: "seq" | "last", limit: number): Promise<Batch[]> {
  const found = await database.ask(async () => {
    const records: StoredBatch[] = [];
    let length = 0;
    const cursor = database.commits.find({ doc, ...query });
    for await (const record of cursor
      .sort({ doc: 1, [order]: 1 })
      .limit(limit)
      .batchSize(FETCHED)) {
      records.push(record);
      for (const { ops, differs = "" } of record.commits) length += ops.length + differs.length;
      if (length >= MAX_READ) break;
    }
    return records;
  });
  const batches: Batch[] = [];
  for (const record of found) batches.push(await batchOf(doc, record));
  return batches;
}

async function batchOf(doc: DocId, { seq, commits }: StoredBatch): Promise<Batch> {
  const read: Commit[] = [];
  for (const commit of commits) read.push(await commitOf(commit));
  return { doc, seq, commits: read };
}

/** The newest batch record behind seq `packed` that begins below a version; null when there is none. */
async function recordBelow(database: MongoDatabase, doc: string, below: number, packed: number): Promise<StoredBatch | null> {
  const seq = { $gt: packed };
  const holding = await database.commits.findOne({ doc, seq, last: { $gte: below - 1 } }, { sort: { doc: 1, last: 1 } });
  const record = holding ?? (await database.commits.findOne({ doc, seq }, { sort: { doc: -1, last: -1 } }));
  return record && record.first < below ? record : null;
}

/** Throws Unstorable, by the same measure as the embedded store: the JSON of the commits. */
async function storedBatch({ doc, seq, commits }: Batch): Promise<StoredBatch> {
  checkKeys(doc);
  const [first, last] = [commits.at(0), commits.at(-1)];
  if (!first || !last) throw new Unstorable("not-plain", "a batch without commits");
  if (commits.length > MAX_BATCH) throw new Unstorable("too-large", `a batch of more than ${String(MAX_BATCH)} commits`);
  await inSlices(storing(commits));
  const stored: StoredCommit[] = [];
  for (const commit of commits) stored.push(await storedCommit(commit));
  return { doc, seq, first: first.version, last: last.version, commits: stored };
}

async function storedCommit(commit: Commit): Promise<StoredCommit> {
  const { version, id, author, at, base, rules, ops, submitted, counts, dropped, refused } = commit;
  const stored: StoredCommit = { version, id, author, at, base, ops: await inSlices(writing(ops)) };
  if (rules !== undefined) stored.rules = rules;
  if (submitted || counts || dropped || refused) stored.differs = await inSlices(writing({ submitted, counts, dropped, refused }));
  return stored;
}

async function commitOf({ version, id, author, at, base, rules, ops, differs }: StoredCommit): Promise<Commit> {
  const commit: Commit = {
    version: version as Version,
    id: id as CommitId,
    author: author as UserId,
    at,
    base: base as Version,
    ...(rules === undefined ? {} : { rules }),
    ops: (await inSlices(parsing(ops))) as Commit["ops"],
  };
  return differs === undefined ? commit : { ...commit, ...((await inSlices(parsing(differs))) as Partial<Commit>) };
}
