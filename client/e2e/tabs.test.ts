import { describeInChromium } from "../../fixtures/chromium";
import { openTestApp, storeName } from "./test-app";
import type { TestApp } from "./test-app";
import { apiOf, done } from "./person";
import type { Person } from "./person";
import { browserTests } from "./in-browser";
import { signIn } from "./sign-in-page";
import { addText, bytesOf, leMonde } from "./texts";
import {
  closedCard,
  closeCardIfOpen,
  marked,
  openCard,
  pressCard,
  openDocument,
  openTray,
  reads,
  saved,
  saveWords,
  selectByMouse,
  selectionToolbar,
  setLocked,
  textOf,
  writeBehind,
} from "./workbench";

jest.setTimeout(120_000);

describeInChromium(`what two do at once, and what changes under one’s hands, on ${storeName}`, () => {
  let app: TestApp;
  const browserTest = browserTests(() => app);
  let ana: Person;
  let chloe: Person;
  let path: string;
  beforeAll(async () => {
    app = await openTestApp();
    ana = await app.person("Ana", "admin");
    chloe = await app.person("Chloé", "editor");
    path = await addText(ana, await bytesOf(leMonde), leMonde.title);
    for (const person of [ana, chloe]) await openDocument(person, path);
    await setLocked(ana, false);
  });
  afterAll(() => app.close());

  browserTest("two tabs of one person both write, one of them without the network: nothing is lost or doubled", async () => {
    const other: Person = { ...chloe, page: await chloe.context.newPage() };
    await openDocument(other, path);
    const offline = await networkOf(other);
    chloe.expectFaults(/ERR_INTERNET_DISCONNECTED|WebSocket/);
    await offline(true);
    await saveWords(other)
      .getByText(other.words("workbench:save.offline", { count: 0 }))
      .waitFor();
    await writeBehind(other, "dans un premier temps");
    await other.page.keyboard.type(" (hors ligne)");
    await writeBehind(chloe, "Plusieurs clients européens");
    await chloe.page.keyboard.type(" en ligne");
    await reads(ana, "européens en ligne");
    await offline(false);
    await saved(other);
    for (const person of [ana, chloe, other]) {
      await reads(person, "dans un premier temps (hors ligne) nié");
      await reads(person, "Plusieurs clients européens en ligne");
    }
    await other.page.close();
    await chloe.page.reload();
    await reads(chloe, "temps (hors ligne) nié");
    expect((await textOf(chloe).innerText()).split("(hors ligne)")).toHaveLength(2);
  });

  browserTest("two who undo at once take back their own words each", async () => {
    const was = await textOf(ana).innerText();
    await writeBehind(ana, "dans un premier temps");
    await ana.page.keyboard.type(" AAA");
    await writeBehind(chloe, "Plusieurs clients européens");
    await chloe.page.keyboard.type(" CCC");
    for (const person of [ana, chloe]) for (const words of ["temps AAA", "européens CCC"]) await reads(person, words);
    const before = [ana, chloe].map(({ page }) => page.keyboard.press("ControlOrMeta+Z"));
    await Promise.all(before);
    for (const person of [ana, chloe]) {
      await textOf(person)
        .filter({ hasNotText: /AAA|CCC/ })
        .waitFor();
      await saved(person);
      expect(await textOf(person).innerText()).toBe(was);
    }
  });

  browserTest(
    "what was written to a claim that somebody withdrew meanwhile is kept for its author, and put back with the claim",
    async () => {
      const passage = "une coalition de 80 organisations";
      await selectByMouse(ana, passage);
      await selectionToolbar(ana).click();
      await closeCardIfOpen(ana);
      await marked(chloe, passage);
      await pressCard(closedCard(chloe, passage));
      await openCard(chloe).waitFor();
      const offline = await networkOf(chloe);
      chloe.expectFaults(/ERR_INTERNET_DISCONNECTED|WebSocket/);
      await offline(true);
      await openMessages(chloe, 0);
      await openCard(chloe)
        .getByRole("textbox", { name: chloe.words("claim:addComment") })
        .fill("Écrit dans un tunnel.");
      await openCard(chloe)
        .getByRole("button", { name: chloe.words("claim:sendComment") })
        .click();
      await saveWords(chloe)
        .getByText(chloe.words("workbench:save.offline", { count: 1 }))
        .waitFor();
      await pressCard(closedCard(ana, passage));
      await openCard(ana).waitFor();
      await openCard(ana)
        .getByRole("button", { name: ana.words("common:action.more") })
        .click();
      await ana.page.getByRole("menuitem", { name: ana.words("claim:withdraw") }).click();
      await saved(ana);
      await offline(false);
      await openTray(chloe, "losses", 1);
      await chloe.page.getByText("Écrit dans un tunnel.").first().waitFor();
      await chloe.page.getByRole("button", { name: chloe.words("workbench:tray.putBackAgain") }).click();
      await saved(chloe);
      await marked(ana, passage);
      await pressCard(closedCard(ana, passage));
      await openCard(ana).waitFor();
      await openMessages(ana, 1);
      await openCard(ana).getByText("Écrit dans un tunnel.").waitFor();
      await chloe.page.getByRole("button", { name: chloe.words("workbench:trays.losses", { count: 1 }) }).waitFor({ state: "detached" });
    },
  );

  browserTest("whose role changes while they write is told, and what they wrote is not lost", async () => {
    const her = done(await apiOf(ana).listPeople()).people.find(({ name }) => name === "Chloé");
    if (!her) throw new Error("nobody");
    chloe.expectFaults(/status of 40[13]|ERR_INTERNET_DISCONNECTED|WebSocket/);
    const offline = await networkOf(chloe);
    await writeBehind(chloe, "Plusieurs clients européens");
    await offline(true);
    await chloe.page.keyboard.type(" pendant ce temps");
    await saveWords(chloe)
      .getByText(/^Hors ligne, \d/)
      .waitFor();
    done(await apiOf(ana).setPerson({ params: { person: her.id }, body: { role: "reader" } }));
    await offline(false);
    await chloe.page.getByText(chloe.words("errors:signed-out")).waitFor();
    await signIn(chloe, "Chloé");
    await openTray(chloe, "losses", 1);
    await chloe.page.getByText("pendant ce temps").first().waitFor();
    await textOf(chloe).and(chloe.page.locator("[aria-readonly=true]")).waitFor();
    done(await apiOf(ana).setPerson({ params: { person: her.id }, body: { role: "editor" } }));
    await chloe.page.getByText(/^Votre rôle a changé\. Ce que vous aviez écrit est gardé/).waitFor();
  });
});

/** Opens the messages of the open card, of which there are so many. */
const openMessages = (person: Person, count: number): Promise<void> =>
  openCard(person)
    .getByRole("button", { name: person.words("claim:messages", { count }) })
    .click();

/** Cuts the network of one page, not of its browser's others, and gives it back. */
async function networkOf({ context, page }: Person): Promise<(isCut: boolean) => Promise<void>> {
  const network = await context.newCDPSession(page);
  return async (isCut) => {
    const speed = { latency: 0, downloadThroughput: -1, uploadThroughput: -1 };
    await network.send("Network.emulateNetworkConditions", { offline: isCut, ...speed });
  };
}
