import type { Token } from "markdown-it";
import type { InlineRun, PreviewBlock } from "../../shared/protocol/import";
import { LeftOuts } from "../../shared/doc/reader/block";
import type { ReadCell } from "../../shared/doc/reader/block";
import { ListStack } from "../../shared/doc/reader/lists";
import { linkAddress, tidyRuns } from "../../shared/doc/reader/runs";
import { tabbedRows } from "../../shared/doc/reader/table-text";
import { markedBlock, plainBlock, tableBlock, undeclared } from "./blocks";
import type { Declared, Draft } from "./blocks";
import { addressIn } from "./boilerplate";
import { dateIn } from "./dates";
import { declaredLanguage } from "./language";
import { labelsIn, markdownParser } from "./markdown-parser";
import { maySign } from "../../shared/doc/reader/signed";

const parser = markdownParser();

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
    for (const part of struckParts(text))
      runs.push({
        text: part.text,
        ...(em > 0 && { em: true }),
        ...(strong > 0 && { strong: true }),
        ...((struck > 0 || part.struck) && { struck: true }),
        ...(href && { href }),
      });
  }
  return runs;
}

/** Words between single tildes, which many sites strike as those between two. */
const singleTilde = /(?<![\p{L}\p{N}~])~(?=[^\s~])([^~\n]{0,300}[^\s~])?~(?![\p{L}\p{N}~])/u;

function struckParts(text: string): { text: string; struck: boolean }[] {
  const parts: { text: string; struck: boolean }[] = [];
  let rest = text;
  for (let found = singleTilde.exec(rest); found?.[1] !== undefined; found = singleTilde.exec(rest)) {
    parts.push({ text: rest.slice(0, found.index), struck: false }, { text: found[1], struck: true });
    rest = rest.slice(found.index + found[0].length);
  }
  return [...parts, { text: rest, struck: false }].filter((part) => part.text !== "");
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

  /** Of each open list the bullet, where it may be a sign of the figures behind it; else "". */
  readonly #signs: string[] = [];
  #row = 0;

  constructor(
    private readonly leftOut: LeftOuts,
    private readonly lines: readonly string[],
    private readonly signed: ReadonlySet<Token>,
  ) {}

  take(token: Token): void {
    switch (token.type) {
      case "bullet_list_open":
      case "ordered_list_open":
        this.#signs.push(this.signed.has(token) ? `${token.markup} ` : "");
        return this.#lists.open(token.type === "ordered_list_open", Number(token.attrGet("start") ?? 1));
      case "bullet_list_close":
      case "ordered_list_close":
        this.#signs.pop();
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
        this.#row = token.map?.[0] ?? 0;
        this.#table?.push([]);
        return;
      case "tr_close":
        return this.#beyondHead();
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
        return this.#code(token.content);
    }
  }

  /** Cells of a row beyond the head's, which the parser passes over. */
  #beyondHead(): void {
    const row = this.#table?.at(-1);
    if (!row) return;
    for (const cell of cellsOf(this.lines[this.#row] ?? "").slice(row.length)) {
      const runs = tidyRuns(runsOf(parser.parseInline(cell, {})[0]?.children ?? [], this.leftOut));
      row.push({ paragraphs: runs.length > 0 ? [runs] : [] });
    }
  }

  /** Lines as they stand, their columns below each other; a table where tabs part them. */
  #code(text: string): void {
    const runs = tidyRuns([{ text: text.replace(/^\n+/, ""), keep: true }]);
    const rows = tabbedRows(runs);
    if (rows) this.blocks.push(tableBlock(rows));
    else this.#put(runs);
  }

  #inline(runs: InlineRun[]): void {
    this.#put(tidyRuns(runs));
  }

  #put(tidy: InlineRun[]): void {
    const row = this.#table?.at(-1);
    const cell = row?.at(-1);
    if (!row || !cell) return this.#add(tidy);
    if (tidy.length > 0) row[row.length - 1] = { ...cell, paragraphs: [...cell.paragraphs, tidy] };
  }

  #add(runs: readonly InlineRun[]): void {
    const list = this.#lists.place()?.list ?? undefined;
    const kind = this.#level !== null ? "heading" : list ? "list-item" : this.#quotes > 0 ? "quote" : "paragraph";
    const more = kind === "heading" ? { level: this.#level ?? 2 } : kind === "list-item" && list ? { list } : {};
    const sign = list?.continued === false ? (this.#signs.at(-1) ?? "") : "";
    const block = markedBlock(kind, sign === "" ? runs : tidyRuns([{ text: sign }, ...runs]), more);
    if (block) this.blocks.push(block);
  }
}

/** The cells of a line of a table, as the parser parts them. */
function cellsOf(line: string): string[] {
  const cells = line
    .replace(/^[\s>]+/, "")
    .trimEnd()
    .split(/(?<!\\)\|/)
    .map((cell) => cell.replaceAll("\\|", "|").trim());
  if (cells[0] === "") cells.shift();
  if (cells.at(-1) === "") cells.pop();
  return cells;
}

/** The plain lists of which every item begins with a figure that may have had a sign. */
function signedLists(tokens: readonly Token[]): Set<Token> {
  const signed = new Set<Token>();
  const open: { list: Token; all: boolean; fresh: boolean }[] = [];
  for (const token of tokens) {
    const last = open.at(-1);
    if (token.type === "bullet_list_open" || token.type === "ordered_list_open")
      open.push({ list: token, all: /^[-+]$/.test(token.markup), fresh: false });
    else if (token.type === "list_item_open" && last) last.fresh = true;
    else if (token.type === "inline" && last?.fresh === true) {
      last.fresh = false;
      last.all &&= maySign(token.content);
    } else if (/^(?:bullet|ordered)_list_close$/.test(token.type) && open.pop()?.all === true && last) signed.add(last.list);
  }
  return signed;
}

/** Markdown (CommonMark and tables). What stands for a picture is left out and listed. */
export function readMarkdown(text: string): Draft {
  const { lines, rest, declared } = frontMatter(text);
  const leftOut = new LeftOuts();
  const tokens = parser.parse(rest, { labels: labelsIn(rest) });
  const walk = new Walk(leftOut, rest.split("\n"), signedLists(tokens));
  for (const line of lines) walk.blocks.push({ ...plainBlock("paragraph", line.trim()), chrome: { reason: "front-matter" }, keep: false });
  for (const token of tokens) walk.take(token);
  return { blocks: walk.blocks, leftOut: leftOut.list(), declared, plain: false };
}
