import * as z from "zod/mini";
import { ClaimKind, ClaimStatus, MAX_TAG, Verdict } from "../claim/claim";
import { CaseId, DocId, UserId } from "../ids";
import { Lang } from "../languages";

// What is looked for, by one schema for the page, its address, the API and kept searches alike: each value as it is, or as an address writes it.

const MOST = 200;

/** Several values: as they are, or parted by commas. A comma or a percent sign inside one is escaped. */
export const several = <S extends z.ZodMiniType<string>>(value: S) =>
  z.union([
    z.array(value).check(z.maxLength(MOST)),
    z.pipe(
      z.pipe(
        z.string().check(z.maxLength(MOST * 50)),
        z.transform((text: string) => (text === "" ? [] : text.split(",").map(unescaped)) as z.input<S>[]),
      ),
      z.array(value).check(z.maxLength(MOST)),
    ),
  ]);

const yesNo = z.union([
  z.boolean(),
  z.pipe(
    z.enum(["yes", "no"]),
    z.transform((text: "yes" | "no") => text === "yes"),
  ),
]);

const escaped = (text: string): string => text.replaceAll("%", "%25").replaceAll(",", "%2C");
const unescaped = (text: string): string => text.replaceAll("%2C", ",").replaceAll("%25", "%");

export const NOBODY = "nobody";

const words = z.string().check(z.maxLength(300));

/** Absent: of any. `words`: every one of them begins a word of the text's title, where it is from, or its author. */
export const DocumentFilter = z.strictObject({
  cases: z.optional(several(CaseId)),
  docs: z.optional(several(DocId)),
  words: z.optional(words),
  /** Languages that texts were written in. */
  source: z.optional(several(Lang)),
  /** Languages in which there is a text: the source, or a version. */
  langs: z.optional(several(Lang)),
  /** With, or without, a standing claim. */
  claims: z.optional(yesNo),
});
export type DocumentFilter = z.infer<typeof DocumentFilter>;

export const ClaimFilter = z.strictObject({
  cases: z.optional(several(CaseId)),
  docs: z.optional(several(DocId)),
  words: z.optional(words),
  status: z.optional(several(ClaimStatus)),
  verdict: z.optional(several(Verdict)),
  kind: z.optional(several(ClaimKind)),
  assignee: z.optional(several(z.union([z.literal(NOBODY), UserId]))),
  author: z.optional(several(UserId)),
  /** Languages in which it has a passage or a statement. */
  langs: z.optional(several(Lang)),
  /** Each of them. */
  tags: z.optional(several(z.string().check(z.minLength(1), z.maxLength(MAX_TAG)))),
  /** Whether their passage is lost. */
  orphan: z.optional(yesNo),
  /** Whether they cite a source. */
  sources: z.optional(yesNo),
  /** Absent: only those that stand. */
  withdrawn: z.optional(yesNo),
});
export type ClaimFilter = z.infer<typeof ClaimFilter>;

export const SourceFilter = z.strictObject({ cases: z.optional(several(CaseId)), words: z.optional(words) });
export type SourceFilter = z.infer<typeof SourceFilter>;

/** `words`: every one of them begins a word of the text in one language, its title among them. */
export const TextFilter = z.strictObject({ cases: z.optional(several(CaseId)), words, langs: z.optional(several(Lang)) });
export type TextFilter = z.infer<typeof TextFilter>;

export const documentSorts = ["changed", "title"] as const;
export const DocumentSort = z.enum(documentSorts);
/** `changed`: the newest first. `title`: by the alphabet, folded. */
export type DocumentSort = z.infer<typeof DocumentSort>;

export const claimSorts = ["changed", "created"] as const;
export const ClaimSort = z.enum(claimSorts);
/** The newest first. */
export type ClaimSort = z.infer<typeof ClaimSort>;

export const claimFacets = ["status", "verdict", "kind", "assignee", "case"] as const;
export const ClaimFacet = z.enum(claimFacets);
export type ClaimFacet = z.infer<typeof ClaimFacet>;

type Value = string | number | boolean | readonly string[];

/** One value as an address writes it. */
export function queryText(value: Value): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "object" ? value.map(escaped).join(",") : String(value);
}

/** The filter as an address writes it, for `URLSearchParams`: what is absent is left out. */
export function filterQuery(filter: Readonly<Record<string, Value | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(filter).flatMap(([name, value]): [string, string][] =>
      value === undefined || value === "" ? [] : [[name, queryText(value)]],
    ),
  );
}
