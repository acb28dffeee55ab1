import type { DocJson } from "../../shared/doc/json";
import { directionOf } from "../../shared/languages";
import type { Lang } from "../../shared/languages";
import type { DocDetails, Op } from "../../shared/log/op";

/** The first ops of a new document: its source text, its details (the empty ones are silent), and the lock that keeps a source as it came. */
export function openingOps(text: { lang: Lang; doc: DocJson }, details: Omit<DocDetails, "locked">): Op[] {
  const set = (field: keyof DocDetails): Op => ({ type: "doc.set", field, value: field === "locked" ? true : details[field] });
  const given = (["title", "publisher", "author", "published", "address"] as const).filter((field) => details[field] !== "");
  return [{ type: "text.add", lang: text.lang, dir: directionOf(text.lang), doc: text.doc }, ...given.map(set), set("locked")];
}
