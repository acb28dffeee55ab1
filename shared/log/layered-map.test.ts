import { describe, expect, test } from "@jest/globals";
import { Random } from "../../fixtures/random";
import { withEntry } from "./layered-map";

interface Value {
  readonly n: number;
}

describe("a map that shares structure", () => {
  test("reads as a plain copy would, in the same order, after each of many changes", () => {
    const random = new Random(17);
    let plain = new Map<string, Value>([["first", { n: 0 }]]);
    let layered: ReadonlyMap<string, Value> = plain;
    for (let n = 1; n <= 600; n++) {
      const key = `k${random.below(200)}`;
      plain = new Map(plain).set(key, { n });
      layered = withEntry(layered, key, { n });
      expect(layered.size).toBe(plain.size);
      expect(layered.get(key)).toEqual({ n });
      expect([...layered]).toEqual([...plain]);
    }
    expect([...layered.keys()]).toEqual([...plain.keys()]);
    expect([...layered.values()]).toEqual([...plain.values()]);
    const seen: [string, Value][] = [];
    layered.forEach((value, key) => seen.push([key, value]));
    expect(seen).toEqual([...plain]);
    expect(layered.has("k9999")).toBe(false);
    expect(layered.get("k9999")).toBeUndefined();
  });

  test("leaves every earlier one as it was", () => {
    const earlier: [ReadonlyMap<number, Value>, number][] = [];
    let map: ReadonlyMap<number, Value> = new Map();
    for (let n = 0; n < 100; n++) {
      earlier.push([map, n]);
      map = withEntry(map, n % 70, { n });
    }
    for (const [then, n] of earlier) {
      expect(then.size).toBe(Math.min(n, 70));
      for (const [key, value] of then) expect(value.n).toBe(key + 70 < n ? key + 70 : key);
    }
  });
});
