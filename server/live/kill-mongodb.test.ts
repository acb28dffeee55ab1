import { MongoClient } from "mongodb";
import { temporaryFolder } from "../../fixtures/built-server";
import { killCycles, killOverAndOver, ownDatabase } from "../../fixtures/crash-harness";

const given = process.env["MONGODB_URI"];

(given === undefined ? test.skip : test)(
  "killed on MongoDB while twenty people write, over and over: nothing acknowledged is lost or doubled (SPEC L3, L4)",
  async () => {
    const folder = await temporaryFolder();
    const mongodbUri = ownDatabase(given ?? "");
    const cycles = killCycles();
    const killed = await killOverAndOver({ dataDir: folder.path, mongodbUri, cycles, seed: 20261122 });
    await folder.remove();
    const client = await MongoClient.connect(mongodbUri);
    await client.db().dropDatabase();
    await client.close();
    expect(killed.acknowledged).toBeGreaterThan(20 * cycles);
    expect(killed.interrupted).toBeGreaterThan(0);
  },
  600_000 + killCycles() * 5000,
);
