import { describeInChromium } from "../../fixtures/chromium";
import { openTestApp, storeName } from "./test-app";
import type { TestApp } from "./test-app";
import type { Person } from "./person";
import { browserTests } from "./in-browser";
import { addText, bytesOf, hungary, leMonde } from "./texts";
import {
  focusComesTo,
  selectionToolbar,
  clickBehind,
  closeCard,
  closeCardIfOpen,
  closedCard,
  marked,
  openCard,
  openClaim,
  openDocument,
  pressCard,
  openTray,
  reads,
  setLocked,
  saved,
  says,
  selectByMouse,
  addStatement,
  statement,
  textOf,
  writeBehind,
} from "./workbench";

jest.setTimeout(120_000);

describeInChromium(`several people in one text, on ${storeName}`, () => {
  let app: TestApp;
  const browserTest = browserTests(() => app);
  let ana: Person;
  let boris: Person;
  let chloe: Person;
  let path: string;
  beforeAll(async () => {
    app = await openTestApp();
    ana = await app.person("Ana", "admin");
    boris = await app.person("Boris", "fact-checker");
    chloe = await app.person("Chloé", "editor");
    path = await addText(ana, await bytesOf(leMonde), leMonde.title);
    for (const person of [ana, boris, chloe]) await openDocument(person, path);
  });
  afterAll(() => app.close());

  browserTest("everybody sees who is here, and where", async () => {
    for (const name of ["Boris", "Chloé"]) await faceOf(ana, name).waitFor();
    await clickBehind(boris, "identifiées en Hongrie");
    await cursorOf(ana, "Boris").waitFor();
    expect(await wordsBefore(ana, "Boris")).toMatch(/identifiées en Hongrie$/);
  });

  browserTest("a locked text is read and selected, not changed, and says so", async () => {
    await clickBehind(boris, "identifiées en Hongrie");
    await boris.page.keyboard.press("Delete");
    await boris.page.keyboard.type("xyz");
    expect(await textOf(boris).innerText()).toContain("identifiées en Hongrie, où");
    expect(await textOf(boris).getAttribute("aria-readonly")).toBe("true");
    await boris.page.getByText(boris.words("workbench:readingOnly")).first().waitFor();
  });

  browserTest("an editor unlocks the text, for everybody at once; who may not write it still may not", async () => {
    await setLocked(ana, false);
    await textOf(chloe).and(chloe.page.locator("[aria-readonly=false]")).waitFor();
    await boris.page.getByText(boris.words("workbench:unlocked")).waitFor();
    expect(await textOf(boris).getAttribute("aria-readonly")).toBe("true");
  });

  browserTest("two people type into one sentence at the same time, and both read the same", async () => {
    await clickBehind(ana, "En juillet,");
    await clickBehind(chloe, "un consortium de médias,");
    const one = " comme on l’a vu,";
    const two = " dix-sept au total,";
    await Promise.all([ana.page.keyboard.type(one, { delay: 15 }), chloe.page.keyboard.type(two, { delay: 15 })]);
    const sentence = `En juillet,${one} un consortium de médias,${two} dont Le Monde, avait révélé`;
    for (const person of [ana, chloe, boris]) await reads(person, sentence);
    const texts = await Promise.all([ana, chloe, boris].map((person) => textOf(person).innerText()));
    expect(new Set(texts).size).toBe(1);
  });

  browserTest("claims keep to their words while others write around and inside them", async () => {
    await selectByMouse(boris, hungary.passage);
    await selectionToolbar(boris).click();
    await boris.page.keyboard.type(hungary.fr);
    await marked(ana, hungary.passage);
    await clickBehind(ana, "identifiées en Hongrie,");
    await writeBehind(chloe, "dans un premier temps");
    await Promise.all([ana.page.keyboard.type(" pays de l’Union,"), chloe.page.keyboard.type(" seulement")]);
    const now = hungary.passage.replace("premier temps", "premier temps seulement");
    for (const person of [ana, boris, chloe]) await marked(person, now);
    await undo(chloe, () => marked(chloe, hungary.passage));
    for (const person of [ana, boris]) await marked(person, hungary.passage);
  });

  browserTest("headings, lists, quotations, emphasis and links appear in the other browsers", async () => {
    const { page, words } = chloe;
    const style = (name: string) =>
      page.getByRole("toolbar", { name: words("workbench:format.label") }).getByRole("button", { name, exact: true });
    await clickBehind(chloe, "plusieurs enquêtes sont en cours");
    await style(words("workbench:format.heading-3")).click();
    await textOf(ana)
      .getByRole("heading", { name: /plusieurs enquêtes/ })
      .waitFor();
    await style(words("workbench:format.heading-3")).click();
    await textOf(ana)
      .getByRole("heading", { name: /plusieurs enquêtes/ })
      .waitFor({ state: "detached" });
    await style(words("workbench:format.quote")).click();
    await textOf(ana).locator("blockquote", { hasText: "plusieurs enquêtes" }).waitFor();
    await style(words("workbench:format.quote")).click();
    await style(words("workbench:format.bullets")).click();
    await textOf(ana).getByRole("listitem").filter({ hasText: "plusieurs enquêtes" }).waitFor();
    await style(words("workbench:format.bullets")).click();
    await selectByMouse(chloe, "aucune sanction");
    await style(words("workbench:format.strong")).click();
    await textOf(ana).locator("strong", { hasText: "aucune sanction" }).waitFor();
    await style(words("workbench:format.em")).click();
    await textOf(ana).locator("em", { hasText: "aucune sanction" }).waitFor();
    await style(words("workbench:format.link")).click();
    await page.getByRole("textbox", { name: words("workbench:format.linkAddress") }).fill("https://www.sanctionsmap.eu/");
    await page.keyboard.press("Enter");
    await textOf(ana).getByRole("link", { name: "aucune sanction" }).waitFor();
  });

  browserTest("a claim whose words are deleted waits in a tray with its quote, and comes back on undo", async () => {
    await deleteWords(chloe, hungary.passage);
    const { page, words } = boris;
    await openTray(boris, "orphans", 1);
    const tray = page.getByRole("heading", { name: words("workbench:tray.orphans") });
    await page.getByText(hungary.passage).first().waitFor();
    await undo(chloe, () => marked(chloe, hungary.passage));
    await marked(boris, hungary.passage);
    await tray.waitFor({ state: "detached" });
  });

  browserTest("or it is put back by one click, onto the words that are selected", async () => {
    const { page, words } = boris;
    await deleteWords(chloe, hungary.passage);
    await openTray(boris, "orphans", 1);
    const elsewhere = "Plusieurs victimes de surveillance illégale";
    await selectByMouse(boris, elsewhere);
    await page.getByRole("button", { name: words("workbench:tray.putBack") }).click();
    // The words are still selected: what is pressed next is the card's, and writes over none of them.
    await focusComesTo(boris, "card");
    await page.keyboard.press("x");
    for (const person of [ana, boris, chloe]) await marked(person, elsewhere);
    await closeCardIfOpen(boris);
    await closedCard(ana, hungary.fr).waitFor();
  });

  browserTest("somebody who writes on a card is seen writing; who leaves is gone", async () => {
    await pressCard(closedCard(ana, hungary.fr));
    await pressCard(closedCard(chloe, hungary.fr));
    await addStatement(chloe, "en");
    await statement(chloe, "en").pressSequentially("Hungary");
    await ana.page.getByText(ana.words("claim:writing", { names: "Chloé", count: 1 })).waitFor();
    await saved(chloe);
    await chloe.page.goto(chloe.origin);
    await faceOf(ana, "Chloé").waitFor({ state: "detached" });
  });

  browserTest("two values typed at once stand side by side, and a reload before the choice loses neither", async () => {
    const mine = "La Hongrie a fini par reconnaître l’achat, après l’avoir nié pendant des mois";
    const theirs = "La Hongrie reconnaît l’achat";
    for (const person of [ana, boris]) await openClaim(person, hungary.fr);
    await statement(ana, "fr").fill("");
    // Ana's hand rests too shortly for her field to save itself before Boris's value has come.
    await Promise.all([statement(ana, "fr").pressSequentially(mine, { delay: 40 }), statement(boris, "fr").fill(theirs)]);
    await choiceOn(ana).waitFor();
    await reload(ana);
    await says(statement(ana, "fr"), mine);
    await choiceOn(ana).getByText(theirs).waitFor();
    await closeCard(ana);
    const closed = closedCard(ana, theirs);
    await closed.getByText(ana.words("claim:notSaved")).waitFor();
    await pressCard(closed);
    await says(statement(ana, "fr"), mine);
    await choiceOn(ana).getByText(theirs).waitFor();
    await says(statement(boris, "fr"), theirs);
    await choiceOn(ana)
      .getByRole("button", { name: ana.words("claim:keepMine") })
      .click();
    await says(statement(boris, "fr"), mine);
    await saved(ana);
    await reload(ana);
    await says(statement(ana, "fr"), mine);
    await choiceOn(ana).waitFor({ state: "detached" });
  });

  browserTest("an address that is half typed is there again after a reload, and says that it is not saved", async () => {
    await openHungary(boris);
    await openCard(boris)
      .getByRole("button", { name: boris.words("claim:addSource"), exact: true })
      .click();
    const address = openCard(boris).getByRole("textbox", { name: boris.words("claim:source.address") });
    await address.pressSequentially("dw");
    await openCard(boris).getByText(boris.words("claim:wrongAddress")).waitFor();
    await reload(boris);
    await says(address, "dw");
    await closeCard(boris);
    const closed = hungaryOf(boris);
    await closed.getByText(boris.words("claim:notSaved")).waitFor();
    await pressCard(closed);
    await says(address, "dw");
    await openCard(boris).getByText(boris.words("claim:wrongAddress")).waitFor();
    await address.fill("dw.com");
    await openCard(boris).getByText(boris.words("claim:wrongAddress")).waitFor({ state: "detached" });
    await openCard(boris).getByRole("link", { name: "dw.com" }).waitFor();
    await saved(boris);
    await closeCard(boris);
    await boris.page.getByText(boris.words("claim:notSaved")).waitFor({ state: "detached" });
  });

  browserTest(
    "a message that is half written is there again after a reload, goes only when it is sent, and then does not come back",
    async () => {
      const words = "« Nié » me paraît fort.";
      for (const person of [ana, boris]) {
        await openHungary(person);
        await messagesOn(person, 0).click();
      }
      await composerOn(ana).fill(words);
      await openCard(boris)
        .getByText(boris.words("claim:writing", { names: "Ana", count: 1 }))
        .waitFor();
      await reload(ana);
      await says(composerOn(ana), words);
      await closeCard(ana);
      await hungaryOf(ana).getByText(ana.words("claim:notSent")).waitFor();
      await pressCard(hungaryOf(ana));
      await says(composerOn(ana), words);
      expect(await openCard(boris).getByText(words).count()).toBe(0);
      await composerOn(ana).press("ControlOrMeta+Enter");
      await openCard(boris).getByText(words).waitFor();
      await saved(ana);
      await reload(ana);
      await messagesOn(ana, 1).waitFor();
      await closeCard(ana);
      expect(await hungaryOf(ana).getByText(ana.words("claim:notSent")).count()).toBe(0);
      await openHungary(ana);
      await messagesOn(ana, 1).click();
      await openCard(ana).getByText(words).waitFor();
      await says(composerOn(ana), "");
    },
  );
});

/** Loads the page anew. The claim that was open, which its address names, is open again. */
async function reload(person: Person): Promise<void> {
  await person.page.reload();
  await openCard(person).waitFor();
}

const hungaryOf = ({ page }: Person) => page.getByRole("article").filter({ hasText: "La Hongrie" });
async function openHungary(person: Person): Promise<void> {
  if ((await openCard(person).count()) === 0) await pressCard(hungaryOf(person));
}
const messagesOn = (person: Person, count: number) =>
  openCard(person).getByRole("button", { name: person.words("claim:messages", { count }) });
const composerOn = (person: Person) => openCard(person).getByRole("textbox", { name: person.words("claim:addComment") });
/** The two values of a field that two people wrote at once. */
const choiceOn = (person: Person) => openCard(person).locator(".field-choice");
const faceOf = ({ page, words }: Person, name: string) => page.getByRole("group", { name: words("workbench:peers") }).getByTitle(name);
const cursorOf = (person: Person, name: string) => textOf(person).locator(`.peer-cursor[data-name="${name}"]`);

/** The text in front of somebody's cursor. */
const wordsBefore = (person: Person, name: string): Promise<string> =>
  cursorOf(person, name).evaluate((cursor) => {
    const range = document.createRange();
    range.setStart(cursor.closest("p") ?? cursor, 0);
    range.setEndBefore(cursor);
    return range.toString();
  });

async function deleteWords(person: Person, words: string): Promise<void> {
  await selectByMouse(person, words);
  await person.page.keyboard.press("Delete");
  await saved(person);
}

/** Takes back until it is as it was; each press takes back what was written in one go. */
async function undo(person: Person, until: () => Promise<void>): Promise<void> {
  await textOf(person).focus();
  await person.page.keyboard.press("ControlOrMeta+Z");
  await until();
}
