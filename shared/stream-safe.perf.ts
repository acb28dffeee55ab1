import { normalised } from "./stream-safe";

/** Milliseconds to normalise so many marks. */
function cost(length: number): number {
  const text = `e${"\u0301\u0327".repeat(length / 2)}`;
  const began = performance.now();
  for (const form of ["NFC", "NFKD"] as const) normalised(text, form);
  return performance.now() - began;
}

test("normalising costs what the text is long, whatever its marks", () => {
  cost(10_000);
  // Eight times the text took sixty-four times as long, 13 s at this length.
  expect(cost(192_000)).toBeLessThan(Math.max(1000, 40 * cost(24_000)));
});
