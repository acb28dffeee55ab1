import type { ClaimId } from "../ids";
import type { Anchor } from "./anchor";
import { anchorOf } from "./anchor-index";

const idAt = (index: number): ClaimId => `claim-${String(index)}` as ClaimId;

/** Anchors that count how often anybody looks whose they are. */
function counted(count: number): { anchors: readonly Anchor[]; looks: () => number } {
  let looks = 0;
  const anchors = Array.from({ length: count }, (_, index) => {
    const anchor = { from: index, to: index + 1 };
    return Object.defineProperty(anchor, "claim", { get: () => ((looks += 1), idAt(index)) }) as unknown as Anchor;
  });
  return { anchors, looks: () => looks };
}

test("each of 2,000 cards finds its passage, and the anchors are walked over a few times in all", () => {
  const { anchors, looks } = counted(2000);
  for (let index = 0; index < 2000; index++) expect(anchorOf(anchors, idAt(index))).toBe(anchors[index]);
  expect(anchorOf(anchors, "none-such" as ClaimId)).toBeNull();
  expect(looks()).toBeLessThan(4 * 2000);
});

test("other anchors have an index of their own", () => {
  const [one, other] = [counted(5).anchors, counted(3).anchors];
  for (let round = 0; round < 4; round++) {
    expect(anchorOf(one, idAt(4))).toBe(one[4]);
    expect(anchorOf(other, idAt(4))).toBeNull();
    expect(anchorOf(other, idAt(2))).toBe(other[2]);
  }
});
