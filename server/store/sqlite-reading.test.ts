import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CaseId, DocId } from "../../shared/ids";
import type { Cursor } from "../../shared/search/cursor";
import { author, claim, created, fresh, version } from "../../fixtures/store-contract/records";
import { claimFacets } from "../../shared/search/filter";
import { openStore } from "./open";
import { SqliteFile } from "./sqlite-file";
import type { Store } from "./Store";

const COUNT = 7000;
let store: Store;
let directory: string;
let home: CaseId;
let doc: DocId;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "sourcier-reading-"));
  store = await openStore({ dataDir: directory });
  home = fresh<CaseId>("case");
  await store.putCase({ id: home, name: "", createdBy: author, createdAt: 1, demo: false });
  doc = await created(store, { case: home });
  const put = Array.from({ length: COUNT }, (_, at) =>
    claim(doc, `claim-${String(at)}`, 1, {
      changedAt: at,
      // The oldest alone: a list by it goes through all the others first.
      status: at < 3 ? "sent-back" : "to-check",
      tags: [],
      terms: at % 2 === 0 ? ["de", "pair"] : ["de"],
    }),
  );
  await store.project({ doc, version: version(1), row: null, changes: { claims: { put, gone: [] } }, whole: false });
});
afterAll(async () => {
  await store.close();
  rmSync(directory, { recursive: true, force: true });
});

const page = (words: string, status: string[] | undefined, after: Cursor | null = null) =>
  store.findClaims({ filter: { cases: [home], words, status: status as ["sent-back"] | undefined }, sort: "changed", after, limit: 4 });
const placesOf = ({ rows }: Awaited<ReturnType<typeof page>>): number[] => rows.map(({ row }) => row.changedAt);

test("what a word of thousands finds comes in order, page by page", async () => {
  const first = await page("pair", undefined);
  expect(placesOf(first)).toEqual([6998, 6996, 6994, 6992]);
  expect(placesOf(await page("pair", undefined, first.next))).toEqual([6990, 6988, 6986, 6984]);
  expect(placesOf(await page("de pair", undefined))).toEqual(placesOf(first));
});

test("also where something else keeps them far apart, and to the last one", async () => {
  const found = await page("de", ["sent-back"]);
  expect([placesOf(found), found.next]).toEqual([[2, 1, 0], null]);
  expect(placesOf(await page("pair", ["sent-back"]))).toEqual([2, 0]);
});

test("they are counted without being read", async () => {
  expect(await store.countClaims({ cases: [home], words: "pair" }, "status")).toEqual([
    { value: "sent-back", count: 2 },
    { value: "to-check", count: 3498 },
  ]);
});

/** The newest of the page, and how many each way of counting has. */
const board = (newest: number, count: number): number[] => [newest, ...claimFacets.map(() => count)];

test("a list and its counts by the same words look these up once, until a claim is another one", async () => {
  const asked = jest.spyOn(SqliteFile.prototype, "row");
  const lookUps = (): number => asked.mock.calls.filter(([sql]) => sql.includes("claims_words match")).length;
  const ask = async (): Promise<(number | undefined)[]> => {
    const found = await page("pair", undefined);
    const by = await Promise.all(claimFacets.map((facet) => store.countClaims({ cases: [home], words: "pair" }, facet)));
    return [placesOf(found)[0], ...by.map((counts) => counts.reduce((sum, { count }) => sum + count, 0))];
  };
  await page("de", undefined);
  const before = lookUps();
  expect(await ask()).toEqual(board(6998, 3500));
  expect(await ask()).toEqual(board(6998, 3500));
  expect(lookUps() - before).toBeLessThanOrEqual(1);

  const renamed = claim(doc, "claim-6998", 2, { changedAt: 6998, status: "to-check", tags: [], terms: ["de"] });
  await store.project({ doc, version: version(2), row: null, changes: { claims: { put: [renamed], gone: [] } }, whole: false });
  const then = lookUps();
  expect(await ask()).toEqual(board(6996, 3499));
  expect(lookUps() - then).toBe(1);
  asked.mockRestore();
});
