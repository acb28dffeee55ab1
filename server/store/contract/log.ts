import type { Commit } from "../../../shared/log/commit";
import { MAX_BATCH, MAX_RECORD } from "../storable";
import { batch, commit, created, fresh, saying, state, version } from "./records";
import type { Bench } from "./records";
import type { DocId } from "../../../shared/ids";

const newDoc = (): DocId => fresh("doc");
const versions = (commits: readonly Commit[]): number[] => commits.map((one) => one.version);

export function logContract(bench: Bench): void {
  test("an appended batch reads back as it was, absent fields absent", async () => {
    const doc = newDoc();
    const full: Commit = {
      ...commit(2),
      submitted: [{ type: "claim.withdraw", claim: "claim-1" as never }],
      counts: [0],
      dropped: [{ op: 0, code: "gone" }],
      refused: [{ op: 1, code: "surrogate" }],
    };
    const given = { doc, seq: 1, commits: [commit(1), full] };
    expect(await bench.store.appendBatch(given)).toBe("appended");
    const [read] = await bench.store.readBatches(doc, version(0), 10);
    expect(read).toStrictEqual(given); // strict: an undefined property is not an absent one
    expect(Object.keys(read?.commits[0] ?? {})).not.toContain("submitted");
  });

  test("an undefined field is kept as absent", async () => {
    const doc = newDoc();
    const loose = { ...commit(1), submitted: undefined } as unknown as Commit;
    await bench.store.appendBatch({ doc, seq: 1, commits: [loose] });
    const [read] = await bench.store.readBatches(doc, version(0), 1);
    expect(read?.commits).toStrictEqual([commit(1)]);
  });

  test("a batch is appended once: the second with its (doc, seq) is told `taken` and changes nothing", async () => {
    const doc = newDoc();
    expect(await bench.store.appendBatch(batch(doc, 1, 1))).toBe("appended");
    expect(await bench.store.appendBatch({ doc, seq: 1, commits: [saying(1, "other")] })).toBe("taken");
    expect(await bench.store.readBatches(doc, version(0), 10)).toStrictEqual([batch(doc, 1, 1)]);
    expect(await bench.store.appendBatch(batch(newDoc(), 1, 1))).toBe("appended");
  });

  test("of 10 racers for each of 20 places exactly one wins, and its words are the ones kept", async () => {
    const doc = newDoc();
    for (let seq = 1; seq <= 20; seq++) {
      const racers = Array.from({ length: 10 }, (_, racer) => ({ doc, seq, commits: [saying(seq, `racer ${String(racer)}`)] }));
      const outcomes = await Promise.all(racers.map((racer) => bench.store.appendBatch(racer)));
      expect(outcomes.filter((outcome) => outcome === "appended")).toHaveLength(1);
      const winner = racers[outcomes.indexOf("appended")];
      const [kept] = await bench.store.readBatches(doc, version(seq - 1), 1);
      expect(kept).toStrictEqual(winner);
    }
  });

  test("appends of many documents at once are all there", async () => {
    const docs = Array.from({ length: 40 }, newDoc);
    const outcomes = await Promise.all(docs.map((doc) => bench.store.appendBatch(batch(doc, 1, 1, 3))));
    expect(new Set(outcomes)).toEqual(new Set(["appended"]));
    for (const doc of docs) expect(await bench.store.readBatches(doc, version(0), 5)).toHaveLength(1);
  });

  test("readBatches gives the batches that hold versions above `after`, in order, at most `limit`", async () => {
    const doc = newDoc();
    for (const [seq, first, last] of [[1, 1, 3], [2, 4, 4], [3, 5, 9]] as const) await bench.store.appendBatch(batch(doc, seq, first, last)); // prettier-ignore
    const seqs = async (after: number, limit: number) => (await bench.store.readBatches(doc, version(after), limit)).map((one) => one.seq);
    expect(await seqs(0, 10)).toEqual([1, 2, 3]);
    expect(await seqs(2, 10)).toEqual([1, 2, 3]);
    expect(await seqs(3, 10)).toEqual([2, 3]);
    expect(await seqs(4, 10)).toEqual([3]);
    expect(await seqs(8, 10)).toEqual([3]);
    expect(await seqs(9, 10)).toEqual([]);
    expect(await seqs(0, 2)).toEqual([1, 2]);
    expect(await bench.store.readBatches(newDoc(), version(0), 10)).toEqual([]);
  });

  test("readBatches gives fewer of long batches than were asked for, at least one, and goes on behind them to the end", async () => {
    const doc = newDoc();
    const long = "é".repeat(200_000);
    for (const seq of [1, 2, 3, 4, 5]) await bench.store.appendBatch({ doc, seq, commits: [saying(seq, long)] });
    const seqs: number[][] = [];
    for (let after = 0; ;) {
      const read = await bench.store.readBatches(doc, version(after), 10);
      if (read.length === 0) break;
      seqs.push(read.map(({ seq }) => seq));
      after = read.at(-1)?.commits.at(-1)?.version ?? 0;
    }
    expect(seqs.flat()).toEqual([1, 2, 3, 4, 5]);
    expect(Math.max(...seqs.map(({ length }) => length))).toBeLessThan(4);
  });

  test("readBatches orders by number, not by digits", async () => {
    const doc = newDoc();
    for (let seq = 1; seq <= 12; seq++) await bench.store.appendBatch(batch(doc, seq, seq));
    expect((await bench.store.readBatches(doc, version(8), 10)).map((one) => one.seq)).toEqual([9, 10, 11, 12]);
  });

  test("readCommitsBackwards gives the newest first, below `before`, across and within batches", async () => {
    const doc = newDoc();
    for (const [seq, first, last] of [[1, 1, 3], [2, 4, 4], [3, 5, 9]] as const) await bench.store.appendBatch(batch(doc, seq, first, last)); // prettier-ignore
    const read = async (before: number | null, limit: number) =>
      versions(await bench.store.readCommitsBackwards(doc, before === null ? null : version(before), limit));
    expect(await read(null, 100)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(await read(null, 6)).toEqual([9, 8, 7, 6, 5, 4]);
    expect(await read(7, 4)).toEqual([6, 5, 4, 3]);
    expect(await read(5, 1)).toEqual([4]);
    expect(await read(4, 2)).toEqual([3, 2]);
    expect(await read(1, 5)).toEqual([]);
    expect(await read(10, 1)).toEqual([9]);
    expect(await read(1000, 1)).toEqual([9]);
    expect(await bench.store.readCommitsBackwards(newDoc(), null, 5)).toEqual([]);
  });

  test("readSnapshot gives the newest at or below `at`", async () => {
    const doc = await created(bench.store);
    await bench.store.writeSnapshot({ doc, version: version(10), seq: 4, state: state(10) });
    await bench.store.writeSnapshot({ doc, version: version(20), seq: 7, state: state(20) });
    const at = async (n: number | null) => (await bench.store.readSnapshot(doc, n === null ? null : version(n)))?.version;
    expect(await at(null)).toBe(20);
    expect(await at(25)).toBe(20);
    expect(await at(20)).toBe(20);
    expect(await at(19)).toBe(10);
    expect(await at(10)).toBe(10);
    expect(await at(9)).toBeUndefined();
    expect(await bench.store.readSnapshot(doc, version(20))).toStrictEqual({ doc, version: 20, seq: 7, state: state(20) });
    expect(await bench.store.readSnapshot(newDoc(), null)).toBeNull();
    expect([await bench.store.newestSnapshot(doc), await bench.store.newestSnapshot(newDoc())]).toEqual([20, null]);
  });

  test("a snapshot written again replaces the one that is there", async () => {
    const doc = await created(bench.store);
    await bench.store.writeSnapshot({ doc, version: version(5), seq: 1, state: state(5) });
    const other = { ...state(5), details: { ...state(5).details, title: "once more" } };
    await bench.store.writeSnapshot({ doc, version: version(5), seq: 1, state: other });
    expect((await bench.store.readSnapshot(doc, null))?.state).toStrictEqual(other);
  });

  test("of many snapshots the newest is kept, and an old one within 1,000 versions of any version", async () => {
    const doc = await created(bench.store);
    for (let n = 100; n <= 5_000; n += 100) await bench.store.writeSnapshot({ doc, version: version(n), seq: n, state: state(n) });
    expect((await bench.store.readSnapshot(doc, null))?.version).toBe(5_000);
    const kept = new Set<number>();
    for (let n = 100; n <= 5_000; n += 100) {
      const found = await bench.store.readSnapshot(doc, version(n));
      expect(n - (found?.version ?? -Infinity)).toBeLessThan(1_000);
      kept.add(found?.version ?? 0);
    }
    expect(kept.size).toBeLessThan(16);
  });

  test("a snapshot larger than any record is kept", async () => {
    const doc = await created(bench.store);
    // Text that does not pack: 24 MB of it.
    let seed = 1;
    const noise = Array.from({ length: 24 }, () => {
      const bytes = Buffer.alloc(750_000);
      for (let index = 0; index < bytes.length; index++) bytes[index] = (seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff) >> 16;
      return bytes.toString("base64");
    });
    const large = { ...state(3), details: { ...state(3).details, author: noise.join("") } };
    await bench.store.writeSnapshot({ doc, version: version(3), seq: 2, state: large });
    const read = await bench.store.readSnapshot(doc, null);
    expect(read?.state.details.author === large.details.author).toBe(true);
  });

  describe("edges of what a record may hold", () => {
    const keeps: [string, string][] = [
      ["emoji outside the first plane", "👩🏽‍💻🔎"],
      ["a narrow no-break space", "«\u202Fprix\u202F»"],
      ["NUL inside a text", "a\u0000b"],
      ["text that looks like an escape", "\\u0000 \\ud800"],
      ["combining marks, not composed", "e\u0301"],
      ["text from right to left", "\u202Bשלום\u202C عربي"],
      ["U+FFFD and U+FFFF", "\uFFFD\uFFFF"],
      ["the empty text", ""],
    ];
    test.each(keeps)("%s survives", async (_, text) => {
      const doc = newDoc();
      await bench.store.appendBatch({ doc, seq: 1, commits: [saying(1, text)] });
      expect(await bench.store.readBatches(doc, version(0), 1)).toStrictEqual([{ doc, seq: 1, commits: [saying(1, text)] }]);
    });

    test("integers up to 2^53 − 1, times in ms and fractions survive", async () => {
      const doc = newDoc();
      const numbers = [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 2 ** 31, -(2 ** 31) - 1, 1_795_323_400_985, 0.1, -1.5e-7, 1 / 3];
      const given = { doc, seq: 1, commits: [commit(1, { at: Number.MAX_SAFE_INTEGER, ops: [{ type: "claim.set", claim: "claim-1" as never, field: "tags", value: numbers, seen: version(0) }] })] }; // prettier-ignore
      await bench.store.appendBatch(given);
      expect(await bench.store.readBatches(doc, version(0), 1)).toStrictEqual([given]);
      const far = { doc, seq: Number.MAX_SAFE_INTEGER, commits: [commit(Number.MAX_SAFE_INTEGER, { at: 1 })] };
      await bench.store.appendBatch(far);
      expect(await bench.store.readBatches(doc, version(1), 1)).toStrictEqual([far]);
    });

    test("names that a database has for itself are only names in a submitted op", async () => {
      const doc = newDoc();
      const step = { stepType: "replace", $set: { a: 1 }, "a.b": 2, "": 3, _bsontype: "ObjectId", deep: { $ne: null } };
      const given = { doc, seq: 1, commits: [commit(1, { submitted: [{ type: "text.step", lang: "fr", step: step as never }] })] };
      await bench.store.appendBatch(given);
      expect(await bench.store.readBatches(doc, version(0), 1)).toStrictEqual([given]);
    });

    const refused: [string, unknown, string][] = [
      ["half a character", "a\uD83Db", "not-text"],
      ["half a character as a name", { "\uDC00": 1 }, "not-text"],
      ["NaN", Number.NaN, "not-plain"],
      ["infinity", -Infinity, "not-plain"],
      ["an integer that is not safe", 2 ** 53, "not-plain"],
      ["a date", new Date(0), "not-plain"],
      ["a bigint", 1n, "not-plain"],
      ["undefined in a list", [undefined], "not-plain"],
    ];
    test.each(refused)("%s is refused and nothing is written", async (_, value, reason) => {
      const doc = newDoc();
      const op = { type: "claim.set", claim: "claim-1" as never, field: "tags", value, seen: version(0) } as const;
      await expect(bench.store.appendBatch({ doc, seq: 1, commits: [commit(1, { ops: [op] })] })).rejects.toMatchObject({
        name: "Unstorable",
        reason,
      });
      expect(await bench.store.readBatches(doc, version(0), 1)).toEqual([]);
      expect(await bench.store.appendBatch(batch(doc, 1, 1))).toBe("appended");
    });

    test("a key with NUL or half a character is refused, and found by no read", async () => {
      const doc = newDoc();
      await bench.store.appendBatch(batch(doc, 1, 1));
      for (const bad of [`${doc}\u0000x`, `${doc}\uD800`, ""] as DocId[]) {
        await expect(bench.store.appendBatch(batch(bad, 1, 1))).rejects.toMatchObject({ name: "Unstorable" });
        expect(await bench.store.readBatches(bad, version(0), 1)).toEqual([]);
        expect(await bench.store.readSnapshot(bad, null)).toBeNull();
        expect(await bench.store.newestSnapshot(bad)).toBeNull();
      }
    });

    test("a batch just within MAX_RECORD bytes of JSON is taken, above it refused", async () => {
      const doc = newDoc();
      const room = MAX_RECORD - Buffer.byteLength(JSON.stringify([saying(1, "")]));
      const filling = "é".repeat(Math.floor(room / 2)) + "x".repeat(room % 2); // two bytes a letter, so that bytes are counted
      const within = { doc, seq: 1, commits: [saying(1, filling)] };
      expect(await bench.store.appendBatch(within)).toBe("appended");
      const above = { doc, seq: 2, commits: [saying(1, `${filling}x`)] };
      await expect(bench.store.appendBatch(above)).rejects.toMatchObject({ name: "Unstorable", reason: "too-large" });
      const read = await bench.store.readBatches(doc, version(0), 5);
      expect(read).toHaveLength(1);
      expect(JSON.stringify(read[0]) === JSON.stringify(within)).toBe(true);
    });

    test("a batch of MAX_BATCH commits is taken, of one more refused", async () => {
      const doc = newDoc();
      expect(await bench.store.appendBatch(batch(doc, 1, 1, MAX_BATCH))).toBe("appended");
      await expect(bench.store.appendBatch(batch(doc, 2, 1, MAX_BATCH + 1))).rejects.toMatchObject({ reason: "too-large" });
      await expect(bench.store.appendBatch({ doc, seq: 2, commits: [] })).rejects.toMatchObject({ name: "Unstorable" });
    });

    test("one that does not fit does not take down those appended with it", async () => {
      const [one, two, three] = [newDoc(), newDoc(), newDoc()];
      const outcomes = await Promise.allSettled([
        bench.store.appendBatch(batch(one, 1, 1)),
        bench.store.appendBatch({ doc: two, seq: 1, commits: [saying(1, "\uD800")] }),
        bench.store.appendBatch(batch(three, 1, 1)),
      ]);
      expect(outcomes.map((outcome) => outcome.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    });
  });

  test("what was appended, and the snapshot, are there after reopening", async () => {
    const doc = await created(bench.store);
    await bench.store.appendBatch(batch(doc, 1, 1, 3));
    await bench.store.writeSnapshot({ doc, version: version(3), seq: 1, state: state(3) });
    await bench.reopen();
    expect(await bench.store.readBatches(doc, version(0), 10)).toStrictEqual([batch(doc, 1, 1, 3)]);
    expect((await bench.store.readSnapshot(doc, null))?.version).toBe(3);
    expect(await bench.store.appendBatch(batch(doc, 1, 1))).toBe("taken");
    expect(await bench.store.appendBatch(batch(doc, 2, 4))).toBe("appended");
  });
}
