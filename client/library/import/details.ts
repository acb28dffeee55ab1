import { LooseDate, WebAddress } from "../../../shared/claim/claim";
import { Lang } from "../../../shared/languages";
import type { ImportPreview } from "../../../shared/wire/import";

/** The fields beside the text as they stand in the form. `lang` is "" until one is chosen. */
export interface Details {
  readonly title: string;
  readonly lang: string;
  readonly publisher: string;
  readonly author: string;
  readonly published: string;
  readonly address: string;
}
export type DetailName = keyof Details;

export const noDetails: Details = { title: "", lang: "", publisher: "", author: "", published: "", address: "" };

/** What was recognised fills the fields that the person has not touched. */
export function withFound(details: Details, touched: ReadonlySet<DetailName>, found: ImportPreview): Details {
  const next: Record<DetailName, string> = { ...details };
  for (const name of Object.keys(next) as DetailName[]) {
    if (!touched.has(name)) next[name] = found[name] ?? "";
  }
  return next;
}

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

export type DetailProblem = "nameMissing" | "langMissing" | "dateWrong" | "addressWrong";

/** What keeps the form from being sent, by field; the key of its sentence in `library:import`. */
export function problemsOf(details: Details): Partial<Record<DetailName, DetailProblem>> {
  const problems: Partial<Record<DetailName, DetailProblem>> = {};
  if (!details.title.trim()) problems.title = "nameMissing";
  if (!Lang.safeParse(details.lang).success) problems.lang = "langMissing";
  if (readDate(details.published) === null) problems.published = "dateWrong";
  if (!WebAddress.safeParse(details.address.trim()).success) problems.address = "addressWrong";
  return problems;
}
