import { EventEmitter, once } from "node:events";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeLongLog, who } from "../../fixtures/long-log";
import { submission, typed } from "../../fixtures/live-server";
import { systemRandom } from "../../shared/ids";
import type { DocId, Version } from "../../shared/ids";
import { emptyState } from "../../shared/log/state";
import { examine } from "../cli/doctor";
import { StoreAway } from "../store/errors";
import { openSqlite } from "../store/sqlite";
import { SqliteFile } from "../store/sqlite-file";
import { createAuthority } from "./authority";
import { foldLog } from "./log-reader";
import { KEEP_COMMITS, Packer } from "./packer";

const logger = { error: jest.fn(), warn: jest.fn() };

/** A store that says how much of each document was packed, a stretch a call. */
function packing(stretches: Record<string, number>) {
  const asked: string[] = [];
  const store = {
    async packLog(doc: DocId, keep: number) {
      expect(keep).toBe(KEEP_COMMITS);
      asked.push(doc);
      stretches[doc] = (stretches[doc] ?? 0) - 1;
      return (stretches[doc] ?? 0) >= 0 ? 1000 : 0;
    },
  };
  return { asked, store };
}
describe("when a log is packed", () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  const [ana, ben] = ["doc-ana", "doc-ben"] as [DocId, DocId];

  test("a log is looked at when it has a stretch beyond its newest commits, and once more a stretch later", async () => {
    const { asked, store } = packing({ [ana]: 1 });
    const packer = new Packer(store, logger);
    for (let version = 1; version < 2000; version += 100) packer.reached(ana, version);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(asked).toEqual([]);
    for (let version = 2000; version < 3000; version += 1) packer.reached(ana, version);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(asked).toEqual([ana, ana]);
    packer.reached(ana, 3000);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(asked).toHaveLength(3);
    await packer.stop();
  });

  test("long logs take turns, a pack at a time", async () => {
    const { asked, store } = packing({ [ana]: 2, [ben]: 1 });
    const packer = new Packer(store, logger);
    packer.reached(ana, 200_000);
    packer.reached(ben, 200_000);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(asked).toEqual([ana, ben, ana, ben, ana]);
    await packer.stop();
  });

  test("one that is left is not packed any more, and who leaves it waits for the pack under way", async () => {
    const under = new EventEmitter();
    const store = { packLog: () => once(under, "finish").then(() => 1000) };
    const packer = new Packer(store, logger);
    packer.reached(ana, 5000);
    await jest.advanceTimersByTimeAsync(1000);
    let left = false;
    const leaving = packer.leave([ana]).then(() => (left = true));
    await jest.advanceTimersByTimeAsync(1000);
    expect(left).toBe(false);
    under.emit("finish");
    await leaving;
    store.packLog = () => Promise.reject(new Error("it was asked again"));
    logger.warn.mockClear();
    await jest.advanceTimersByTimeAsync(600_000);
    expect(logger.warn).not.toHaveBeenCalled();
    await packer.stop();
  });

  test("while the store is away it is tried again later", async () => {
    const packLog = jest.fn().mockRejectedValueOnce(new StoreAway("gone")).mockResolvedValue(0);
    const packer = new Packer({ packLog }, logger);
    packer.reached(ana, 5000);
    await jest.advanceTimersByTimeAsync(120_000);
    expect(packLog).toHaveBeenCalledTimes(2);
    await packer.stop();
  });
});

describe("a document whose log is packed", () => {
  const ada = who("ada");
  const folder = mkdtempSync(join(tmpdir(), "sourcier-packed-"));
  const made = join(folder, "made");
  const directory = join(folder, "data");
  let doc: DocId;
  beforeAll(async () => {
    const store = await openSqlite(made);
    doc = await makeLongLog(store, 2_300);
    const authority = createAuthority({ store, logger, now: Date.now, random: systemRandom });
    await authority.repair();
    await authority.drain();
    while ((await store.packLog(doc, 200)) > 0);
    await store.close();
  });
  beforeEach(() => {
    rmSync(directory, { recursive: true, force: true });
    cpSync(made, directory, { recursive: true });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  async function withAuthority<T>(
    work: (authority: ReturnType<typeof createAuthority>, store: Awaited<ReturnType<typeof openSqlite>>) => Promise<T>,
  ) {
    const store = await openSqlite(directory);
    const authority = createAuthority({ store, logger, now: Date.now, random: systemRandom });
    try {
      return await work(authority, store);
    } finally {
      await authority.drain();
      await store.close();
    }
  }

  /** Does something to the file that no version of the program would do. */
  async function tamper(sql: string): Promise<void> {
    const file = new SqliteFile(directory);
    await file.write(() => file.run(sql, doc));
    file.close();
  }

  test("opens, is read as it was, and takes work made on its first version", async () => {
    await withAuthority(async (authority, store) => {
      const head = await authority.stateAt(doc, null);
      const whole = await foldLog(store, doc, { state: emptyState, seq: 0 }, null);
      expect(head.ok && head.value.texts.fr?.doc.eq(whole.state.texts.fr?.doc as never)).toBe(true);
      const past = await authority.stateAt(doc, 777 as Version);
      const folded = await foldLog(store, doc, { state: emptyState, seq: 0 }, 777 as Version);
      expect(past.ok && past.value.texts.fr?.doc.eq(folded.state.texts.fr?.doc as never)).toBe(true);
      expect(await authority.submit(submission(doc, 1, typed(4, "y")), ada)).toMatchObject({ ok: true });
      expect(await examine(store, doc)).toBeNull();
    });
  });

  test("of which the tail was put back from an older copy ends with its packs, and is read only (SPEC L11)", async () => {
    await tamper("delete from batches where doc = ?");
    await withAuthority(async (authority, store) => {
      await authority.repair();
      expect(authority.logsBehind).toBe(1);
      expect(await authority.stateAt(doc, 777 as Version)).toMatchObject({ ok: true });
      expect(await authority.submit(submission(doc, 1, typed(4, "y")), ada)).toMatchObject({ ok: false, refusal: { code: "log-behind" } });
      expect((await store.readCommitsBackwards(doc, null, 1))[0]?.version).toBeGreaterThanOrEqual(2_000);
    });
  });

  test("of which the packs were put back from an older copy has a gap, and is read only (SPEC L11)", async () => {
    await tamper("delete from packs where doc = ? and seq > 1");
    await withAuthority(async (authority, opened) => {
      expect(await opened.findGap(doc)).toBeGreaterThanOrEqual(1_000);
      const head = await authority.open(doc);
      expect(head.ok && head.value.version).toBeGreaterThanOrEqual(2_300);
      expect(authority.barredFrom(doc)).toMatchObject({ code: "log-behind" });
      expect(await authority.submit(submission(doc, 1, typed(4, "y")), ada)).toMatchObject({ ok: false, refusal: { code: "log-behind" } });
      const past = await authority.stateAt(doc, 500 as Version);
      expect(past.ok && past.value.version).toBe(500);
    });
  });

  test("of which a pack is damaged can be read up to it, and the doctor says so", async () => {
    await tamper("update packs set sum = 'other' where doc = ?");
    await withAuthority(async (authority, store) => {
      const unreadable = await examine(store, doc);
      expect(unreadable).toMatchObject({ doc, good: 0 });
      expect(unreadable?.why).toContain("the pack of");
      await store.packLog(doc, 0);
      expect(await authority.stateAt(doc, 5 as Version)).toMatchObject({ ok: false, refusal: { code: "unreadable" } });
    });
  });
});
