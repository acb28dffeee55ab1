import { LANES, byPlace, lanesOf, stretchesAt } from "./lanes";
import type { Stretch } from "./lanes";
import type { ClaimId } from "../../shared/ids";
import { Random } from "../../fixtures/random";

const stretch = (claim: string, from: number, to: number): Stretch => ({ claim: claim as ClaimId, from, to });
const lanes = (...stretches: Stretch[]): number[] => lanesOf(stretches.sort(byPlace));

describe("lanes of overlapping claims", () => {
  test("claims side by side share the first lane, even when they touch", () => {
    expect(lanes(stretch("a", 1, 5), stretch("b", 5, 9), stretch("c", 12, 14))).toEqual([0, 0, 0]);
  });

  test("a nested claim lies below the one around it, and the next one after both is back in the first lane", () => {
    expect(lanes(stretch("inner", 4, 6), stretch("outer", 1, 9), stretch("after", 9, 12))).toEqual([0, 1, 0]);
  });

  test("of two that start together the longer is the upper", () => {
    const sorted = [stretch("short", 1, 3), stretch("long", 1, 8)].sort(byPlace);
    expect(sorted.map(({ claim }) => claim)).toEqual(["long", "short"]);
  });

  test("a claim of the same words as another gets a lane of its own", () => {
    expect(lanes(stretch("a", 1, 5), stretch("b", 1, 5))).toEqual([0, 1]);
  });

  test("deeper than the lanes go, the last lane is shared", () => {
    expect(lanes(...Array.from({ length: LANES + 2 }, (_, i) => stretch(`c${String(i)}`, i, 20)))).toEqual([0, 1, 2, 3, 3, 3]);
  });

  test("no two overlapping claims share a lane while there is a free one (1,000 seeded drawings)", () => {
    const random = new Random(7);
    for (let round = 0; round < 1_000; round++) {
      const stretches = Array.from({ length: 1 + random.below(8) }, (_, i) => {
        const from = random.below(30);
        return stretch(`c${String(i)}`, from, from + 1 + random.below(10));
      }).sort(byPlace);
      const given = lanesOf(stretches);
      stretches.forEach((one, i) => {
        const before = stretches.flatMap((other, j) => (j < i && other.to > one.from ? [given[j]] : []));
        if (before.length < LANES) expect(before).not.toContain(given[i]);
      });
    }
  });
});

test("at a spot the shortest claim comes first", () => {
  const found = stretchesAt([stretch("long", 1, 20), stretch("short", 5, 8), stretch("away", 9, 12)], 6);
  expect(found.map(({ claim }) => claim)).toEqual(["short", "long"]);
});
