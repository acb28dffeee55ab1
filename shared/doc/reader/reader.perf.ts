/** @jest-environment jsdom */
import { readBlocks } from "./read";
import { pageSource } from "./source";

test.each([
  ["unclosed tags", "<b><i>a".repeat(400)],
  ["open styles", `<p style="${"font:a;".repeat(5_000)}">x</p>`],
  ["long rules", `<style>${".a{font-weight:bold}".repeat(20_000)}</style><p class=a>x</p>`],
  ["unclosed comments in rules", `<style>${"/*".repeat(50_000)}</style><p>x</p>`],
  ["braces", `<style>${"@media{".repeat(20_000)}</style><p>x</p>`],
  ["loose cells", "<td>".repeat(3_000) + "x"],
  ["TeX", `<p><math alttext="${"\\frac{".repeat(2_000)}"></math>x</p>`],
  ["alternative texts", `<p><img alt="${"^{".repeat(2_000)}" class=tex>x</p>`],
])("%s in great number are read in a moment", (_, html) => {
  const document = new DOMParser().parseFromString(pageSource(html), "text/html");
  const started = performance.now();
  expect(readBlocks(document.body).blocks.length).toBeGreaterThan(0);
  expect(performance.now() - started).toBeLessThan(5_000);
});
