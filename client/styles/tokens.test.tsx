import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

type Rgb = readonly [number, number, number];
type Theme = "light" | "dark";

const tokens = readFileSync(join(__dirname, "tokens.css"), "utf8");

/** A token's colour in a theme: `light-dark(#…, #…)` or one colour for both. */
function colour(name: string, theme: Theme): Rgb {
  const both = new RegExp(`--${name}:\\s*light-dark\\(\\s*(#[0-9a-f]{6}),\\s*(#[0-9a-f]{6})\\)`).exec(tokens);
  const one = new RegExp(`--${name}:\\s*(#[0-9a-f]{6})`).exec(tokens);
  const hex = both ? both[theme === "light" ? 1 : 2] : one?.[1];
  if (!hex) throw new Error(`no token --${name}`);
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;
}

/** WCAG 2 contrast, 1–21. */
function contrast(a: Rgb, b: Rgb): number {
  const [lighter = 0, darker = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(rgb: Rgb): number {
  const [r = 0, g = 0, b = 0] = rgb.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const verdicts = ["open", "true", "partly", "misleading", "false", "unproven"];
const grounds = ["ground", "sheet", "raised"];
const pairs: [string, string][] = [
  ...["ink", "ink-2", "ink-3", "accent", "danger"].flatMap((ink) => grounds.map((ground): [string, string] => [ink, ground])),
  ...["ink", "ink-2", "ink-3"].map((ink): [string, string] => [ink, "sunken"]),
  ...["ink", "ink-2", "accent"].map((ink): [string, string] => [ink, "accent-wash"]),
  ["accent-ink", "accent"],
  ["ground", "ink"], // toasts
  ["v-misleading", "sunken"], // why a line is proposed for removal
  ["ink-2", "sunken"],
  ...verdicts.flatMap((verdict): [string, string][] => [
    [`v-${verdict}`, `v-${verdict}-wash`],
    ["ink", `v-${verdict}-wash`],
    ["sheet", `v-${verdict}`], // the chosen passage
    ...grounds.map((ground): [string, string] => [`v-${verdict}`, ground]),
  ]),
];

describe.each(["light", "dark"] as const)("in %s", (theme) => {
  test.each(pairs)("--%s is readable on --%s", (ink, ground) => {
    expect(contrast(colour(ink, theme), colour(ground, theme))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(grounds)("the edge of a field shows on --%s", (ground) => {
    expect(contrast(colour("line-strong", theme), colour(ground, theme))).toBeGreaterThanOrEqual(3);
  });
});

test.each([1, 2, 3, 4, 5, 6, 7, 8])("white initials are readable on --p%s", (hue) => {
  expect(contrast([255, 255, 255], colour(`p${hue}`, "light"))).toBeGreaterThanOrEqual(4.5);
});

test("no line under or through words is given by a shorthand of several values, of which WebKit would paint nothing", () => {
  const folder = join(__dirname, "..");
  const sheets = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".css"));
  const found = sheets.flatMap((path) =>
    [...readFileSync(join(folder, path), "utf8").matchAll(/[\s;{]text-decoration:[ \t]*[^;}\s]+[ \t]+[^;}]+/g)].map(
      ([line]) => `${path}: ${line.trim()}`,
    ),
  );
  expect(found).toEqual([]);
});

test("every stylesheet speaks of start and end, never of left and right", () => {
  const physical =
    /(?:^|[\s;{])(?:margin|padding|border|inset)-(?:left|right|top|bottom)\b|(?:^|[\s;{])(?:left|right|top|bottom|width|height|min-width|max-width|min-height|max-height)\s*:|text-align:\s*(?:left|right)/;
  const folder = join(__dirname, "..");
  const sheets = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".css"));
  expect(sheets.length).toBeGreaterThan(8);
  const found = sheets.flatMap((path) =>
    readFileSync(join(folder, path), "utf8")
      .replace(/[^\n]*\/\* physical[^\n]*/g, "") // says itself that pixels count from there
      .replace(/\/\*[\s\S]*?\*\/|@media[^{]*|@container[^{]*/g, "")
      .split("\n")
      .filter((line) => physical.test(line))
      .map((line) => `${path}: ${line.trim()}`),
  );
  expect(found).toEqual([]);
});
