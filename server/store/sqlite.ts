import { join } from "node:path";
import { OriginalFiles } from "./original-files";
import { sqliteBin } from "./sqlite-bin";
import { finishRemovals, sqliteDocuments } from "./sqlite-documents";
import { SqliteFile } from "./sqlite-file";
import { sqliteLog } from "./sqlite-log";
import { sqliteMembers } from "./sqlite-members";
import { sqlitePeople } from "./sqlite-people";
import { sqliteProjections } from "./sqlite-projections";
import { sqliteReading } from "./sqlite-reading";
import type { Store } from "./Store";

/**
 * The embedded store: one SQLite file, and the originals beside it, under a directory that becomes private to this user. Rejects with
 * StoreInUse when another process has it open, with StoreFull when there is no room to open it.
 */
export async function openSqlite(directory: string): Promise<Store> {
  const file = new SqliteFile(directory);
  try {
    const originals = new OriginalFiles(join(directory, "originals"));
    await finishRemovals(file, originals);
    return {
      kind: "sqlite",
      async ping() {
        file.row("select 1");
      },
      async close() {
        file.close();
      },
      ...sqliteDocuments(file, originals),
      ...sqliteBin(file),
      ...sqliteMembers(file),
      ...sqliteLog(file),
      ...sqliteProjections(file),
      ...sqliteReading(file),
      ...sqlitePeople(file),
    };
  } catch (error) {
    file.close();
    throw error;
  }
}
