import { WebAddress } from "../../../shared/claim/claim";
import { Lang } from "../../../shared/languages";
import type { ImportPreview } from "../../../shared/protocol/import";
import { readDate } from "../../app/readDate";

export { readDate };

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
