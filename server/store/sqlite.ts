import { join } from "node:path";
import { BlobFiles } from "./blob-files";
import { sqliteBlobs } from "./sqlite-blobs";
import { OriginalFiles } from "./original-files";
import { sqliteBin } from "./sqlite-bin";
import { finishRemovals, sqliteDocuments } from "./sqlite-documents";
import { SqliteFile } from "./sqlite-file";
import { sqliteHistory } from "./sqlite-history";
import { sqliteLog } from "./sqlite-log";
import { sqliteMembers } from "./sqlite-members";
import { sqlitePeople } from "./sqlite-people";
import { sqliteProjections } from "./sqlite-projections";
import { sqliteReading } from "./sqlite-reading";
import type { Store } from "./Store";

/**
 * The embedded store: one SQLite file, and the blobs beside it, under a directory that becomes private to this user. Rejects with
 * StoreInUse when another process has it open, with StoreFull when there is no room to open it.
 */
export async function openSqlite(directory: string): Promise<Store> {
  const file = new SqliteFile(directory);
  try {
    const files = { blobs: new BlobFiles(join(directory, "blobs")), originals: new OriginalFiles(join(directory, "originals")) };
    await finishRemovals(file, files);
    return {
      kind: "sqlite",
      async ping() {
        file.row("select 1");
      },
      async close() {
        file.close();
      },
      ...sqliteBlobs(file, files.blobs),
      ...sqliteDocuments(file, files),
      ...sqliteBin(file),
      ...sqliteMembers(file),
      ...sqliteLog(file),
      ...sqliteProjections(file),
      ...sqliteHistory(file),
      ...sqliteReading(file),
      ...sqlitePeople(file),
    };
  } catch (error) {
    file.close();
    throw error;
  }
}
