import type { ClaimStatus } from "../../shared/claim/claim";
import { describeInChromium } from "../../fixtures/chromium";
import { violations } from "./accessibility";
import { browserTests } from "./in-browser";
import type { Person } from "./person";
import { openTestApp, storeName } from "./test-app";
import type { TestApp } from "./test-app";
import { chooseVerdict, openCard, openDocument, saved } from "./workbench";

jest.setTimeout(120_000);

const lines = (person: Person) => person.page.locator(".board-line a");

const column = (person: Person, status: ClaimStatus) => person.page.locator(`[data-status="${status}"]`);

describeInChromium(`the board of claims, on ${storeName}`, () => {
  let app: TestApp;
  const browserTest = browserTests(() => app);
  let ana: Person;
  let boris: Person;
  beforeAll(async () => {
    app = await openTestApp({ demo: true });
    ana = await app.person("Ana", "admin", { reducedMotion: "reduce" });
    boris = await app.person("Boris", "reader", { lang: "en", reducedMotion: "reduce" });
  });
  afterAll(() => app.close());

  browserTest("a person finds a claim by what it is, goes to it with the keyboard, and comes back to where they were", async () => {
    const { page, words } = ana;
    await page.goto(`${ana.origin}/`);
    await page.getByRole("link", { name: words("common:nav.claims"), exact: true }).click();
    await lines(ana).first().waitFor();
    expect(await violations(page)).toEqual([]);

    await page.getByRole("button", { name: words("board:by.verdict"), exact: true }).click();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: words("common:verdict.false"), exact: true })
      .click();
    await page.keyboard.press("Escape");
    await page.waitForURL(/verdict=false/);
    await page.waitForFunction(() => document.querySelectorAll(".board-line").length === 2);
    await page.keyboard.press("j");
    await lines(ana).first().and(page.locator(":focus")).waitFor();
    await page.keyboard.press("j");
    await lines(ana).nth(1).and(page.locator(":focus")).waitFor();
    const name = await lines(ana).nth(1).textContent();
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/doc\/.*claim=/);
    await openCard(ana).waitFor();
    await page.goBack();
    await page.waitForURL(/\/claims\?verdict=false/);
    await page.locator(".board-line a:focus").waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(name);
  });

  browserTest("what one changes in a text stands on the other's board at once, in its line", async () => {
    await boris.page.goto(`${boris.origin}/claims`);
    await lines(boris).first().waitFor();
    expect(await violations(boris.page)).toEqual([]);
    const before = await lines(boris).allTextContents();
    const href = (await lines(boris).nth(3).getAttribute("href")) ?? "";
    const row = boris.page.locator(".board-line").nth(3);
    await openDocument(ana, href);
    await openCard(ana).waitFor();
    await chooseVerdict(ana, "unproven");
    await saved(ana);
    await row.getByText(boris.words("common:verdict.unproven")).waitFor();
    expect(await lines(boris).allTextContents()).toEqual(before);
  });

  browserTest("several claims are chosen with the keyboard, tagged and given to oneself at once, and given back", async () => {
    const { page, words } = ana;
    await page.goto(`${ana.origin}/claims`);
    await lines(ana).nth(1).waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("x");
    await page.keyboard.press("Shift+J");
    await page.getByText(words("board:together.chosen", { count: 2 })).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: words("board:together.assign") }).click();
    await page.getByRole("menuitem", { name: words("board:me") }).click();
    const said = words("board:together.assigned", { name: words("board:me") });
    await page.getByText(words("board:together.done", { count: 2, said })).waitFor();
    await page.locator(".board-line .board-assignee").getByText("Ana").nth(1).waitFor();
    await page.getByRole("button", { name: words("board:together.undo") }).click();
    await page.getByText(words("board:together.undone", { count: 2 })).waitFor();
    await page.locator(".board-line .board-assignee").getByText("Ana").first().waitFor({ state: "detached" });
  });

  browserTest(
    "a claim is moved between columns with the keyboard and with the mouse, before the other's eyes, and taken back",
    async () => {
      const { page, words } = ana;
      await page.goto(`${ana.origin}/claims?view=columns`);
      await boris.page.goto(`${boris.origin}/claims?view=columns`);
      const first = column(ana, "to-check").locator(".board-card a").first();
      await first.waitFor();
      let href = (await first.getAttribute("href")) ?? "";
      const card = (person: Person, status: ClaimStatus) => column(person, status).locator(`a[href="${href}"]`);
      const focused = (status: ClaimStatus) => column(ana, status).locator(`a[href="${href}"]:focus`).waitFor();
      await card(boris, "to-check").waitFor();
      expect(await violations(page)).toEqual([]);

      await first.focus();
      await page.keyboard.press("Shift+ArrowRight");
      await card(ana, "checking").waitFor();
      await focused("checking");
      // Of the other's list it says that it left, and in its new one it waits until it is asked for.
      await column(boris, "to-check").getByText(boris.words("board:gone")).waitFor();
      await column(boris, "checking")
        .getByRole("button", { name: boris.words("board:fresh", { count: 1 }) })
        .click();
      await card(boris, "checking").waitFor();

      // There is nothing to review of what has no verdict.
      await page.keyboard.press("Shift+ArrowRight");
      await page.getByText(words("board:together.verdictFirst", { count: 1 })).waitFor();
      await focused("checking");

      const judged = column(ana, "checking").locator(".board-card", { hasText: words("common:verdict.unproven") });
      href = (await judged.locator("a").first().getAttribute("href")) ?? "";
      await card(ana, "checking").dragTo(column(ana, "in-review"));
      await focused("in-review");
      await page.keyboard.press("Shift+ArrowRight");
      await page.getByText(words("board:columns.notOpen", { status: words("common:status.approved") })).waitFor();
      await page
        .getByRole("button", { name: words("board:together.undo") })
        .last()
        .click();
      await card(ana, "checking").waitFor();
    },
  );
});
