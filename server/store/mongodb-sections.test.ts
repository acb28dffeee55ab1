import { FindCursor } from "mongodb";
import type { CaseId, DocId } from "../../shared/ids";
import type { Cursor } from "../../shared/search/cursor";
import { author, created, fresh, projection, row, version } from "../../fixtures/store-contract/records";
import { openMongo } from "./mongodb";
import { MongoDatabase } from "./mongodb-database";
import { mongoSections } from "./mongodb-sections";
import type { Store } from "./Store";

// Texts are looked through portion by portion. Here a portion is two documents, so that a few tell what thousands would.

const given = process.env["MONGODB_URI"];
const suite = given === undefined ? describe.skip : describe;

suite(given === undefined ? "MongoDB: skipped, as MONGODB_URI names no server" : "MongoDB", () => {
  jest.setTimeout(60_000);
  let store: Store;
  let database: MongoDatabase;
  let home: CaseId;
  const docs: DocId[] = [];

  beforeAll(async () => {
    const address = new URL(given ?? "");
    address.pathname = `/sourcier-sections-${String(Date.now())}-${String(process.pid)}`;
    store = await openMongo(address.href);
    database = new MongoDatabase(address.href);
    home = fresh<CaseId>("case");
    await store.putCase({ id: home, name: "", createdBy: author, createdAt: 1, demo: false, access: "open", members: [], changes: [] });
    for (let n = 0; n < 9; n++) {
      const doc = await created(store, { case: home });
      docs.push(doc);
      const text = n % 4 === 0 ? "mot rarissime" : "mot";
      const put = (["fr", "en"] as const).map((lang) => ({
        doc,
        version: version(1),
        key: `${lang}/0`,
        lang,
        at: 0,
        blocks: [{ id: "", text }],
      }));
      // Those that changed at the same moment go by their ids.
      await store.project({ ...projection(doc, 1), row: row(doc, 1, { case: home, changedAt: 10 - Math.floor(n / 3) }), changes: {} });
      await store.project({ doc, version: version(1), row: null, changes: { sections: { put, gone: [] } }, whole: false });
    }
  });
  afterAll(async () => {
    await database.close();
    await store.close();
  });

  async function all(sizes: { few: number; portion: number }, words: string, limit: number): Promise<string[]> {
    const texts: string[] = [];
    let after: Cursor | null = null;
    do {
      const page: Awaited<ReturnType<Store["findTexts"]>> = await mongoSections(database, sizes).findTexts({
        filter: { cases: [home], words },
        sort: "changed",
        after,
        limit,
      });
      texts.push(...page.rows.map(({ row: { doc }, lang }) => `${doc} ${lang}`));
      after = page.next;
    } while (after !== null);
    return texts;
  }

  const expected = (which: readonly number[]): string[] =>
    which
      .map((n) => ({ at: 10 - Math.floor(n / 3), doc: docs[n] ?? "" }))
      .sort((one, other) => other.at - one.at || (one.doc < other.doc ? 1 : -1))
      .flatMap(({ doc }) => [`${doc} fr`, `${doc} en`]);

  test("however many portions and pages there are, each text comes once and in order; of a rare word too", async () => {
    const every = [0, 1, 2, 3, 4, 5, 6, 7, 8];
    for (const [few, portion, limit] of [
      [1000, 200, 7],
      [2, 2, 1],
      [1000, 3, 5],
    ] as const) {
      expect(await all({ few, portion }, "mot", limit)).toEqual(expected(every));
      expect(await all({ few, portion }, "mot rariss", limit)).toEqual(expected([0, 4, 8]));
    }
  });

  test("a page of a frequent word reads no more than fill it", async () => {
    const find = jest.spyOn(FindCursor.prototype, "toArray");
    await mongoSections(database, { few: 2, portion: 2 }).findTexts({
      filter: { cases: [home], words: "mot" },
      sort: "changed",
      after: null,
      limit: 2,
    });
    const read = await Promise.all(find.mock.results.map(({ value }) => value as Promise<{ lang?: string }[]>));
    // Three sections show that the word is no rare one, four are those of a portion, two those that are shown: of eighteen that have it.
    expect(read.flat().filter(({ lang }) => lang !== undefined)).toHaveLength(9);
    find.mockRestore();
    const sections = mongoSections(database, { few: 2, portion: 2 });
    expect(await sections.countTexts({ cases: [home], words: "mot" }, 5)).toBe(5);
    expect(await sections.countTexts({ cases: [home], words: "mot" }, 50)).toBe(18);
  });
});
