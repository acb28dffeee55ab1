import { describeInChromium } from "../../fixtures/chromium";
import type { Lang } from "../../shared/languages";
import { violations } from "./accessibility";
import { openTestApp, storeName } from "./test-app";
import type { TestApp } from "./test-app";
import type { Person } from "./person";
import { browserTests } from "./in-browser";
import { addText, bytesOf, hungary, leMonde } from "./texts";
import { selectionToolbar, closedCard, marked, openCard, openDocument, pressCard, reads, selectByMouse, textOf } from "./workbench";

jest.setTimeout(120_000);

const en = "en" as Lang;
const english =
  "Several victims were identified in Hungary, where the government first denied being a client, before admitting the purchase.";
const passage = "the government first denied being a client, before admitting the purchase";

describeInChromium(`the English version beside the source, on ${storeName}`, () => {
  let app: TestApp;
  const browserTest = browserTests(() => app);
  let ana: Person;
  let dario: Person;
  beforeAll(async () => {
    app = await openTestApp();
    ana = await app.person("Ana", "admin");
    dario = await app.person("Dario", "translator");
    const path = await addText(ana, await bytesOf(leMonde), leMonde.title);
    for (const person of [ana, dario]) await openDocument(person, path);
    await selectByMouse(ana, hungary.passage);
    await selectionToolbar(ana).click();
    await ana.page.keyboard.type(hungary.fr);
    await closedCard(dario, hungary.fr).waitFor();
  });
  afterAll(() => app.close());

  browserTest("a translator opens it: its blocks stand beside the source's", async () => {
    await dario.page.getByTitle(dario.words("workbench:addVersion", { language: "anglais" })).click();
    await textOf(dario, en).waitFor();
    await ana.page.getByRole("button", { name: ana.words("workbench:beside") }).click();
    await textOf(ana, en).waitFor();
    const tops = (lang: Lang) =>
      textOf(dario, lang).evaluate((text) => [...text.children].map((block) => Math.round(block.getBoundingClientRect().top)));
    expect(await tops(en)).toEqual(await tops("fr" as Lang));
  });

  browserTest("what the translator writes appears at once, and the source cannot be touched", async () => {
    await block(dario, 2).click();
    await dario.page.keyboard.insertText(english);
    await reads(ana, english, en);
    expect(await textOf(dario).getAttribute("aria-readonly")).toBe("true");
    expect((await block(ana, 2).innerText()).trim()).toBe(english);
  });

  browserTest("a claim is given its passage in the version by hand, and one card shows both", async () => {
    await pressCard(closedCard(dario, hungary.fr));
    await openCard(dario)
      .getByRole("button", { name: dario.words("claim:choosePassage", { language: "anglais" }) })
      .click();
    await selectByMouse(dario, passage, en);
    await selectionToolbar(dario, "place").click();
    await marked(ana, passage, en);
    for (const quote of [hungary.passage, passage]) await openCard(ana).getByText(quote).waitFor();
  });

  browserTest("read by itself, the version shows what nobody has translated yet; a press there is where one writes it", async () => {
    const { page, words } = dario;
    await page.locator(".ui-seg").getByRole("button", { name: "English" }).click();
    const gaps = textOf(dario, en).locator(".untranslated-words");
    await gaps.first().waitFor();
    expect(await gaps.count()).toBe(7);
    const [lang, dir] = await gaps.last().evaluate((gap) => [gap.getAttribute("lang"), gap.getAttribute("dir")]);
    expect([lang, dir]).toEqual(["fr", "ltr"]);
    expect(
      await textOf(dario, en)
        .getByText(words("workbench:untranslated", { language: "français" }))
        .count(),
    ).toBe(7);
    await gaps.last().click();
    await page.keyboard.type("In Europe several investigations are under way.");
    await reads(ana, "In Europe several investigations are under way.", en);
    expect(await gaps.count()).toBe(6);
    expect(await block(dario, 7).innerText()).toBe("In Europe several investigations are under way.");
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: words("workbench:beside") }).click();
    await textOf(dario).waitFor();
    expect(await gaps.count()).toBe(0);
  });

  browserTest("a block is marked as done, and everybody's count goes on", async () => {
    await mark(dario, 3, "todo").click();
    await mark(dario, 3, "draft").click();
    await ana.page.getByText(ana.words("workbench:besideDone", { count: 1, total: 8 })).waitFor();
  });
});

/** A block of the English version, from 0. */
const block = (person: Person, index: number) => textOf(person, en).locator(":scope > *").nth(index);

/** The sign that says how far a block is, by its number from 1. */
const mark = ({ page, words }: Person, number: number, state: "todo" | "draft") =>
  page.getByRole("button", { name: words("workbench:blockState", { number, state: words(`history:block.${state}`) }) });
