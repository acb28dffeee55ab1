import type { Lang } from "../../shared/languages";
import { describeInChromium } from "../../fixtures/chromium";
import { openTestApp, storeName } from "./test-app";
import type { TestApp } from "./test-app";
import type { Person } from "./person";
import { browserTests } from "./in-browser";
import { addText } from "./texts";
import {
  selectionToolbar,
  marked,
  openCard,
  openDocument,
  placeOf,
  saved,
  selectByMouse,
  setLocked,
  settled,
  statement,
  textOf,
} from "./workbench";

jest.setTimeout(120_000);

const PARAGRAPHS = 1_000;
const line = (index: number): string =>
  `Alinéa ${String(index)} de la lettre, qui dit ce que dit une lettre de cette longueur, ni plus ni moins.`;
const text = Array.from({ length: PARAGRAPHS }, (_, index) => line(index + 1)).join("\n\n");

/** Pages of a PDF. */
const pagesOf = (pdf: Buffer): number => pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;

describeInChromium(`printing, on ${storeName}`, () => {
  let app: TestApp;
  const browserTest = browserTests(() => app);
  let ana: Person;
  beforeAll(async () => {
    app = await openTestApp();
    ana = await app.person("Ana", "admin");
    await openDocument(ana, await addText(ana, new TextEncoder().encode(text), "Une longue lettre"));
    for (const words of ["Alinéa 2 de la lettre", "Alinéa 999 de la lettre"]) {
      // Far away the blocks get their real heights only as they come near.
      await placeOf(ana, words);
      await settled(ana);
      await selectByMouse(ana, words);
      await selectionToolbar(ana).click();
      await marked(ana, words);
      await openCard(ana).waitFor();
      await statement(ana, "fr").fill(`Affirmé : ${words}`);
      await saved(ana);
    }
  });
  afterAll(() => app.close());

  /** What stands on the printed pages. */
  const printed = (): Promise<string> =>
    ana.page.evaluate(() =>
      [...document.body.children]
        .filter((element) => element.checkVisibility())
        .map((element) => (element as HTMLElement).innerText)
        .join("\n"),
    );

  browserTest("all of the text is printed with its claims as numbered notes, and none of the tool", async () => {
    const { page, words } = ana;
    await page.emulateMedia({ media: "print" });
    await page.locator(".print-sheet .ProseMirror").waitFor();
    const all = await printed();
    for (const index of [1, 500, PARAGRAPHS]) expect(all).toContain(`Alinéa ${String(index)} de la lettre`);
    expect(all.split("Alinéa ")).toHaveLength(PARAGRAPHS + 1 + 4);
    expect(all).toContain("Affirmé : Alinéa 999 de la lettre");
    for (const tool of [words("workbench:filter"), words("claim:askReview"), words("workbench:history")]) expect(all).not.toContain(tool);
    expect(await page.locator(".print-reference").allInnerTexts()).toEqual(["1", "2"]);
    await page.emulateMedia({ media: null });
    await page.locator(".print-sheet").waitFor({ state: "detached" });
  });

  browserTest("no note is cut in two, and each says its verdict with an icon and a word", async () => {
    await ana.page.emulateMedia({ media: "print" });
    await ana.page.locator(".print-notes > li").first().waitFor();
    const breaks = await ana.page
      .locator(".print-notes > li")
      .evaluateAll((notes) => notes.map((note) => getComputedStyle(note).breakInside));
    expect(breaks).toEqual(["avoid", "avoid"]);
    const [first = ""] = await ana.page.locator(".print-verdict").allInnerTexts();
    expect(first.trim()).toBe(`${ana.words("common:verdict.open")} · ${ana.words("common:status.to-check")}`);
    expect(await ana.page.locator(".print-verdict svg").count()).toBe(2);
    await ana.page.emulateMedia({ media: null });
  });

  browserTest("by the browser’s own way, also while far paragraphs are set aside because somebody writes", async () => {
    await setLocked(ana, false);
    await textOf(ana).locator("p").first().click();
    await ana.page.keyboard.type("Donc ");
    const pdf = await ana.page.pdf({ format: "A4" });
    // 1,000 lines of 11 points with the room between them and the notes; one screen would be one page.
    expect(pagesOf(pdf)).toBeGreaterThan(25);
    await ana.page.locator(".print-sheet").waitFor({ state: "detached" });
    expect(await textOf(ana).isVisible()).toBe(true);
  });

  browserTest("side by side both texts are printed, each from its own page on and with its own notes", async () => {
    const { page, words } = ana;
    await page.getByTitle(words("workbench:addVersion", { language: "anglais" })).click();
    await textOf(ana, "en" as Lang).waitFor();
    await page.getByRole("button", { name: words("workbench:beside") }).click();
    await textOf(ana).waitFor();
    await page.emulateMedia({ media: "print" });
    await page.locator(".print-sheet section").nth(1).waitFor();
    const [source = "", version = ""] = await page.locator(".print-sheet section").allInnerTexts();
    expect(source).toContain(`Alinéa ${String(PARAGRAPHS)} de la lettre`);
    expect(source).toContain("français");
    expect(version).toContain("anglais");
    expect(await page.locator(".print-notes").count()).toBe(1);
    await page.emulateMedia({ media: null });
  });
});
