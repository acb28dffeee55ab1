import type { Request } from "playwright-core";
import { describeInChromium } from "../../fixtures/chromium";
import { openTestApp, storeName } from "./test-app";
import type { TestApp } from "./test-app";
import type { Person } from "./person";
import { browserTests } from "./in-browser";
import { addText, bytesOf, hungary, leMonde } from "./texts";
import {
  selectionToolbar,
  chooseVerdict,
  clickBehind,
  marked,
  markedWords,
  openDocument,
  reads,
  setLocked,
  saved,
  selectByMouse,
  textOf,
} from "./workbench";

jest.setTimeout(120_000);

describeInChromium(`history, on ${storeName}`, () => {
  let app: TestApp;
  const browserTest = browserTests(() => app);
  let ana: Person;
  let boris: Person;
  beforeAll(async () => {
    app = await openTestApp();
    ana = await app.person("Ana", "admin");
    boris = await app.person("Boris", "fact-checker");
    const path = await addText(ana, await bytesOf(leMonde), leMonde.title);
    for (const person of [ana, boris]) await openDocument(person, path);
    await selectByMouse(boris, hungary.passage);
    await selectionToolbar(boris).click();
    await boris.page.keyboard.type(hungary.fr);
    await chooseVerdict(boris, "partly");
    await saved(boris);
    await setLocked(ana, false);
    await textOf(ana).and(ana.page.locator("[aria-readonly=false]")).waitFor();
    await clickBehind(ana, "En juillet");
    await ana.page.keyboard.type(" 2021");
    await saved(ana);
    await reads(boris, "En juillet 2021, un consortium");
  });
  afterAll(() => app.close());

  browserTest("the log is a readable list: who, when, what", async () => {
    const { page, words } = boris;
    const text = page.locator(".workbench-work");
    await text.evaluate((element) => element.scrollTo({ top: 300, behavior: "instant" }));
    await page
      .getByRole("banner")
      .getByRole("button", { name: words("workbench:history") })
      .click();
    const list = page.getByRole("region", { name: words("history:page") });
    for (const line of [
      words("history:textAdd", { language: "français" }),
      words("history:claimAdd"),
      words("history:verdict", { verdict: words("common:verdict.partly") }),
      words("history:unlock"),
      words("history:stepInsert", { language: "français" }),
    ]) {
      await list.getByText(line).first().waitFor();
    }
    const first = list
      .getByRole("listitem")
      .filter({ hasText: words("history:claimAdd") })
      .first();
    await first.getByText("Boris").waitFor();
    // The reader keeps their place.
    expect(await text.evaluate((element) => element.scrollTop)).toBe(300);
  });

  browserTest("what others write meanwhile is told: it comes by itself, and the page asks for nothing", async () => {
    const { page, words } = boris;
    const list = page.getByRole("region", { name: words("history:page") });
    const asked: string[] = [];
    const note = (request: Request): void => void asked.push(new URL(request.url()).pathname);
    page.on("request", note);
    const written = [" rédactions", " unies"];
    for (const said of written) {
      await ana.page.keyboard.type(said);
      await list.getByText(said.trim()).first().waitFor();
    }
    expect(asked.filter((path) => path.includes("commits"))).toEqual([]);
    page.off("request", note);
    for (const _ of written.join("")) await ana.page.keyboard.press("Backspace");
    await saved(ana);
    await reads(boris, "En juillet 2021, un consortium");
  });

  browserTest("a line opens the text and the claims as they stood then; nothing can be changed there", async () => {
    const { page, words } = boris;
    const list = page.getByRole("region", { name: words("history:page") });
    const added = list
      .getByRole("listitem")
      .filter({ hasText: words("history:claimAdd") })
      .filter({ has: page.getByRole("button") })
      .first();
    await added.getByRole("button").first().click();
    await page.getByText(words("history:pastHint")).waitFor();
    await reads(boris, "En juillet, un consortium");
    expect(await markedWords(boris)).toEqual([hungary.passage]);
    await clickBehind(boris, "En juillet");
    await page.keyboard.type("!");
    expect(await textOf(boris).innerText()).toContain("En juillet, un consortium");

    const opening = list
      .getByRole("listitem")
      .filter({ hasText: words("history:textAdd", { language: "français" }) })
      .filter({ has: page.getByRole("button") });
    await opening.getByRole("button").first().click();
    await textOf(boris).locator("mark.claim-mark").first().waitFor({ state: "detached" });
    expect(await markedWords(boris)).toEqual([]);
  });

  browserTest("and back to now, which has gone on meanwhile", async () => {
    await clickBehind(ana, "un consortium de médias");
    await ana.page.keyboard.type(" libres");
    await saved(ana);
    await boris.page.getByRole("button", { name: boris.words("history:backToNow") }).click();
    await reads(boris, "En juillet 2021, un consortium de médias libres");
    await marked(boris, hungary.passage);
  });
});
