import { Readability } from "@mozilla/readability";
import { JSDOM, VirtualConsole } from "jsdom";
import { pageSource } from "../../shared/doc/reader/source";
import type { PreviewBlock } from "../../shared/protocol/import";
import { undeclared } from "./blocks";
import type { Declared, Draft } from "./blocks";
import { addressIn } from "./boilerplate";
import { namesAuthor } from "./byline";
import { dateIn, dateLine, plainForm, isDateLine, saysPublished } from "./dates";
import { withinArticle } from "./article";
import { MARK, pageBlocks } from "./html-blocks";
import type { PageBlock } from "./html-blocks";
import { declaredLanguage } from "./language";
import { asHtml } from "./xhtml";

/** A page with more elements than this is a book or a log, not an article: it is read without the reader view, whose time grows with their square. */
const MAX_ELEMENTS = 8_000;

type Article = NonNullable<ReturnType<Readability<Node>["parse"]>>;

/** Real pages stay below 60; the reader view's time grows with the square of a tower's height. */
const MAX_DEPTH = 150;

function isTower(document: Document): boolean {
  let depth = 0;
  let node: Element | null = document.documentElement;
  while (node && depth <= MAX_DEPTH) {
    const below: Element | null = node.firstElementChild;
    if (below) depth += 1;
    let next: Element | null = below ?? node.nextElementSibling;
    for (let up = node.parentElement; !next && up; up = up.parentElement, depth -= 1) next = up.nextElementSibling;
    node = next;
  }
  return depth > MAX_DEPTH;
}

/** Of a copy, because the reader view takes the page apart. */
function articleOf(document: Document): Article | null {
  if (isTower(document)) return null;
  try {
    return new Readability<Node>(document.cloneNode(true) as Document, {
      maxElemsToParse: MAX_ELEMENTS,
      serializer: (node) => node,
    }).parse();
  } catch {
    return null;
  }
}

/** What the page says of itself in its head, before the reader view changes it. Reads the head once: a query that finds nothing walks the page. */
function declaredBy(document: Document): Declared {
  const metas = new Map<string, string>();
  for (const element of Array.from(document.head.getElementsByTagName("meta"))) {
    const name = (element.getAttribute("property") ?? element.getAttribute("name") ?? element.getAttribute("itemprop") ?? "").toLowerCase();
    const content = element.getAttribute("content")?.trim() ?? "";
    if (name !== "" && content !== "" && !metas.has(name)) metas.set(name, content);
  }
  const meta = (...names: string[]): string => names.map((name) => metas.get(name)).find((content) => content !== undefined) ?? "";
  const links = Array.from(document.head.getElementsByTagName("link"));
  const canonical = links.find((link) => link.getAttribute("rel")?.toLowerCase() === "canonical")?.getAttribute("href") ?? "";
  const tag = document.documentElement.getAttribute("lang") ?? meta("og:locale", "content-language");
  const time = document.getElementsByTagName("time")[0]?.getAttribute("datetime") ?? "";
  return {
    ...undeclared,
    lang: declaredLanguage(tag),
    tag,
    published: dateIn(meta("article:published_time", "datepublished", "dc.date", "dcterms.created", "date") || time, tag),
    publisher: meta("og:site_name", "dc.publisher", "publisher"),
    author: meta("author", "dc.creator"),
    address: addressIn(canonical) || addressIn(meta("og:url")),
  };
}

const outside = (block: PreviewBlock): PreviewBlock => ({ ...block, chrome: { reason: "outside" }, keep: false });
const withKind = ({ level: _level, list: _list, ...block }: PreviewBlock, kind: "title" | "byline" | "date"): PreviewBlock => ({
  ...block,
  kind,
  chrome: null,
  keep: true,
});

/** The heading that says the article's title, else the page's only first-level heading; -1 for none. */
function titleAt(page: readonly PageBlock[], title: string): number {
  const wanted = plainForm(title);
  const headings = page.flatMap(({ block }, index) =>
    block.kind === "heading" ? [{ index, level: block.level, text: plainForm(block.text) }] : [],
  );
  const same = headings.find(({ text }) => wanted !== "" && (text === wanted || (text.length > 15 && wanted.startsWith(text))));
  const first = headings.filter(({ level }) => level === 1);
  return same?.index ?? (first.length === 1 ? (first[0]?.index ?? -1) : -1);
}

/** A line that is the document's date: it says so, or it is the only line of its kind. */
function isOwnDate(page: readonly PageBlock[], index: number, tag: string): boolean {
  const text = page[index]?.block.text ?? "";
  if (dateLine(text, tag) === null) return false;
  return (
    saysPublished(text) ||
    page.filter(({ block, furniture }) => !furniture && isDateLine(block.text) && !saysPublished(block.text)).length === 1
  );
}

/** The page's blocks; those that the reader view left out are the site's, but for the title, the byline and the date, which it takes apart. */
function judged(page: readonly PageBlock[], article: Article | null, declared: Declared): PreviewBlock[] {
  const content = article?.content as Element | null | undefined;
  const marked = content ? [content, ...content.querySelectorAll(`[${MARK}]`)].map((element) => element.getAttribute(MARK)) : [];
  const kept = new Set(marked.filter((mark) => mark !== null));
  // A reader view that found nothing says nothing about the page.
  const isKept = kept.size === 0 ? () => true : withinArticle(page, kept);
  const blocks = page.map((one, index) => (!one.furniture && isKept(one, index) ? one.block : outside(one.block)));
  const change = (index: number, kind: "title" | "byline" | "date"): void => {
    const block = blocks[index];
    if (block) blocks[index] = withKind(block, kind);
  };
  const title = titleAt(page, article?.title ?? "");
  change(title, "title");
  const isByline = ({ block }: PageBlock): boolean => namesAuthor(block.text, article?.byline ?? "");
  change(
    page.findIndex((one, index) => index > title && isByline(one)),
    "byline",
  );
  const tag = declared.tag ?? "";
  const near = (index: number): boolean => index > title && index <= title + 12;
  const dates = page.flatMap(({ block }, index) => (near(index) && isOwnDate(page, index, tag) ? [{ index, text: block.text }] : []));
  const date = dates.find(({ text }) => declared.published === "" || dateLine(text, tag) === declared.published);
  if (title >= 0 && date !== undefined) change(date.index, "date");
  return blocks;
}

/**
 * An HTML page: its article as the reader view sees it, and everything else that has text as the site's, unticked. Scripts never run and nothing
 * is fetched. Only for a child process: a page may take all the memory and time it is given.
 */
export function readHtml(html: string): Draft {
  const { document } = new JSDOM(pageSource(asHtml(html)), { virtualConsole: new VirtualConsole() }).window;
  const declared = declaredBy(document);
  const base = addressIn(document.head.getElementsByTagName("base")[0]?.getAttribute("href") ?? "") || declared.address;
  const { blocks: page, leftOut } = pageBlocks(document, base);
  const article = articleOf(document);
  const published = declared.published || dateIn(article?.publishedTime ?? "", declared.tag);
  const author = declared.author || (article?.byline ?? "").replace(/^\s*(?:par|by)\s+/i, "").trim();
  return {
    blocks: judged(page, article, { ...declared, published }),
    leftOut,
    declared: { ...declared, title: article?.title ?? "", publisher: declared.publisher || (article?.siteName ?? ""), published, author },
    plain: false,
  };
}
