import * as z from "zod/mini";
import { leftOutReasons } from "../doc/reader/block";
import { Lang } from "../languages";
import { DocDetails } from "../log/op";

// Adding a text takes two requests. The preview reads the bytes and says what it recognised; nothing is stored. The addition sends the same
// bytes again with what the person made of the blocks: the server reads them a second time, so that every word that it stores is the
// original's or one that is known to have been written by hand.

/** The most that is read of a file. `too-large` carries `MAX_IMPORT_MB`. */
export const MAX_IMPORT_MB = 10;
export const MAX_IMPORT_BYTES = MAX_IMPORT_MB * 1024 * 1024;
/** More blocks than this is no article but a data file: `too-large` with `detail.of = "blocks"`. */
export const MAX_BLOCKS = 50_000;

/** Those that are offered where a file does not say which it is in, the commoner first. */
export const encodings = [
  "utf-8",
  "windows-1252",
  "windows-1251",
  "windows-1250",
  "windows-1256",
  "gb18030",
  "shift_jis",
  "euc-jp",
  "euc-kr",
  "big5",
  "koi8-r",
  "windows-1253",
  "windows-1254",
  "windows-1255",
  "windows-1257",
  "windows-874",
  "macintosh",
  "ibm866",
  "iso-8859-2",
  "iso-8859-15",
  "koi8-u",
] as const;
/** Any label that the server's `TextDecoder` knows; another is `malformed` there. */
export const Encoding = z.string().check(z.regex(/^[a-z0-9][a-z0-9_:.+-]{1,39}$/i));
export type Encoding = z.infer<typeof Encoding>;

/** A stretch of text with the same marks; "\n" is a line break inside its block. Absent marks are off. */
export const InlineRun = z.strictObject({
  text: z.string().check(z.minLength(1)),
  em: z.optional(z.literal(true)),
  strong: z.optional(z.literal(true)),
  /** Raised, lowered, or no longer said. */
  sup: z.optional(z.literal(true)),
  sub: z.optional(z.literal(true)),
  struck: z.optional(z.literal(true)),
  /** http(s) or mailto, at most 2,048 characters. */
  href: z.optional(z.string().check(z.maxLength(2048))),
});
export type InlineRun = z.infer<typeof InlineRun>;

/**
 * What a block is. `title`, `byline` and `date` propose a field beside the text, and stay in it all the same: a guess never takes a sentence away.
 */
export const blockKinds = ["title", "date", "byline", "heading", "paragraph", "quote", "list-item", "rule", "table"] as const;
export const BlockKind = z.enum(blockKinds);
export type BlockKind = z.infer<typeof BlockKind>;

/** Why a block looks like the site's furniture and not like its text (`import.chrome.<reason>`). */
export const chromeReasons = [
  "support", // Contribuer, Subscribe
  "reuse", // Réutiliser ce contenu, © …
  "related", // Lire aussi
  "breadcrumb", // Vous êtes ici : Accueil > …
  "address", // Adresse de cet article : <https://…>
  "share",
  "newsletter",
  "cookies",
  "comments",
  "advert",
  "account", // Se connecter
  "navigation", // Aller au contenu, menus
  "page", // page numbers and running heads of a printed page
  "front-matter", // the --- header of a Markdown file
  "outside", // not part of what the reader view takes for the article
] as const;
export const ChromeReason = z.enum(chromeReasons);
export type ChromeReason = z.infer<typeof ChromeReason>;

export const ListPlace = z.strictObject({
  ordered: z.boolean(),
  /** 0 for an outer list. */
  depth: z.int().check(z.gte(0), z.lte(8)),
  /** The item's number in an ordered list, counted from where the list starts. */
  number: z.int().check(z.gte(0), z.lte(1_000_000)),
  /** A further paragraph of the item before it. */
  continued: z.boolean(),
});
export type ListPlace = z.infer<typeof ListPlace>;

const span = z.optional(z.int().check(z.gte(1), z.lte(1000)));
export const TableCell = z.strictObject({
  header: z.optional(z.literal(true)),
  colspan: span,
  rowspan: span,
  paragraphs: z.array(z.array(InlineRun)),
});
export const TableRows = z.array(z.array(TableCell));
export type TableRows = z.infer<typeof TableRows>;

export const PreviewBlock = z.strictObject({
  kind: BlockKind,
  /** Of a heading: 1–4. */
  level: z.optional(z.int().check(z.gte(1), z.lte(4))),
  /** Of a list item. */
  list: z.optional(ListPlace),
  text: z.string(),
  /** Absent when the text is plain; else its texts, one after another, are `text`. */
  runs: z.optional(z.array(InlineRun)),
  /** Of a table, whose `text` has its cells apart by tabs and its rows by line ends. */
  rows: z.optional(TableRows),
  chrome: z.nullable(z.strictObject({ reason: ChromeReason })),
  /** Whether the block starts ticked. */
  keep: z.boolean(),
  /** The sentence seems to go on from the paragraph before: a suggestion that the person sees and may refuse. */
  joinsPrevious: z.boolean(),
});
export type PreviewBlock = z.infer<typeof PreviewBlock>;

/** Something of the file that is in none of the blocks, and why (`import.leftOut.<reason>`). `count`: how many alike. */
export const LeftOut = z.strictObject({
  reason: z.enum(leftOutReasons),
  /** Its words, or where it leads; at most 80 characters, "" when there is nothing to say. */
  text: z.string().check(z.maxLength(80)),
  count: z.int().check(z.gte(1)),
});

/** What was read of the bytes. The details are proposals, "" or null where nothing was found. */
export const ImportPreview = z.strictObject({
  title: z.string().check(z.maxLength(500)),
  lang: z.nullable(Lang),
  published: DocDetails.shape.published,
  publisher: DocDetails.shape.publisher,
  author: DocDetails.shape.author,
  address: DocDetails.shape.address,
  blocks: z.array(PreviewBlock).check(z.maxLength(MAX_BLOCKS)),
  /** Absent: nothing. */
  leftOut: z.optional(z.array(LeftOut).check(z.maxLength(200))),
});
export type ImportPreview = z.infer<typeof ImportPreview>;

const FileName = z.string().check(z.trim(), z.minLength(1), z.maxLength(255));
/** As a browser gives it; parameters are ignored, anything unknown is read as plain text. */
const Mime = z.string().check(z.maxLength(200));

/** The query of `POST /api/v1/import/preview`, whose body is the bytes. */
export const PreviewQuery = z.strictObject({ name: FileName, mime: z.optional(Mime), encoding: z.optional(Encoding) });
export type PreviewQuery = z.infer<typeof PreviewQuery>;

/**
 * One block of the text as the person made it. Those that are not kept stay in the list, so that nothing of the preview can be forgotten on
 * the way: together the choices name every one of its blocks, the kept ones in its order.
 */
export const BlockChoice = z.strictObject({
  /**
   * The preview's blocks that it is made of, joined by spaces: one, several, or none when it was written by hand. Two choices may name the
   * same one: it was split, and each says what it has of it in `runs`.
   */
  of: z.array(z.int().check(z.gte(0), z.lt(MAX_BLOCKS))).check(z.maxLength(MAX_BLOCKS)),
  keep: z.boolean(),
  kind: BlockKind,
  /** Of a heading; absent: as it was read, else 2. */
  level: PreviewBlock.shape.level,
  /** Of a list item; absent: as it was read, else an item of a plain list. */
  list: PreviewBlock.shape.list,
  /** What stands in it where that is not what was read. */
  runs: z.optional(z.array(InlineRun).check(z.maxLength(MAX_BLOCKS))),
});
export type BlockChoice = z.infer<typeof BlockChoice>;

/** What a preview starts with: its blocks as they were recognised, sentences in one that a page break, and what stands at it, cut in two. */
export function choicesOf(blocks: readonly PreviewBlock[]): BlockChoice[] {
  const choices: BlockChoice[] = [];
  let last: BlockChoice | null = null;
  for (const [index, { keep, kind, joinsPrevious }] of blocks.entries()) {
    if (joinsPrevious && keep && last?.kind === kind) {
      last.of.push(index);
      continue;
    }
    const choice: BlockChoice = { of: [index], keep, kind };
    choices.push(choice);
    if (keep) last = choice;
  }
  return choices;
}

/** How much of the text a person changed by hand between the original and the document, in blocks. */
export const ByHand = z.strictObject({
  /** Read as the article's, and left out. */
  left: z.int().check(z.gte(0)),
  /** Of another kind than was read. */
  kinds: z.int().check(z.gte(0)),
  /** Split or joined. */
  joints: z.int().check(z.gte(0)),
  /** With other words than were read. */
  words: z.int().check(z.gte(0)),
});
export type ByHand = z.infer<typeof ByHand>;

/** What is told of the file as received, or of the UTF-8 bytes of a pasted text. */
export const Original = z.strictObject({ name: FileName, mime: Mime, encoding: z.optional(Encoding) });
export type Original = z.infer<typeof Original>;

/**
 * The first part of the body of `POST /api/v1/cases/:id/documents`, as JSON. The second is the choices, as JSON: they name every block of the preview of
 * the bytes in its order, else `malformed`; the third and last is these bytes (`parts.ts`).
 */
export const AddDocument = z.strictObject({
  original: Original,
  lang: Lang,
  details: z.omit(DocDetails, { locked: true }),
});
export const BlockChoices = z.array(BlockChoice).check(z.maxLength(MAX_BLOCKS));
export type BlockChoices = z.infer<typeof BlockChoices>;
export type AddDocument = z.infer<typeof AddDocument>;
