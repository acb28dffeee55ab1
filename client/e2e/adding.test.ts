import { violations } from "./accessibility";
import { askToAddText, lineOf, openLibrary, pasteText, wordsOf } from "./library";
import { openTestApp } from "./test-app";
import type { TestApp } from "./test-app";
import type { Person } from "./person";
import { browserTests } from "./in-browser";
import { textOf } from "./workbench";

const sentence = "Dans une lettre ouverte, une coalition de quatre-vingts organisations demande des sanctions ciblées contre le vendeur.";
const article = `Un titre\n\nPar Anne Martin\n\n3 décembre 2021\n\n${sentence}\n\nContribuer\n\n${sentence} Fin.`;

describe("a text on its way in", () => {
  let app: TestApp;
  let ana: Person;
  const browserTest = browserTests(() => app);
  beforeAll(async () => {
    app = await openTestApp();
    ana = await app.person("Ana Martin", "admin");
  });
  afterAll(async () => {
    await app.close();
  });

  browserTest("is put right by keys alone, survives a reload and the way back, and becomes what was seen", async () => {
    const { page, words } = ana;
    await openLibrary(ana);
    await page.goto(`${ana.origin}/add`);
    const adding = page.getByRole("main");
    await pasteText(ana, adding, article);
    const blocks = adding.locator("li.adding-block");
    const kinds = async (): Promise<string[]> => (await blocks.locator(".adding-kind").allTextContents()).map((kind) => kind.trim());
    const nature = (name: "title" | "byline" | "date" | "paragraph" | "quote"): string => words(`library:import.nature.${name}`);
    const out = words("library:import.leaveOut");
    expect(await kinds()).toEqual([nature("title"), nature("byline"), nature("date"), nature("paragraph"), out, nature("paragraph")]);
    expect(await violations(page)).toEqual([]);

    await wordsOf(blocks.first()).focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("4");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Home");
    for (let step = 0; step < "Dans une lettre ouverte,".length; step++) await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await page.keyboard.type("Relu : ");
    await page.keyboard.press("Escape");
    const shown = [nature("title"), nature("byline"), nature("date"), nature("quote"), nature("quote"), out, nature("paragraph")];
    expect(await kinds()).toEqual(shown);
    await page.getByText(words("library:import.keeping.kept")).waitFor();

    await page.reload();
    await blocks.first().waitFor();
    expect(await kinds()).toEqual(shown);
    // What was done in the last moment before it, too.
    await wordsOf(blocks.nth(4)).focus();
    await page.keyboard.press("2");
    expect((await kinds())[4]).not.toBe(shown[4]);
    await page.reload();
    await blocks.first().waitFor();
    expect((await kinds())[4]).not.toBe(shown[4]);
    await wordsOf(blocks.nth(4)).focus();
    await page.keyboard.press("4");
    await page.goto(ana.origin);
    await page.goBack();
    await blocks.first().waitFor();
    expect(await kinds()).toEqual(shown);
    expect(await wordsOf(blocks.nth(4)).textContent()).toMatch(/^Relu : une coalition/);

    await page.keyboard.press("ControlOrMeta+Enter");
    await lineOf(ana, "Un titre").getByRole("link").click();
    const text = textOf(ana);
    await text.getByRole("heading", { level: 1, name: "Un titre" }).waitFor();
    expect(await text.locator("> *").allInnerTexts()).toEqual([
      "Un titre",
      "Par Anne Martin",
      "3 décembre 2021",
      `Dans une lettre ouverte,\n\n${sentence.replace("Dans une lettre ouverte,", "Relu :")}`,
      `${sentence} Fin.`,
    ]);
    expect(await violations(page)).toEqual([]);
    // Nothing of it waits any more.
    await openLibrary(ana);
    await askToAddText(ana);
    expect(await page.getByLabel(words("library:import.pasteLabel")).inputValue()).toBe("");
  });
});
