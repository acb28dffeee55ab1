import { describeInChromium } from "../../fixtures/chromium";
import { openTestApp, storeName } from "./test-app";
import type { TestApp } from "./test-app";
import type { Person } from "./person";
import { browserTests } from "./in-browser";
import { addText } from "./texts";
import { clickBehind, openDocument, reads, setLocked, saved, textOf } from "./workbench";

jest.setTimeout(120_000);

const BLOCKS = 1200;
const MIDDLE = 600;
const text = Array.from({ length: BLOCKS }, (_, index) => `Alinéa ${index + 1} de la lettre ouverte aux ministres.`).join("\n\n");

describeInChromium(`a text of ${BLOCKS} blocks, on ${storeName}`, () => {
  let app: TestApp;
  const browserTest = browserTests(() => app);
  let ana: Person;
  beforeAll(async () => {
    app = await openTestApp();
    ana = await app.person("Ana", "admin");
    await openDocument(ana, await addText(ana, new Uint8Array(Buffer.from(text)), "Une longue lettre"));
    await setLocked(ana, false);
    await textOf(ana).and(ana.page.locator("[aria-readonly=false]")).waitFor();
  });
  afterAll(() => app.close());

  const block = (index: number) => textOf(ana).locator("> p").nth(index);
  const isAside = (index: number, aside: boolean) => block(index).waitFor({ state: aside ? "hidden" : "visible" });
  const screen = () =>
    textOf(ana).evaluate((element, middle) => {
      const { top } = element.children[middle]?.getBoundingClientRect() ?? new DOMRect();
      return { top: Math.round(top), height: Math.round(element.getBoundingClientRect().height) };
    }, MIDDLE);

  browserTest("while somebody writes, blocks far from the cursor are set aside, nothing moves, and they are back in a pause", async () => {
    // Blocks that come into view get their own heights, one after another.
    await block(MIDDLE).evaluate(async (element) => {
      for (let stood = Number.NaN; stood !== element.getBoundingClientRect().top;) {
        element.scrollIntoView({ block: "center" });
        stood = element.getBoundingClientRect().top;
        await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
      }
    });
    await clickBehind(ana, `Alinéa ${MIDDLE + 1} de la lettre`);
    await isAside(BLOCKS - 1, false);
    const stood = await screen();
    await ana.page.keyboard.type(" très");
    await isAside(0, true);
    await isAside(BLOCKS - 1, true);
    await isAside(MIDDLE + 3, false);
    expect(await screen()).toEqual(stood);
    await isAside(0, false);
    await isAside(BLOCKS - 1, false);
    expect(await screen()).toEqual(stood);
    await reads(ana, `Alinéa ${MIDDLE + 1} de la lettre très ouverte`);
    await saved(ana);
  });

  browserTest("a key that goes further than what is there finds the whole text", async () => {
    await ana.page.keyboard.type(" très");
    await isAside(BLOCKS - 1, true);
    await ana.page.keyboard.press("ControlOrMeta+End");
    await ana.page.keyboard.type(" Fin.");
    await reads(ana, `Alinéa ${BLOCKS} de la lettre ouverte aux ministres. Fin.`);
    await isAside(0, true);
    await saved(ana);
  });

  browserTest("what others write far away meanwhile changes nothing on the screen", async () => {
    const boris = await app.person("Boris", "editor");
    await openDocument(boris, new URL(ana.page.url()).pathname);
    await clickBehind(ana, "Fin.");
    await ana.page.keyboard.type(" Vraiment");
    await isAside(0, true);
    await clickBehind(boris, "Alinéa 1 de la lettre");
    await boris.page.keyboard.press("Enter");
    await ana.page.keyboard.type(" fin");
    await reads(ana, "Fin. Vraiment fin");
    await isAside(0, false);
    await textOf(ana).locator("> p").nth(BLOCKS).waitFor();
    await saved(ana);
    await saved(boris);
  });
});
