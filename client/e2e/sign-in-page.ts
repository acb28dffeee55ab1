import type { Role } from "../../shared/people";
import { PASSWORD } from "./test-app";
import type { Person } from "./person";

// Coming in: the setup link, the sign-in page, the people page and its invitations.

/** Opens a one-time link and makes the account it is for. Resolves when the library is there. */
export async function acceptLink(person: Person, link: string, name: string, password = PASSWORD): Promise<void> {
  const { page, words } = person;
  await page.goto(link);
  await page.getByLabel(words("account:join.name")).fill(name);
  await page.getByLabel(words("account:join.password"), { exact: true }).fill(password);
  await page.getByRole("button", { name: words("account:join.submit") }).click();
  await page.getByRole("heading", { name: words("library:page"), level: 1 }).waitFor();
}

export async function signIn(person: Person, name: string, password = PASSWORD): Promise<void> {
  const { page, words } = person;
  await page.getByLabel(words("account:signIn.name")).fill(name);
  await page.getByLabel(words("account:signIn.password"), { exact: true }).fill(password);
  await page.getByRole("button", { name: words("account:signIn.submit") }).click();
}

export async function signOut({ page, words, name }: Person): Promise<void> {
  await page.getByRole("button", { name: words("common:nav.account", { name }) }).click();
  await page.getByRole("menuitem", { name: words("common:action.signOut") }).click();
  await page.getByRole("heading", { name: words("account:signIn.page") }).waitFor();
}

/** Makes an invitation on the people page and returns its link, which is shown this once. */
export async function invite({ page, words }: Person, name: string, role: Role): Promise<string> {
  await page.getByRole("link", { name: words("common:nav.people") }).click();
  await page.getByRole("button", { name: words("people:invite"), exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(words("people:inviteName")).fill(name);
  await dialog.getByRole("radio", { name: words(`common:role.${role}`) }).click({ force: true });
  await dialog.getByRole("button", { name: words("people:makeLink") }).click();
  const link = await dialog.getByLabel(words("people:link")).inputValue();
  await dialog.getByRole("button", { name: words("people:done") }).click();
  return link;
}
