import type { Config } from "./config";
import { NewerStore, StoreAway, StoreFull, StoreInUse } from "./store/errors";

/** Redis was asked for and does not answer. */
export class RedisAway extends Error {
  override readonly name = "RedisAway";
}

/** Why the server or a command could not start, as a line for whoever started it; a bug keeps its stack. */
export function reasonOf(error: unknown, config: Config): string {
  const { port, host, dataDir, mongodbUri } = config;
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "EADDRINUSE") return `Port ${port} on ${host} is taken by another program. Set PORT to another one.`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") return `HOST=${host} is no address of this machine.`;
  if (code === "EACCES" && port > 0 && port < 1024) return `Port ${port} is reserved. Set PORT to one above 1023.`;
  if (error instanceof StoreInUse) return `Another process has ${dataDir} open. Stop it first, or set DATA_DIR to another folder.`;
  if (error instanceof StoreAway) return `The store does not answer. Check ${mongodbUri === null ? `DATA_DIR=${dataDir}` : "MONGODB_URI"}.`;
  if (error instanceof StoreFull) return `There is no room, or no permission, to write under ${dataDir}.`;
  if (error instanceof NewerStore) {
    const where = mongodbUri === null ? dataDir : "the database";
    return (
      `A newer version of Sourcier has written to ${where} (form ${error.had}; this version knows ${error.known}). ` +
      "Nothing was changed. Start that version, or one after it."
    );
  }
  if (error instanceof RedisAway) return "Redis does not answer. Check REDIS_URL.";
  return `Could not go on: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
