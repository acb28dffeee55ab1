import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemRandom } from "../../shared/ids";
import type { DocId } from "../../shared/ids";
import { makeDocument, makeHome, makeUser, submission, typed } from "../../fixtures/live-server";
import { openStore } from "../store/open";
import type { Store } from "../store/Store";
import { createAuthority } from "./authority";
import { StoreHealth } from "./health";
import { Rooms } from "./room-registry";

const logger = { error: console.error, warn: console.error };
const EACH = 400_000;

let directory: string;
let store: Store;
const docs: DocId[] = [];
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "sourcier-rooms-"));
  store = await openStore({ dataDir: directory });
  await makeHome(store);
  const authority = createAuthority({ store, logger, now: Date.now, random: systemRandom });
  const { id } = await makeUser(store, "editor");
  for (let at = 0; at < 12; at += 1) {
    const doc = await makeDocument(authority, id, "Bonjour");
    for (let n = 1; n <= 2; n += 1)
      await authority.submit(submission(doc, n, typed(1, "x".repeat(EACH / 2))), { user: id, role: "editor" });
    docs.push(doc);
  }
  await authority.drain();
});
afterAll(async () => {
  await store.close();
  rmSync(directory, { recursive: true, force: true });
});

const told = (): void => undefined;

/** Rooms that may hold so many characters, and a clock that goes on by two seconds at each look. */
function roomsOf(most: number): Rooms {
  let now = 0;
  const clock = (): number => (now += 2000);
  return new Rooms({
    store,
    health: new StoreHealth(store, () => undefined),
    logger,
    now: clock,
    givesTitles: false,
    told,
    projected: told,
    most,
  });
}
const openOf = (rooms: Rooms): number[] => docs.flatMap((doc, at) => (rooms.opened(doc) ? [at] : []));

test("open documents hold no more than so much together: those that nobody has open go, the one used longest ago first", async () => {
  const rooms = roomsOf(5 * EACH);
  rooms.hold(docs[0] as DocId);
  let most = 0;
  for (const doc of docs) {
    await rooms.open(doc);
    most = Math.max(
      most,
      openOf(rooms).reduce((sum, at) => sum + (rooms.opened(docs[at] as DocId)?.weight ?? 0), 0),
    );
  }
  expect(most).toBeLessThanOrEqual(5 * EACH);
  expect(openOf(rooms)[0]).toBe(0);
  expect(openOf(rooms).at(-1)).toBe(11);
  expect(openOf(rooms).length).toBeLessThan(6);
  await rooms.drain();
});

test("those that people have open stay, with less at hand, and read what they let go", async () => {
  const rooms = roomsOf(1);
  for (const doc of docs.slice(0, 3)) {
    rooms.hold(doc);
    await rooms.open(doc);
  }
  const [first] = docs;
  const room = first && rooms.opened(first);
  expect(openOf(rooms)).toEqual([0, 1, 2]);
  expect(room?.recent.chars).toBeLessThan(300_000);
  const { commits } = (await room?.commitsAfter(0 as never, 10)) ?? { commits: [] };
  expect(commits.map(({ version }) => version)).toEqual([1, 2, 3]);
  await rooms.drain();
});
