import type { ReadRun } from "./block";
import type { RawRun } from "./runs";

// Raised and lowered figures have characters of their own in Unicode. They are taken where they exist, because a text is also quoted,
// searched and exported without its marks: "10⁶" with a mark on a plain 6 would read 106 there.

const raised = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const lowered = "₀₁₂₃₄₅₆₇₈₉";
const signs: Readonly<Record<"sup" | "sub", Readonly<Record<string, string>>>> = {
  sup: { "+": "⁺", "-": "⁻", "−": "⁻", "–": "⁻", "=": "⁼", "(": "⁽", ")": "⁾" },
  sub: { "+": "₊", "-": "₋", "−": "₋", "–": "₋", "=": "₌", "(": "₍", ")": "₎" },
};

/** The character raised or lowered; null when Unicode has none. */
export function figureOf(char: string, side: "sup" | "sub"): string | null {
  const digit = char >= "0" && char <= "9" ? Number(char) : -1;
  if (digit >= 0) return (side === "sup" ? raised : lowered).charAt(digit);
  return signs[side][char] ?? null;
}

const bare = new Map<string, { readonly char: string; readonly side: "sup" | "sub" }>([
  ...Array.from(raised, (char, digit) => [char, { char: String(digit), side: "sup" }] as const),
  ...Array.from(lowered, (char, digit) => [char, { char: String(digit), side: "sub" }] as const),
  ...(["sup", "sub"] as const).flatMap((side) =>
    ["+", "−", "=", "(", ")"].map((char) => [signs[side][char] ?? "", { char, side }] as const),
  ),
]);

/** The plain character of a raised or lowered figure, and which it is; null for any other. */
export const bareFigure = (char: string): { readonly char: string; readonly side: "sup" | "sub" } | null => bare.get(char) ?? null;

/** Text raised or lowered without marks: "m" and "2" give "m²"; what has no character of its own stands in brackets after ^ or _. */
export function raisedText(text: string, side: "sup" | "sub"): string {
  const figures = Array.from(text, (char) => figureOf(char, side));
  if (figures.every((figure) => figure !== null)) return figures.join("");
  const mark = side === "sup" ? "^" : "_";
  return Array.from(text).length === 1 ? `${mark}${text}` : `${mark}(${text})`;
}

const sideOf = (run: ReadRun): "sup" | "sub" | null => (run.sup ? "sup" : run.sub ? "sub" : null);

const textOf = (runs: readonly ReadRun[]): string => runs.map(({ text }) => text).join("");

const bracket = /^\s*[[(（【]/;
const goesOn = (first: RawRun, run: RawRun): boolean =>
  sideOf(run) === sideOf(first) && run.note === first.note && (sideOf(first) === null || !bracket.test(run.text));

/** Raised figures that are two things, an exponent and the mark of a note behind it, would be one number without room between them. */
const runTogether = (before: readonly RawRun[], after: readonly RawRun[]): boolean =>
  sideOf(before[0] as RawRun) !== null &&
  sideOf(before[0] as RawRun) === sideOf(after[0] as RawRun) &&
  /\d$/.test(textOf(before)) &&
  /^\d/.test(textOf(after));

/**
 * The runs with raised and lowered figures as their own characters. A note mark in brackets keeps its mark whole: "[1]" reads right
 * without it; so do letters ("1er", "XXe").
 */
export function withFigures(runs: readonly RawRun[]): RawRun[] {
  const out: RawRun[] = [];
  let before: RawRun[] = [];
  for (let at = 0; at < runs.length;) {
    const first = runs[at] as RawRun;
    const side = sideOf(first);
    let end = at + 1;
    while (end < runs.length && goesOn(first, runs[end] as RawRun)) end++;
    const group = runs.slice(at, end);
    const text = textOf(group);
    if (before.length > 0 && runTogether(before, group)) out.push({ text: "\u202f" });
    before = group;
    if (side === null || !/\d/.test(text) || bracket.test(text)) out.push(...group);
    else for (const run of group) out.push(...figures(run, side));
    at = end;
  }
  return out;
}

function figures(run: RawRun, side: "sup" | "sub"): RawRun[] {
  const { sup: _sup, sub: _sub, ...plain } = run;
  const out: { run: RawRun; figure: boolean }[] = [];
  for (const char of run.text) {
    const figure = figureOf(char, side);
    const last = out.at(-1);
    if (last?.figure === (figure !== null)) out[out.length - 1] = { ...last, run: { ...last.run, text: last.run.text + (figure ?? char) } };
    else out.push({ run: figure === null ? { ...run, text: char } : { ...plain, text: figure }, figure: figure !== null });
  }
  return out.map((one) => one.run);
}
