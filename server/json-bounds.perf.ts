import { withinBounds } from "./json-bounds";

test("costs little, whatever it is given", () => {
  const began = performance.now();
  const wide = { depth: 100, values: 10_000_000 };
  for (const json of ["[".repeat(2_000_000), '\\"'.repeat(1_000_000), `["${"\\\\".repeat(1_000_000)}"]`, `"${'\\"'.repeat(1_000_000)}"`])
    withinBounds(json, wide);
  expect(performance.now() - began).toBeLessThan(2000);
});
