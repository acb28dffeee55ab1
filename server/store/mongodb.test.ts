import { MongoClient } from "mongodb";
import { storeContract } from "../../fixtures/store-contract/contract";
import { openMongo } from "./mongodb";

const given = process.env["MONGODB_URI"];
const suite = given === undefined ? describe.skip : describe;

/** A database of this run alone, on the server that is given. */
function ownDatabase(): string {
  const uri = new URL(given ?? "");
  uri.pathname = `/sourcier-contract-${String(Date.now())}-${String(process.pid)}`;
  return uri.href;
}

suite(given === undefined ? "skipped, as MONGODB_URI names no server:" : "on the server of MONGODB_URI:", () => {
  // Writes that wait for a disk far away, or for a small server's.
  jest.setTimeout(60_000);

  storeContract("MongoDB", async () => {
    const uri = ownDatabase();
    let store = await openMongo(uri);
    return {
      store,
      async reopen() {
        await store.close();
        store = await openMongo(uri);
        return store;
      },
      async destroy() {
        await store.close();
        const client = await MongoClient.connect(uri);
        await client.db().dropDatabase();
        await client.close();
      },
    };
  });
});
