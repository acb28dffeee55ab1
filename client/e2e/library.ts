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

/** The lines of the preview that start unticked: what looks like the site's furniture, each with its reason. */
export const proposedForRemoval = (dialog: Locator): Locator =>
  dialog.locator("label").filter({ has: dialog.page().getByRole("checkbox", { checked: false }) });

export async function askToAddText({ page, words }: Person): Promise<Locator> {
  await page
    .getByRole("banner")
    .getByRole("button", { name: words("library:addText") })
    .click();
  return page.getByRole("dialog", { name: words("library:import.title") });
}

/** Pastes a text into the open dialog, as the keyboard does. Resolves when its preview is there. */
export async function pasteText({ page, words }: Person, dialog: Locator, text: string): Promise<void> {
  await page.evaluate((words) => navigator.clipboard.writeText(words), text);
  await dialog.getByLabel(words("library:import.pasteLabel")).focus();
  await page.keyboard.press("ControlOrMeta+V");
  await dialog.getByRole("group", { name: words("library:import.preview") }).waitFor();
}

/** Chooses a file in the open dialog. */
export async function chooseFile(
  { page, words }: Person,
  dialog: Locator,
  file: { name: string; mimeType: string; buffer: Buffer },
): Promise<void> {
  await dialog.getByRole("button", { name: words("library:import.file"), exact: true }).click();
  const chooser = page.waitForEvent("filechooser");
  await dialog.getByRole("button", { name: words("library:import.choose") }).click();
  await (await chooser).setFiles(file);
}
