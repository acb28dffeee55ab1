import { describeInChromium } from "../../fixtures/chromium";
import { openTestApp, storeName } from "./test-app";
import type { TestApp } from "./test-app";
import type { Person } from "./person";
import { browserTests } from "./in-browser";
import { addText, bytesOf, leMonde } from "./texts";
import {
  selectionToolbar,
  clickBehind,
  closeCardIfOpen,
  focusComesTo,
  marked,
  openCard,
  openDocument,
  saved,
  selectByMouse,
  settled,
  addStatement,
  statement,
  textOf,
} from "./workbench";

jest.setTimeout(120_000);

const passage = "une coalition de 80 organisations";

describeInChromium(`what one may not do, on ${storeName}`, () => {
  let app: TestApp;
  const browserTest = browserTests(() => app);
  let ana: Person;
  let chloe: Person;
  let lea: Person;
  beforeAll(async () => {
    app = await openTestApp();
    ana = await app.person("Ana", "admin", { reducedMotion: "reduce" });
    chloe = await app.person("Chloé", "translator", { reducedMotion: "reduce" });
    lea = await app.person("Léa", "reader", { reducedMotion: "reduce" });
    const path = await addText(ana, await bytesOf(leMonde), leMonde.title);
    for (const person of [ana, chloe, lea]) await openDocument(person, path);
    await selectByMouse(ana, passage);
    await selectionToolbar(ana).click();
    for (const person of [ana, chloe, lea]) await marked(person, passage);
    await saved(ana);
  });
  afterAll(() => app.close());

  browserTest("the verdicts of a translator’s and a reader’s card look and say that they are not theirs to give", async () => {
    for (const [person, why] of [
      [chloe, "verdict"],
      [lea, "anything"],
    ] as const) {
      const { page, words } = person;
      await clickBehind(person, "une coalition");
      await focusComesTo(person, "card");
      const card = openCard(person);
      await card.getByText(words(`claim:mayNot.${why}`)).waitFor();
      const verdict = card.getByRole("radio", { name: words("common:verdict.false"), exact: true });
      expect(await verdict.getAttribute("aria-disabled")).toBe("true");
      // Who comes to it by Tab hears why.
      const told = await verdict.evaluate((radio) => document.getElementById(radio.getAttribute("aria-describedby") ?? "")?.textContent);
      expect(told).toBe(words(`claim:mayNot.${why}`));
      await card.getByText(words("common:verdict.false"), { exact: true }).click({ force: true });
      await page.keyboard.press("5");
      await settled(person);
      expect(await verdict.isChecked()).toBe(false);
    }
    await addStatement(chloe, "en");
    expect(await statement(chloe, "en").isEditable()).toBe(true);
    expect(await statement(lea, "fr").isEditable()).toBe(false);
    expect(await statement(lea, "en").count()).toBe(0);
  });

  browserTest(
    "a locked text says at the first key that it is locked, and who may unlock it; the keys of the card do nothing from there",
    async () => {
      for (const person of [chloe, ana]) {
        const { page, words } = person;
        await closeCardIfOpen(person);
        await clickBehind(person, "une coalition");
        await focusComesTo(person, "card");
        await page.keyboard.press("Escape");
        await focusComesTo(person, "text");
        await page.keyboard.type("2R");
        const who = person === ana ? words("workbench:youUnlock") : words("workbench:whoUnlocks", { names: "Ana", count: 1 });
        await page.getByText(`${words("workbench:readingOnly")} ${who}`).waitFor();
        expect(await page.locator(".app-toast").count()).toBe(1);
        const open = openCard(person).getByRole("radio", { name: words("common:verdict.open"), exact: true });
        expect(await open.isChecked()).toBe(true);
      }
      expect(await textOf(ana).textContent()).toContain(passage);
    },
  );

  browserTest("it is unlocked only by somebody who has read what that means", async () => {
    const { page, words } = ana;
    await page
      .locator(".app-toast")
      .getByRole("button", { name: words("workbench:unlockAsk.confirm") })
      .click();
    const dialog = page.getByRole("alertdialog", { name: words("workbench:unlockAsk.title") });
    await dialog.getByText(words("workbench:unlockAsk.text")).waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    expect(await textOf(chloe).getAttribute("aria-readonly")).toBe("true");
    expect(await textOf(ana).getAttribute("aria-readonly")).toBe("true");
  });
});
