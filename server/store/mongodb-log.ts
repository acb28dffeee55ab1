import type { Batch, Commit } from "../../shared/log/commit";
import type { CommitId, DocId, UserId, Version } from "../../shared/ids";
import { parsing, writing } from "../json-pieces";
import { inSlices } from "../lane";
import type { MongoDatabase, StoredBatch, StoredCommit } from "./mongodb-database";
import { isDuplicate } from "./mongodb-database";
import { MAX_BATCH, MAX_READ, checkKeys, isKey, storing } from "./record-validation";
import type { Store } from "./Store";
import { StoreAway, Unstorable } from "./Store";

/** Batches that the server sends at once. */
const FETCHED = 32;

/** The log in MongoDB: one record a batch; the unique index on (doc, seq) decides every race. */
export function mongoLog(database: MongoDatabase): Pick<Store, "appendBatch" | "readBatches" | "readCommitsBackwards"> {
  // Documents whose tail may hold a batch that is not durable yet: ours, of which no answer came, or another process's that was first.
  const unsettled = new Set<DocId>();
  const settle = async (doc: DocId): Promise<void> => {
    if (!unsettled.has(doc)) return;
    await database.barrier();
    unsettled.delete(doc);
  };

  return {
    async appendBatch(batch) {
      const record = await storedBatch(batch);
      try {
        await database.ask(() => database.commits.insertOne(record));
        return "appended";
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
      const query = { doc, last: { $gt: after } };
      const found = await database.ask(async () => {
        const records: StoredBatch[] = [];
        let length = 0;
        for await (const record of database.commits.find(query).sort({ doc: 1, last: 1 }).limit(limit).batchSize(FETCHED)) {
          records.push(record);
          for (const { ops, differs = "" } of record.commits) length += ops.length + differs.length;
          if (length >= MAX_READ) break;
        }
        return records;
      });
      const batches: Batch[] = [];
      for (const { seq, commits } of found) {
        const read: Commit[] = [];
        for (const commit of commits) read.push(await commitOf(commit));
        batches.push({ doc, seq, commits: read });
      }
      return batches;
    },

    async readCommitsBackwards(doc, before, limit) {
      if (!isKey(doc)) return [];
      await settle(doc);
      const found: Commit[] = [];
      let below: number = before ?? Number.MAX_SAFE_INTEGER;
      while (found.length < limit) {
        const record = await database.ask(() => batchBelow(database, doc, below));
        if (!record) break;
        for (const commit of record.commits.toReversed()) {
          if (commit.version < below && found.length < limit) found.push(await commitOf(commit));
        }
        below = record.first;
      }
      return found;
    },
  };
}

/** The newest batch that begins below a version; null when there is none. */
async function batchBelow(database: MongoDatabase, doc: string, below: number): Promise<StoredBatch | null> {
  const holding = await database.commits.findOne({ doc, last: { $gte: below - 1 } }, { sort: { doc: 1, last: 1 } });
  const record = holding ?? (await database.commits.findOne({ doc }, { sort: { doc: -1, last: -1 } }));
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
