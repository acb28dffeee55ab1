import type { ClaimId, CommitId, UserId, Version } from "../../shared/ids";
import type { Commit } from "../../shared/log/commit";
import { BatchThrottle } from "./batch-throttle";
import { RecentCommits } from "./recent-commits";

const commit = (version: number): Commit => ({
  version: version as Version,
  id: `c${version}` as CommitId,
  author: "anna" as UserId,
  at: 0,
  base: (version - 1) as Version,
  ops: [],
});

describe("the commits at hand", () => {
  test("are the newest ones without a gap, however many have come", () => {
    const recent = new RecentCommits(7 as Version);
    expect(recent.after(7)).toEqual([]);
    expect(recent.after(6)).toBeNull();
    for (let version = 8; version <= 12_007; version++) recent.push(commit(version), 100);
    expect(recent.from).toBeGreaterThan(7);
    expect(12_007 - recent.from).toBeGreaterThanOrEqual(4000);
    expect(recent.after(recent.from)?.map(({ version }) => version)).toEqual(
      Array.from({ length: 12_007 - recent.from }, (_, index) => recent.from + 1 + index),
    );
    expect(recent.after(recent.from - 1)).toBeNull();
    expect(recent.after(12_000, 3)?.map(({ version }) => version)).toEqual([12_001, 12_002, 12_003]);
    expect(recent.find("c12007" as CommitId)?.version).toBe(12_007);
    expect(recent.find("c8" as CommitId)).toBeUndefined();
  });

  test("are fewer when they are large, but always the last", () => {
    const recent = new RecentCommits(0 as Version);
    for (let version = 1; version <= 30; version++) recent.push(commit(version), 4_000_000);
    expect(recent.after(29)?.map(({ version }) => version)).toEqual([30]);
    expect(30 - recent.from).toBeLessThan(4);
  });
});

test("T3: ops of the commits at hand are counted, and one for each commit that is not", () => {
  const recent = new RecentCommits(0 as Version);
  const op = { type: "claim.withdraw", claim: "c" as ClaimId } as const;
  for (let version = 1; version <= 12_000; version++)
    recent.push({ ...commit(version), ops: Array.from({ length: version % 3 }, () => op) }, 100);
  const ops = (after: number): number => (recent.after(after) ?? []).reduce((sum, one) => sum + one.ops.length, 0);
  for (const after of [recent.from, recent.from + 1, 11_990, 11_999, 12_000])
    expect(recent.opsAfter(after)).toEqual({ near: ops(after), far: 0 });
  expect(recent.opsAfter(recent.from - 10)).toEqual({ near: ops(recent.from), far: 10 });
});

describe("the pace of batches", () => {
  test("lets a commit that comes alone pass at once", () => {
    const throttle = new BatchThrottle();
    expect(throttle.wait(0)).toBe(0);
    throttle.begin(0);
    throttle.told(2);
    expect(throttle.wait(100)).toBe(0);
  });

  test("holds batches apart the longer, the dearer telling is, and never long", () => {
    const waits = [0.05, 0.5, 2, 50].map((cost) => {
      const throttle = new BatchThrottle();
      for (let n = 0; n < 50; n++) throttle.told(cost);
      throttle.begin(1000);
      return throttle.wait(1000);
    });
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(waits[0]).toBeLessThan(1);
    expect(waits[1]).toBeLessThan(10);
    expect(waits.at(-1)).toBeLessThanOrEqual(36);
  });
});
