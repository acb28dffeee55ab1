import { join } from "node:path";
import { loopDisk } from "../../fixtures/loop-disk";
import { killCycles, killOverAndOver } from "../../fixtures/crash-harness";

// A kill leaves what the system has in memory, and so tells nothing of whether it was synced. Here the disk is taken as it is at that
// moment, without that memory, and the server goes on with what it finds there.

const cycles = killCycles();
const disk = loopDisk();

afterAll(() => disk?.remove());

(disk ? test : test.skip)(
  "the power cut while twenty people write, over and over: nothing acknowledged is lost or doubled (SPEC L3, L4)",
  async () => {
    if (!disk) throw new Error("no disk");
    const cut = await killOverAndOver({ dataDir: join(disk.path, "data"), mongodbUri: null, cycles, seed: 20261124, disk });
    expect(cut.acknowledged).toBeGreaterThan(20 * cycles);
    expect(cut.interrupted).toBeGreaterThan(0);
  },
  600_000 + cycles * 5000,
);
