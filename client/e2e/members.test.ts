import { describeInChromium } from "../../fixtures/chromium";
import { violations } from "./accessibility";
import { browserTests } from "./in-browser";
import { openLibrary } from "./library";
import { apiOf, done } from "./person";
import type { Person } from "./person";
import { openTestApp, storeName } from "./test-app";
import type { TestApp } from "./test-app";
import { addText, bytesOf, leMonde } from "./texts";
import { openDocument, textOf } from "./workbench";

jest.setTimeout(120_000);

const caseName = "Sources";

/** Whom the case file is for, asked from its heading. */
const members = async (person: Person) => {
  await openLibrary(person);
  await person.page.getByRole("button", { name: person.words("library:closedTo", { count: 1 }) }).click();
  return person.page.getByRole("dialog", { name: person.words("people:members.title", { name: caseName }) });
};

describeInChromium(`closed case files, on ${storeName}`, () => {
  let app: TestApp;
  const browserTest = browserTests(() => app);
  let ana: Person;
  let boris: Person;
  let path: string;
  beforeAll(async () => {
    app = await openTestApp();
    ana = await app.person("Ana", "admin", { reducedMotion: "reduce" });
    boris = await app.person("Boris", "editor", { reducedMotion: "reduce" });
    done(await apiOf(ana).makeCase({ body: { name: caseName, access: "closed" } }));
    path = await addText(ana, await bytesOf(leMonde), leMonde.title, caseName);
  });
  afterAll(() => app.close());

  browserTest("one of whom nobody hears who is no member is opened to somebody, and closed again while they read", async () => {
    await openLibrary(boris);
    await boris.page.getByRole("heading", { name: boris.words("library:empty.title") }).waitFor();
    boris.expectFaults(/status of 404/);
    await boris.page.goto(boris.origin + path);
    await boris.page.getByText(boris.words("workbench:gone.removed")).waitFor();

    const dialog = await members(ana);
    await dialog.getByLabel(ana.words("people:members.add"), { exact: true }).selectOption({ label: "Boris" });
    await dialog.getByRole("button", { name: ana.words("people:members.addDo") }).press("Enter");
    await dialog.getByRole("combobox", { name: ana.words("people:roleOf", { name: "Boris" }) }).waitFor();
    expect(await violations(ana.page)).toEqual([]);

    await openLibrary(boris);
    await openDocument(boris, path);
    expect(await textOf(boris).textContent()).toContain("Pegasus");
    await dialog.getByRole("button", { name: ana.words("people:members.removeOf", { name: "Boris" }) }).click();
    await boris.page.getByText(boris.words("workbench:gone.closed")).waitFor();
    await boris.page.getByRole("link", { name: boris.words("common:action.back") }).click();
    await boris.page.getByRole("heading", { name: boris.words("library:empty.title") }).waitFor();
  });
});
