import { describeInChromium } from "../../fixtures/chromium";
import { acceptLink, invite, signIn, signOut } from "./sign-in-page";
import { openTestApp, storeName } from "./test-app";
import type { TestApp } from "./test-app";
import type { Person } from "./person";
import { browserTests } from "./in-browser";

jest.setTimeout(120_000);

describeInChromium(`people, on ${storeName}`, () => {
  let app: TestApp;
  const browserTest = browserTests(() => app);
  let ana: Person;
  beforeAll(async () => {
    app = await openTestApp();
    ana = await app.visitor({ name: "Ana" });
  });
  afterAll(() => app.close());

  browserTest("the link that the server printed makes the first account, once", async () => {
    const link = app.server.setupLink ?? "";
    await acceptLink(ana, link, "Ana");
    expect(new URL(ana.page.url()).pathname).toBe("/");

    const other = await app.visitor({ name: "somebody else" });
    other.expectFaults(/status of 4\d\d/);
    await other.page.goto(link);
    await other.page.getByRole("alert").getByText(other.words("account:link-used")).waitFor();
    expect(await other.page.evaluate(() => location.hash)).toBe("");
    await other.context.close();
  });

  browserTest("an admin invites a fact-checker, who comes in by a link that works once", async () => {
    const link = await invite(ana, "Boris", "fact-checker");
    const boris = await app.visitor({ name: "Boris" });
    await boris.page.goto(link);
    await boris.page.getByText(boris.words("account:join.text", { role: boris.words("common:role.fact-checker") })).waitFor();
    expect(await boris.page.getByLabel(boris.words("account:join.name")).inputValue()).toBe("Boris");
    await acceptLink(boris, link, "Boris");

    // The new account is on the admin's page without a reload.
    await ana.page.getByRole("listitem").filter({ hasText: "Boris" }).getByRole("combobox").waitFor();
    await boris.page.getByRole("link", { name: boris.words("common:nav.people") }).click();
    await boris.page.getByText("Ana", { exact: true }).waitFor();
    expect(await boris.page.getByRole("button", { name: boris.words("people:invite") }).count()).toBe(0);
    await boris.context.close();
  });

  browserTest("name and password open the door again; wrong ones say so and keep what was typed", async () => {
    await signOut(ana);
    ana.expectFaults(/status of 401/);
    await signIn(ana, "Ana", "trois courgettes");
    await ana.page.getByRole("alert").getByText(ana.words("account:wrong-credentials")).waitFor();
    expect(await ana.page.getByLabel(ana.words("account:signIn.name")).inputValue()).toBe("Ana");
    await signIn(ana, "Ana");
    await ana.page.getByRole("heading", { level: 1 }).waitFor();
  });

  browserTest("whoever is disabled is out at once", async () => {
    const chloe = await app.visitor({ name: "Chloé" });
    chloe.expectFaults(/status of 40[13]/);
    await acceptLink(chloe, await invite(ana, "Chloé", "reader"), "Chloé");
    const line = ana.page.getByRole("listitem").filter({ hasText: "Chloé" });
    await line.getByRole("button", { name: ana.words("people:disable") }).click();
    await ana.page
      .getByRole("alertdialog")
      .getByRole("button", { name: ana.words("people:disable") })
      .click();
    await chloe.page.getByRole("heading", { name: chloe.words("account:signIn.page") }).waitFor();
    await chloe.context.close();
  });

  browserTest("language and theme are kept per person", async () => {
    await ana.page.goto(`${ana.origin}/settings`);
    await ana.page.getByText("English", { exact: true }).first().click();
    await ana.page.getByRole("heading", { name: "Settings", level: 1 }).waitFor();
    await ana.page.getByText("Dark", { exact: true }).first().click();
    await ana.page.waitForFunction(() => document.documentElement.dataset["theme"] === "dark");
    const elsewhere = await app.again(ana);
    await elsewhere.page.goto(elsewhere.origin);
    await elsewhere.page.getByRole("heading", { name: "Texts", level: 1 }).waitFor();
    expect(await elsewhere.page.evaluate(() => [document.documentElement.lang, document.documentElement.dataset["theme"]])).toEqual([
      "en",
      "dark",
    ]);
  });
});
