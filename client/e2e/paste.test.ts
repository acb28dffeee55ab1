import { mkdir } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { describeInChromium } from "../../fixtures/chromium";
import { openTestApp, storeName } from "./test-app";
import type { TestApp } from "./test-app";
import { addText, bytesOf, leMonde } from "./texts";
import type { Person } from "./person";
import { browserTests } from "./in-browser";
import { clickBehind, openDocument, saved, setLocked, textOf } from "./workbench";

jest.setTimeout(180_000);

const pasteHtml = (person: Person, html: string): Promise<void> =>
  textOf(person).evaluate((text, given) => {
    const data = new DataTransfer();
    data.setData("text/html", given);
    text.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, html);

describeInChromium(`pasting into a text, on ${storeName}`, () => {
  let app: TestApp;
  let ana: Person;
  const browserTest = browserTests(() => app);
  beforeAll(async () => {
    app = await openTestApp();
    ana = await app.person("Ana", "admin");
    await openDocument(ana, await addText(ana, await bytesOf(leMonde), leMonde.title));
    await setLocked(ana, false);
  });
  afterAll(() => app.close());

  browserTest(
    "a spreadsheet is a table, which is written in and grows; exponents, strikes and what is left out are what they are",
    async () => {
      const { page, words } = ana;
      await clickBehind(ana, "européens");
      await pasteHtml(ana, readFileSync("fixtures/reading/paste-sheet.html", "utf8"));
      const table = textOf(ana).locator("table");
      await table.getByText("700").click();
      await page.keyboard.press("Tab");
      await page.keyboard.type("2021");
      await page.getByRole("button", { name: words("workbench:format.column-add") }).click();
      await pasteHtml(
        ana,
        '<p>10<sup>6</sup> <s>12 %</s> XX<sup>e</sup><span class="sr-only">caché</span><img src=x onerror="document.title=1"></p>',
      );
      const left = `${words("common:leftOut.screen-reader")} (caché), ${words("common:leftOut.image")} (x)`;
      await page.getByText(words("workbench:pasteLeftOut", { count: 2, what: left })).waitFor();
      await saved(ana);
      expect(await table.evaluate((one) => Array.from(one.querySelectorAll("tr"), (row) => row.children.length))).toEqual([3, 3, 3]);
      expect(await table.locator("tr").last().innerText()).toContain("2021");
      expect(await textOf(ana).innerHTML()).toMatch(/10⁶ <s>12&nbsp;%<\/s>|10⁶ <s>12 %<\/s>/);
      if (process.env["LOOK"] !== undefined) {
        await mkdir(".cache/e2e", { recursive: true });
        await table.scrollIntoViewIfNeeded();
        await page.screenshot({ path: ".cache/e2e/paste.png" });
        await page.setViewportSize({ width: 390, height: 844 });
        await page.screenshot({ path: ".cache/e2e/paste-390.png" });
      }
    },
  );
});
