import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { storeContract } from "../../fixtures/store-contract/contract";
import { openSqlite } from "./sqlite";

storeContract("SQLite", async () => {
  const directory = mkdtempSync(join(tmpdir(), "sourcier-store-"));
  let store = await openSqlite(directory);
  return {
    store,
    async reopen() {
      await store.close();
      store = await openSqlite(directory);
      return store;
    },
    async destroy() {
      await store.close();
      rmSync(directory, { recursive: true });
    },
  };
});
