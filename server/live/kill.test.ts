import { temporaryFolder } from "../../fixtures/server";
import { killCycles, killOverAndOver } from "./killing";

test("killed while twenty people write, over and over: nothing acknowledged is lost or doubled (SPEC L3, L4)", async () => {
  const folder = await temporaryFolder();
  const cycles = killCycles();
  const killed = await killOverAndOver({ dataDir: folder.path, mongodbUri: null, cycles, seed: 20261122 });
  await folder.remove();
  expect(killed.acknowledged).toBeGreaterThan(20 * cycles);
  expect(killed.interrupted).toBeGreaterThan(0);
  expect(killed.slowestStart).toBeLessThan(5000);
}, 600_000);
