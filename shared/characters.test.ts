import { charactersOf, cutEnd, cutStart, shorten, withoutHalves } from "./characters";

const family = "👨‍👩‍👧‍👦";
const texts = [
  ["an emoji", "vu 👍🏽 hier"],
  ["a family", `a${family}b${family}`],
  ["a flag", "🇫🇷🇭🇺🇲🇦"],
  ["marks", "e\u0301te\u0301 n\u0303"],
  ["Devanagari", "क्षत्रिय हिन्दी"],
  ["Hangul", "한글 각"],
  ["Thai", "กำลังน้ำ"],
  ["a musical sign", "𝄞𝄢𝅘𝅥𝅮"],
  ["a line break of two", "a\r\nb"],
] as const;

test.each(texts)("%s is cut between characters, at every length, from both ends", (_, text) => {
  const whole = charactersOf(text);
  for (let most = 0; most <= text.length; most++) {
    const start = cutEnd(text, most);
    expect(start.length).toBeLessThanOrEqual(most);
    expect(charactersOf(start)).toEqual(whole.slice(0, charactersOf(start).length));
    expect((start + (whole[charactersOf(start).length] ?? "")).length).toBeGreaterThan(most === text.length ? most - 1 : most);
    const end = cutStart(text, most);
    const count = charactersOf(end).length;
    expect(end.length).toBeLessThanOrEqual(most);
    expect(charactersOf(end)).toEqual(count === 0 ? [] : whole.slice(-count));
  }
});

test("a character of hundreds of units is cut between code points, and does not make everything vanish", () => {
  const towering = `a${"\u0301".repeat(500)}`;
  expect(cutEnd(towering, 100)).toBe(towering.slice(0, 100));
  const stacked = `🦋${"\u{1D165}".repeat(200)}`;
  expect(cutEnd(stacked, 101).isWellFormed()).toBe(true);
  expect(cutStart(stacked, 101).isWellFormed()).toBe(true);
});

test("what is left out is told by an ellipsis, which counts", () => {
  expect(shorten("été", 3)).toBe("été");
  expect(shorten("étés", 3)).toBe("ét…");
  expect(shorten(`ab${family}`, 5)).toBe("ab…");
});

test("halves of a pair are left out, whole ones stay", () => {
  expect(withoutHalves("a\uD83Db👍\uDC4D")).toBe("ab👍");
  expect(withoutHalves("👍")).toBe("👍");
});
