import { describeInChromium } from "../../fixtures/chromium";
import { openTestApp, storeName } from "./test-app";
import type { TestApp } from "./test-app";
import type { Person } from "./person";
import { browserTests } from "./in-browser";
import { addText, bytesOf, hungary, leMonde } from "./texts";
import {
  closedCard,
  marked,
  openCard,
  openDocument,
  placeOf,
  pressCard,
  saved,
  selectByMouse,
  selectionToolbar,
  statement,
  textOf,
} from "./workbench";

jest.setTimeout(120_000);

describeInChromium(`with a finger, on ${storeName}`, () => {
  let app: TestApp;
  const browserTest = browserTests(() => app);
  let ana: Person;
  let boris: Person;
  beforeAll(async () => {
    app = await openTestApp();
    ana = await app.person("Ana", "admin");
    boris = await app.person("Boris", "fact-checker", {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
      deviceScaleFactor: 2,
    });
    const path = await addText(ana, await bytesOf(leMonde), leMonde.title);
    for (const person of [ana, boris]) await openDocument(person, path);
  });
  afterAll(() => app.close());

  browserTest("two taps select a word, and the bubble makes it a claim", async () => {
    const { page } = boris;
    const { start, end } = await placeOf(boris, "reconnaître");
    // A long press does the same; only the browser without a window knows none. The second tap does not wait for the answer to the first: to be a
    // double one they must follow each other closely, however busy the machine is.
    const tap = () => page.touchscreen.tap((start.x + end.x) / 2, start.y);
    await Promise.all([tap(), tap()]);
    await page.waitForFunction(() => String(getSelection()) === "reconnaître");
    await selectionToolbar(boris).tap();
    await marked(ana, "reconnaître");
    await statement(boris, "fr").fill("Elle l’a reconnu");
    await saved(boris);
  });

  browserTest("drawn out with its handles the selection becomes the passage", async () => {
    // Handles belong to the browser: what dragging them does is to set the selection.
    await textOf(boris).evaluate((text, words) => {
      const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
      const range = document.createRange();
      let before = "";
      const from = (text.textContent ?? "").indexOf(words);
      while (walker.nextNode()) {
        const { data } = walker.currentNode as globalThis.Text;
        const [first, last] = [from - before.length, from + words.length - before.length];
        if (first >= 0 && first < data.length) range.setStart(walker.currentNode, first);
        if (last > 0 && last <= data.length) range.setEnd(walker.currentNode, last);
        before += data;
      }
      (text as HTMLElement).focus();
      getSelection()?.removeAllRanges();
      getSelection()?.addRange(range);
    }, hungary.passage);
    await selectionToolbar(boris).tap();
    await marked(ana, hungary.passage);
    await statement(boris, "fr").fill(hungary.fr);
    await saved(boris);
  });

  browserTest("whatever one presses is large enough for it", async () => {
    await openCard(boris).waitFor();
    const small = await boris.page.evaluate(() =>
      [...document.querySelectorAll("button, a, select, input:not([type=radio])")]
        .filter((element) => element.checkVisibility() && !element.closest(".text-prose, .claim-card.is-closed"))
        .map((element) => ({ name: element.getAttribute("aria-label") ?? element.textContent, box: element.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 1 && box.height < 44)
        .map(({ name, box }) => `${String(name)}: ${String(Math.round(box.height))}`),
    );
    expect(small).toEqual([]);
  });

  browserTest("what is said lies over nothing of the open card", async () => {
    const { page, words } = boris;
    const passage = "une coalition de 80 organisations";
    await selectByMouse(ana, passage);
    await selectionToolbar(ana).click();
    await marked(boris, passage);
    await pressCard(closedCard(boris, passage));
    await openCard(boris)
      .getByRole("button", { name: words("common:action.more") })
      .click();
    await page.getByRole("menuitem", { name: words("claim:copyLink") }).click();
    await page.getByText(words("claim:linkCopied")).waitFor();
    const [toast, sheet] = await Promise.all([".app-toast", ".bottom-sheet"].map((part) => page.locator(part).boundingBox()));
    expect((toast?.y ?? Infinity) + (toast?.height ?? 0)).toBeLessThanOrEqual(sheet?.y ?? 0);
  });
});
