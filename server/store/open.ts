import type { Store } from "./Store";

/**
 * Opens MongoDB when there is an address for it, else the embedded store under `dataDir`. The one that is not used is not loaded: the
 * driver alone is some megabytes of memory.
 */
export async function openStore(where: { mongodbUri?: string | undefined; dataDir: string }): Promise<Store> {
  if (where.mongodbUri !== undefined) return (await import("./mongodb")).openMongo(where.mongodbUri);
  return (await import("./sqlite")).openSqlite(where.dataDir);
}
