import { charactersOf, cutEnd, cutStart } from "./characters";

const family = "👨‍👩‍👧‍👦";

test("a long text is cut at the same places as a short one, in the same time", () => {
  const text = `${"mot 👍🏽 ".repeat(200_000)}${family}`;
  const began = performance.now();
  for (let most = 1_000_000; most < 1_000_200; most++) {
    expect(cutEnd(text, most).isWellFormed()).toBe(true);
    expect(charactersOf(cutEnd(text, most).slice(-20)).at(-1)).not.toBe("👍");
  }
  expect(performance.now() - began).toBeLessThan(2_000);
  expect(cutStart(text, family.length + 2)).toBe(` ${family}`);
});
