import { describeInChromium } from "../../fixtures/chromium";
import { openTestApp, storeName } from "./test-app";
import type { TestApp } from "./test-app";
import type { Person } from "./person";
import { browserTests } from "./in-browser";
import { addText, bytesOf, leMonde } from "./texts";
import { clickBehind, marked, openCard, openDocument, reads, says, setLocked, scriptsOf, statement, textOf } from "./workbench";

jest.setTimeout(120_000);

/** What a document may need of scripts before it can be read, in bytes. */
const MOST_SCRIPTS = 300_000;

describeInChromium(`a text opened with nothing in the cache, on ${storeName}`, () => {
  let app: TestApp;
  const browserTest = browserTests(() => app);
  let ana: Person;
  let path: string;
  let scripts: number;
  beforeAll(async () => {
    app = await openTestApp();
    ana = await app.person("Ana", "admin");
    path = await addText(ana, await bytesOf(leMonde), leMonde.title);
    await openDocument(ana, path);
    scripts = await scriptsOf(ana);
    await setLocked(ana, false);
    await ana.page.getByRole("button", { name: ana.words("workbench:unlocked") }).waitFor();
  });
  afterAll(() => app.close());

  browserTest("needs no more than 300 kB of scripts", async () => {
    expect(scripts).toBeGreaterThan(0);
    expect(scripts).toBeLessThanOrEqual(MOST_SCRIPTS);
  });

  browserTest("takes the first keys, as soon as it stands: words, a new paragraph, a list, a claim", async () => {
    const boris = await app.person("Boris", "editor");
    await boris.page.goto(boris.origin + path);
    await textOf(boris).waitFor();
    await clickBehind(boris, lastWords);
    await boris.page.keyboard.type(" Aussitôt.");
    await boris.page.keyboard.press("Enter");
    await boris.page.keyboard.type("- tout de suite");
    await reads(ana, "Aussitôt.");
    await textOf(ana).locator("ul").getByText("tout de suite").waitFor();

    const chloe = await app.person("Chloé", "fact-checker");
    await chloe.page.goto(chloe.origin + path);
    await textOf(chloe).waitFor();
    await clickBehind(chloe, "tout de suite");
    for (let step = 0; step < "suite".length; step++) await chloe.page.keyboard.press("Shift+ArrowLeft");
    await chloe.page.keyboard.press("Control+Alt+C");
    await openCard(chloe).waitFor();
    await chloe.page.keyboard.type("Tout de suite");
    await says(statement(chloe, "fr"), "Tout de suite");
    await marked(ana, "suite");
  });

  browserTest("keeps the letters in their order, however fast they come after a new paragraph", async () => {
    const eva = await app.again(ana);
    await openDocument(eva, path);
    await clickBehind(eva, "Aussitôt.");
    const lines = Array.from({ length: 12 }, (_, index) => `-${index} sans attendre`);
    for (const line of lines) {
      await eva.page.keyboard.press("Enter");
      await eva.page.keyboard.type(line);
    }
    const written = textOf(eva).locator("p", { hasText: "sans attendre" });
    await written.nth(lines.length - 1).waitFor();
    expect(await written.allTextContents()).toEqual(lines);
  });

  browserTest("loses no key where the code for the keys is late", async () => {
    const dario = await withoutKeptFiles(await app.again(ana));
    const late: { come?: () => void } = {};
    const come = new Promise<void>((done) => (late.come = done));
    await dario.page.route(keysCode, async (route) => {
      await come;
      await route.continue();
    });
    await openDocument(dario, path);
    await clickBehind(dario, "En juillet,");
    const { keyboard } = dario.page;
    await keyboard.type(" puis");
    await reads(ana, "En juillet, puis");
    await keyboard.press("Enter");
    await keyboard.type("un alinéaz");
    await keyboard.press("Backspace");
    await keyboard.press("Enter");
    await keyboard.press("Enter");
    await keyboard.press("Backspace");
    await keyboard.press("Control+b");
    await keyboard.type("gras");
    expect(await textOf(dario).innerText()).not.toContain("alinéa");
    late.come?.();
    await textOf(ana).locator("strong").getByText("gras", { exact: true }).waitFor();
    const there = await blocks(ana);
    expect(there.slice(there.indexOf("En juillet, puis"))).toEqual(
      expect.arrayContaining(["En juillet, puis", "un alinéa", expect.stringMatching(/^gras un consortium/)]),
    );
    expect(await blocks(dario)).toEqual(there);
  });

  browserTest("says so where that code cannot be had, keeps what is written, and asks again", async () => {
    const dario = await withoutKeptFiles(await app.again(ana));
    dario.expectFaults(/Failed to load resource|net::ERR_/);
    await dario.page.route(keysCode, (route) => route.abort());
    await openDocument(dario, path);
    await clickBehind(dario, "informations du Monde.");
    const { keyboard } = dario.page;
    await keyboard.press("Enter");
    await keyboard.type(" Suite.");
    await dario.page.getByText(dario.words("errors:unreachable")).first().waitFor();
    await reads(ana, "informations du Monde. Suite.");

    await dario.page.unroute(keysCode);
    await dario.page.getByRole("button", { name: dario.words("workbench:format.quote") }).click();
    await textOf(ana).locator("blockquote").getByText("informations du Monde. Suite.").waitFor();
  });
});

const lastWords = "informations du Monde.";
const keysCode = /\/editingPlugins-[^/]*\.js$/;

/** A browser without the files that an earlier visit would have kept. */
async function withoutKeptFiles(person: Person): Promise<Person> {
  await person.page.addInitScript(() => Object.defineProperty(navigator, "serviceWorker", { value: undefined }));
  return person;
}

const blocks = (person: Person): Promise<string[]> => textOf(person).locator(":scope > *").allTextContents();
