import { cutEnd } from "../../shared/characters";
import { ok, refuse } from "../../shared/refusal";
import type { Result } from "../../shared/refusal";
import { MAX_BLOCKS } from "../../shared/wire/import";
import type { ImportPreview, PreviewBlock } from "../../shared/wire/import";
import type { Draft } from "./blocks";
import { addressIn, chromeOf } from "./chrome";
import { dateLine } from "./dates";
import { languageOf } from "./language";

// What all formats share: which blocks are the site's furniture, the title, the date, the byline, and in plain text the subheads and the
// sentences that a page break cut in two. Nothing is taken away: a block only changes its kind, its tick or its suggestion.

/** A title and a date stand before the text begins: among the first blocks. */
const HEAD = 8;
/** A subhead is not longer than this and stands over something that is. */
const MAX_HEADING = 100;
const PARAGRAPH = 120;

const endsSentence = /[.!?…:;»"”)\]]$/;
const byline = /^(?:par|by|propos recueillis par|texte (?::|de)|written by)\s+(?=\p{Lu})/iu;

function markChrome(blocks: readonly PreviewBlock[]): PreviewBlock[] {
  return blocks.map((block) => {
    const reason = block.chrome?.reason ?? chromeOf(block.text);
    return reason === null ? block : { ...block, chrome: { reason }, keep: false };
  });
}

const isText = (block: PreviewBlock | undefined): block is PreviewBlock => block !== undefined && block.chrome === null;
const isProse = (block: PreviewBlock | undefined): boolean => isText(block) && block.kind === "paragraph";

/** A line that stands alone like a title: begins like one, does not end like a sentence, and is not itself a quotation. */
function looksLikeHeading(text: string, max: number): boolean {
  if (text.length > max || text.includes("\n") || !/^[«"“(]?\s?[\p{Lu}\p{Lt}\p{Lo}\p{N}]/u.test(text)) return false;
  return !/[.,;:!…)\]]$/.test(text) && !(/^[«"“]/.test(text) && /[»"”]$/.test(text));
}

function withTitle(blocks: readonly PreviewBlock[], plain: boolean): PreviewBlock[] {
  if (blocks.some((block) => block.kind === "title")) return [...blocks];
  const head = blocks.filter(isText).slice(0, HEAD);
  let title = head.find((block) => block.kind === "heading" && block.level === 1);
  const first = head[0];
  if (!title && plain && first && isProse(first) && looksLikeHeading(first.text, 250) && dateLine(first.text) === null) {
    // A title announces something longer; a lone line, or the first of many short ones, does not.
    if (head.slice(1).some((block) => block.text.length > PARAGRAPH)) title = first;
  }
  return blocks.map((block) => (block === title ? { ...withoutLevel(block), kind: "title" } : block));
}

function withoutLevel({ level: _level, ...block }: PreviewBlock): PreviewBlock {
  return block;
}

/** The date line and the byline, each the first of its kind before the text has well begun. */
function withHead(blocks: readonly PreviewBlock[]): PreviewBlock[] {
  let date = blocks.some((block) => block.kind === "date");
  let author = blocks.some((block) => block.kind === "byline");
  let prose = 0;
  let seen = 0;
  return blocks.map((block) => {
    if (!isText(block) || block.kind === "title" || prose >= 2 || seen >= HEAD * 2) return block;
    seen += 1;
    if (block.text.length > PARAGRAPH) prose += 1;
    if (!["paragraph", "heading"].includes(block.kind)) return block;
    if (!date && dateLine(block.text) !== null) {
      date = true;
      return { ...withoutLevel(block), kind: "date" };
    }
    if (!author && block.text.length <= 120 && byline.test(block.text) && !endsSentence.test(block.text)) {
      author = true;
      return { ...withoutLevel(block), kind: "byline" };
    }
    return block;
  });
}

/** Short lines between paragraphs, in text without markup. */
function withHeadings(blocks: readonly PreviewBlock[]): PreviewBlock[] {
  return blocks.map((block, index) => {
    const next = blocks[index + 1];
    const over = isProse(next) && (next?.text.length ?? 0) > Math.max(PARAGRAPH, block.text.length);
    const heading = isProse(block) && index > 0 && over && looksLikeHeading(block.text, MAX_HEADING);
    return heading ? { ...block, kind: "heading", level: 2 } : block;
  });
}

/** A paragraph that begins in the middle of a sentence, after one that stops there: a page break between them, most likely. */
function withJoins(blocks: readonly PreviewBlock[]): PreviewBlock[] {
  let previous: PreviewBlock | undefined;
  return blocks.map((block) => {
    if (!isText(block)) return block;
    const broken =
      isProse(previous) &&
      isProse(block) &&
      /^\p{Ll}/u.test(block.text) &&
      (previous?.text.length ?? 0) > MAX_HEADING &&
      /[\p{L}\p{N},–-]$/u.test(previous?.text ?? "");
    previous = block;
    return broken ? { ...block, joinsPrevious: true } : block;
  });
}

const clip = (text: string, max: number): string => cutEnd(text, max).trim();
const textOf = (blocks: readonly PreviewBlock[], kind: PreviewBlock["kind"]): string =>
  (blocks.find((block) => block.kind === kind && block.chrome === null)?.text ?? "").replace(/\s+/gu, " ");

function languageIn(blocks: readonly PreviewBlock[]): ReturnType<typeof languageOf> {
  let sample = "";
  for (const block of blocks) {
    if (isText(block)) sample += `${block.text}\n`;
    if (sample.length > 5_000) break;
  }
  return languageOf(sample);
}

/** A reader's draft with everything recognised. Refuses `empty-text` and `too-large` (detail.of = "blocks"). */
export function recognise(draft: Draft): Result<ImportPreview> {
  if (draft.blocks.length === 0) return refuse("empty-text");
  if (draft.blocks.length > MAX_BLOCKS) return refuse("too-large", { limit: MAX_BLOCKS, of: "blocks" });
  let blocks = withHead(withTitle(markChrome(draft.blocks), draft.plain));
  if (draft.plain) blocks = withJoins(withHeadings(blocks));
  const { declared } = draft;
  const addressLine = blocks.find((block) => block.chrome?.reason === "address");
  return ok({
    title: clip(textOf(blocks, "title") || declared.title, 500),
    lang: languageIn(blocks) ?? declared.lang,
    published: declared.published || (dateLine(textOf(blocks, "date")) ?? ""),
    publisher: clip(declared.publisher, 200),
    author: clip(declared.author || textOf(blocks, "byline").replace(byline, ""), 200),
    address: declared.address || addressIn(addressLine?.text ?? ""),
    blocks,
    ...(draft.leftOut?.length ? { leftOut: [...draft.leftOut] } : {}),
  });
}
