import { describeInChromium } from "../../fixtures/chromium";
import { openHouse, storeName } from "./house";
import type { House } from "./house";
import type { Person } from "./person";
import { scenes } from "./scene";
import { addText } from "./texts";
import { clickBehind, openDocument, reads, saved, textOf } from "./workbench";

jest.setTimeout(120_000);

const BLOCKS = 1200;
const text = Array.from({ length: BLOCKS }, (_, index) => `Alinéa ${index + 1} de la lettre ouverte aux ministres.`).join("\n\n");

describeInChromium(`a text of ${BLOCKS} blocks, on ${storeName}`, () => {
  let house: House;
  const scene = scenes(() => house);
  let ana: Person;
  beforeAll(async () => {
    house = await openHouse();
    ana = await house.person("Ana", "admin");
    await openDocument(ana, await addText(ana, new Uint8Array(Buffer.from(text)), "Une longue lettre"));
    await ana.page.getByRole("button", { name: ana.words("workbench:locked") }).click();
    await textOf(ana).and(ana.page.locator("[aria-readonly=false]")).waitFor();
  });
  afterAll(() => house.close());

  /** Waits until a block is left out of what the browser looks at, or is not. */
  const isShown = async (block: number, value: "auto" | "hidden" | "visible"): Promise<void> => {
    const element = await textOf(ana).locator("> p").nth(block).elementHandle();
    await ana.page.waitForFunction(
      ([element, value]) => element !== null && getComputedStyle(element as Element).getPropertyValue("content-visibility") === value,
      [element, value] as const,
    );
  };

  scene("while somebody writes, blocks far from the cursor are set aside, and are back in a pause", async () => {
    await isShown(BLOCKS - 1, "auto");
    await clickBehind(ana, "Alinéa 3 de la lettre");
    const setAside = isShown(BLOCKS - 1, "hidden");
    await ana.page.keyboard.type(" très");
    await setAside;
    await isShown(2, "visible");
    await isShown(5, "auto");
    await isShown(BLOCKS - 1, "auto");
    await reads(ana, "Alinéa 3 de la lettre très ouverte");
    await saved(ana);
  });
});
