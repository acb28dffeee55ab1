import { describeInChromium } from "../../fixtures/chromium";
import { violations } from "./accessibility";
import { browserTests } from "./in-browser";
import type { Request } from "playwright-core";
import { docAt, firstCase, plantLargeLibrary, secondCase, titleAt } from "./large-library";
import { lineOf, openLibrary } from "./library";
import { apiOf, done } from "./person";
import type { Person } from "./person";
import { openTestApp, storeName } from "./test-app";
import type { TestApp } from "./test-app";
import { addText } from "./texts";
import { chooseVerdict, openClaim, openDocument, textOf } from "./workbench";

jest.setTimeout(120_000);

const size = { first: 240, others: 3, each: 20 };
const MOST_NODES = 2000;

const nodesIn = ({ page }: Person): Promise<number> => page.evaluate(() => document.body.querySelectorAll("*").length);
const scrolled = ({ page }: Person): Promise<number> => page.evaluate(() => document.querySelector("main")?.scrollTop ?? 0);

/** Presses until the page has gone on: Chromium leaves a key alone that comes while it still scrolls by the one before. */
async function pageDown(person: Person): Promise<void> {
  const { page } = person;
  const before = await scrolled(person);
  for (let moved = false; !moved;) {
    await page.keyboard.press("PageDown");
    moved = await page
      .waitForFunction((from) => (document.querySelector("main")?.scrollTop ?? 0) > from, before, { timeout: 5000 })
      .then(() => true)
      .catch(() => false);
  }
}

describeInChromium(`long lists, on ${storeName}`, () => {
  let app: TestApp;
  const browserTest = browserTests(() => app);
  let ana: Person;
  beforeAll(async () => {
    app = await openTestApp({ plant: (place) => plantLargeLibrary(place, size) });
    ana = await app.person("Ana", "admin", { reducedMotion: "reduce" });
  });
  afterAll(() => app.close());

  browserTest("of a long library a window stands in the page, wherever it is scrolled by the keyboard", async () => {
    await openLibrary(ana);
    const { page } = ana;
    await lineOf(ana, titleAt(0)).waitFor();
    expect(await nodesIn(ana)).toBeLessThan(MOST_NODES);
    expect(await lineOf(ana, titleAt(0)).getAttribute("aria-setsize")).toBe(String(size.first));
    expect(await violations(page)).toEqual([]);
    const main = page.getByRole("main");
    await main.focus();
    let most = 0;
    for (let pressed = 0; pressed < 12; pressed++) {
      await pageDown(ana);
      most = Math.max(most, await nodesIn(ana));
    }
    await page.keyboard.press("End");
    expect(most).toBeLessThan(MOST_NODES);
    // The end of the last case file, and of the whole page.
    await lineOf(ana, titleAt(size.first + 3 * size.each - 1)).waitFor();
    await page.getByRole("link", { name: ana.words("library:bin.page") }).waitFor();
    await page.keyboard.press("Home");
    await lineOf(ana, titleAt(0)).waitFor();
  });

  browserTest("a case file's own page: its last line is reached at once, and says which of how many it is", async () => {
    const { page } = ana;
    await page.goto(`${ana.origin}/case/${firstCase}`);
    await lineOf(ana, titleAt(0)).waitFor();
    await page.getByRole("main").focus();
    await page.keyboard.press("End");
    const last = lineOf(ana, titleAt(size.first - 1));
    await last.waitFor();
    expect([await last.getAttribute("aria-posinset"), await last.getAttribute("aria-setsize")]).toEqual(["240", "240"]);
    expect(await nodesIn(ana)).toBeLessThan(MOST_NODES);
  });

  browserTest("what has the focus stays in the page when it is scrolled away, and Tab goes on from there", async () => {
    const { page } = ana;
    await page.goto(`${ana.origin}/case/${firstCase}`);
    const link = lineOf(ana, titleAt(2)).getByRole("link");
    await link.focus();
    await page.evaluate(() => document.querySelector("main")?.scrollTo(0, 12_000));
    await page.waitForFunction((first) => document.querySelectorAll(`a[href="/doc/${first}"]`).length === 0, docAt(0));
    expect(await page.evaluate(() => document.activeElement?.getAttribute("href"))).toBe(`/doc/${docAt(2)}`);
    // The room of what is left out between them is there: nothing jumps.
    expect(await scrolled(ana)).toBe(12_000);
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.closest("[data-index]")?.getAttribute("aria-posinset"))).toBe("3");
    await page.keyboard.press("Escape");
    await page.evaluate(() => document.querySelector("main")?.scrollTo(0, 0));
    await lineOf(ana, titleAt(0)).waitFor();
  });

  browserTest("a name that somebody else has given meanwhile is shown before it is written over, and what was typed stays", async () => {
    const { page, words } = ana;
    await page.goto(`${ana.origin}/case/${secondCase}`);
    const menu = page.getByRole("button", { name: words("library:caseMenu", { name: "Dossier 2" }) });
    await menu.click();
    await page.getByRole("menuitem", { name: words("library:caseRename") }).click();
    const field = page.getByRole("textbox", { name: words("library:caseName") });
    await field.fill("Enquête");
    done(await apiOf(ana).renameCase({ params: { case: secondCase }, body: { name: "Instruction" } }));
    await field.press("Enter");
    await page.getByText(words("library:meanwhile", { value: "Instruction" })).waitFor();
    expect(await field.inputValue()).toBe("Enquête");
    expect(await violations(page)).toEqual([]);
    await page.getByRole("heading", { name: "Instruction", level: 1, includeHidden: true }).waitFor();
    await field.press("Enter");
    await page.getByRole("heading", { name: "Enquête", level: 1 }).waitFor();
  });

  browserTest("who looks at the library reads what others change, each time that alone, and never all of it again", async () => {
    const boris = await app.person("Boris", "editor", { reducedMotion: "reduce" });
    const api = apiOf(boris);
    await openLibrary(ana);
    await lineOf(ana, titleAt(0)).waitFor();
    await ana.page.waitForLoadState("networkidle");
    const asked: string[] = [];
    const note = (request: Request): void => {
      const { pathname } = new URL(request.url());
      if (pathname.startsWith("/api/")) asked.push(`${request.method()} ${pathname}`);
    };
    ana.page.on("request", note);
    /** What somebody does, until it shows here: it takes readings of what changed, no more than it is told of. */
    const deed = async (act: () => Promise<unknown>, shows: () => Promise<unknown>): Promise<void> => {
      asked.length = 0;
      await act();
      await shows();
      expect(new Set(asked)).toEqual(new Set(["GET /api/v1/library"]));
      expect(asked.length).toBeLessThanOrEqual(3);
    };
    const reading = () => ana.page.waitForResponse((answer) => new URL(answer.url()).pathname === "/api/v1/library");
    const head = (name: string) => ana.page.getByRole("heading", { name, exact: true });
    const [doc, home, other] = [docAt(1), firstCase, secondCase];

    await deed(
      async () => done(await api.renameDocument({ params: { doc }, body: { title: "Autrement" } })),
      () => lineOf(ana, "Autrement").waitFor(),
    );
    await deed(
      async () => done(await api.renameCase({ params: { case: home }, body: { name: "Affaire" } })),
      () => head("Affaire").waitFor(),
    );
    await deed(
      async () => done(await api.removeDocument({ params: { doc } })),
      () => lineOf(ana, "Autrement").waitFor({ state: "detached" }),
    );
    await deed(
      async () => done(await api.restoreDocument({ params: { doc } })),
      () => lineOf(ana, "Autrement").waitFor(),
    );
    await deed(
      async () => done(await api.moveDocument({ params: { doc }, body: { case: other } })),
      () => lineOf(ana, "Autrement").waitFor({ state: "detached" }),
    );
    await deed(
      () => addText(boris, new TextEncoder().encode("Un démenti du ministère."), "Démenti", "Affaire"),
      () => lineOf(ana, "Démenti").waitFor(),
    );
    await deed(
      async () => done(await apiOf(ana).setAccess({ params: { case: home }, body: { access: "closed" } })),
      () => ana.page.getByRole("button", { name: ana.words("library:closedTo", { count: 1 }) }).waitFor(),
    );
    await openDocument(boris, `/doc/${doc}`);
    let read = reading();
    await deed(
      async () => {
        await textOf(boris).click();
        await boris.page.keyboard.type("Et puis ");
      },
      () => read,
    );
    read = reading();
    await deed(
      async () => {
        await openClaim(boris, "Affirmation 2");
        await chooseVerdict(boris, "false");
      },
      () => read,
    );
    ana.page.off("request", note);
    await boris.page.close();
  });
});
