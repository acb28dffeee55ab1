import type { Locator } from "playwright-core";
import type { Person } from "./person";

// The library, and the dialog that adds a text.

export async function openLibrary({ page, origin, words }: Person): Promise<void> {
  await page.goto(origin);
  await page.getByRole("heading", { name: words("library:page"), level: 1 }).waitFor();
}

/** The line of one text: title, where it is from, how far it is. */
export const lineOf = ({ page }: Person, title: string): Locator =>
  page.getByRole("listitem").filter({ has: page.getByRole("link", { name: title }) });

/** The blocks of the preview that are left out: what looks like the site's furniture, each with its reason. */
export const leftOut = (adding: Locator): Locator => adding.locator("li.adding-block.is-out");

/** The words of one of them, where the keys work. */
export const wordsOf = (block: Locator): Locator => block.locator("button.adding-words");

/** Goes to the page that adds a text. */
export async function askToAddText({ page, words }: Person): Promise<Locator> {
  await page
    .getByRole("banner")
    .getByRole("button", { name: words("library:addText") })
    .click();
  return addingOn(page, words);
}

/** The page that adds a text, once it is there. */
export async function addingOn(page: Person["page"], words: Person["words"]): Promise<Locator> {
  await page.getByRole("heading", { name: words("library:import.title"), level: 1 }).waitFor();
  return page.getByRole("main");
}

/** Pastes a text into the page that adds one, as the keyboard does. Resolves when its preview is there. */
export async function pasteText({ page, words }: Person, adding: Locator, text: string): Promise<void> {
  await page.evaluate((words) => navigator.clipboard.writeText(words), text);
  await adding.getByLabel(words("library:import.pasteLabel")).focus();
  await page.keyboard.press("ControlOrMeta+V");
  await adding.getByRole("list", { name: words("library:import.preview") }).waitFor();
}

/** Chooses a file on the page that adds a text. */
export async function chooseFile(
  { page, words }: Person,
  adding: Locator,
  file: { name: string; mimeType: string; buffer: Buffer },
): Promise<void> {
  await page
    .getByRole("banner")
    .getByRole("button", { name: words("library:import.file"), exact: true })
    .click();
  const chooser = page.waitForEvent("filechooser");
  await adding.getByRole("button", { name: words("library:import.choose") }).click();
  await (await chooser).setFiles(file);
}
