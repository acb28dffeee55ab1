import { MongoClient, MongoTopologyClosedError } from "mongodb";
import type { CommandStartedEvent } from "mongodb";
import type { CaseId, DocId } from "../../shared/ids";
import { author, batch, fresh } from "../../fixtures/store-contract/records";
import { openMongo } from "./mongodb";
import { MongoDatabase } from "./mongodb-database";

// SPEC L4: what is acknowledged is in the journal of the majority. Asked of the driver's own settings, and of the commands it sends.

const durable = { w: "majority", journal: true };

test.each(["commits", "documents", "cases", "originals", "users", "sessions", "invites"] as const)(
  "L4: a write to %s is acknowledged from the journal of the majority",
  async (name) => {
    const database = new MongoDatabase("mongodb://127.0.0.1:1/none");
    expect(database[name].writeConcern).toMatchObject(durable);
    await database.close();
  },
);

test("L4: a client that is closed for good is given up, and the next question asked through another", async () => {
  const database = new MongoDatabase("mongodb://127.0.0.1:1/none");
  const clients = jest.spyOn(MongoClient.prototype, "db");
  const clientNow = (): unknown => {
    void database.users.collectionName;
    return clients.mock.contexts.at(-1);
  };
  const first = clientNow();
  // What the driver says from then on at every question, of a client whose first connection was cut off.
  const closed = database.ask(() => Promise.reject(new MongoTopologyClosedError("Topology is closed")));
  await expect(closed).rejects.toMatchObject({ name: "StoreAway" });
  expect(clientNow()).not.toBe(first);
  clients.mockRestore();
  await database.close();
});

const given = process.env["MONGODB_URI"];
(given === undefined ? test.skip : test)(
  `L4: so say the commands themselves${given === undefined ? ": skipped, as MONGODB_URI names no server" : ""}`,
  async () => {
    const uri = new URL(given ?? "");
    uri.pathname = `/sourcier-concern-${String(Date.now())}-${String(process.pid)}`;
    uri.searchParams.set("monitorCommands", "true");
    const asked = jest.spyOn(MongoClient.prototype, "db");
    const store = await openMongo(uri.href);
    const client = asked.mock.contexts[0] as MongoClient;
    asked.mockRestore();
    const sent: CommandStartedEvent[] = [];
    client.on("commandStarted", (event) => sent.push(event));
    await store.putCase({ id: fresh<CaseId>("case"), name: "", createdBy: author, createdAt: 1, demo: false });
    await store.appendBatch(batch(fresh<DocId>("doc"), 1, 1));
    const writes = sent.filter(({ commandName }) => ["insert", "update", "findAndModify"].includes(commandName));
    expect(writes.map(({ command }) => String(command["insert"] ?? command["update"] ?? command["findAndModify"]))).toEqual(
      expect.arrayContaining(["commits", "cases"]),
    );
    for (const { command } of writes) expect(command["writeConcern"]).toMatchObject({ w: "majority", j: true });
    await client.db().dropDatabase();
    await store.close();
  },
  60_000,
);
