import { LANES, byPlace, lanesOf, piecesOf, stretchesAt } from "./lanes";
import type { Stretch } from "./lanes";
import type { ClaimId } from "../../shared/ids";
import { Random } from "../../fixtures/random";

const stretch = (claim: string, from: number, to: number): Stretch => ({ claim: claim as ClaimId, from, to });
const lanes = (...stretches: Stretch[]): number[] => lanesOf(stretches.sort(byPlace));

const pieces = (...stretches: Stretch[]): string[] =>
  piecesOf(stretches.sort(byPlace)).map(({ claim, from, to, goesOn }) => `${claim} ${from}-${to}${goesOn ? "…" : ""}`);

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

describe("pieces of overlapping claims", () => {
  test("of two that overlap the shorter comes first, to lie nearest to the words, whichever starts first", () => {
    expect(pieces(stretch("short", 1, 5), stretch("long", 3, 12))).toEqual(["short 1-3…", "short 3-5", "long 3-5…", "long 5-12"]);
    expect(pieces(stretch("long", 1, 9), stretch("short", 7, 11))).toEqual(["long 1-7…", "short 7-9…", "long 7-9", "short 9-11"]);
  });

  test("of two that start or end together the shorter comes first", () => {
    expect(pieces(stretch("short", 1, 3), stretch("long", 1, 8))).toEqual(["short 1-3", "long 1-3…", "long 3-8"]);
    expect(pieces(stretch("short", 6, 8), stretch("long", 1, 8))).toEqual(["long 1-6…", "short 6-8", "long 6-8"]);
  });

  test("claims that only touch stay whole", () => {
    expect(pieces(stretch("a", 1, 5), stretch("b", 5, 9))).toEqual(["a 1-5", "b 5-9"]);
  });

  test("the pieces of each make it up again, and come the shortest first (1,000 seeded drawings)", () => {
    const random = new Random(11);
    for (let round = 0; round < 1_000; round++) {
      const stretches = Array.from({ length: 1 + random.below(8) }, (_, i) => {
        const from = random.below(30);
        return stretch(`c${String(i)}`, from, from + 1 + random.below(10));
      }).sort(byPlace);
      const found = piecesOf(stretches);
      for (const { claim, from, to } of stretches) {
        const own = found.filter((piece) => piece.claim === claim);
        expect(own.map((piece) => piece.to - piece.from).reduce((sum, size) => sum + size)).toBe(to - from);
        expect([own[0]?.from, own.at(-1)?.to, own.at(-1)?.goesOn]).toEqual([from, to, false]);
      }
      const size = new Map(stretches.map(({ claim, from, to }) => [claim, to - from]));
      found.forEach((piece, i) => {
        const around = found[i + 1];
        if (around?.from !== piece.from) return;
        expect(around.to).toBe(piece.to);
        expect(size.get(around.claim)).toBeGreaterThanOrEqual(size.get(piece.claim) ?? 0);
      });
    }
  });
});

test("at a spot the shortest claim comes first", () => {
  const found = stretchesAt([stretch("long", 1, 20), stretch("short", 5, 8), stretch("away", 9, 12)], 6);
  expect(found.map(({ claim }) => claim)).toEqual(["short", "long"]);
});
