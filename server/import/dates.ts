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
/** With points the day comes first wherever dates are written so; with slashes the language decides. */
const numbers = /\b(?<day>\d{1,2})(?<sign>[/.])(?<number>\d{1,2})[/.](?<year>\d{4})\b/;
const yearFirst = /\b(?<year>\d{4})[/.](?<number>\d{1,2})[/.](?<day>\d{1,2})\b/;
const eastern = /(?<year>\d{4}) ?[年년] ?(?<number>\d{1,2}) ?[月월] ?(?<day>\d{1,2}) ?[日일]/;
const monthOnly = new RegExp(String.raw`\b(?<month>${month})\b\.? (?<year>\d{4})\b`);
const patterns = [iso, eastern, dayFirst, monthFirst, yearFirst, numbers, monthOnly];

const words =
  /\b(?:(?:mise?|derniere) a jour|publiee?|parue?|modifiee?|postee?|date de (?:publication|parution)|le|a|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|(?:last )?(?:published|updated|modified|posted)|on|at|date|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b/g;
const time = /\b\d{1,2} ?(?:[h:]) ?\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?(?: ?(?:utc|gmt|cet|cest|est|edt|bst)\b)?/g;

/** Lower case without accents; curly apostrophes and wide spaces made plain. Keeps no positions. */
export const plainForm = (text: string): string =>
  normalised(text, "NFD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase()
    .replace(/[’‘ʼ]/g, "'")
    .replace(/[\s\u00a0\u202f]+/g, " ")
    .trim();

/** Where the month stands first, and where one cannot tell. */
const monthComesFirst: ReadonlySet<string> = new Set(["en-us", "en-ph"]);
const eitherWay: ReadonlySet<string> = new Set(["en", "en-ca"]);

/** Which of two numbers with slashes is the day where the page's language, as its tag says it, tells: "11/04/2021" is not one date for all. */
function dayComes(tag: string): "first" | "second" | null {
  const [lang, ...parts] = tag.toLowerCase().split(/[-_]/);
  const region = parts.find((part) => /^[a-z]{2}$/.test(part));
  const where = region === undefined ? (lang ?? "") : `${lang ?? ""}-${region}`;
  if (monthComesFirst.has(where)) return "second";
  if (eitherWay.has(where)) return null;
  // Where the year stands first such a date is somebody else's way of writing.
  return lang === undefined || lang === "" || ["zh", "ja", "ko", "hu", "fa"].includes(lang) ? null : "first";
}

function isoOf(groups: Record<string, string | undefined>, tag: string): string | null {
  const year = Number(groups["year"]);
  if (year < 1400 || year > 2199) return null;
  let number = groups["month"] === undefined ? Number(groups["number"]) : (months[groups["month"]] ?? 0);
  if (groups["day"] === undefined) return `${year}-${String(number).padStart(2, "0")}`;
  let day = Number(groups["day"]);
  // 05/15/2019 can only be American.
  if (number > 12 && day <= 12) [number, day] = [day, number];
  else if (groups["sign"] === "/" && day <= 12 && number !== day) {
    const comes = dayComes(tag);
    if (comes === null) return null;
    if (comes === "second") [number, day] = [day, number];
  }
  if (number < 1 || number > 12 || day < 1 || day > new Date(Date.UTC(year, number, 0)).getUTCDate()) return null;
  return `${year}-${String(number).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

interface Found {
  readonly iso: string;
  readonly rest: string;
}

function take(folded: string, tag: string): Found | null {
  for (const pattern of patterns) {
    const match = pattern.exec(folded);
    const value = match?.groups ? isoOf(match.groups, tag) : null;
    if (match && value !== null) return { iso: value, rest: folded.slice(0, match.index) + folded.slice(match.index + match[0].length) };
  }
  return null;
}

/**
 * The first date that a short text names ("", when it names none): YYYY-MM-DD or YYYY-MM. `tag`: the language that it is written in ("en-US"),
 * "" when it is not known; a date that could be two is none without it.
 */
export const dateIn = (text: string, tag = ""): string => (text.length > 200 ? "" : (take(plainForm(text), tag)?.iso ?? ""));

/** The date of a line that says nothing else ("Publié le 15 mai 2019 à 10h42, mis à jour le 16 mai 2019"), the first of several; else null. */
export function dateLine(text: string, tag = ""): string | null {
  if (text.length > 160) return null;
  const first = take(plainForm(text), tag);
  if (!first) return null;
  const second = take(first.rest, tag);
  const rest = (second ?? first).rest.replace(time, " ").replace(words, " ");
  return blank.test(rest) ? first.iso : null;
}

const blank = /^[\s,;:.|·•–—()/-]*$/;

/** Whether a line says a date and nothing else, be it one that could be two. */
export const isDateLine = (text: string): boolean => dateLine(text, "fr") !== null || dateLine(text, "en-US") !== null;

/** Whether a line says that its date is the one of the page ("Publié le …"). */
export const saysPublished = (text: string): boolean =>
  text.length <= 160 &&
  /\b(?:publiee?s?|parue?s?|mise? (?:en ligne|a jour)|modifiee?|postee?|published|updated|modified|posted)\b|发布|更新|公開|掲載/.test(
    plainForm(text),
  );

/** A name without the date and the words around it. */
export function withoutDate(text: string): string {
  const at = text.search(/\s*(?:[|·•]|\s[–—-]\s|,\s+(?:le\s|the\s|publié|mis à jour|published|updated|\d))/i);
  return (at > 0 ? text.slice(0, at) : text).trim();
}
