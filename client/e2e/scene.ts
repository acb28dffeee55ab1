import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { House } from "./house";

const folder = resolve(".cache", "e2e");

/** `test`, in which besides nothing may go wrong behind anybody's back. When it fails it leaves a picture of every page under `.cache/e2e`. */
export function scenes(houseOf: () => House): (title: string, play: () => Promise<void>) => void {
  return (title, play) =>
    test(title, async () => {
      const house = houseOf();
      try {
        await play();
        expect(house.takeFaults()).toEqual([]);
      } catch (error) {
        await photograph(house, title);
        // They belong to this scene: the next one begins without.
        const faults = house.takeFaults();
        throw faults.length === 0 ? error : new Error(`besides, behind anybody's back: ${faults.join("; ")}`, { cause: error });
      }
    });
}

async function photograph({ people }: House, title: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const name = title.replace(/\P{L}+/gu, "-").slice(0, 60);
  for (const [index, person] of people.entries()) {
    if (person.page.isClosed()) continue;
    await person.page.screenshot({ path: join(folder, `${name}.${String(index)}-${person.name}.png`) }).catch(() => undefined);
  }
}
