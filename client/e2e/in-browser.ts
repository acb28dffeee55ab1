import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { TestApp } from "./test-app";

const folder = resolve(".cache", "e2e");

/** `test`, in which besides nothing may go wrong behind anybody's back. When it fails it leaves a picture of every page under `.cache/e2e`. */
export function browserTests(appOf: () => TestApp): (title: string, play: () => Promise<void>) => void {
  return (title, play) =>
    test(title, async () => {
      const app = appOf();
      try {
        await play();
        expect(app.takeFaults()).toEqual([]);
      } catch (error) {
        await photograph(app, title);
        // They belong to this browserTest: the next one begins without.
        const faults = app.takeFaults();
        throw faults.length === 0 ? error : new Error(`besides, behind anybody's back: ${faults.join("; ")}`, { cause: error });
      }
    });
}

async function photograph({ people }: TestApp, title: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const name = title.replace(/\P{L}+/gu, "-").slice(0, 60);
  for (const [index, person] of people.entries()) {
    if (person.page.isClosed()) continue;
    await person.page.screenshot({ path: join(folder, `${name}.${String(index)}-${person.name}.png`) }).catch(() => undefined);
  }
}
