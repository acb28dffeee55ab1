import type { MongoDatabase } from "./mongodb-database";
import { readModel } from "./mongodb-read-model";
import { NewerStore } from "./errors";

/**
 * A step from one form of the records to the next. Nothing holds several records together, so it goes from record to record in an order, may
 * come past one twice, and notes how far it is: one that is cut short goes on from there at the next start, in whichever process.
 */
export interface MongoMigration {
  readonly number: number;
  readonly name: string;
  /** `after`: what was noted last, null at first. */
  run(database: MongoDatabase, after: string | null, note: (after: string) => Promise<void>): Promise<void>;
}

/** Forward only, numbered as those of SQLite. One that has been released is never changed: what follows is a further one. */
export const mongoMigrations: readonly MongoMigration[] = [
  // What there was before migrations were counted: only the indexes, which every start looks after.
  { number: 1, name: "first-records", run: async () => undefined },
  { number: 2, name: "read-model", run: readModel },
  // Changes nothing: who does not know of packs would read a log without its beginning, and append to it.
  { number: 3, name: "packs", run: async () => undefined },
  // A collection of its own, filled as its documents are looked at.
  { number: 4, name: "history", run: async () => undefined },
  // A collection of its own, filled in the background of the same start.
  { number: 5, name: "sections", run: async () => undefined },
  // Tables of SQLite; here the rows are as they were, and fewer once they were made again.
  { number: 6, name: "slim-history", run: async () => undefined },
];

/** Runs those that the database has not had, in order. Rejects with NewerStore when it has had one that is not known here. */
export async function migrate(database: MongoDatabase, migrations: readonly MongoMigration[] = mongoMigrations): Promise<void> {
  const records = await database.ask(() => database.migrations.find().sort({ _id: 1 }).toArray());
  const known = migrations.at(-1)?.number ?? 0;
  const had = Math.max(0, ...records.map(({ _id: number }) => number));
  if (had > known) throw new NewerStore(had, known);
  for (const { number, name, run } of migrations) {
    const record = records.find(({ _id }) => _id === number);
    if (record?.at !== undefined) continue;
    const set = (fields: { after?: string; at?: number }) =>
      database.ask(() => database.migrations.updateOne({ _id: number }, { $set: { name, ...fields } }, { upsert: true }));
    await set({});
    await run(database, record?.after ?? null, async (after) => void (await set({ after })));
    await set({ at: Date.now() });
  }
}
