import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { describeInChromium } from "../../fixtures/chromium";
import { MAX_IMPORT_BYTES } from "../../shared/protocol/import";
import { openTestApp, storeName } from "./test-app";
import type { TestApp } from "./test-app";
import { addingOn, askToAddText, chooseFile, leftOut, lineOf, openLibrary, pasteText, wordsOf } from "./library";
import type { Person } from "./person";
import { browserTests } from "./in-browser";
import { amnesty, bytesOf, leMonde } from "./texts";

jest.setTimeout(120_000);

describeInChromium(`texts, on ${storeName}`, () => {
  let app: TestApp;
  const browserTest = browserTests(() => app);
  let ana: Person;
  let boris: Person;
  beforeAll(async () => {
    app = await openTestApp({ demo: true });
    ana = await app.person("Ana", "admin");
    boris = await app.person("Boris", "fact-checker");
    await openLibrary(boris);
  });
  beforeEach(() => openLibrary(ana));
  afterAll(() => app.close());

  browserTest("the library shows the demonstration with its progress", async () => {
    await ana.page.getByRole("heading", { name: "Pegasus" }).waitFor();
    const line = lineOf(ana, leMonde.title);
    await line.getByText("Le Monde").waitFor();
    const { words } = ana;
    await line.getByText(words("library:progress", { done: 0, count: 11 })).waitFor();
    expect(await line.getByText(words("common:verdict.misleading")).count()).toBe(1);
    await lineOf(ana, "Israël. Amnesty International").waitFor();
  });

  browserTest("the demonstration is removed in one click, everywhere at once", async () => {
    const { words, page } = ana;
    await page.getByRole("button", { name: words("library:demoRemove") }).click();
    await page
      .getByRole("alertdialog")
      .getByRole("button", { name: words("library:demoRemove") })
      .click();
    await page.getByRole("heading", { name: words("library:empty.title") }).waitFor();
    await boris.page.getByRole("heading", { name: boris.words("library:empty.title") }).waitFor();
  });

  browserTest("a text is pasted: what looks like the site's furniture is offered for removal, with the reason", async () => {
    const { words, page } = ana;
    await page
      .getByRole("main")
      .getByRole("button", { name: words("library:newCase") })
      .click();
    await page.getByLabel(words("library:caseName")).fill("Pegasus");
    await page.getByRole("button", { name: words("library:caseMake") }).click();
    await page
      .getByRole("main")
      .getByRole("button", { name: words("library:addText") })
      .click();

    const adding = await addingOn(page, words);
    await pasteText(ana, adding, await readFile("fixtures/texts/003_17d07009717388e6.txt", "utf8"));
    const proposed = await wordsOf(leftOut(adding)).allTextContents();
    const expected = ["Lire aussi", "Emplacement", "Adresse de cet article"];
    expect(expected.filter((start) => !proposed.some((line) => line.includes(start)))).toEqual([]);
    expect(proposed).toHaveLength(expected.length);
    await leftOut(adding).getByText(words("library:import.chrome.breadcrumb")).waitFor();
    await adding.getByText(words("library:import.left", { count: expected.length })).waitFor();
    expect(await adding.getByRole("textbox", { name: words("library:import.name"), exact: true }).inputValue()).toBe(amnesty.title);
    expect(await adding.getByRole("textbox", { name: words("library:import.date"), exact: true }).inputValue()).toBe("2019-05-15");

    // Nothing is dropped unless the person leaves it out.
    await wordsOf(leftOut(adding).filter({ hasText: "Lire aussi" })).press("3");
    await adding.getByRole("button", { name: words("library:import.submit") }).click();
    await lineOf(ana, amnesty.title).waitFor();
    await lineOf(boris, amnesty.title).waitFor();
  });

  browserTest("a file keeps its bytes: they are downloaded as they came", async () => {
    const { words, page } = ana;
    const bytes = await bytesOf(leMonde);
    const adding = await askToAddText(ana);
    await chooseFile(ana, adding, { name: leMonde.file, mimeType: "text/plain", buffer: Buffer.from(bytes) });
    await adding.getByText(words("library:import.left", { count: 2 })).waitFor();
    expect((await wordsOf(leftOut(adding)).allTextContents()).map((line) => line.slice(0, 9))).toEqual(["Contribue", "Réutilise"]);
    await adding.getByRole("textbox", { name: words("library:import.name"), exact: true }).fill(leMonde.title);
    await adding.getByRole("textbox", { name: words("library:import.publisher"), exact: true }).fill("Le Monde");
    await adding.getByRole("button", { name: words("library:import.submit") }).click();
    await lineOf(ana, leMonde.title).getByRole("link").click();
    const original = page.getByRole("link", { name: words("workbench:original") });
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    expect(await original.getAttribute("title")).toContain(sha256);
    const [download] = await Promise.all([page.waitForEvent("download"), original.click()]);
    expect(Buffer.compare(await readFile(await download.path()), Buffer.from(bytes))).toBe(0);
  });

  browserTest("a Windows-1252 file is not guessed at: it is offered to be read as one", async () => {
    const { words } = ana;
    ana.expectFaults(/status of 4\d\d.*import\/preview/);
    const sentence = "Éditée à Bayeux : « l’œuvre coûte 12 € », déjà.";
    const cp1252 = Buffer.from(sentence.replace("’", "\x92").replace("œ", "\x9c").replace("€", "\x80"), "latin1");
    const adding = await askToAddText(ana);
    await chooseFile(ana, adding, { name: "ancien.txt", mimeType: "text/plain", buffer: cp1252 });
    await adding.getByText(words("library:not-utf8")).waitFor();
    await adding.getByRole("radio", { name: "Windows-1252" }).check();
    await adding
      .getByRole("list", { name: words("library:import.preview") })
      .getByText(sentence)
      .waitFor();
    await adding.getByRole("textbox", { name: words("library:import.name"), exact: true }).fill("Ancien");
    await adding.getByRole("combobox", { name: words("library:import.lang") }).selectOption("fr");
    await adding.getByRole("button", { name: words("library:import.submit") }).click();
    await lineOf(ana, "Ancien").waitFor();
  });

  browserTest("an empty text, one too large, a wrong address: a clear word, and nothing is added", async () => {
    const { words, page } = ana;
    await lineOf(ana, amnesty.title).waitFor();
    // In the whole library and in its case file, to which it leads back, whatever stands above them.
    const lines = page.getByRole("main").getByRole("listitem").getByRole("heading");
    const before = await lines.allInnerTexts();
    const adding = await askToAddText(ana);
    const submit = adding.getByRole("button", { name: words("library:import.submit") });
    await chooseFile(ana, adding, { name: "vide.txt", mimeType: "text/plain", buffer: Buffer.from(" \n\n ") });
    await adding.getByText(words("library:empty-text")).waitFor();
    await chooseFile(ana, adding, { name: "long.txt", mimeType: "text/plain", buffer: Buffer.alloc(MAX_IMPORT_BYTES + 1, "a ") });
    await adding.getByText(words("library:import.tooLarge", { limit: 10 })).waitFor();
    await chooseFile(ana, adding, { name: "photo.jpg", mimeType: "image/jpeg", buffer: Buffer.from([0xff, 0xd8]) });
    await adding.getByText(words("library:import.wrongType", { name: "photo.jpg" })).waitFor();
    await chooseFile(ana, adding, { name: "bon.txt", mimeType: "text/plain", buffer: Buffer.from("Un texte.") });
    await adding.getByRole("textbox", { name: words("library:import.name"), exact: true }).fill("Bon");
    await adding.getByRole("textbox", { name: words("library:import.address"), exact: true }).fill("javascript:alert(1)");
    await submit.click();
    await adding.getByText(words("library:import.addressWrong")).waitFor();
    await adding.getByRole("button", { name: words("common:action.cancel") }).click();
    await page.getByRole("heading", { name: words("library:import.title") }).waitFor({ state: "detached" });
    await lineOf(ana, amnesty.title).waitFor();
    expect(await lines.allInnerTexts()).toEqual(before);
  });
});
