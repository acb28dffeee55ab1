import { MongoClient } from "mongodb";
import type { Db } from "mongodb";
import { describeInChromium } from "../../fixtures/chromium";
import { openTestApp } from "./test-app";
import type { TestApp } from "./test-app";
import type { Person } from "./person";
import { browserTests } from "./in-browser";
import { addText, bytesOf, hungary, leMonde } from "./texts";
import {
  addStatement,
  selectionToolbar,
  chooseVerdict,
  openCard,
  openDocument,
  rationale,
  saved,
  selectByMouse,
  statement,
} from "./workbench";

jest.setTimeout(120_000);
/** Only what hangs takes so long. */
const PATIENCE_MS = 30_000;

const given = process.env["MONGODB_URI"];
const suite = given === undefined ? describe.skip : describeInChromium;

suite(given === undefined ? "skipped, as MONGODB_URI names no server: the database" : "what somebody finds who opens the database", () => {
  let app: TestApp;
  const browserTest = browserTests(() => app);
  let client: MongoClient;
  let database: Db;
  let boris: Person;
  let id: string;
  beforeAll(async () => {
    app = await openTestApp();
    client = await MongoClient.connect(app.mongodbUri ?? "");
    database = client.db();
    const ana = await app.person("Ana", "admin");
    boris = await app.person("Boris", "fact-checker");
    const path = await addText(ana, await bytesOf(leMonde), leMonde.title);
    id = path.replace("/doc/", "");
    await openDocument(boris, path);
  });
  afterAll(async () => {
    await client.close();
    await app.close();
  });

  /** Waits until a record is as wanted; tells what it was instead when it never is. */
  async function soon(collection: string, filter: object, wanted: object): Promise<void> {
    const end = Date.now() + PATIENCE_MS;
    let found: unknown = null;
    do {
      found = await database.collection(collection).findOne(filter);
      if (found !== null && jestMatches(found, wanted)) return;
    } while (Date.now() < end);
    expect(found).toMatchObject(wanted);
  }

  browserTest("a claim is a readable record: its words, what they say, its verdict and why", async () => {
    await selectByMouse(boris, hungary.passage);
    await selectionToolbar(boris).click();
    await boris.page.keyboard.type(hungary.fr);
    await addStatement(boris, "en");
    await statement(boris, "en").fill(hungary.en);
    await chooseVerdict(boris, "partly");
    await rationale(boris).fill("Démenti en juillet, aveu le 4 novembre.");
    await boris.page.keyboard.press("Tab");
    await saved(boris);
    await soon(
      "claims",
      { doc: id },
      {
        quote: hungary.passage,
        statements: { fr: hungary.fr, en: hungary.en },
        verdict: "partly",
        rationale: "Démenti en juillet, aveu le 4 novembre.",
        // The first verdict begins the check.
        status: "checking",
      },
    );
  });

  browserTest("so is a source, with the claim that cites it", async () => {
    const { page, words } = boris;
    await page.evaluate((address) => navigator.clipboard.writeText(address), hungary.source);
    await openCard(boris).focus();
    await page.keyboard.press("ControlOrMeta+V");
    const title = openCard(boris).getByRole("textbox", { name: words("claim:source.title"), exact: true });
    await title.fill("Hungary admits to using NSO Group’s Pegasus spyware");
    await page.keyboard.press("Tab");
    await saved(boris);
    const claim = await database.collection("claims").findOne({ doc: id });
    await soon(
      "sources",
      { doc: id },
      { address: hungary.source, title: "Hungary admits to using NSO Group’s Pegasus spyware", claim: claim?.["claim"] },
    );
  });

  browserTest("and the text, with its title and progress", async () => {
    await soon("documents", { _id: id }, { title: leMonde.title, source: "fr", claims: 1, byVerdict: { partly: 1 } });
  });

  browserTest("a second verdict is there", async () => {
    await chooseVerdict(boris, "false");
    await saved(boris);
    await soon("claims", { doc: id }, { verdict: "false" });
  });
});

/** Whether `expect(found).toMatchObject(wanted)` would pass. */
function jestMatches(found: unknown, wanted: object): boolean {
  try {
    expect(found).toMatchObject(wanted);
    return true;
  } catch {
    return false;
  }
}
