import { temporaryFolder } from "../fixtures/built-server";
import { makeDocument } from "../fixtures/live-server";
import { systemRandom } from "../shared/ids";
import type { CaseId, DocId, UserId } from "../shared/ids";
import { BIN_DAYS } from "../shared/protocol/bin";
import type { Result } from "../shared/refusal";
import { createAuthority } from "./authority/authority";
import type { Authority } from "./authority/authority";
import { createBin } from "./bin";
import type { LibraryBin } from "./bin";
import { openSqlite } from "./store/sqlite";
import type { Store } from "./store/Store";

// Each door of the bin looks, then acts. Here somebody else acts in between, as far as they are let.

const ana = "ana-0001" as UserId;
const home = "case-1" as CaseId;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let store: Store;
let authority: Authority;
let bin: LibraryBin;
/** The same store's, in another process: nothing keeps it waiting. */
let elsewhere: LibraryBin;
let doc: DocId;
let now: number;
/** Done once, after the bin has looked and before it acts. */
let between: (() => Promise<unknown>) | null;

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await new Promise(setImmediate);
};

beforeEach(async () => {
  folder = await temporaryFolder();
  store = await openSqlite(folder.path);
  await store.putCase({ id: home, name: "Dossier", createdBy: ana, createdAt: 0, demo: false });
  now = Date.UTC(2026, 10, 29);
  between = null;
  const interrupted =
    <A extends unknown[], T>(look: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      const seen = await look(...args);
      const act = between;
      between = null;
      // Whoever is not let in waits until this has ended.
      if (act) await Promise.race([act(), turns(50)]);
      return seen;
    };
  const seen: Store = { ...store, readBinned: interrupted(store.readBinned), listBin: interrupted(store.listBin) };
  const logger = { error: console.error, warn: console.error };
  authority = createAuthority({ store, logger, now: () => now, random: systemRandom });
  const notifier = { notify: () => undefined, removed: () => undefined, binned: () => undefined, grantsChanged: () => undefined };
  bin = createBin({ store: seen, authority, notifier, clock: () => now });
  elsewhere = createBin({ store, authority, notifier, clock: () => now });
  doc = await makeDocument(authority, ana, "Bonjour");
});
afterEach(async () => {
  await authority.drain();
  await store.close();
  await folder.remove();
});

const isThere = async (): Promise<boolean> =>
  (await store.readDocument(doc)) !== null && (await store.readBatches(doc, 0 as never, 1)).length > 0;

/** The bin does one thing while somebody wants the other. Answers what the other was told. */
async function meanwhile(first: () => Promise<unknown>, second: () => Promise<Result<null>>): Promise<boolean> {
  let told: Promise<Result<null>> | undefined;
  between = () => (told = second());
  await first();
  return (await told)?.ok === true;
}

describe.each([
  ["here", () => bin],
  ["in another process", () => elsewhere],
])("what is restored %s", (_where, other) => {
  test("as a text is not removed for good by whoever had looked before", async () => {
    await bin.putDocument(doc, ana);
    const restored = await meanwhile(
      () => bin.removeDocument(doc),
      () => other().restoreDocument(doc),
    );
    expect(await isThere()).toBe(restored);
  });

  test("as a case file is not, with its texts", async () => {
    await bin.putCase(home, ana);
    const restored = await meanwhile(
      () => bin.removeCase(home),
      () => other().restoreCase(home),
    );
    expect(await isThere()).toBe(restored);
    expect((await store.listCases()).length).toBe(restored ? 1 : 0);
  });

  test("is not removed by the sweep, the moment its days are over", async () => {
    await bin.putCase(home, ana);
    now += BIN_DAYS * 86_400_000;
    const restored = await meanwhile(
      () => bin.sweep(),
      () => other().restoreCase(home),
    );
    expect(await isThere()).toBe(restored);
  });
});

test("a case file that is restored while the sweep looks has all of its texts in sight", async () => {
  await bin.putCase(home, ana);
  expect(
    await meanwhile(
      () => bin.sweep(),
      () => bin.restoreCase(home),
    ),
  ).toBe(true);
  expect(await isThere()).toBe(true);
});

test("a text put into the bin while its case file comes back is in the bin by itself, or in sight", async () => {
  await bin.putCase(home, ana);
  const put = await meanwhile(
    () => bin.restoreCase(home),
    () => bin.putDocument(doc, ana),
  );
  expect(await isThere()).toBe(!put);
  if (put) expect((await store.readBinned(doc))?.binned).toMatchObject({ withCase: false });
});
