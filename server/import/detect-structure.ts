import { cutEnd } from "../../shared/characters";
import { ok, refuse } from "../../shared/refusal";
import type { Result } from "../../shared/refusal";
import { MAX_BLOCKS } from "../../shared/protocol/import";
import type { ImportPreview, PreviewBlock } from "../../shared/protocol/import";
import type { Draft } from "./blocks";
import { addressIn, chromeOf } from "./boilerplate";
import { authorIn, isByline } from "./byline";
import { dateIn, dateLine, isDateLine, saysPublished } from "./dates";
import { languageOf } from "./language";

// What all formats share: which blocks are the site's furniture, the title, the date, the byline, and in plain text the subheads and the
// sentences that a page break cut in two. Nothing is taken away: a block only changes its kind, its tick or its suggestion.

/** A title and a date stand before the text begins: among the first blocks. */
const HEAD = 8;
/** A subhead is not longer than this and stands over something that is. */
const MAX_HEADING = 100;
const PARAGRAPH = 120;

function markChrome(blocks: readonly PreviewBlock[]): PreviewBlock[] {
  return blocks.map((block) => {
    const reason = block.chrome?.reason ?? chromeOf(block.text);
    return reason === null ? block : { ...block, chrome: { reason }, keep: false };
  });
}

const isText = (block: PreviewBlock | undefined): block is PreviewBlock => block !== undefined && block.chrome === null;
const isProse = (block: PreviewBlock | undefined): boolean => isText(block) && block.kind === "paragraph";

/** Han, Kana, Hangul, Arabic, Hebrew, Thai: no capital shows where a title begins, so only a short line without a pause is one. */
const MAX_UNCASED = 30;

/** A line that stands alone like a title: begins like one, does not end like a sentence, and is not itself a quotation. */
function looksLikeHeading(text: string, max: number): boolean {
  if (text.length > max || text.includes("\n") || !/^[«"“(「『]?\s?[\p{Lu}\p{Lt}\p{Lo}\p{N}]/u.test(text)) return false;
  if (/[.,;:!…)\]。！？，、；：．؟،؛۔।։]$/u.test(text) || (/^[«"“「『]/u.test(text) && /[»"”」』]$/u.test(text))) return false;
  return !/^[«"“(「『]?\s?\p{Lo}/u.test(text) || (text.length <= MAX_UNCASED && !/[。！？，；؟،؛۔।]/u.test(text));
}

function withTitle(blocks: readonly PreviewBlock[], plain: boolean): PreviewBlock[] {
  if (blocks.some((block) => block.kind === "title")) return [...blocks];
  const head = blocks.filter(isText).slice(0, HEAD);
  let title = head.find((block) => block.kind === "heading" && block.level === 1);
  const first = head[0];
  if (!title && plain && first && isProse(first) && looksLikeHeading(first.text, 250) && !isDateLine(first.text)) {
    // A title announces something longer; a lone line, or the first of many short ones, does not.
    if (head.slice(1).some((block) => block.text.length > PARAGRAPH)) title = first;
  }
  return blocks.map((block) => (block === title ? { ...withoutLevel(block), kind: "title" } : block));
}

function withoutLevel({ level: _level, ...block }: PreviewBlock): PreviewBlock {
  return block;
}

/** The date line and the byline, each the first of its kind before the text has well begun. */
function withHead(blocks: readonly PreviewBlock[], tag: string): PreviewBlock[] {
  // One date among several is no more the text's than the others: a chronology.
  const isSeries = blocks.filter((block) => isText(block) && isDateLine(block.text) && !saysPublished(block.text)).length > 1;
  let date = blocks.some((block) => block.kind === "date");
  let author = blocks.some((block) => block.kind === "byline");
  let prose = 0;
  let seen = 0;
  return blocks.map((block) => {
    if (!isText(block) || block.kind === "title" || prose >= 2 || seen >= HEAD * 2) return block;
    seen += 1;
    if (block.text.length > PARAGRAPH) prose += 1;
    if (!["paragraph", "heading"].includes(block.kind)) return block;
    if (!date && dateLine(block.text, tag) !== null && (!isSeries || saysPublished(block.text))) {
      date = true;
      return { ...withoutLevel(block), kind: "date" };
    }
    if (!author && isByline(block.text)) {
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
    // A second date beside the byline is not what comes next.
    const beside = [blocks[index - 1], next].some((one) => one?.kind === "byline" || one?.kind === "date");
    const heading = isProse(block) && index > 0 && over && looksLikeHeading(block.text, MAX_HEADING) && !(beside && isDateLine(block.text));
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
  const { declared } = draft;
  const marked = markChrome(draft.blocks);
  const lang = languageIn(marked) ?? declared.lang;
  const tag = declared.tag || (lang ?? "");
  let blocks = withHead(withTitle(marked, draft.plain), tag);
  if (draft.plain) blocks = withJoins(withHeadings(blocks));
  const addressLine = blocks.find((block) => block.chrome?.reason === "address");
  return ok({
    title: clip(textOf(blocks, "title") || declared.title, 500),
    lang,
    published: declared.published || (dateLine(textOf(blocks, "date"), tag) ?? dateIn(textOf(blocks, "byline"), tag)),
    publisher: clip(declared.publisher, 200),
    author: clip(declared.author || authorIn(textOf(blocks, "byline")), 200),
    address: declared.address || addressIn(addressLine?.text ?? ""),
    blocks,
    ...(draft.leftOut?.length ? { leftOut: [...draft.leftOut] } : {}),
  });
}
