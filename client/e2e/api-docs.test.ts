import { describeInChromium } from "../../fixtures/chromium";
import { openTestApp } from "./test-app";
import type { TestApp } from "./test-app";
import { browserTests } from "./in-browser";

// The readable page of the API runs under a policy of its own: that it is blocked nowhere and asks nobody else is among a test's faults.

jest.setTimeout(120_000);

describeInChromium("the page that describes the API", () => {
  let app: TestApp;
  const browserTest = browserTests(() => app);
  beforeAll(async () => {
    app = await openTestApp({});
  });
  afterAll(() => app.close());

  for (const colorScheme of ["light", "dark"] as const) {
    browserTest(`${colorScheme}: a route can be looked up, also by somebody who is signed out`, async () => {
      const { page, origin } = await app.visitor({ lang: "en", colorScheme });
      await page.goto(`${origin}/api/v1/docs`);
      await page.getByText("/documents/{doc}", { exact: true }).first().click();
      await page.getByRole("heading", { name: "One text: its line in the library, its case file, its original." }).waitFor();
      await page.getByText("changedAt").first().waitFor();
      const colour = await page.evaluate(
        () => getComputedStyle(document.querySelector("openapi-explorer")?.shadowRoot?.querySelector(".main-content") as Element).color,
      );
      expect(colour).toBe(colorScheme === "light" ? "rgb(36, 41, 47)" : "rgb(228, 231, 234)");
    });
  }
});
