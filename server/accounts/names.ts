import { normalised } from "../../shared/stream-safe";

/** The form in which names are unique and looked up: NFKD, marks stripped, œ and æ spelt out, lower case, single spaces. */
export function nameKey(name: string): string {
  return normalised(name, "NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replaceAll("œ", "oe")
    .replaceAll("æ", "ae")
    .replace(/\s+/gu, " ")
    .trim();
}
