import { interfaceLanguage } from "../../shared/languages";
import type { UiLang } from "../../shared/languages";

// Formatters are costly to make and cheap to keep.
const cache = new Map<string, Intl.DateTimeFormat>();

function formatter(lang: UiLang, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = lang + JSON.stringify(options);
  let found = cache.get(key);
  if (!found) cache.set(key, (found = new Intl.DateTimeFormat(interfaceLanguage(lang).intl, options)));
  return found;
}

/** A date as far as it is known ("2021", "2021-12", "2021-12-03"): "2021", "déc. 2021", "3 déc. 2021". What is no date comes back as it is. */
export function looseDate(lang: UiLang, date: string): string {
  const [year, month, day] = date.split("-").map(Number);
  if (!year || !month) return date;
  // Noon UTC, formatted in UTC: the same day everywhere.
  const at = Date.UTC(year, month - 1, day ?? 1, 12);
  if (Number.isNaN(at)) return date;
  return formatter(lang, { year: "numeric", month: "short", ...(day ? { day: "numeric" } : {}), timeZone: "UTC" }).format(at);
}

const units: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];
const relative = new Map<UiLang, Intl.RelativeTimeFormat>();

/** "il y a 4 min", "hier", and from a week on the date; null when it is less than a minute ago. */
export function ago(lang: UiLang, at: number, now: number): string | null {
  const past = Math.max(0, now - at);
  if (past >= 7 * 86_400_000) return shortDay(lang, at, now);
  let format = relative.get(lang);
  if (!format) relative.set(lang, (format = new Intl.RelativeTimeFormat(lang, { numeric: "auto", style: "short" })));
  for (const [unit, size] of units) {
    if (past >= size) return format.format(-Math.floor(past / size), unit);
  }
  return null;
}

/** "3 déc.", with the year when it is another one. */
function shortDay(lang: UiLang, at: number, now: number): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return formatter(lang, { day: "numeric", month: "short", ...(sameYear ? {} : { year: "numeric" }) }).format(at);
}

/** "3 décembre 2021". */
export const longDay = (lang: UiLang, at: number): string => formatter(lang, { day: "numeric", month: "long", year: "numeric" }).format(at);

/** The day it is for the reader, wherever they are, in the form dates are kept in: "2021-12-03". */
export function calendarDay(at: number): string {
  const day = new Date(at);
  const parts = [day.getFullYear(), day.getMonth() + 1, day.getDate()];
  return parts.map((part, i) => String(part).padStart(i === 0 ? 4 : 2, "0")).join("-");
}

/** Day and time in full, for tooltips and the history. */
export function moment(lang: UiLang, at: number): string {
  return formatter(lang, { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" }).format(at);
}

/** 0.57 → "57 %" with the language's own space. */
export function percent(lang: UiLang, share: number): string {
  return new Intl.NumberFormat(lang, { style: "percent", maximumFractionDigits: 0 }).format(share);
}
