import * as z from "zod/mini";
import { CaseId, DocId } from "../ids";
import { Lang } from "../languages";
import { several } from "../search/filter";
import { ClaimLine, DocumentLine, SourceLine, paging } from "./rest";

// What a search finds, with the words marked where they stand.

export const foundKinds = ["titles", "texts", "claims", "sources"] as const;
export const FoundKind = z.enum(foundKinds);
/** Texts by their title, publisher, author and address; texts by what they say, a language each; claims; sources. */
export type FoundKind = z.infer<typeof FoundKind>;

/** `kind` absent: the first lines of each. `langs`: only what is in one of these languages, which sources are in none of. */
export const FoundQuery = z.strictObject({
  words: z.string().check(z.maxLength(300)),
  kind: z.optional(FoundKind),
  cases: z.optional(several(CaseId)),
  langs: z.optional(several(Lang)),
  ...paging,
});

/** Some words of what was found, the ones that were looked for marked; "…" where it was cut. */
export const Excerpt = z.array(z.strictObject({ text: z.string(), found: z.boolean() }));
export type Excerpt = z.infer<typeof Excerpt>;

/** A text in one language that has all of the words. */
export const FoundTextLine = z.strictObject({
  doc: DocId,
  case: CaseId,
  lang: Lang,
  title: z.string(),
  publisher: z.string(),
  changedAt: z.number(),
  /** The first places that have the words: `block` is the id of the paragraph, null when it has none. */
  places: z.array(z.strictObject({ block: z.nullable(z.string()), excerpt: Excerpt })),
});
export type FoundTextLine = z.infer<typeof FoundTextLine>;

/** `part`: where the words stand. */
export const FoundClaimLine = z.extend(ClaimLine, {
  part: z.enum(["quote", "statement", "rationale", "tags"]),
  partLang: z.nullable(Lang),
  excerpt: Excerpt,
});
export type FoundClaimLine = z.infer<typeof FoundClaimLine>;
export const FoundSourceLine = z.extend(SourceLine, { part: z.enum(["title", "publisher", "address", "quote", "note"]), excerpt: Excerpt });
export type FoundSourceLine = z.infer<typeof FoundSourceLine>;

/** More than this is not counted. */
export const MOST_COUNTED = 1000;

const group = <S extends z.ZodMiniType>(line: S) =>
  z.strictObject({
    lines: z.array(line),
    /** The cursor of the lines after these, null when there are none. */
    next: z.nullable(z.string()),
    /** How many there are in all, one more than `MOST_COUNTED` when they are more; null on the pages after the first. */
    count: z.nullable(z.number()),
  });

/** Of each kind that was asked for the newest first. */
export const FoundView = z.strictObject({
  titles: z.optional(group(DocumentLine)),
  texts: z.optional(group(FoundTextLine)),
  claims: z.optional(group(FoundClaimLine)),
  sources: z.optional(group(FoundSourceLine)),
});
export type FoundView = z.infer<typeof FoundView>;
