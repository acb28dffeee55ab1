import { MAX_BLOCKS } from "../../shared/protocol/import";
import { preview, previewPlain } from "./preview";

test("a data file is too large, in a moment", () => {
  const started = performance.now();
  const result = previewPlain("a\n".repeat(MAX_BLOCKS + 1));
  expect(result).toEqual({ ok: false, refusal: { code: "too-large", detail: { limit: MAX_BLOCKS, of: "blocks" } } });
  expect(performance.now() - started).toBeLessThan(2_000);
});
test("10 MB on one line are one paragraph, in a moment", () => {
  const started = performance.now();
  expect(preview({ bytes: new Uint8Array(10 * 1024 * 1024).fill(0x61), name: "x.txt" })).toMatchObject({ ok: true });
  expect(performance.now() - started).toBeLessThan(5_000);
});
