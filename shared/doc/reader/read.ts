import { isBlank } from "../blank";
import { LeftOuts } from "./block";
import type { LeftOut, ReadBlock, ReadRun } from "./block";
import { standsInSentence } from "./controls";
import { InlineText, isCommentText, isPageLink, listUnread } from "./inline";
import type { Reading } from "./inline";
import { ListStack, marksOf } from "./lists";
import type { Placed } from "./lists";
import { childrenOf, descendants, elementsOf, named, nextElement } from "./nodes";
import type { PageElement, PageNode } from "./nodes";
import { withFigures } from "./raise";
import { tidyRuns } from "./runs";
import { StyleSheet } from "./sheet";
import { displayOf, lookOf, ownStyle, plainLook, unseen } from "./style";
import type { Declarations, Look } from "./style";
import { tabbedRows } from "./table-text";
import { rowsOf, tableRows } from "./tables";
import { isBulletSign, WordLists } from "./word";

// A page as the blocks of text that a reader sees, in the order of the page: for imported files, pasted pages and the editor's own paste
// alike. Works on any DOM and on trees that are none (`nodes.ts`); nothing is fetched, run or changed.

/** Real pages stay below 60; what reads them takes cubic time on towers. */
const MAX_DEPTH = 200;

const blockTags: ReadonlySet<string> = new Set(
  (
    "address article aside blockquote body button caption center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 " +
    "header hgroup hr html legend li listing main menu nav noscript ol optgroup option p plaintext pre search section select summary table tbody " +
    "td tfoot th thead tr ul xmp datalist x-tr x-td x-th x-tbody x-thead x-tfoot"
  ).split(" "),
);
/** Never looked into for blocks: they are read in the line. */
const replacedTags: ReadonlySet<string> = new Set(
  "script style template svg math m:omath iframe object embed audio video canvas map head title meta link textarea ruby".split(" "),
);
const furniture: ReadonlySet<string> = new Set("nav aside footer form button dialog noscript select datalist".split(" "));

/** A part of a page that is never its article: menus, forms. */
function isFurniture(element: PageElement): boolean {
  const role = element.getAttribute("role");
  return furniture.has(element.localName) || role === "navigation" || role === "banner" || element.getAttribute("aria-hidden") === "true";
}

export interface ReadResult {
  readonly blocks: ReadBlock[];
  readonly leftOut: LeftOut[];
}

/**
 * Every block of text below an element, in order. `base`: the page's own address, for its relative links. Throws RangeError on a tower of
 * elements.
 */
export function readBlocks(root: PageElement, base = ""): ReadResult {
  const sheets = named(topOf(root), "style").map((style) => style.textContent ?? "");
  const reading = { sheet: new StyleSheet(sheets), leftOut: new LeftOuts(), markers: new Set<PageElement>(), base };
  const walk = new Walk(reading, root);
  walk.container(root, { look: plainLook, aside: null });
  return { blocks: walk.found, leftOut: reading.leftOut.list() };
}

/** The element of the whole page: a page's rules stand in its head. */
function topOf(element: PageElement): PageElement {
  let top = element;
  while (top.parentElement) top = top.parentElement;
  return top;
}

interface Around {
  readonly look: Look;
  readonly aside: ReadBlock["aside"];
}

class Walk {
  readonly found: ReadBlock[] = [];
  readonly #lists = new ListStack();
  readonly #word = new WordLists();
  readonly #styles = new Map<PageElement, Declarations>();
  /** Elements that have a block somewhere inside them: their own text falls into several blocks. */
  readonly #containers = new Set<PageElement>();
  #quotes = 0;

  constructor(
    private readonly reading: Reading & { readonly markers: Set<PageElement> },
    root: PageElement,
  ) {
    this.#containers.add(root);
    this.#survey(root);
  }

  /** One pass over the page: what stands as a block, and in what. */
  #survey(root: PageElement): void {
    const styled = ownStyle(root, this.reading.sheet);
    if (styled.size > 0) this.#styles.set(root, styled);
    for (const element of descendants(root, ({ localName }) => !replacedTags.has(localName))) {
      const own = ownStyle(element, this.reading.sheet);
      if (own.size > 0) this.#styles.set(element, own);
      if (own.get("mso-list") === "ignore") this.reading.markers.add(element);
      if (!this.#isBlock(element)) continue;
      for (let parent = element.parentElement; parent && !this.#containers.has(parent); parent = parent.parentElement) {
        this.#containers.add(parent);
        if (parent === root) break;
      }
    }
  }

  #own(element: PageElement): Declarations {
    return this.#styles.get(element) ?? new Map();
  }

  #isBlock(element: PageElement): boolean {
    const tag = element.localName;
    if (replacedTags.has(tag) || (tag === "button" && standsInSentence(element))) return false;
    const display = displayOf(this.#own(element));
    if (display === "inline") return blockTags.has(tag) && !/^(?:div|p|h[1-6]|dt|dd)$/.test(tag);
    if (display !== null || blockTags.has(tag)) return true;
    // Neighbours in a row or a grid stand apart whatever they are.
    const { parentElement: parent } = element;
    return parent !== null && displayOf(this.#own(parent)) === "items" && elementsOf(parent).length > 1;
  }

  /** An element with blocks inside: its stretches of inline nodes become blocks of their own. */
  container(element: PageElement, outer: Around, depth = 0): void {
    if (depth > MAX_DEPTH) throw new RangeError("nested too deeply");
    const around = this.#around(element, outer);
    if (around === null) return;
    if (this.#table(element, around)) return;
    this.#enter(element);
    if (element.localName === "optgroup") this.#words(element.getAttribute("label") ?? "", element, around);
    let inline: PageNode[] = [];
    const flush = (): void => {
      if (inline.length > 0) this.#block(inline, element, around, true);
      inline = [];
    };
    for (const child of childrenOf(element)) {
      const inner = child.nodeType === 1 ? (child as PageElement) : null;
      if (!inner || !(this.#isBlock(inner) || (this.#containers.has(inner) && !replacedTags.has(inner.localName)))) {
        inline.push(child);
        continue;
      }
      flush();
      if (this.#containers.has(inner)) this.container(inner, around, depth + 1);
      else this.#leaf(inner, around);
    }
    flush();
    this.#leave(element);
  }

  /** What holds inside the element; null when nothing of it is read. */
  #around(element: PageElement, outer: Around): Around | null {
    const own = this.#own(element);
    const reason = unseen(element, own);
    if (reason === "screen-reader" || isPageLink(element)) {
      const words = element.textContent ?? "";
      if (!isBlank(words)) this.reading.leftOut.add(reason === null ? "page-link" : "screen-reader", words);
      return null;
    }
    if (own.get("mso-element") === "comment-list" || isCommentText(element)) {
      this.reading.leftOut.add("comment", element.textContent ?? "");
      return null;
    }
    listUnread(this.reading, element, own);
    const aside = outer.aside ?? (reason === "hidden" ? "hidden" : isFurniture(element) ? "furniture" : null);
    return { look: lookOf(element, own, outer.look), aside };
  }

  #leaf(element: PageElement, outer: Around): void {
    const around = this.#around(element, outer);
    if (around === null || this.#table(element, around)) return;
    this.#enter(element);
    if (element.localName === "hr") this.#push({ kind: "rule", runs: [{ text: "* * *" }], aside: around.aside, nodes: [element] });
    else this.#block(childrenOf(element), element, around, false);
    this.#leave(element);
  }

  #words(text: string, element: PageElement, { aside }: Around): void {
    if (!isBlank(text)) this.#push({ kind: "paragraph", runs: [{ text }], aside, nodes: [element] });
  }

  /** Inline nodes as one block, or several where empty lines part them. */
  #block(nodes: readonly PageNode[], element: PageElement, { look, aside }: Around, loose: boolean): void {
    const inline = new InlineText(this.reading, /^h[1-6]$/.test(element.localName) ? { ...look, bold: false } : look);
    for (const node of nodes) inline.add(node);
    for (const part of inline.parts) {
      const runs = tidyRuns(withFigures(part));
      const rows = look.spaces || element.localName === "pre" ? tabbedRows(runs) : null;
      if (rows) this.#push({ kind: "table", runs: [], rows, aside, nodes: loose ? nodes : [element] });
      else if (runs.length > 0) this.#put(runs, element, aside, loose ? nodes : [element], inline.marker);
    }
  }

  #put(runs: readonly ReadRun[], element: PageElement, aside: ReadBlock["aside"], nodes: readonly PageNode[], marker: string): void {
    const level = /^h([1-6])$/.exec(element.localName)?.[1] ?? headingRole(element);
    if (level !== undefined) {
      const numbered = isBulletSign(marker) ? runs : withMark(marker, runs);
      this.#push({ kind: "heading", level: Math.min(4, Number(level)), runs: withoutBold(numbered), aside, nodes });
      return;
    }
    const placed = this.#lists.place();
    if (placed) return this.#item(placed, runs, aside, nodes);
    const item = this.#word.item(element, this.#own(element), runs, marker);
    if (item?.list === null) this.#push({ kind: "paragraph", runs: item.runs, aside, nodes });
    else if (item) {
      if (item.runs.length > 0) this.#push({ kind: "list-item", list: item.list, runs: tidyRuns(item.runs), aside, nodes });
    } else {
      this.#word.end();
      this.#push({ kind: this.#quotes > 0 ? "quote" : "paragraph", runs, aside, nodes });
    }
  }

  #item({ list, written }: Placed, runs: readonly ReadRun[], aside: ReadBlock["aside"], nodes: readonly PageNode[]): void {
    const words = withMark(written, runs);
    this.#push(list ? { kind: "list-item", list, runs: words, aside, nodes } : { kind: "paragraph", runs: words, aside, nodes });
  }

  /** A table of cells is one block; one that only places things is a container like any other. */
  #table(element: PageElement, { look, aside }: Around): boolean {
    if (this.#roleOf(element) !== "table" && !isLooseRow(element)) return false;
    if (element.localName === "x-tr" && elementsOf(element).length < 2) return false;
    const rows = rowsOf(element, (inner) => this.#roleOf(inner));
    // Words between the cells would belong to none.
    if (rows === null || saysMore(element, rows)) return false;
    for (const caption of elementsOf(element).filter(({ localName }) => localName === "caption")) this.container(caption, { look, aside });
    const shown = rows.map((row) => row.filter((cell) => this.#isShown(cell.element))).filter((row) => row.length > 0);
    const cells = tableRows(shown, (cell) => this.#cell(cell, this.#lookAround(cell, element, { ...look, bold: false })));
    const hasWords = cells.some((row) => row.some(({ paragraphs }) => paragraphs.length > 0));
    if (!hasWords) return true;
    const last = this.found.at(-1);
    if (element.localName === "x-tr" && last?.rows && nextElement(last.nodes.at(-1)?.nextSibling ?? null) === element) {
      this.found[this.found.length - 1] = { ...last, rows: [...last.rows, ...cells], nodes: [...last.nodes, element] };
    } else this.#push({ kind: "table", runs: [], rows: cells, aside, nodes: [element] });
    return true;
  }

  #isShown(cell: PageElement): boolean {
    for (let element: PageElement | null = cell; element; element = element.parentElement) {
      if (unseen(element, this.#own(element)) !== null) {
        if (!isBlank(cell.textContent ?? "")) this.reading.leftOut.add("hidden", cell.textContent ?? "");
        return false;
      }
      if (this.#roleOf(element) === "table") break;
    }
    return true;
  }

  /** How the words of a cell look by what stands between it and its table: its row, its part of the table. */
  #lookAround(cell: PageElement, table: PageElement, look: Look): Look {
    const between: PageElement[] = [];
    for (let outer = cell.parentElement; outer && outer !== table; outer = outer.parentElement) between.unshift(outer);
    return between.reduce((inner, element) => lookOf(element, this.#own(element), inner), look);
  }

  /** The paragraphs of a cell, a heading's words bold by its tag and not by marks. */
  #cell(cell: PageElement, look: Look): ReadRun[][] {
    this.#containers.add(cell);
    const inner = new Walk(this.reading, cell);
    inner.container(cell, { look, aside: null });
    const isHeader = /^(?:x-)?th$/.test(cell.localName);
    return inner.found.flatMap(({ runs, list, aside }) => {
      if (runs.length === 0) return [];
      if (aside === "hidden") {
        this.reading.leftOut.add("hidden", runs.map(({ text }) => text).join(""));
        return [];
      }
      const sign = list && !list.continued ? (list.ordered ? `${list.number}. ` : "• ") : "";
      return [[...(sign === "" ? [] : [{ text: sign }]), ...(isHeader ? withoutBold(runs) : runs)]];
    });
  }

  readonly #roleOf = (element: PageElement): "table" | "row" | "cell" | null => {
    const display = displayOf(this.#own(element));
    if (display === "table" || display === "row" || display === "cell") return display;
    if (display === "block" || display === "items") return null;
    const tag = element.localName.replace(/^x-/, "");
    if (tag === "table" || tag === "tr") return tag === "tr" ? "row" : "table";
    if (tag === "td" || tag === "th") return "cell";
    switch (element.getAttribute("role")) {
      case "table":
      case "grid":
        return "table";
      case "row":
        return "row";
      case "cell":
      case "gridcell":
      case "columnheader":
      case "rowheader":
        return "cell";
      default:
        return null;
    }
  };

  #push(block: ReadBlock): void {
    this.found.push(block);
  }

  #enter(element: PageElement): void {
    const tag = element.localName;
    const number = (name: string): number | undefined => {
      const value = Number.parseInt(element.getAttribute(name) ?? "", 10);
      return Number.isSafeInteger(value) ? value : undefined;
    };
    const own = this.#own(element);
    const marks = () => marksOf(tag, element.getAttribute("type"), own.get("list-style-type") ?? own.get("list-style"));
    if (tag === "ul" || tag === "ol" || tag === "menu") {
      const down = tag === "ol" && element.hasAttribute("reversed");
      const count = down ? elementsOf(element).filter(({ localName }) => localName === "li").length : 1;
      this.#lists.open(marks() ?? false, number("start") ?? count, down ? -1 : 1);
    }
    if (tag === "li") this.#lists.item(number("value"), marks());
    if (tag === "blockquote") this.#quotes += 1;
  }

  #leave(element: PageElement): void {
    const tag = element.localName;
    if (tag === "ul" || tag === "ol" || tag === "menu") this.#lists.close();
    if (tag === "blockquote") this.#quotes -= 1;
  }
}

/** A row, or a cell with others beside it, whose table is missing. */
function isLooseRow(element: PageElement): boolean {
  return elementsOf(element).some(({ localName }) => localName === "x-td" || localName === "x-th" || localName === "x-tr");
}

const wordsIn = (part: PageElement): number => (part.textContent ?? "").replace(/\s+/gu, "").length;

/** Whether the element has words outside of the cells and the captions. */
function saysMore(element: PageElement, rows: readonly (readonly { readonly element: PageElement }[])[]): boolean {
  const captions = elementsOf(element).filter(({ localName }) => localName === "caption");
  const inside = [...captions, ...rows.flat().map((cell) => cell.element)].reduce((sum, part) => sum + wordsIn(part), 0);
  const silent = elementsOf(element)
    .filter(({ localName }) => replacedTags.has(localName) || localName === "colgroup")
    .reduce((sum, part) => sum + wordsIn(part), 0);
  return wordsIn(element) - silent > inside;
}

/** Pages that make headings of other elements say so to screen readers. */
function headingRole(element: PageElement): string | undefined {
  if (element.getAttribute("role") !== "heading") return undefined;
  return /^[1-6]$/.exec(element.getAttribute("aria-level") ?? "2")?.[0] ?? "2";
}

/** The words with the number before them that their page, or their word processor, writes beside them. */
const withMark = (mark: string, runs: readonly ReadRun[]): ReadRun[] =>
  isBlank(mark) ? [...runs] : tidyRuns([{ text: `${mark.replace(/[\s\u00a0]+/gu, " ").trim()} ` }, ...runs]);

const withoutBold = (runs: readonly ReadRun[]): ReadRun[] => tidyRuns(runs.map(({ strong: _strong, ...run }) => run));
