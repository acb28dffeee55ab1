import type { Locator } from "playwright-core";
import type { Verdict } from "../../shared/claim/claim";
import type { Lang } from "../../shared/languages";
import { languageName, ownName } from "../app/names";
import type { Person } from "./person";
import type { Words } from "./words";

// The page of one document: its text, and the cards beside it.

/** Opens a document and waits until its text is there and its connection stands. `path`: as in /doc/…. */
export async function openDocument(person: Person, path: string): Promise<void> {
  await person.page.goto(person.origin + path);
  await textOf(person).waitFor();
  await saved(person);
}

/** Bytes of the scripts that the page has asked for so far, compressed as they came. */
export const scriptsOf = ({ page }: Person): Promise<number> =>
  page.evaluate(() => {
    const loaded = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
    return loaded.filter(({ name }) => name.endsWith(".js")).reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
  });

/** What the top bar says of one's work. */
export const saveWords = ({ page }: Person): Locator => page.getByRole("banner").getByRole("status");

/** Waits until everything is durable. On a narrow screen that is a sign without its words. */
export const saved = (person: Person): Promise<void> =>
  saveWords(person).getByText(person.words("workbench:save.saved")).waitFor({ state: "attached" });

/** A text of the document, as those find it who do not see it. */
export const textOf = ({ page, words }: Person, lang: Lang = "fr" as Lang): Locator =>
  page.getByRole("textbox", { name: words("workbench:textOf", { language: languageName(uiOf(words), lang) }) });

const uiOf = (words: Words): "fr" | "en" => (words("common:uiLang.label") === "Langue" ? "fr" : "en");

interface Box {
  readonly start: { x: number; y: number };
  readonly end: { x: number; y: number };
}

/** Where the first and last character of some words stand on the screen, after they were scrolled into it. Runs in the page. */
function boxOfWords(text: Element, words: string): Box {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const nodes: Text[] = [];
  while (walker.nextNode()) nodes.push(walker.currentNode as Text);
  const from = nodes
    .map(({ data }) => data)
    .join("")
    .indexOf(words);
  if (from < 0) throw new Error(`not in the text: ${words}`);
  const placeOf = (offset: number): [Text, number] => {
    for (const node of nodes) {
      if (offset <= node.length) return [node, offset];
      offset -= node.length;
    }
    throw new Error("beyond the text");
  };
  const range = document.createRange();
  range.setStart(...placeOf(from + 1));
  range.startContainer.parentElement?.scrollIntoView({ block: "center" });
  range.setStart(...placeOf(from));
  range.setEnd(...placeOf(from + words.length));
  const rects = [...range.getClientRects()].filter(({ width }) => width > 0);
  const first = rects[0];
  const last = rects.at(-1);
  if (!first || !last) throw new Error(`not to be seen: ${words}`);
  return { start: { x: first.left, y: first.top + first.height / 2 }, end: { x: last.right, y: last.top + last.height / 2 } };
}

/** Where some words stand once the page has come to rest: a scroll that is under way would carry them from under the pointer. */
export async function placeOf(person: Person, words: string, lang?: Lang): Promise<Box> {
  const look = () => textOf(person, lang).evaluate(boxOfWords, words);
  for (let before = await look(); ;) {
    await settled(person);
    const now = await look();
    if (now.start.x === before.start.x && now.start.y === before.start.y) return now;
    before = now;
  }
}

/** Selects words by drawing the mouse over them. */
export async function selectByMouse(person: Person, words: string, lang?: Lang): Promise<void> {
  const { start, end } = await placeOf(person, words, lang);
  const { mouse } = person.page;
  await mouse.move(start.x + 1, start.y);
  await mouse.down();
  await mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 3 });
  await mouse.move(end.x - 0.5, end.y, { steps: 3 });
  await mouse.up();
  await person.page.waitForFunction((wanted) => String(getSelection()) === wanted, words);
  await settled(person);
}

/** Puts the cursor behind some words with a click. */
export async function clickBehind(person: Person, words: string, lang?: Lang): Promise<void> {
  const { end } = await placeOf(person, words, lang);
  await person.page.mouse.click(end.x - 0.5, end.y);
  await settled(person);
}

/** Puts the cursor behind some words of a text that may be written. Where they are a claim's, the click opens its card, and Enter leads on into the text. */
export async function writeBehind(person: Person, words: string, lang?: Lang): Promise<void> {
  await clickBehind(person, words, lang);
  if ((await focusOf(person)) !== "text") await person.page.keyboard.press("Enter");
  await focusComesTo(person, "text");
}

/** The button above the selection. */
export const selectionToolbar = ({ page, words }: Person, does: "claim" | "place" = "claim"): Locator =>
  page.getByRole("toolbar", { name: words("workbench:bubble.label") }).getByRole("button", { name: words(`workbench:bubble.${does}`) });

/** Opens one of the trays above the cards. */
export async function openTray({ page, words }: Person, tray: "orphans" | "withdrawn" | "losses", count: number): Promise<void> {
  const chip = page.getByRole("button", { name: words(`workbench:trays.${tray}`, { count }) });
  await chip.waitFor();
  if ((await chip.getAttribute("aria-expanded")) === "false") await chip.click();
  await page.getByRole("heading", { name: words(`workbench:tray.${tray}`) }).waitFor();
}

/** The card that is open. */
export const openCard = ({ page, words }: Person): Locator => page.getByRole("article", { name: new RegExp(`^${words("claim:claim")}`) });

/** A closed card, by what it says. */
export const closedCard = ({ page }: Person, title: string): Locator =>
  page.getByRole("article").filter({ has: page.getByRole("button", { name: title }) });

/** Clicks a closed card. The cards slide when the text scrolls: first there, then, when they stand, the click. */
export async function pressCard(closed: Locator): Promise<void> {
  const card = closed.getByRole("button");
  await card.click({ trial: true });
  await card.click();
}

/** Opens the card of a claim, unless it is the open one. */
export async function openClaim(person: Person, title: string): Promise<void> {
  const open = openCard(person).getByRole("textbox").filter({ hasText: title });
  if ((await open.count()) === 0) await pressCard(closedCard(person, title));
  await open.first().waitFor();
}

export const statement = (person: Person, lang: Lang): Locator =>
  openCard(person).getByRole("textbox", { name: person.words("claim:statementIn", { language: languageName(uiOf(person.words), lang) }) });

/** Makes room on the open card for a statement in a language that it has none in. */
export const addStatement = (person: Person, lang: Lang): Promise<void> =>
  openCard(person)
    .getByRole("button", { name: `${person.words("claim:addStatementIn")} ${ownName(uiOf(person.words), lang)}` })
    .click();

export const rationale = (person: Person): Locator => openCard(person).getByRole("textbox", { name: person.words("claim:why") });

/** Presses a verdict on the scale of the open card. */
export const chooseVerdict = (person: Person, verdict: Verdict): Promise<void> =>
  openCard(person)
    .getByRole("group", { name: person.words("claim:verdict") })
    .getByText(person.words(`common:verdict.${verdict}`), { exact: true })
    .click();

/** Resolves when this person's open card shows the verdict. */
export const showsVerdict = (person: Person, verdict: Verdict): Promise<void> =>
  openCard(person)
    .getByRole("radio", { name: person.words(`common:verdict.${verdict}`), exact: true, checked: true })
    .waitFor();

export async function closeCard({ page, words }: Person): Promise<void> {
  await page.getByRole("heading", { level: 1 }).first().click();
  await page.keyboard.press("Escape");
  await page.getByRole("article", { name: new RegExp(`^${words("claim:claim")}`) }).waitFor({ state: "detached" });
}

export async function closeCardIfOpen(person: Person): Promise<void> {
  if ((await openCard(person).count()) > 0) await closeCard(person);
}

/** The words that each claim of a text covers on the screen, in the order of the text. */
export const markedWords = (person: Person, lang?: Lang): Promise<string[]> =>
  textOf(person, lang).evaluate((text) => {
    const words = new Map<string, string>();
    for (const mark of text.querySelectorAll("mark.claim-mark")) {
      const id = mark.getAttribute("data-claim") ?? "";
      // A claim's marks are pieces; those inside another claim's mark count for both.
      const own = [...mark.childNodes].map((node) => node.textContent ?? "").join("");
      words.set(id, (words.get(id) ?? "") + own);
    }
    return [...words.values()];
  });

/** Waits until a claim covers these words. */
export async function marked(person: Person, words: string, lang?: Lang): Promise<void> {
  const text = await textOf(person, lang).elementHandle();
  await person.page.waitForFunction(
    ([text, words]) => {
      const covered = new Map<string, string>();
      for (const mark of text?.querySelectorAll("mark.claim-mark") ?? []) {
        const id = mark.getAttribute("data-claim") ?? "";
        covered.set(id, (covered.get(id) ?? "") + (mark.textContent ?? ""));
      }
      return [...covered.values()].includes(words);
    },
    [text, words] as const,
  );
}

/** Waits until a text says these words. */
export const reads = (person: Person, words: string, lang?: Lang): Promise<void> =>
  textOf(person, lang).filter({ hasText: words }).waitFor();

/** Waits until a field says this. */
export async function says(field: Locator, value: string): Promise<void> {
  const box = await field.elementHandle();
  await field.page().waitForFunction(([box, value]) => (box as HTMLTextAreaElement).value === value, [box, value] as const);
}

/** Resolves when what was pressed so far has been dealt with and painted; a script presses keys faster than a browser tells of the selection. */
export const settled = ({ page }: Person): Promise<void> =>
  page.evaluate(() => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))));

/** Unlocks the text, and says in the dialog that one means it, or locks it again; resolves when this page shows it. */
export async function setLocked(person: Person, locked: boolean): Promise<void> {
  const text = await textOf(person).elementHandle();
  const { page, words } = person;
  await page.getByRole("button", { name: words(locked ? "workbench:unlocked" : "workbench:locked") }).click();
  if (!locked) {
    const dialog = page.getByRole("alertdialog", { name: words("workbench:unlockAsk.title") });
    await dialog.getByRole("button", { name: words("workbench:unlockAsk.confirm") }).click();
  }
  await person.page.waitForFunction(([text, locked]) => text?.getAttribute("aria-readonly") === String(locked), [text, locked] as const);
}

/** Where the focus is, in words: "card", "text", "body", or what the element is. */
export const focusOf = ({ page }: Person): Promise<string> =>
  page.evaluate(() => {
    const focused = document.activeElement;
    if (focused === null || focused === document.body) return "body";
    if (focused.matches(".claim-card.is-open")) return "card";
    if (focused.closest(".ProseMirror")) return "text";
    return focused.getAttribute("aria-label") ?? focused.id ?? focused.tagName.toLowerCase();
  });

/** Resolves when the focus is there. */
export async function focusComesTo(person: Person, place: string): Promise<void> {
  for (let looks = 0; (await focusOf(person)) !== place; looks++) {
    if (looks > 200) throw new Error(`the focus is not in ${place} but in ${await focusOf(person)}`);
    await settled(person);
  }
}

/** Does something and fails when the focus has fallen to the page's root by it: for whoever works with the keyboard, everything would be lost. */
export async function keepingFocus<T>(person: Person, deed: () => Promise<T>): Promise<T> {
  const done = await deed();
  // Four frames: React's effects, React Aria's next frame, and the patience of `focusKeeper.ts`.
  for (let frames = 0; frames < 2; frames++) await settled(person);
  if ((await focusOf(person)) === "body") throw new Error("the focus fell to the page's root");
  return done;
}
