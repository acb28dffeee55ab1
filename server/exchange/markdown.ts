import MarkdownIt from "markdown-it";
import type { Token } from "markdown-it";
import type { InlineRun, PreviewBlock } from "../../shared/wire/import";
import { LeftOuts } from "../../shared/doc/reader/block";
import type { ReadCell } from "../../shared/doc/reader/block";
import { ListStack } from "../../shared/doc/reader/lists";
import { linkAddress, tidyRuns } from "../../shared/doc/reader/runs";
import { markedBlock, plainBlock, tableBlock, undeclared } from "./blocks";
import type { Declared, Draft } from "./blocks";
import { addressIn } from "./chrome";
import { dateIn } from "./dates";
import { declaredLanguage } from "./language";

// Markup that HTML would carry stays what it is in the file: characters.
const parser = new MarkdownIt({ html: false, linkify: false, typographer: false });

/** The `---` header that site generators put before an article: its lines, and what they declare. */
function frontMatter(text: string): { lines: string[]; rest: string; declared: Declared } {
  const match = /^---[ \t]*\n([\s\S]{0,10000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)/.exec(text);
  if (!match || !/^[\w-]+[ \t]*:/m.test(match[1] ?? "")) return { lines: [], rest: text, declared: undeclared };
  const lines = (match[1] ?? "").split("\n").filter((line) => line.trim() !== "");
  const value = (...keys: string[]): string => {
    const line = lines.find((one) => keys.includes(one.split(":")[0]?.trim().toLowerCase() ?? "")) ?? "";
    return line
      .slice(line.indexOf(":") + 1)
      .trim()
      .replace(/^(["'])(.*)\1$/, "$2");
  };
  const declared: Declared = {
    title: value("title", "titre"),
    lang: declaredLanguage(value("lang", "language", "langue")),
    published: dateIn(value("date", "published")),
    publisher: value("publisher", "source", "site"),
    author: value("author", "auteur"),
    address: addressIn(value("url", "link", "canonical", "permalink")),
  };
  return { lines, rest: text.slice(match[0].length), declared };
}

function runsOf(children: readonly Token[], leftOut: LeftOuts): InlineRun[] {
  const runs: InlineRun[] = [];
  let em = 0;
  let strong = 0;
  let struck = 0;
  const links: (string | null)[] = [];
  for (const token of children) {
    if (token.type === "em_open") em += 1;
    else if (token.type === "em_close") em -= 1;
    else if (token.type === "strong_open") strong += 1;
    else if (token.type === "strong_close") strong -= 1;
    else if (token.type === "s_open") struck += 1;
    else if (token.type === "s_close") struck -= 1;
    else if (token.type === "link_open") links.push(linkAddress(String(token.attrGet("href") ?? "")));
    else if (token.type === "link_close") links.pop();
    const text = textOf(token, leftOut);
    const href = links.at(-1);
    if (text !== "")
      runs.push({
        text,
        ...(em > 0 && { em: true }),
        ...(strong > 0 && { strong: true }),
        ...(struck > 0 && { struck: true }),
        ...(href && { href }),
      });
  }
  return runs;
}

/** Signs of the text as it is; of an image what it says when it stands for a sign, else nothing. */
function textOf(token: Token, leftOut: LeftOuts): string {
  if (token.type === "hardbreak") return "\n";
  if (token.type === "softbreak") return " ";
  if (token.type !== "image") return token.content;
  const alt = token.content.trim();
  if (alt !== "" && !/[\p{L}\p{N}]/u.test(alt) && alt.length <= 16) return alt;
  leftOut.add("image", alt || String(token.attrGet("src") ?? ""));
  return "";
}

/** The tokens of a file, one after another, to blocks. */
class Walk {
  readonly blocks: PreviewBlock[] = [];
  readonly #lists = new ListStack();
  #quotes = 0;
  #level: number | null = null;
  /** The table being read: its rows, the last one still open. */
  #table: ReadCell[][] | null = null;

  constructor(private readonly leftOut: LeftOuts) {}

  take(token: Token): void {
    switch (token.type) {
      case "bullet_list_open":
      case "ordered_list_open":
        return this.#lists.open(token.type === "ordered_list_open", Number(token.attrGet("start") ?? 1));
      case "bullet_list_close":
      case "ordered_list_close":
        return this.#lists.close();
      case "list_item_open":
        return this.#lists.item(token.info === "" ? undefined : Number(token.info));
      case "blockquote_open":
        this.#quotes += 1;
        return;
      case "blockquote_close":
        this.#quotes -= 1;
        return;
      case "heading_open":
        this.#level = Math.min(4, Number(token.tag.slice(1)));
        return;
      case "heading_close":
        this.#level = null;
        return;
      case "table_open":
        this.#table = [];
        return;
      case "tr_open":
        this.#table?.push([]);
        return;
      case "th_open":
      case "td_open":
        this.#table?.at(-1)?.push({ ...(token.type === "th_open" && { header: true }), paragraphs: [] });
        return;
      case "table_close":
        if (this.#table) this.blocks.push(tableBlock(this.#table));
        this.#table = null;
        return;
      case "hr":
        this.blocks.push(plainBlock("rule", "* * *"));
        return;
      case "inline":
        return this.#inline(runsOf(token.children ?? [], this.leftOut));
      case "code_block":
      case "fence":
        return this.#inline([{ text: token.content }]);
    }
  }

  #inline(runs: InlineRun[]): void {
    const row = this.#table?.at(-1);
    const cell = row?.at(-1);
    if (!row || !cell) return this.#add(runs);
    const tidy = tidyRuns(runs);
    if (tidy.length > 0) row[row.length - 1] = { ...cell, paragraphs: [...cell.paragraphs, tidy] };
  }

  #add(runs: readonly InlineRun[]): void {
    const list = this.#lists.place();
    const kind = this.#level !== null ? "heading" : list ? "list-item" : this.#quotes > 0 ? "quote" : "paragraph";
    const more = kind === "heading" ? { level: this.#level ?? 2 } : kind === "list-item" && list ? { list } : {};
    const block = markedBlock(kind, runs, more);
    if (block) this.blocks.push(block);
  }
}

/** Markdown (CommonMark and tables). What stands for a picture is left out and listed. */
export function readMarkdown(text: string): Draft {
  const { lines, rest, declared } = frontMatter(text);
  const leftOut = new LeftOuts();
  const walk = new Walk(leftOut);
  for (const line of lines) walk.blocks.push({ ...plainBlock("paragraph", line.trim()), chrome: { reason: "front-matter" }, keep: false });
  for (const token of parser.parse(rest, {})) walk.take(token);
  return { blocks: walk.blocks, leftOut: leftOut.list(), declared, plain: false };
}
