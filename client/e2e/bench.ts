import type { Page } from "playwright-core";
import { launchChromium } from "../../fixtures/chromium";
import { startBuiltServer, temporaryFolder } from "../../fixtures/built-server";
import { largeTexts, plantLargeTexts } from "./large-texts";
import type { LargeText } from "./large-texts";
import { apiOf, done, openPerson } from "./person";
import { scriptsOf } from "./workbench";

// What a person waits for at the page itself. Times are taken inside the page: from the event's own time stamp to after the next frame.

const OPENINGS = 5;
const KEYS = 320;
const CLAIMS = 30;
/** Made first and not counted: a page that has just opened is not yet compiled. */
const WARM_CLAIMS = 10;
/** Characters from one claim that is made to the next. */
const APART = 8;

interface Figures {
  readonly text: LargeText;
  readonly openMs: number;
  readonly keyP95: number;
  readonly claimP95: number;
  readonly cards: number;
}

const quantile = (values: readonly number[], q: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(q * values.length))] ?? Number.NaN;

/** Measures the three texts in Chromium; returns a Markdown table. Takes about a minute. */
export async function benchBrowser(): Promise<string> {
  const folder = await temporaryFolder();
  await plantLargeTexts(folder.path, process.cwd());
  const server = await startBuiltServer({ dataDir: folder.path, env: { DEMO: "off" } });
  const browser = await launchChromium();
  try {
    const person = await openPerson(browser, { name: "Mesure", origin: server.origin });
    const token = server.setupLink?.split("#")[1] ?? "";
    done(await apiOf(person).acceptInvite({ body: { token, name: "Mesure", password: "quatre tomates bleues", lang: "fr" } }));
    person.page.setDefaultTimeout(60_000);
    const figures: Figures[] = [];
    await person.page.addInitScript(markFirstClaim);
    await opening(person.page, `${server.origin}/doc/${largeTexts[0]?.doc}`);
    const cold = await scriptsOf(person);
    for (const text of largeTexts.slice(0, Number(process.env["BENCH_TEXTS"] ?? largeTexts.length)))
      figures.push(await measure(person.page, server.origin, text));
    return `A document opened with nothing in the cache: ${(cold / 1000).toFixed(0)} kB of scripts, as served.\n\n${table(figures)}`;
  } finally {
    await browser.close();
    await server.stop();
    await folder.remove();
  }
}

async function measure(page: Page, origin: string, text: LargeText): Promise<Figures> {
  const openings: number[] = [];
  for (let round = 0; round <= OPENINGS; round++) {
    await page.goto("about:blank");
    openings.push(await opening(page, `${origin}/doc/${text.doc}`));
  }
  const keys = await typing(page);
  const claims = await claiming(page);
  const cards = await page.locator(".claim-card").count();
  return { text, openMs: quantile(openings.slice(1), 0.5), keyP95: quantile(keys, 0.95), claimP95: quantile(claims, 0.95), cards };
}

/** Runs in the page before anything else of it: notes when the first marked passage was painted. */
function markFirstClaim(): void {
  const observer = new MutationObserver(() => {
    if (!document.querySelector(".ProseMirror mark")) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => performance.mark("first-claim-painted"), 0));
  });
  observer.observe(document, { subtree: true, childList: true });
}

/** From the start of the navigation until the text and the first marked passage are painted. */
async function opening(page: Page, address: string): Promise<number> {
  await page.goto(address, { waitUntil: "commit" });
  await page.waitForFunction(() => performance.getEntriesByName("first-claim-painted").length > 0);
  return page.evaluate(() => {
    const mark = performance.getEntriesByName("first-claim-painted")[0];
    return mark ? mark.startTime : Number.NaN;
  });
}

/** Key to after the next frame, typing at a person's pace in the middle of what is on the screen. */
async function typing(page: Page): Promise<number[]> {
  await page.locator(".ProseMirror p").nth(1).click();
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(window, { keyTimes: times });
    addEventListener(
      "keydown",
      (event) =>
        requestAnimationFrame(() => {
          const channel = new MessageChannel();
          channel.port1.addEventListener("message", () => times.push(performance.now() - event.timeStamp));
          channel.port1.start();
          channel.port2.postMessage(null);
        }),
      { capture: true },
    );
  });
  await page.keyboard.type("un mot ".repeat(KEYS).slice(0, KEYS), { delay: 30 });
  return page.evaluate(() => (window as unknown as { keyTimes: number[] }).keyTimes.slice(20));
}

/** From the key that makes a claim of a selection to after the frame in which its passage is marked. */
async function claiming(page: Page): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < WARM_CLAIMS + CLAIMS; round++) {
    const { x, y } = await page
      .locator(".ProseMirror p")
      .nth(1)
      .evaluate(placeOfCharacter, round * APART);
    await page.mouse.click(x, y);
    // A click on somebody's claim opens it; what is measured is the one that is made.
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => !document.querySelector(".ProseMirror mark.is-on"));
    for (let step = 0; step < APART - 2; step++) await page.keyboard.press("Shift+ArrowRight");
    await page.evaluate(watchForMark);
    await page.keyboard.press("Control+Alt+C");
    await page.waitForFunction(() => (window as unknown as Watched).markedAfter !== null);
    times.push(await page.evaluate(() => (window as unknown as Watched).markedAfter ?? Number.NaN));
  }
  return times.slice(WARM_CLAIMS);
}

interface Watched {
  /** Milliseconds from the key to the frame's presentation; null while it is not painted. */
  markedAfter: number | null;
}

/** Runs in the page: where a character of the paragraph begins, in its window. */
function placeOfCharacter(paragraph: Element, index: number): { x: number; y: number } {
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  let left = index;
  while (walker.nextNode()) {
    const { length } = walker.currentNode as Text;
    if (left < length) {
      const range = document.createRange();
      range.setStart(walker.currentNode, left);
      range.setEnd(walker.currentNode, left + 1);
      const box = range.getBoundingClientRect();
      return { x: box.left + 1, y: box.top + box.height / 2 };
    }
    left -= length;
  }
  throw new Error(`no character ${index} in the paragraph`);
}

/**
 * Runs in the page, before the key. The time is the browser's own (Event Timing): from the key's time stamp to the presentation of the frame
 * that follows what it did, in steps of 8 ms; infinite when the passage is not marked in that frame.
 */
function watchForMark(): void {
  const watched = window as unknown as Watched;
  watched.markedAfter = null;
  let began = 0;
  let marked = false;
  addEventListener(
    "keydown",
    (event) => {
      if (event.code !== "KeyC") return;
      began = event.timeStamp;
      requestAnimationFrame(() => (marked = document.querySelector(".ProseMirror mark.is-on") !== null));
    },
    { capture: true },
  );
  const observer = new PerformanceObserver((list) => {
    const key = list.getEntries().find(({ name, startTime }) => name === "keydown" && startTime === began);
    if (!key) return;
    observer.disconnect();
    watched.markedAfter = marked ? key.duration : Number.POSITIVE_INFINITY;
  });
  observer.observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit);
}

function table(figures: readonly Figures[]): string {
  const small = figures[0];
  const ratio = (value: number): string => (value / (small?.keyP95 ?? Number.NaN)).toFixed(2);
  const rows = figures.map(({ text, openMs, keyP95, claimP95, cards }) =>
    [
      `${text.words}`,
      `${text.claims}`,
      `${openMs.toFixed(0)}`,
      `${keyP95.toFixed(1)}`,
      `${ratio(keyP95)} ×`,
      `${claimP95.toFixed(1)}`,
      `${cards}`,
    ].join(" | "),
  );
  const head = "words | claims | open ms | key → frame p95 ms | to the small text | selection → marked p95 ms | cards in the page";
  return [`| ${head} |`, "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |", ...rows.map((row) => `| ${row} |`)].join("\n");
}
