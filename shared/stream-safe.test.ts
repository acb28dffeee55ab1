import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { normalised, streamSafe } from "./stream-safe";

test("text that people write is left as it is", () => {
  const written = ["Œuvre à Zoé", "ฉันกำลังน้ำ", "สวัสดีที่นี่", "พระราชกำหนด", "क्ष्म्य राम", "שָׁלוֹם", "بِسْمِ ٱللَّٰهِ", "ậ̀", "👩‍🚀", "カ゛ﾊﾟ"];
  for (const text of written) {
    expect(streamSafe(text)).toBe(text);
    expect(normalised(text, "NFC")).toBe(text.normalize("NFC"));
  }
});

test.each(["\u0301", "\u0301\u0327", "\u0344\u0323", "\uff9e\u0301", "\u0f73\u0f71"])(
  "a run of %j is bounded, and no mark is lost",
  (unit) => {
    const text = `a${unit.repeat(500)}b`;
    const safe = streamSafe(text);
    expect(safe.replaceAll("\u034f", "")).toBe(text);
    expect(Math.max(...(safe.match(/[^\P{M}\u034f]+/gu) ?? []).map((run) => run.length))).toBeLessThanOrEqual(30);
    expect(streamSafe(safe)).toBe(safe);
  },
);

test("no other place normalises by itself", () => {
  const places = ["shared", "server", "client"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)),
  );
  const others = places
    .filter((path) => /(?<!\.test|\.perf)\.(?:ts|tsx|mjs)$/.test(path) && !path.endsWith("stream-safe.ts"))
    .filter((path) => /\.normalize\(["'`]/.test(readFileSync(path, "utf8")));
  expect(others).toEqual([]);
});
