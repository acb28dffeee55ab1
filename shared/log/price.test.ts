import type { ClaimId } from "../ids";
import type { Op } from "./op";
import { Bill, MAX_SUBMISSION } from "./price";
import { emptyState } from "./state";
import type { DocState } from "./state";

const op: Op = { type: "claim.withdraw", claim: "claim00001" as ClaimId };
/** A state on which such an op costs so much: what it has kept is looked through. */
const costing = (price: number): DocState => ({ ...emptyState, conflicts: { size: price * 10 } as DocState["conflicts"] });

test("T3: an op that would hold everybody by itself is refused, though a submission may cost more", () => {
  const bill = new Bill();
  expect(bill.pays(costing(140_000), op)).toBe(true);
  expect(bill.pays(costing(160_000), op)).toBe(false);
  expect(bill.sum).toBeLessThan(MAX_SUBMISSION);
  // Nothing after it is done.
  expect(bill.pays(costing(1), op)).toBe(false);
});

test("T3: ops that are each cheap enough are refused once they cost too much together", () => {
  const bill = new Bill();
  const paid = Array.from({ length: 8 }, () => bill.pays(costing(140_000), op));
  expect(paid).toEqual([true, true, true, true, true, false, false, false]);
});
