import { normalised } from "../../shared/stream-safe";

// Dates as French and English pages write them, to ISO calendar dates. Works on short lines only.

const months: Readonly<Record<string, number>> = Object.fromEntries(
  [
    ["janvier", "janv", "january", "jan"],
    ["fevrier", "fevr", "fev", "february", "feb"],
    ["mars", "march", "mar"],
    ["avril", "avr", "april", "apr"],
    ["mai", "may"],
    ["juin", "june", "jun"],
    ["juillet", "juil", "july", "jul"],
    ["aout", "august", "aug"],
    ["septembre", "sept", "september", "sep"],
    ["octobre", "october", "oct"],
    ["novembre", "november", "nov"],
    ["decembre", "december", "dec"],
  ].flatMap((names, index) => names.map((name) => [name, index + 1])),
);

const month = `(?:${Object.keys(months)
  .sort((a, b) => b.length - a.length)
  .join("|")})`;
const dayFirst = new RegExp(String.raw`\b(?<day>\d{1,2})(?:er|st|nd|rd|th)?[ -](?:of )?(?<month>${month})\b\.?,?[ -](?<year>\d{4})\b`);
const monthFirst = new RegExp(String.raw`\b(?<month>${month})\b\.? (?<day>\d{1,2})(?:st|nd|rd|th)?,? (?<year>\d{4})\b`);
const iso = /\b(?<year>\d{4})-(?<number>\d{2})-(?<day>\d{2})(?:t[\d:.]+(?:z|[+-]\d{2}:?\d{2})?)?\b/;
const numbers = /\b(?<day>\d{1,2})[/.](?<number>\d{1,2})[/.](?<year>\d{4})\b/;
const monthOnly = new RegExp(String.raw`\b(?<month>${month})\b\.? (?<year>\d{4})\b`);
const patterns = [iso, dayFirst, monthFirst, numbers, monthOnly];

const words =
  /\b(?:(?:mise?|derniere) a jour|publiee?|parue?|modifiee?|postee?|date de (?:publication|parution)|le|a|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|(?:last )?(?:published|updated|modified|posted)|on|at|date|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b/g;
const time = /\b\d{1,2} ?(?:[h:]) ?\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?(?: ?(?:utc|gmt|cet|cest|est|edt|bst)\b)?/g;

/** Lower case without accents; curly apostrophes and wide spaces made plain. Keeps no positions. */
export const fold = (text: string): string =>
  normalised(text, "NFD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase()
    .replace(/[’‘ʼ]/g, "'")
    .replace(/[\s\u00a0\u202f]+/g, " ")
    .trim();

function isoOf(groups: Record<string, string | undefined>): string | null {
  const year = Number(groups["year"]);
  if (year < 1400 || year > 2199) return null;
  let number = groups["month"] === undefined ? Number(groups["number"]) : (months[groups["month"]] ?? 0);
  if (groups["day"] === undefined) return `${year}-${String(number).padStart(2, "0")}`;
  let day = Number(groups["day"]);
  // 05/15/2019 can only be American.
  if (number > 12 && day <= 12) [number, day] = [day, number];
  if (number < 1 || number > 12 || day < 1 || day > new Date(Date.UTC(year, number, 0)).getUTCDate()) return null;
  return `${year}-${String(number).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

interface Found {
  readonly iso: string;
  readonly rest: string;
}

function take(folded: string): Found | null {
  for (const pattern of patterns) {
    const match = pattern.exec(folded);
    const value = match?.groups ? isoOf(match.groups) : null;
    if (match && value !== null) return { iso: value, rest: folded.slice(0, match.index) + folded.slice(match.index + match[0].length) };
  }
  return null;
}

/** The first date that a short text names ("", when it names none): YYYY-MM-DD or YYYY-MM. */
export const dateIn = (text: string): string => (text.length > 200 ? "" : (take(fold(text))?.iso ?? ""));

/** The date of a line that says nothing else ("Publié le 15 mai 2019 à 10h42, mis à jour le 16 mai 2019"), the first of several; else null. */
export function dateLine(text: string): string | null {
  if (text.length > 160) return null;
  const first = take(fold(text));
  if (!first) return null;
  const second = take(first.rest);
  const rest = (second ?? first).rest.replace(time, " ").replace(words, " ");
  return /^[\s,;:.|·•–—()/-]*$/.test(rest) ? first.iso : null;
}
