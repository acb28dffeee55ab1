import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { claimed, makeDocument, submission } from "../../fixtures/live-server";
import { systemRandom } from "../../shared/ids";
import type { DocId, UserId } from "../../shared/ids";
import { projectionVersions } from "../projections/projection";
import { openSqlite } from "../store/sqlite";
import { UnreadablePack } from "../store/errors";
import type { Store } from "../store/Store";
import { createAuthority } from "./authority";
import { Historian } from "./historian";
import { rebuildProjections, rebuildRaised } from "./rebuild";

const who = { user: "anna" as UserId, role: "editor" as const };
const logger = { warn: () => undefined, error: () => undefined };
const never = () => false;
const raised = projectionVersions.claims + 1;

let directory = "";
let store: Store;
let docs: DocId[];
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "sourcier-rebuild-"));
  store = await openSqlite(directory);
  const authority = createAuthority({ store, logger, now: Date.now, random: systemRandom });
  docs = [];
  for (let n = 0; n < 3; n++) {
    const doc = await makeDocument(authority, who.user, "La Hongrie a nié.");
    await authority.submit(submission(doc, 1, claimed(4, 11, "Hongrie")), who);
    docs.push(doc);
  }
  docs.sort();
  await authority.drain();
});
afterEach(async () => {
  await store.close();
  rmSync(directory, { recursive: true });
});

const quotes = async (): Promise<string[]> =>
  (await Promise.all(docs.map((doc) => store.listClaimRows(doc)))).flat().map((claim) => claim.quote);

/** Rows as an earlier version of their projection made them. */
async function spoil(): Promise<void> {
  for (const doc of docs) {
    const put = (await store.listClaimRows(doc)).map((claim) => ({ ...claim, quote: "otherwise" }));
    const version = put[0]?.version;
    if (version === undefined) throw new Error("no claim");
    await store.project({ doc, version, row: null, changes: { claims: { put, gone: [] } }, whole: false });
  }
  expect(await quotes()).toEqual(["otherwise", "otherwise", "otherwise"]);
}

test("what no version was raised of is left alone", async () => {
  await rebuildRaised(store, new Historian(store, logger), logger, never);
  await spoil();
  expect(await rebuildRaised(store, new Historian(store, logger), logger, never)).toEqual([]);
  expect(await quotes()).toEqual(["otherwise", "otherwise", "otherwise"]);
});

test("a raised version makes its rows again, once; one that is cut short goes on where it was", async () => {
  await spoil();
  let asked = 0;
  expect(await rebuildRaised(store, new Historian(store, logger), logger, () => ++asked > 2, { claims: raised })).toEqual([]);
  expect(await quotes()).toEqual(["Hongrie", "Hongrie", "otherwise"]);
  await spoil();
  expect(await rebuildRaised(store, new Historian(store, logger), logger, never, { claims: raised })).toEqual(["claims"]);
  expect(await quotes()).toEqual(["otherwise", "otherwise", "Hongrie"]);
  expect(await rebuildRaised(store, new Historian(store, logger), logger, never, { claims: raised })).toEqual([]);
});

test("one that went on to a further version begins anew", async () => {
  let asked = 0;
  await rebuildRaised(store, new Historian(store, logger), logger, () => ++asked > 2, { claims: raised });
  await spoil();
  expect(await rebuildRaised(store, new Historian(store, logger), logger, never, { claims: raised + 1 })).toEqual(["claims"]);
  expect(await quotes()).toEqual(["Hongrie", "Hongrie", "Hongrie"]);
});

test("by name only its rows are made again, also of what is in the bin", async () => {
  await spoil();
  const [doc] = docs;
  const home = doc && (await store.readDocument(doc))?.case;
  if (!home) throw new Error("no document");
  await store.putCase({ id: home, name: "", createdBy: who.user, createdAt: 1, demo: false });
  await store.placeDocument(doc, { binned: { by: who.user, at: 1, withCase: false } });
  await rebuildProjections(store, new Historian(store, logger), "sources", () => undefined);
  expect((await quotes()).every((quote) => quote === "otherwise")).toBe(true);
  await rebuildProjections(store, new Historian(store, logger), "claims", () => undefined);
  await store.placeDocument(doc, { binned: null });
  expect((await store.listClaimRows(doc))[0]?.quote).toBe("Hongrie");
});

test("histories alone are made of the commits: each log is read once, and no text is folded", async () => {
  const begun: DocId[] = [];
  const watched: Store = {
    ...store,
    readBatches: async (doc, after, limit) => {
      if (after === 0) begun.push(doc);
      return store.readBatches(doc, after, limit);
    },
  };
  const told: unknown[] = [];
  await rebuildProjections(watched, new Historian(watched, logger), "history", (...one) => told.push(one));
  expect(begun).toEqual(docs);
  expect(told).toEqual(docs.map((doc, at) => [at + 1, 3, { doc, version: 2, claims: null }]));
  for (const doc of docs)
    expect((await store.listHistory(doc, {}, 9)).map(({ first, last }) => [first, last])).toEqual([
      [2, 2],
      [1, 1],
    ]);
});

test("a pack that cannot be read stops nobody else’s history", async () => {
  const [ill] = docs;
  const torn: Store = {
    ...store,
    readBatches: async (doc, after, limit) => {
      if (doc === ill) throw new UnreadablePack(doc, 1);
      return store.readBatches(doc, after, limit);
    },
  };
  const told: (number | null)[] = [];
  await rebuildProjections(torn, new Historian(torn, logger), "history", (_done, _all, { version }) => told.push(version));
  expect(told).toEqual([null, 2, 2]);
});
