import { describeInChromium } from "../../fixtures/chromium";
import { openTestApp, storeName } from "./test-app";
import type { TestApp } from "./test-app";
import type { Person } from "./person";
import { browserTests } from "./in-browser";
import { addText, bytesOf, hungary, leMonde } from "./texts";
import {
  selectionToolbar,
  chooseVerdict,
  closeCardIfOpen,
  focusComesTo,
  keepingFocus,
  marked,
  openCard,
  openDocument,
  openTray,
  rationale,
  reads,
  saved,
  selectByMouse,
  setLocked,
  settled,
  showsVerdict,
  textOf,
} from "./workbench";

jest.setTimeout(120_000);

const passages = ["une coalition de 80 organisations", hungary.passage, "plusieurs enquêtes sont en cours"];

/** From nowhere in particular: the page's content. */
const focusPage = ({ page }: Person): Promise<void> => page.evaluate(() => document.getElementById("content")?.focus());

/** Opens the nth claim of the text by keys alone. */
async function openByKeys(person: Person, index: number): Promise<void> {
  await closeCardIfOpen(person);
  await focusPage(person);
  for (let presses = 0; presses <= index; presses++) await person.page.keyboard.press("j");
  await focusComesTo(person, "card");
  await person.page.getByRole("article", { name: person.words("claim:position", { index: index + 1, total: passages.length }) }).waitFor();
}

/** Waits until the first card that is on screen stands at its passage's height: a few pixels are its edge. */
const cardsStandBesidePassages = ({ page }: Person): Promise<unknown> =>
  page.waitForFunction(() => {
    const card = document.querySelector(".margin-slot > .claim-card.is-closed")?.getBoundingClientRect();
    const mark = document.querySelector("mark.claim-mark")?.getBoundingClientRect();
    return card && mark ? Math.abs(card.top - mark.top) < 24 : false;
  });

describeInChromium(`the focus, on ${storeName}`, () => {
  let app: TestApp;
  const browserTest = browserTests(() => app);
  let ana: Person;
  let boris: Person;
  let path: string;
  beforeAll(async () => {
    app = await openTestApp();
    ana = await app.person("Ana", "admin", { reducedMotion: "reduce" });
    boris = await app.person("Boris", "fact-checker");
    path = await addText(ana, await bytesOf(leMonde), leMonde.title);
    for (const person of [ana, boris]) await openDocument(person, path);
    for (const words of passages) {
      await selectByMouse(boris, words);
      await selectionToolbar(boris).click();
      await marked(boris, words);
      await openCard(boris).waitFor();
    }
    await saved(boris);
  });
  afterAll(() => app.close());

  browserTest("the card’s actions have keys, and none of them loses the focus", async () => {
    await openByKeys(boris, 0);
    const { page, words } = boris;
    await keepingFocus(boris, () => page.keyboard.press("2"));
    await showsVerdict(boris, "true");
    await keepingFocus(boris, () => page.keyboard.press("s"));
    const address = openCard(boris).getByRole("textbox", { name: words("claim:source.address"), exact: true });
    await address.and(page.locator(":focus")).waitFor();
    await page.keyboard.type("https://www.lemonde.fr/pegasus");
    await keepingFocus(boris, () =>
      openCard(boris)
        .getByRole("button", { name: words("claim:doneWithSource") })
        .press("Enter"),
    );
    await openCard(boris).focus();
    await page.keyboard.press("m");
    await openCard(boris)
      .getByRole("textbox", { name: words("claim:addComment") })
      .and(page.locator(":focus"))
      .waitFor();
    await openCard(boris).focus();
    await page.keyboard.press("p");
    await openCard(boris)
      .getByRole("combobox", { name: words("claim:assignee") })
      .and(page.locator(":focus"))
      .waitFor();
    await page.keyboard.press("Escape");
    await rationale(boris).fill("Compté dans la lettre.");
    await openCard(boris).focus();
    await keepingFocus(boris, () => page.keyboard.press("r"));
    await openCard(boris).getByText(words("claim:awaitsReview")).waitFor();
    await saved(boris);
  });

  browserTest("approve, check again, send back: the card keeps the focus, and the next claim is one key away", async () => {
    await openByKeys(ana, 0);
    const { page, words } = ana;
    await openCard(ana)
      .getByRole("button", { name: words("claim:approve") })
      .focus();
    await keepingFocus(ana, () => page.keyboard.press("Enter"));
    await focusComesTo(ana, "card");
    await openCard(ana)
      .getByRole("button", { name: words("claim:takeUpAgain") })
      .focus();
    await keepingFocus(ana, () => page.keyboard.press("Enter"));
    await focusComesTo(ana, "card");
    await page.keyboard.press("r");
    const sendBack = openCard(ana).getByRole("button", { name: words("claim:sendBack") });
    await sendBack.waitFor();
    await openCard(ana)
      .getByRole("textbox", { name: words("claim:reviewNote") })
      .fill("Une source de plus.");
    await sendBack.focus();
    await keepingFocus(ana, () => page.keyboard.press("Enter"));
    await focusComesTo(ana, "card");
    await keepingFocus(ana, () => page.keyboard.press("j"));
    await focusComesTo(ana, "card");
  });

  browserTest("a source, a tag, a message removed; the claim withdrawn and restored", async () => {
    const { page, words } = ana;
    await openByKeys(ana, 0);
    await keepingFocus(ana, () =>
      openCard(ana)
        .getByRole("button", { name: words("claim:removeSource", { title: "lemonde.fr" }) })
        .press("Enter"),
    );
    await openCard(ana)
      .getByRole("combobox", { name: words("claim:addTag") })
      .fill("Europe");
    await page.keyboard.press("Enter");
    await keepingFocus(ana, () =>
      openCard(ana)
        .getByRole("button", { name: words("claim:removeTag", { tag: "Europe" }) })
        .press("Enter"),
    );
    await openCard(ana).focus();
    await page.keyboard.press("m");
    await page.keyboard.type("À revoir");
    await page.keyboard.press("ControlOrMeta+Enter");
    await openCard(ana).getByText("À revoir").waitFor();
    await keepingFocus(ana, () =>
      openCard(ana)
        .getByRole("button", { name: words("claim:removeComment") })
        .press("Enter"),
    );
    await openCard(ana)
      .getByRole("button", { name: words("common:action.more") })
      .press("Enter");
    await page.getByRole("menuitem", { name: words("claim:withdraw") }).waitFor();
    await keepingFocus(ana, () => page.getByRole("menuitem", { name: words("claim:withdraw") }).press("Enter"));
    await openCard(ana).waitFor({ state: "detached" });
    await cardsStandBesidePassages(ana);
    await openTray(ana, "withdrawn", 1);
    await cardsStandBesidePassages(ana);
    await page.getByRole("button", { name: words("workbench:trays.withdrawn", { count: 1 }) }).click();
    await cardsStandBesidePassages(ana);
    await openTray(ana, "withdrawn", 1);
    await keepingFocus(ana, () => page.getByRole("button", { name: words("workbench:tray.restore") }).press("Enter"));
    await page.getByRole("heading", { name: words("workbench:claims", { count: passages.length }) }).waitFor();
  });

  browserTest("a card that somebody else takes away under one’s hands: what is typed on changes no text", async () => {
    await setLocked(ana, false);
    await openByKeys(ana, 1);
    await openByKeys(boris, 1);
    await openCard(ana)
      .getByRole("textbox", { name: ana.words("claim:why") })
      .focus();
    const before = await textOf(ana).textContent();
    await openCard(boris)
      .getByRole("button", { name: boris.words("common:action.more") })
      .press("Enter");
    await boris.page.getByRole("menuitem", { name: boris.words("claim:withdraw") }).press("Enter");
    await keepingFocus(ana, () => openCard(ana).waitFor({ state: "detached" }));
    await ana.page.keyboard.type("parce que 5 sources");
    await settled(ana);
    expect(await textOf(ana).textContent()).toBe(before);
    await boris.page.getByRole("button", { name: boris.words("claim:undo") }).click();
    await setLocked(ana, true);
  });

  browserTest("dialogs give it back: palette, sheet of keys, filter", async () => {
    const { page } = ana;
    await openByKeys(ana, 0);
    for (const key of ["ControlOrMeta+K", "?"]) {
      await openCard(ana).focus();
      await page.keyboard.press(key);
      await page.getByRole("dialog").waitFor();
      await keepingFocus(ana, () => page.keyboard.press("Escape"));
      await focusComesTo(ana, "card");
    }
    await page.getByRole("button", { name: ana.words("workbench:filter") }).press("Enter");
    await page.getByRole("dialog").waitFor();
    await keepingFocus(ana, () => page.keyboard.press("Escape"));
  });

  browserTest("an address pasted in the text while a card is open becomes its source", async () => {
    const { page, words } = ana;
    await openByKeys(ana, 1);
    await page.keyboard.press("Escape");
    await focusComesTo(ana, "text");
    await page.evaluate((address) => navigator.clipboard.writeText(address), hungary.source);
    await page.keyboard.press("ControlOrMeta+V");
    await openCard(ana).getByRole("link", { name: "dw.com" }).waitFor();
    await reads(ana, "demande à l’Union");
    expect(await textOf(ana).textContent()).not.toContain("dw.com");
    await page.getByText(words("claim:sourceAdded")).waitFor();
  });

  const widths = [
    { width: 1440, height: 900 },
    // The first passage stands in the upper half at once; its card would not end in view.
    { width: 1440, height: 1000 },
    { width: 1024, height: 768 },
    { width: 390, height: 844 },
  ];
  test.each(widths)(
    "at $width × $height pixels a card comes into view with its passage, which stands in the upper part",
    async (viewport) => {
      await chooseVerdict(ana, "open");
      const eve = await app.again(ana, { viewport, reducedMotion: "reduce" });
      await openDocument(eve, path);
      for (const [index, words] of passages.entries()) {
        await openByKeys(eve, index);
        await eve.page.waitForFunction((start) => {
          const card = document.querySelector(".claim-card.is-open")?.getBoundingClientRect();
          const mark = [...document.querySelectorAll("mark.claim-mark.is-on")].find((one) => start.startsWith(one.textContent ?? "?"));
          const passage = mark?.getClientRects()[0];
          const bar = document.querySelector(".app-bar")?.getBoundingClientRect().bottom ?? 0;
          const sheet = document.querySelector(".bottom-sheet")?.getBoundingClientRect().top;
          if (!card || !passage) return false;
          const seen = (sheet ?? innerHeight) - bar;
          const passageIsUp = passage.top >= bar && passage.top <= bar + seen * 0.5;
          // Whole, where the screen has room for that; else it begins as high as its passage.
          const cardIsThere =
            card.top >= (sheet ?? bar) && (sheet !== undefined || card.bottom <= innerHeight || card.top <= bar + seen * 0.35);
          return passageIsUp && cardIsThere;
        }, words);
      }
      await eve.context.close();
    },
  );
});
