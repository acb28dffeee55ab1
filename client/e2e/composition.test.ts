import type { CDPSession } from "playwright-core";
import { describeInChromium } from "../../fixtures/chromium";
import { openTestApp, storeName } from "./test-app";
import type { TestApp } from "./test-app";
import type { Person } from "./person";
import { browserTests } from "./in-browser";
import { addText } from "./texts";
import {
  selectionToolbar,
  clickBehind,
  marked,
  openCard,
  openDocument,
  reads,
  saved,
  selectByMouse,
  setLocked,
  settled,
  statement,
  textOf,
} from "./workbench";

jest.setTimeout(120_000);

const first = "Le préfet a parlé.";
const second = "Voilà la fin.";

const words = (person: Person) => textOf(person).evaluate((text) => [...text.querySelectorAll("p")].map((block) => block.textContent));

// What an input method does while it composes, which only the debugger can do in its place.
describeInChromium(`composing, on ${storeName}`, () => {
  let app: TestApp;
  const browserTest = browserTests(() => app);
  let ana: Person;
  let boris: Person;
  let path: string;
  let ime: CDPSession;
  const compose = (text: string) => ime.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  const commit = (text: string) => ime.send("Input.insertText", { text });
  /** Resolves when both show the same, which is this. */
  const bothRead = async (...blocks: string[]): Promise<void> => {
    for (const person of [ana, boris]) await saved(person);
    for (let looks = 0; looks < 60; looks++) {
      if (JSON.stringify([await words(ana), await words(boris)]) === JSON.stringify([blocks, blocks])) return;
      await settled(ana);
    }
    expect({ ana: await words(ana), boris: await words(boris) }).toEqual({ ana: blocks, boris: blocks });
  };

  beforeAll(async () => {
    app = await openTestApp();
    ana = await app.person("Ana", "admin");
    boris = await app.person("Boris", "editor");
    ime = await ana.context.newCDPSession(ana.page);
  });
  beforeEach(async () => {
    path = await addText(ana, new TextEncoder().encode(`${first}\n\n${second}\n`), "Un démenti");
    for (const person of [ana, boris]) await openDocument(person, path);
    await setLocked(ana, false);
    await textOf(boris).and(boris.page.locator("[aria-readonly=false]")).waitFor();
  });
  afterAll(() => app.close());

  browserTest("beside somebody who types in the same words, nothing is doubled and nothing lost", async () => {
    await clickBehind(ana, "Le préfet");
    await compose("ㅎ");
    await compose("하");
    await clickBehind(boris, "Le");
    await boris.page.keyboard.type(" bon");
    await saved(boris);
    await compose("한");
    await boris.page.keyboard.type(" vieux");
    await saved(boris);
    await commit("한");
    await compose("ㄱ");
    await compose("그");
    await clickBehind(boris, "a parlé");
    await boris.page.keyboard.type(" hier");
    await compose("글");
    await commit("글");
    await bothRead("Le bon vieux préfet한글 a parlé hier.", second);
  });

  browserTest("what others write in other paragraphs shows at once", async () => {
    await clickBehind(ana, "Le préfet");
    await compose("に");
    await clickBehind(boris, "Voilà");
    await boris.page.keyboard.type(" donc");
    await reads(ana, "Voilà donc la fin.");
    await compose("日本");
    await commit("日本");
    await bothRead("Le préfet日本 a parlé.", "Voilà donc la fin.");
  });

  browserTest("the paragraph composed in is deleted by somebody else: what was composed is kept", async () => {
    await selectByMouse(ana, "Le préfet a parlé.");
    await selectionToolbar(ana).click();
    await marked(ana, "Le préfet a parlé.");
    await ana.page.keyboard.press("Escape");
    await clickBehind(ana, "Le préfet");
    await compose("に");
    await compose("日本");
    await reads(boris, "Le préfet日本 a parlé.");
    await selectByMouse(boris, "Le préfet日本 a parlé.");
    await boris.page.keyboard.press("Backspace");
    // Her text does not move while she composes; that the news is there, her tray says.
    await ana.page.getByRole("button", { name: ana.words("workbench:trays.orphans", { count: 1 }) }).waitFor();
    await compose("日本語");
    await commit("日本語");
    await bothRead("日本語", second);
  });

  browserTest("somebody splits the paragraph where one composes, and joins it again", async () => {
    await clickBehind(ana, "Le préfet");
    await compose("に");
    await clickBehind(boris, "Le");
    await boris.page.keyboard.press("Enter");
    await saved(boris);
    await compose("日本");
    await boris.page.keyboard.press("Backspace");
    await saved(boris);
    await commit("日本");
    await bothRead("Le préfet日本 a parlé.", second);
  });

  browserTest("the page is left while one composes: what was composed so far is there again", async () => {
    await clickBehind(ana, "Le préfet");
    await compose("に");
    await clickBehind(boris, "Le");
    await boris.page.keyboard.type(" bon");
    await saved(boris);
    await compose("日本");
    await ana.page.reload();
    await textOf(ana).waitFor();
    await bothRead("Le bon préfet日本 a parlé.", second);
  });

  browserTest("Escape, Enter and figures while composing are the input method’s, not the card’s or the field’s", async () => {
    await selectByMouse(ana, "préfet");
    await selectionToolbar(ana).click();
    await marked(ana, "préfet");
    const field = statement(ana, "fr");
    await field.click();
    await compose("に");
    for (const key of ["Escape", "Enter", "1"]) {
      await field.evaluate((box, key) => {
        box.dispatchEvent(
          new KeyboardEvent("keydown", { key, code: key, keyCode: 229, isComposing: true, bubbles: true, cancelable: true }),
        );
      }, key);
    }
    expect(await field.evaluate((box) => box === document.activeElement)).toBe(true);
    await commit("日本");
    expect(await field.inputValue()).toBe("日本");
    // As Safari tells it: the Enter that ends a composition comes after its end.
    await field.evaluate((box) => {
      box.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", keyCode: 229, bubbles: true, cancelable: true }));
    });
    expect(await field.evaluate((box) => box === document.activeElement)).toBe(true);
    await openCard(ana).waitFor();
  });
});
