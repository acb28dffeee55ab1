import { gzipSync } from "node:zlib";
import { emptyState, stateToJson } from "../../shared/log/state";
import type { Version } from "../../shared/ids";
import { UnreadableSnapshot } from "./errors";
import { dispensable, reading, snapshotBytes, snapshotState } from "./snapshot-bytes";

const version = 7 as Version;
const state = { ...stateToJson(emptyState), version };

test("a state comes back as it was, also one that an earlier version packed", async () => {
  expect(await snapshotState(version, await snapshotBytes(state))).toEqual(state);
  expect(await snapshotState(version, gzipSync(JSON.stringify(state)))).toEqual(state);
});

test("others are let in before the text of a long one is read", () => {
  const parse = jest.spyOn(JSON, "parse");
  const words = "é".repeat(100_000);
  const work = reading(Buffer.from(JSON.stringify([words])));
  expect(work.next()).toMatchObject({ done: false });
  expect(parse).not.toHaveBeenCalled();
  let step = work.next();
  while (!step.done) step = work.next();
  expect(step.value).toEqual([words]);
  parse.mockRestore();
});

test("what is cut short or no snapshot at all is unreadable", async () => {
  const bytes = await snapshotBytes(state);
  for (const one of [bytes.subarray(0, 20), bytes.subarray(1), new Uint8Array(0), Uint8Array.of(0x62)])
    await expect(snapshotState(version, one)).rejects.toThrow(UnreadableSnapshot);
});

test("a long log keeps a snapshot in some 1,250 commits, and the last four", () => {
  let kept: { version: number; bytes: number }[] = [];
  for (let at = 500; at <= 200_000; at += 500) {
    kept.push({ version: at, bytes: 17_000 });
    const drop = new Set(dispensable(kept));
    kept = kept.filter((one) => !drop.has(one.version));
  }
  // Some 14 bytes a commit: with twenty of packs and two of the history a keystroke stays below 40.
  expect(kept.reduce((sum, { bytes }) => sum + bytes, 0) / 200_000).toBeLessThan(15);
  const gaps = kept.map(({ version: at }, index) => at - (kept[index - 1]?.version ?? 0));
  expect(Math.max(...gaps)).toBe(1500);
});
