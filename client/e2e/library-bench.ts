import type { Page } from "playwright-core";
import { launchChromium } from "../../fixtures/chromium";
import { startBuiltServer, temporaryFolder } from "../../fixtures/built-server";
import { firstCase, plantLargeLibrary, titleAt } from "./large-library";
import type { LargeLibrary } from "./large-library";
import { apiOf, done, openPerson } from "./person";

// What somebody waits for who opens a library: a small one stands beside the large one, as what the machine can do.

const OPENINGS = 5;
/** Nodes that move past while somebody holds Page Down. */
const PAGES_DOWN = 40;

interface Row {
  readonly where: string;
  readonly texts: number;
  readonly firstMs: number;
  readonly nodes: number;
  readonly mostNodes: number;
  readonly endMs: number;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Measures a library of so many texts in Chromium, on its first page and on a case file's own; returns a Markdown table. */
export async function benchLibrary(texts: number): Promise<string> {
  const others = 40;
  const each = Math.floor(texts / 100);
  const rows = [
    ...(await measureLibrary({ first: 20, others: 0, each: 0 })),
    ...(await measureLibrary({ first: texts - others * each, others, each })),
  ];
  return table(rows);
}

async function measureLibrary(size: LargeLibrary): Promise<Row[]> {
  const folder = await temporaryFolder();
  await plantLargeLibrary({ dataDir: folder.path }, size);
  const began = performance.now();
  const server = await startBuiltServer({ dataDir: folder.path, env: { DEMO: "off" } });
  const texts = size.first + size.others * size.each;
  console.error(`${String(texts)} texts: the server was there after ${(performance.now() - began).toFixed(0)} ms`);
  const browser = await launchChromium();
  try {
    const person = await openPerson(browser, { name: "Mesure", origin: server.origin });
    const token = server.setupLink?.split("#")[1] ?? "";
    done(await apiOf(person).acceptInvite({ body: { token, name: "Mesure", password: "quatre tomates bleues", lang: "fr" } }));
    person.page.setDefaultTimeout(60_000);
    await person.page.addInitScript(markFirstLine);
    const home = size.others > 0 ? "library, 41 case files" : "library, one case file";
    return [
      await measurePage(person.page, home, texts, server.origin),
      await measurePage(person.page, "a case file's page", size.first, `${server.origin}/case/${firstCase}`, titleAt(size.first - 1)),
    ];
  } finally {
    await browser.close();
    await server.stop();
    await folder.remove();
  }
}

async function measurePage(page: Page, where: string, texts: number, address: string, last?: string): Promise<Row> {
  const first: number[] = [];
  for (let round = 0; round <= OPENINGS; round++) {
    await page.goto("about:blank");
    await page.goto(address, { waitUntil: "commit" });
    await page.waitForFunction(() => performance.getEntriesByName("first-line-painted").length > 0);
    first.push(await page.evaluate(() => performance.getEntriesByName("first-line-painted")[0]?.startTime ?? Number.NaN));
  }
  await page.waitForLoadState("networkidle");
  const nodes = await nodesIn(page);
  let mostNodes = nodes;
  await page.locator("main").focus();
  for (let round = 0; round < PAGES_DOWN; round++) {
    await page.keyboard.press("PageDown");
    mostNodes = Math.max(mostNodes, await nodesIn(page));
  }
  const began = performance.now();
  await page.keyboard.press("End");
  if (last) await page.getByRole("link", { name: last }).waitFor();
  else await page.waitForFunction(() => !document.querySelector(".text-line.is-awaited"));
  const endMs = performance.now() - began;
  return { where, texts, firstMs: median(first.slice(1)), nodes, mostNodes: Math.max(mostNodes, await nodesIn(page)), endMs };
}

const nodesIn = (page: Page): Promise<number> => page.evaluate(() => document.body.querySelectorAll("*").length);

/** Runs in the page before anything else of it: notes when the first line of a text was painted. */
function markFirstLine(): void {
  const observer = new MutationObserver(() => {
    if (!document.querySelector(".text-line a")) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => performance.mark("first-line-painted"), 0));
  });
  observer.observe(document, { subtree: true, childList: true });
}

function table(rows: readonly Row[]): string {
  const head = "page | texts | first lines ms | elements at first | most elements while paging down | End → the last lines ms";
  const lines = rows.map(({ where, texts, firstMs, nodes, mostNodes, endMs }) =>
    [where, texts, firstMs.toFixed(0), nodes, mostNodes, endMs.toFixed(0)].join(" | "),
  );
  return [`| ${head} |`, "| --- | ---: | ---: | ---: | ---: | ---: |", ...lines.map((line) => `| ${line} |`)].join("\n");
}
