import { LooseDate } from "../../shared/claim/claim";

/**
 * A date as people write it to the form that is kept: "15/05/2019" and "15.5.2019" (day first), "5/2019", "2019-5-15"; "" stays "".
 * Null when it is none of these or no day of the calendar.
 */
export function readDate(text: string): string | null {
  const trimmed = text.trim();
  const dayFirst = /^(?:(\d{1,2})[/.])?(?:(\d{1,2})[/.])(\d{4})$/.exec(trimmed);
  const yearFirst = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(trimmed);
  const [year, month, day] = dayFirst ? [dayFirst[3], dayFirst[2], dayFirst[1]] : yearFirst ? yearFirst.slice(1) : [];
  if (trimmed === "") return "";
  if (!year) return null;
  if (month && (Number(month) < 1 || Number(month) > 12)) return null;
  if (month && day && new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() !== Number(day)) return null;
  const iso = [year, month, day]
    .filter((part) => part !== undefined)
    .map((part) => part.padStart(2, "0"))
    .join("-");
  return LooseDate.safeParse(iso).success ? iso : null;
}
