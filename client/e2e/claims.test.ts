import { describeInChromium } from "../../fixtures/chromium";
import { openTestApp, storeName } from "./test-app";
import type { TestApp } from "./test-app";
import type { Person } from "./person";
import { browserTests } from "./in-browser";
import { addText, bytesOf, hungary, leMonde } from "./texts";
import {
  selectionToolbar,
  chooseVerdict,
  closeCard,
  closeCardIfOpen,
  closedCard,
  marked,
  markedWords,
  openCard,
  openClaim,
  openDocument,
  pressCard,
  rationale,
  saved,
  says,
  selectByMouse,
  settled,
  showsVerdict,
  addStatement,
  statement,
  textOf,
} from "./workbench";

jest.setTimeout(120_000);

describeInChromium(`claims, on ${storeName}`, () => {
  let app: TestApp;
  const browserTest = browserTests(() => app);
  let ana: Person;
  let boris: Person;
  let path: string;
  beforeAll(async () => {
    app = await openTestApp();
    ana = await app.person("Ana", "admin");
    boris = await app.person("Boris", "fact-checker");
    path = await addText(ana, await bytesOf(leMonde), leMonde.title);
    await openDocument(ana, path);
    await openDocument(boris, path);
  });
  afterAll(() => app.close());
  /** The Hungarian claim open before both, whatever the browserTest before has left on their screens. */
  const bothAtHungary = async () => {
    for (const person of [boris, ana]) await openClaim(person, hungary.fr);
  };

  browserTest("by mouse: the Hungarian passage becomes a claim, and stands in the other browser", async () => {
    await selectByMouse(boris, hungary.passage);
    await selectionToolbar(boris).hover();
    await boris.page.mouse.down();
    await boris.page.mouse.up();
    await marked(ana, hungary.passage);
    // One gesture: the card is open and the cursor in its statement.
    await boris.page.keyboard.type(hungary.fr);
    await addStatement(boris, "en");
    await statement(boris, "en").fill(hungary.en);
    await pressCard(closedCard(ana, hungary.fr));
    await says(statement(ana, "en"), hungary.en);
    expect(await statement(ana, "fr").inputValue()).toBe(hungary.fr);
  });

  browserTest("its card: kind, tags, assignee, verdict and why, each saved by itself and seen by the other at once", async () => {
    await bothAtHungary();
    const { words } = boris;
    const card = openCard(boris);
    await card.getByRole("combobox", { name: words("claim:kind") }).selectOption({ label: words("common:kind.attribution") });
    await card.getByRole("combobox", { name: words("claim:addTag") }).fill("Hongrie");
    await boris.page.keyboard.press("Enter");
    await card.getByRole("combobox", { name: words("claim:assignee") }).selectOption({ label: "Ana" });
    await card.getByRole("combobox", { name: words("claim:status") }).selectOption({ label: words("common:status.checking") });
    await chooseVerdict(boris, "partly");
    await showsVerdict(ana, "partly");
    await rationale(boris).fill("Démenti en juillet, aveu le 4 novembre.");
    await says(rationale(ana), "Démenti en juillet, aveu le 4 novembre.");
    const seen = openCard(ana);
    await seen.getByText("Hongrie", { exact: true }).waitFor();
    const chosen = (name: string) =>
      seen.getByRole("combobox", { name }).evaluate((box: HTMLSelectElement) => box.selectedOptions[0]?.text);
    expect(await chosen(words("claim:kind"))).toBe(words("common:kind.attribution"));
    expect(await chosen(words("claim:assignee"))).toBe("Ana");
    expect(await chosen(words("claim:status"))).toBe(words("common:status.checking"));
  });

  browserTest("an address pasted into the card is a source, filled in place", async () => {
    await bothAtHungary();
    const { words, page } = boris;
    await page.evaluate((address) => navigator.clipboard.writeText(address), hungary.source);
    await openCard(boris).focus();
    await page.keyboard.press("ControlOrMeta+V");
    const card = openCard(boris);
    const field = (name: string) => card.getByRole("textbox", { name, exact: true });
    expect(await field(words("claim:source.address")).inputValue()).toBe(hungary.source);
    await field(words("claim:source.title")).fill("Hungary admits to using NSO Group’s Pegasus spyware");
    await field(words("claim:source.publisher")).fill("Deutsche Welle");
    await field(words("claim:source.published")).fill("4/11/2021");
    await field(words("claim:source.quote")).fill("Hungary has become the first EU country to admit");
    await card.getByRole("button", { name: words("common:stance.refutes") }).click();
    await field(words("claim:source.note")).fill("L’aveu vient d’un député.");
    await card.getByRole("button", { name: words("claim:doneWithSource") }).click();
    await saved(boris);

    const seen = openCard(ana);
    const link = seen.getByRole("link", { name: "Hungary admits to using NSO Group’s Pegasus spyware" });
    await link.waitFor();
    expect(await link.getAttribute("href")).toBe(hungary.source);
    expect(await link.getAttribute("rel")).toContain("noopener");
    await seen.getByText("Deutsche Welle · ").waitFor();
    await seen.getByText("4 novembre 2021").or(seen.getByText("4 nov. 2021")).waitFor();
    await seen.getByText("Hungary has become the first EU country to admit").waitFor();
  });

  browserTest("an address that is not one of the web is not saved, and the card says so", async () => {
    await bothAtHungary();
    const { words } = boris;
    const card = openCard(boris);
    await card.getByRole("button", { name: words("claim:addSource"), exact: true }).click();
    const address = card.getByRole("textbox", { name: words("claim:source.address"), exact: true });
    await address.fill("javascript:alert(1)");
    await boris.page.keyboard.press("Tab");
    await card.getByText(words("claim:wrongAddress")).waitFor();
    await card.getByRole("button", { name: words("claim:doneWithSource") }).click();
    await card.getByRole("button", { name: words("claim:removeSource", { title: words("claim:untitledSource") }) }).click();
    await openCard(ana).getByText(words("claim:untitledSource")).waitFor({ state: "detached" });
  });

  browserTest("they talk about it on the card", async () => {
    await bothAtHungary();
    for (const person of [boris, ana])
      await openCard(person)
        .getByRole("button", { name: person.words("claim:messages", { count: 0 }) })
        .click();
    const message = openCard(boris).getByRole("textbox", { name: boris.words("claim:addComment") });
    await message.pressSequentially("« Nié » me paraît fort.");
    await openCard(ana)
      .getByText(ana.words("claim:writing", { names: "Boris", count: 1 }))
      .waitFor();
    await message.press("ControlOrMeta+Enter");
    await openCard(ana).getByText("« Nié » me paraît fort.").waitFor();
    await openCard(ana)
      .getByRole("button", { name: ana.words("claim:resolve") })
      .click();
    await openCard(boris).getByText(boris.words("claim:resolved")).waitFor();
  });

  browserTest("nobody approves the verdict they proposed; somebody else may", async () => {
    await bothAtHungary();
    await openCard(boris)
      .getByRole("button", { name: boris.words("claim:askReview") })
      .click();
    await openCard(ana)
      .getByRole("textbox", { name: ana.words("claim:reviewNote") })
      .fill("Vérifié.");
    await openCard(ana)
      .getByRole("button", { name: ana.words("claim:approve") })
      .click();
    await openCard(boris)
      .getByText(boris.words("claim:by", { name: "Ana" }))
      .waitFor();
    await closeCard(boris);
    await closedCard(boris, hungary.fr).getByText(boris.words("common:status.approved")).waitFor();
    await closeCard(ana);
  });

  browserTest("by keyboard alone: claims overlap freely and stay countable", async () => {
    const { page, words } = boris;
    const overlapping = "reconnaître avoir acheté ce logiciel";
    await closeCardIfOpen(boris);
    await walkTo(boris, overlapping);
    await page.keyboard.press("c");
    // The bubble's key, and the statement has the cursor.
    await page.keyboard.type("Le gouvernement a reconnu l’achat");
    await page.keyboard.press("Escape");
    await saved(boris);
    // The cursor stands behind the words: the key pressed once more makes no second claim of them.
    await settled(boris);
    expect(await page.evaluate(() => String(getSelection()))).toBe("");
    await page.keyboard.press("c");
    await page.getByText(words("workbench:emptySelection")).waitFor();
    await marked(ana, overlapping);
    await marked(ana, hungary.passage);
    expect((await markedWords(ana)).length).toBe(2);
    await ana.page.getByRole("heading", { name: words("workbench:claims", { count: 2 }) }).waitFor();
    const lanes = await textOf(ana).evaluate(
      (text) => new Set([...text.querySelectorAll("mark.claim-mark")].map((mark) => /lane-\d/.exec(mark.className)?.[0])).size,
    );
    expect(lanes).toBe(2);
  });

  browserTest("the margin is filtered by status, verdict, person and words", async () => {
    const { page, words } = boris;
    const shown = (count: number) => page.getByRole("heading", { name: words("workbench:shown", { count, total: 2 }) }).waitFor();
    await closeCardIfOpen(boris);
    await page.getByRole("button", { name: words("workbench:filter") }).click();
    const filter = page.getByRole("dialog", { name: words("workbench:filterTitle") });
    await filter.getByRole("button", { name: words("common:verdict.partly") }).click();
    await shown(1);
    await filter.getByRole("button", { name: words("common:verdict.partly") }).click();
    await filter.getByRole("button", { name: words("common:status.approved") }).click();
    await shown(1);
    await filter.getByRole("button", { name: words("workbench:clearFilter") }).click();
    await filter.getByRole("combobox", { name: words("workbench:filterPerson") }).selectOption({ label: "Ana" });
    await shown(1);
    await filter.getByRole("button", { name: words("workbench:clearFilter") }).click();
    await filter.getByRole("searchbox", { name: words("workbench:filterWords") }).fill("HONGRIE");
    await shown(1);
    await filter.getByRole("searchbox", { name: words("workbench:filterWords") }).fill("introuvable");
    await page.keyboard.press("Escape");
    await page.getByText(words("workbench:noMatch")).waitFor();
    await page.getByRole("button", { name: words("workbench:clearFilter") }).click();
    await page.getByRole("heading", { name: words("workbench:claims", { count: 2 }) }).waitFor();
  });

  browserTest("next and previous claim by key; a figure sets the verdict of the open one", async () => {
    const { page, words } = ana;
    await closeCardIfOpen(ana);
    await page.getByRole("heading", { level: 1 }).first().click();
    await page.keyboard.press("j");
    await page.getByRole("article", { name: words("claim:position", { index: 1, total: 2 }) }).waitFor();
    await page.keyboard.press("j");
    await page.getByRole("article", { name: words("claim:position", { index: 2, total: 2 }) }).waitFor();
    await page.keyboard.press("5");
    await showsVerdict(ana, "false");
    await page.keyboard.press("k");
    await page.getByRole("article", { name: words("claim:position", { index: 1, total: 2 }) }).waitFor();
    await page.keyboard.press("Escape");
  });

  browserTest("one undoes and redoes what one did oneself, not what the other did", async () => {
    const { page } = ana;
    await openClaim(ana, "Le gouvernement a reconnu l’achat");
    await showsVerdict(ana, "false");
    await page.keyboard.press("2");
    await showsVerdict(ana, "true");
    // Meanwhile the other writes: that stays.
    await openClaim(boris, "Le gouvernement a reconnu l’achat");
    await rationale(boris).fill("À relire.");
    await saved(boris);
    await says(rationale(ana), "À relire.");
    await openCard(ana).focus();
    await page.keyboard.press("ControlOrMeta+Z");
    await showsVerdict(ana, "false");
    await showsVerdict(boris, "false");
    await page.keyboard.press("ControlOrMeta+Shift+Z");
    await showsVerdict(ana, "true");
    expect(await rationale(ana).inputValue()).toBe("À relire.");
  });

  browserTest("a claim is withdrawn and comes back; its history stays", async () => {
    const { page, words } = boris;
    await openClaim(boris, "Le gouvernement a reconnu l’achat");
    await openCard(boris)
      .getByRole("button", { name: words("common:action.more") })
      .click();
    await page.getByRole("menuitem", { name: words("claim:withdraw") }).click();
    await page.getByText(words("claim:withdrawn")).waitFor();
    await ana.page.getByRole("heading", { name: words("workbench:claims", { count: 1 }) }).waitFor();
    await ana.page.getByRole("button", { name: ana.words("workbench:trays.withdrawn", { count: 1 }) }).click();
    await ana.page.getByRole("button", { name: ana.words("workbench:tray.restore") }).click();
    await page.getByRole("heading", { name: words("workbench:claims", { count: 2 }) }).waitFor();
    await openClaim(boris, "Le gouvernement a reconnu l’achat");
    await openCard(boris)
      .getByRole("button", { name: words("claim:history") })
      .click();
    for (const line of [words("history:claimAdd"), words("history:claimWithdraw"), words("history:claimRestore")]) {
      await openCard(boris).getByText(line).first().waitFor();
    }
  });

  browserTest("a card does not slip away from under a pressed pointer when somebody makes a claim above it", async () => {
    const title = "Le gouvernement a reconnu l’achat";
    await closeCardIfOpen(ana);
    const card = closedCard(ana, title);
    await card.scrollIntoViewIfNeeded();
    await settled(ana);
    await card.hover();
    const before = await card.boundingBox();
    const { mouse } = ana.page;
    await mouse.down();
    await closeCardIfOpen(boris);
    await selectByMouse(boris, "où le gouvernement");
    await selectionToolbar(boris).click();
    await marked(ana, "où le gouvernement");
    await ana.page.getByRole("heading", { name: ana.words("workbench:claims", { count: 3 }) }).waitFor();
    await settled(ana);
    expect(await card.boundingBox()).toEqual(before);
    await mouse.up();
    await says(statement(ana, "fr"), title);
  });
});

/** Walks to the words with the keys of the text, as one does who uses no mouse, and selects them. */
async function walkTo(person: Person, words: string): Promise<void> {
  const { page } = person;
  const text = textOf(person);
  // The skip link brings the keyboard to the page; Tab brings it to the text.
  await page.getByRole("link", { name: person.words("common:skip") }).focus();
  await page.keyboard.press("Enter");
  for (let presses = 0; presses < 30 && !(await text.evaluate((element) => element === document.activeElement)); presses++)
    await page.keyboard.press("Tab");
  const ahead = () =>
    text.evaluate((element) => {
      const { focusNode, focusOffset } = getSelection() ?? {};
      const range = document.createRange();
      range.selectNodeContents(element);
      if (focusNode) range.setStart(focusNode, focusOffset ?? 0);
      return range.toString();
    });
  await page.keyboard.press("ControlOrMeta+Home");
  for (let presses = 0; presses < 400 && !(await ahead()).trimStart().startsWith(words); presses++)
    await page.keyboard.press("ControlOrMeta+ArrowRight");
  // Where words end differs from system to system: the last step is a character.
  if ((await ahead()).startsWith(" ")) await page.keyboard.press("ArrowRight");
  expect((await ahead()).startsWith(words)).toBe(true);
  for (let chars = 0; chars < words.length; chars++) await page.keyboard.press("Shift+ArrowRight");
  await settled(person);
  expect(await page.evaluate(() => String(getSelection()))).toBe(words);
}
