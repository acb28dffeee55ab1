import { temporaryFolder } from "../../fixtures/built-server";
import { killCycles, killOverAndOver } from "../../fixtures/crash-harness";

test(
  "killed while twenty people write, over and over: nothing acknowledged is lost or doubled (SPEC L3, L4)",
  async () => {
    const folder = await temporaryFolder();
    const cycles = killCycles();
    const killed = await killOverAndOver({ dataDir: folder.path, mongodbUri: null, cycles, seed: 20261122 });
    await folder.remove();
    expect(killed.acknowledged).toBeGreaterThan(20 * cycles);
    expect(killed.interrupted).toBeGreaterThan(0);
  },
  600_000 + killCycles() * 5000,
);

test("told to stop while twenty people write: everything asked is answered, and it ends in good order", async () => {
  const folder = await temporaryFolder();
  const ended = await killOverAndOver({ dataDir: folder.path, mongodbUri: null, cycles: 2, seed: 20261123, gently: true });
  await folder.remove();
  expect(ended.acknowledged).toBeGreaterThan(40);
}, 600_000);

test(
  "killed while it packs a long log and twenty people write, over and over: both logs are whole, and the packing goes on (SPEC L12)",
  async () => {
    const folder = await temporaryFolder();
    // Each lasts long enough for several packs, and there are five to make.
    const cycles = Math.ceil(killCycles() / 4) + 2;
    const killed = await killOverAndOver({ dataDir: folder.path, mongodbUri: null, cycles, seed: 20261124, packing: 5_000 });
    await folder.remove();
    expect(killed.acknowledged).toBeGreaterThan(0);
    expect(killed.leftToPack).toBeLessThan(4_000);
  },
  600_000 + killCycles() * 5000,
);
