import { statSync } from "node:fs";
import { join } from "node:path";
import { BSON, MongoClient } from "mongodb";
import { SqliteFile } from "../store/sqlite-file";

/** Bytes at rest: of the log alone, of the history's rows, and of everything with snapshots and indexes. */
export interface AtRest {
  readonly log: number;
  readonly history: number;
  readonly all: number;
}

/** Of the embedded store's file, closed, without the pages that are free for what comes next. Removes what it has measured from the file. */
export function sqliteAtRest(dataDir: string): AtRest {
  const path = join(dataDir, "sourcier.db");
  const without = (...tables: string[]): number => {
    const file = new SqliteFile(dataDir);
    for (const table of tables) file.exec(`delete from ${table}`);
    file.exec("vacuum");
    file.close();
    return statSync(path).size;
  };
  const all = without();
  const noHistory = without("history", "history_claims");
  const onlyLog = without("snapshots");
  return { log: onlyLog - without("batches", "packs"), history: all - noHistory, all };
}

/** Of the records in MongoDB, as the server is given them: without indexes, before its own compression. */
export async function mongoAtRest(uri: string): Promise<AtRest> {
  const client = await MongoClient.connect(uri);
  const size = async (...names: string[]): Promise<number> => {
    let bytes = 0;
    for (const name of names) for await (const record of client.db().collection(name).find()) bytes += BSON.calculateObjectSize(record);
    return bytes;
  };
  const [log, history, more] = [await size("commits", "packs"), await size("history"), await size("snapshots", "snapshotParts")];
  await client.close();
  return { log, history, all: log + history + more };
}
