import { readFileSync } from "node:fs";
import type { AxeResults, RunOptions } from "axe-core";
import type { Page } from "playwright-core";

// The page's own rules let no script in from elsewhere, so axe comes in through the debugger, as a value to evaluate.
const source = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

/** Best practices too: what axe calls a recommendation is a stumbling block for somebody. */
const options: RunOptions = {
  resultTypes: ["violations"],
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
};

/** What axe finds wrong with the page as it is now: one line per rule and place, none when all is well. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(source);
  const results = await page.evaluate(
    async (wish): Promise<AxeResults> => (globalThis as unknown as { axe: { run(options: unknown): Promise<AxeResults> } }).axe.run(wish),
    options,
  );
  return results.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.join(" ")} ${failureSummary ?? ""}`),
  );
}
