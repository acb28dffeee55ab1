import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WORDS, deleted, makeLongLog, who } from "../../fixtures/long-log";
import { systemRandom } from "../../shared/ids";
import type { DocId, Version } from "../../shared/ids";
import { accept } from "../../shared/log/accept";
import type { Commit } from "../../shared/log/commit";
import type { Op } from "../../shared/log/op";
import { claimed, submission, typed } from "../../fixtures/live-server";
import { openSqlite } from "../store/sqlite";
import type { Store } from "../store/Store";
import { createAuthority } from "./authority";
import type { Authority } from "./authority";
import { commitsBetween } from "./log-reader";

// Work that comes back after a long time. What it is carried over is not at hand any more.

const COMMITS = 3000;
let directory: string;
let store: Store;
let doc: DocId;
let authority: Authority;
let reads: number;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "sourcier-long-past-"));
  store = await openSqlite(directory);
  doc = await makeLongLog(store, COMMITS);
});
afterAll(async () => {
  await store.close();
  rmSync(directory, { recursive: true });
});
beforeEach(() => {
  reads = 0;
  const counted: Store = {
    ...store,
    readBatches: (...asked) => {
      reads += 1;
      return store.readBatches(...asked);
    },
  };
  const logger = { error: console.error, warn: console.error };
  authority = createAuthority({ store: counted, logger, now: Date.now, random: systemRandom });
});
afterEach(() => authority.drain());

const at = (paragraph: number): number => 1 + paragraph * (WORDS.length + 4);

const works: [string, () => Op[]][] = [
  ["keystrokes", () => Array.from({ length: 40 }, (_, index) => typed(at(20) + index, "y"))],
  ["a deletion and its undo", () => [deleted(at(50), at(50) + 30), { ...typed(at(50), WORDS.slice(0, 30)), revert: 1 } as Op]],
  ["a deletion of much of the text", () => [deleted(at(60) + 3, at(160) - 3)]],
  ["claims", () => [claimed(at(5) + 2, at(5) + 10, "gouverne"), claimed(at(90) + 2, at(90) + 10, "gouverne")]],
  ["what was never valid, beside what was", () => [typed(1_000_000, "x"), typed(at(7), "z")]],
];

test.each(works)(
  "T3: made on a version that is no longer at hand, %s come to what they come to over every commit at once",
  async (_, ops) => {
    for (const base of [1, 700, 1999]) {
      const head = await authority.stateAt(doc, null);
      if (!head.ok) throw new Error(head.refusal.code);
      const over = await commitsBetween(store, doc, base as Version, Infinity, Infinity);
      const sent = submission(doc, base, ...ops());
      const answer = await authority.submit(sent, who("late"));
      expect(answer).toMatchObject({ ok: true, value: { version: head.value.version + 1 } });
      const [commit] = await store.readCommitsBackwards(doc, null, 1);
      const wanted = accept(sent, who("late").user, commit?.at ?? 0, over, head.value);
      expect(commit).toEqual(wanted.ok && (JSON.parse(JSON.stringify(wanted.commit)) as Commit));
    }
  },
);

/** How often the log was read for it. */
async function late(base: number, name: string): Promise<number> {
  const before = reads;
  expect(await authority.submit(submission(doc, base, typed(at(3), "y")), who(name))).toMatchObject({ ok: true });
  return reads - before;
}

test("T3: the log is read once for all who come back with old work, and what came since is added", async () => {
  expect(await late(2600, "ana")).toBeGreaterThan(2);
  const further = await Promise.all([2600, 2640, 2900, 2800].map((base, index) => late(base, `late ${String(index)}`)));
  expect(Math.max(...further)).toBe(0);
  expect(await late(2, "ben")).toBeGreaterThan(2);
  expect(await late(1, "cem")).toBe(0);
});

test("L3: old work that is in the log already, as a version of long ago, is answered with its version, to its author alone", async () => {
  const [old] = await commitsBetween(store, doc, 700 as Version, 701, 1);
  if (!old) throw new Error("no such commit");
  const again = { doc, id: old.id, base: old.base, ops: [...(old.submitted ?? old.ops)] };
  const { version } = (await store.readCommitsBackwards(doc, null, 1))[0] as Commit;
  expect(await authority.submit(again, { user: old.author, role: "editor" })).toEqual({ ok: true, value: { version: 701 } });
  expect(await authority.submit(again, who("another"))).toMatchObject({ ok: false, refusal: { code: "malformed" } });
  expect((await store.readCommitsBackwards(doc, null, 1))[0]?.version).toBe(version);
});
