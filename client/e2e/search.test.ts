import { describeInChromium } from "../../fixtures/chromium";
import { violations } from "./accessibility";
import { browserTests } from "./in-browser";
import { apiOf, done } from "./person";
import type { Person } from "./person";
import { openTestApp, storeName } from "./test-app";
import type { TestApp } from "./test-app";
import { addText, amnesty, bytesOf, hungary, leMonde } from "./texts";
import { openCard, openDocument, saved, selectByMouse, statement, textOf } from "./workbench";

jest.setTimeout(240_000);

const field = ({ page, words }: Person) => page.getByRole("searchbox", { name: words("search:field") });
const group = ({ page, words }: Person, kind: "titles" | "texts" | "claims" | "sources" | "people", count: number) =>
  page.getByRole("region", { name: words(`search:count.${kind}`, { count }), exact: true });

async function openSearch(person: Person, query = ""): Promise<void> {
  await person.page.goto(`${person.origin}/search${query}`);
  await field(person).waitFor();
}

/** What has the focus, in words. */
const focused = ({ page }: Person): Promise<string> => page.evaluate(() => document.activeElement?.textContent ?? "");

/** Words are indexed a little after they were written: looks again until they are found. */
async function isFound(person: Person, words: string, kind: "titles" | "texts" | "claims" | "sources", count: number): Promise<void> {
  const api = apiOf(person);
  for (;;) {
    const view = done(await api.searchLines({ query: { words, kind } }));
    if (view[kind]?.count === count) return;
    await person.page.evaluate(() => new Promise(requestAnimationFrame));
  }
}

describeInChromium(`the search page, on ${storeName}`, () => {
  let app: TestApp;
  const browserTest = browserTests(() => app);
  let ana: Person;
  let boris: Person;
  let closed: string;
  beforeAll(async () => {
    app = await openTestApp();
    ana = await app.person("Ana", "admin", { reducedMotion: "reduce" });
    boris = await app.person("Boris", "editor", { reducedMotion: "reduce" });
    ({ id: closed } = done(await apiOf(ana).makeCase({ body: { name: "Sources", access: "closed" } })));
    const path = await addText(ana, await bytesOf(leMonde), leMonde.title);
    await addText(ana, await bytesOf(amnesty), amnesty.title, "Sources");
    await openDocument(ana, path);
    await selectByMouse(ana, hungary.passage);
    await ana.page.keyboard.press("c");
    await statement(ana, "fr").fill("Budapest a d’abord nié.");
    await saved(ana);
    await isFound(ana, "sanctionner", "texts", 1);
    await isFound(ana, "budapest nie", "claims", 1);
    await isFound(ana, "ministere de la defense", "texts", 1);
  });
  afterAll(() => app.close());

  browserTest("words lead to the very place: a paragraph is scrolled to and shown, a claim's card opened", async () => {
    await openSearch(boris);
    await field(boris).fill("CONSORTIUM hongrie");
    const [place] = await Promise.all([group(boris, "texts", 1).locator("a.found-place").first(), group(boris, "texts", 1).waitFor()]);
    expect(await place.locator("mark").allTextContents()).not.toEqual([]);
    const shown = (await place.textContent()) ?? "";
    expect(new URL(boris.page.url()).searchParams.get("q")).toBe("CONSORTIUM hongrie");
    await place.click();
    const some = shown.replaceAll("…", "").trim().slice(0, 40);
    const block = textOf(boris).getByText(some).first();
    await block.waitFor();
    await boris.page.waitForFunction(
      (element) => {
        const { top, bottom } = (element as HTMLElement).getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight;
      },
      await block.elementHandle(),
    );

    await openSearch(boris, "?q=budapest");
    await group(boris, "claims", 1).getByRole("link").first().click();
    await openCard(boris).waitFor();
    expect(await statement(boris, "fr" as never).inputValue()).toBe("Budapest a d’abord nié.");
  });

  browserTest("the keyboard goes from the palette to all results, through them, into one and back to the same place", async () => {
    const { page, words } = boris;
    await page.goto(boris.origin);
    await page.getByRole("heading", { name: words("library:page"), level: 1 }).waitFor();
    await page.keyboard.press("ControlOrMeta+k");
    await page
      .getByRole("searchbox", { name: words("common:palette.title") })
      .or(page.getByRole("combobox", { name: words("common:palette.title") }))
      .or(page.getByRole("textbox", { name: words("common:palette.title") }))
      .first()
      .waitFor();
    await page.keyboard.type("pegasus");
    await page.getByRole("button", { name: words("common:palette.all", { words: "pegasus" }) }).waitFor();
    await page.keyboard.press("ControlOrMeta+Enter");
    await group(boris, "texts", 1).waitFor();
    expect(await violations(page)).toEqual([]);
    await field(boris).focus();
    await page.keyboard.press("ArrowDown");
    const first = await focused(boris);
    await page.keyboard.press("ArrowDown");
    const second = await focused(boris);
    expect(second).not.toBe(first);
    await page.keyboard.press("ArrowUp");
    expect(await focused(boris)).toBe(first);
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => document.activeElement?.matches("input[type=search]"));
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await textOf(boris).waitFor();
    await page.goBack();
    await page.waitForFunction((words) => document.activeElement?.textContent === words, second);
  });

  browserTest("filters stand in the address; what they leave nothing of says so and lets go of them", async () => {
    const { page, words } = boris;
    await openSearch(boris, "?q=hongrie");
    await group(boris, "texts", 1).waitFor();
    await page.getByRole("button", { name: words("search:count.texts", { count: 1 }), exact: true }).click();
    await page.waitForURL((url) => url.searchParams.get("kind") === "texts");
    await page.getByRole("combobox", { name: words("search:lang") }).selectOption("en");
    await page.getByRole("heading", { name: words("search:none", { words: "hongrie" }) }).waitFor();
    expect(new URL(page.url()).search).toBe("?q=hongrie&kind=texts&lang=en");
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: words("search:widen") }).click();
    await group(boris, "texts", 1).waitFor();
    expect(new URL(page.url()).search).toBe("?q=hongrie");
  });

  browserTest("of a closed case file nothing is found, counted or shown to who is no member", async () => {
    const asked = `?q=${encodeURIComponent("ministère de la défense")}`;
    await openSearch(ana, asked);
    await group(ana, "texts", 1).waitFor();
    expect(await ana.page.getByRole("main").textContent()).toContain("Amnesty");
    for (const query of [asked, `${asked}&case=${closed}`, `${asked}&kind=texts`]) {
      await openSearch(boris, query);
      await boris.page.getByRole("heading", { name: boris.words("search:none", { words: "ministère de la défense" }) }).waitFor();
      expect(await boris.page.getByRole("main").textContent()).not.toMatch(/Amnesty|Sources\b.*Israël/u);
    }
  });

  browserTest("nothing asked, too short, too many words, no connection: each says what helps", async () => {
    const { page, words, context } = boris;
    await openSearch(boris);
    await page.getByRole("heading", { name: words("search:empty") }).waitFor();
    await page.waitForFunction(() => document.activeElement?.matches("input[type=search]"));
    await field(boris).fill("p");
    await page.getByRole("heading", { name: words("search:short") }).waitFor();
    // More than the field takes does not go in at all, and one is told.
    await field(boris).fill("x".repeat(400));
    await page.getByText(words("common:fieldFull", { size: 100, limit: 300 })).waitFor();
    expect(await field(boris).inputValue()).toBe("p");
    await field(boris).fill("le la les de du des un une et ou que qui dans pegasus");
    await page.getByText(words("search:long", { most: 12 })).waitFor();
    boris.expectFaults(/INTERNET_DISCONNECTED|Failed to fetch/);
    await context.setOffline(true);
    await field(boris).fill("hongrie");
    await page.getByText(words("search:offline")).waitFor();
    await context.setOffline(false);
    await group(boris, "texts", 1).waitFor();
  });
});
