import { describeInChromium } from "../../fixtures/chromium";
import { startProxy } from "../../fixtures/tcp-proxy";
import type { Proxy } from "../../fixtures/tcp-proxy";
import { openTestApp, storeName } from "./test-app";
import type { TestApp } from "./test-app";
import { lineOf } from "./library";
import type { Person } from "./person";
import { browserTests } from "./in-browser";
import { addText, bytesOf, hungary, leMonde } from "./texts";
import {
  selectionToolbar,
  chooseVerdict,
  clickBehind,
  closedCard,
  marked,
  openCard,
  openClaim,
  openDocument,
  openTray,
  rationale,
  reads,
  saveWords,
  setLocked,
  saved,
  says,
  selectByMouse,
  showsVerdict,
  textOf,
} from "./workbench";

jest.setTimeout(120_000);

/** What a browser itself says in its console while there is no network. */
const noNetwork = /net::ERR_|WebSocket connection to .* failed|Failed to load resource/;

describeInChromium(`without a network, on ${storeName}`, () => {
  let app: TestApp;
  const browserTest = browserTests(() => app);
  let proxy: Proxy;
  let ana: Person;
  /** Reaches the server through a cable that can be pulled. */
  let boris: Person;
  let chloe: Person;
  let path: string;
  beforeAll(async () => {
    app = await openTestApp();
    proxy = await startProxy({ target: { host: "127.0.0.1", port: app.server.port } });
    const origin = `http://127.0.0.1:${String(proxy.port)}`;
    ana = await app.person("Ana", "admin");
    boris = await app.person("Boris", "fact-checker", { origin });
    chloe = await app.person("Chloé", "editor", { origin });
    for (const person of [boris, chloe]) person.expectFaults(noNetwork);
    path = await addText(ana, await bytesOf(leMonde), leMonde.title);
    for (const person of [ana, boris, chloe]) await openDocument(person, path);
    await selectByMouse(boris, hungary.passage);
    await selectionToolbar(boris).click();
    await boris.page.keyboard.type(hungary.fr);
    await openClaim(ana, hungary.fr);
  });
  afterAll(async () => {
    await app.close();
    await proxy.close();
  });

  const cut = async (): Promise<void> => {
    proxy.cut();
    await offline(boris, 0);
  };
  const restore = async (): Promise<void> => {
    proxy.restore();
    await saved(boris);
  };

  browserTest("it says so, counts what is kept, and work goes on", async () => {
    await cut();
    await chooseVerdict(boris, "partly");
    await offline(boris, 1);
    await openCard(boris)
      .getByRole("button", { name: boris.words("claim:messages", { count: 0 }) })
      .click();
    await openCard(boris)
      .getByRole("textbox", { name: boris.words("claim:addComment") })
      .fill("Écrit dans un tunnel.");
    await openCard(boris)
      .getByRole("button", { name: boris.words("claim:sendComment") })
      .click();
    await offline(boris, 2);
    await selectByMouse(boris, "une coalition de 80 organisations");
    await selectionToolbar(boris).click();
    await offline(boris, 3);
    await boris.page.getByText("Hors ligne, 3 modifications gardées").waitFor();
    // Nothing of it has left this browser.
    await showsVerdict(ana, "open");
  });

  browserTest("a reload without the network keeps it", async () => {
    await boris.page.reload();
    await reads(boris, "une coalition de 80 organisations");
    await offline(boris, 3);
    await marked(boris, "une coalition de 80 organisations");
    // The claim that was open is open again.
    await openCard(boris).waitFor();
    await openClaim(boris, hungary.fr);
    await showsVerdict(boris, "partly");
  });

  browserTest("the return merges it with what the others did meanwhile", async () => {
    await selectByMouse(ana, "Plusieurs victimes de surveillance illégale");
    await selectionToolbar(ana).click();
    await saved(ana);
    await restore();
    await marked(boris, "Plusieurs victimes de surveillance illégale");
    await marked(ana, "une coalition de 80 organisations");
    await openClaim(ana, hungary.fr);
    await showsVerdict(ana, "partly");
    await openCard(ana)
      .getByRole("button", { name: ana.words("claim:messages", { count: 1 }) })
      .click();
    await openCard(ana).getByText("Écrit dans un tunnel.").waitFor();
    await boris.page.getByRole("heading", { name: boris.words("workbench:claims", { count: 3 }) }).waitFor();
  });

  browserTest("two change the same verdict: the later one sees both values and chooses", async () => {
    await cut();
    await chooseVerdict(boris, "false");
    await chooseVerdict(ana, "true");
    await saved(ana);
    await restore();
    await showsVerdict(boris, "true");
    const choice = openCard(boris).getByRole("group", {
      name: boris.words("claim:clash", { field: boris.words("claim:fieldName.verdict"), name: "Ana" }),
    });
    await choice.getByText(boris.words("common:verdict.true")).waitFor();
    await choice.getByText(boris.words("common:verdict.false")).waitFor();
    await choice.getByRole("button", { name: boris.words("claim:keepMine") }).click();
    await choice.waitFor({ state: "detached" });
    await showsVerdict(boris, "false");
    await showsVerdict(ana, "false");
  });

  browserTest("what cannot be applied is shown to its author, who can put it back", async () => {
    await setLocked(ana, false);
    await textOf(chloe).and(chloe.page.locator("[aria-readonly=false]")).waitFor();
    await cut();
    await clickBehind(chloe, "En juillet");
    await chloe.page.keyboard.type(" deux mille vingt et uun");
    await chloe.page.keyboard.press("Backspace");
    await chloe.page.keyboard.press("Backspace");
    await chloe.page.keyboard.type("n");
    await offline(chloe, 1, 40);
    await setLocked(ana, true);
    await saved(ana);
    await restore();
    await openTray(chloe, "losses", 1);
    await chloe.page.getByText("deux mille vingt et un").first().waitFor();
    expect(await textOf(chloe).innerText()).not.toContain("deux mille vingt et un");
    await setLocked(ana, false);
    await textOf(chloe).and(chloe.page.locator("[aria-readonly=false]")).waitFor();
    await clickBehind(chloe, "En juillet");
    await chloe.page.getByRole("button", { name: chloe.words("workbench:tray.atCursor") }).click();
    await reads(ana, "En juillet deux mille vingt et un, un consortium");
  });

  browserTest("the library says which texts are kept here: that one opens, the others lead nowhere", async () => {
    const { page, words } = boris;
    const { title } = leMonde;
    await addText(ana, new TextEncoder().encode("Un autre texte.\n\nIl n’est gardé nulle part."), "Ailleurs");
    await cut();
    await page
      .getByRole("navigation")
      .getByRole("link", { name: words("library:page") })
      .first()
      .click();
    await page.getByText(words("library:kept.note", { count: 1 })).waitFor();
    await lineOf(boris, title).getByText(words("library:kept.yes")).waitFor();
    const away = page.getByRole("listitem").filter({ hasText: "Ailleurs" });
    if ((await away.count()) > 0) {
      await away.getByText(words("library:kept.no")).waitFor();
      expect(await away.getByRole("link").count()).toBe(0);
    }
    // A page that is opened now knows nothing but what is kept.
    await page.reload();
    await page.getByRole("heading", { name: words("library:kept.title") }).waitFor();
    await page.getByRole("link", { name: title }).click();
    await reads(boris, "une coalition de 80 organisations");
    await restore();
  });

  browserTest("a server that dies and comes back loses nothing and is found again", async () => {
    await openClaim(boris, hungary.fr);
    await rationale(boris).fill("Avant la panne.");
    await says(rationale(ana), "Avant la panne.");
    proxy.cut();
    await offline(boris, 0);
    await rationale(boris).fill("Pendant la panne.");
    await boris.page.keyboard.press("Tab");
    proxy.restore();
    await saved(boris);
    await says(rationale(ana), "Pendant la panne.");
    await closedCard(boris, "une coalition de 80 organisations").waitFor();
  });
});

/** Waits until the page says that it is offline and how much it keeps; `most`: when a number in between will do. */
async function offline(person: Person, count: number, most = count): Promise<void> {
  const counts = Array.from({ length: most - count + 1 }, (_, more) => person.words("workbench:save.offline", { count: count + more }));
  await saveWords(person)
    .getByText(new RegExp(`^(${counts.join("|")})$`))
    .waitFor();
}
