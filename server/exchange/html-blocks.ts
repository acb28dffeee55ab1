import type { InlineRun, PreviewBlock } from "../../shared/wire/import";
import { linkAddress, markedBlock, plainBlock } from "./blocks";
import { ListStack } from "./lists";

// A page as the blocks of text that a reader sees, in the order of the file. Each block remembers the element it came from through an attribute,
// so that the reader view, which moves and renames elements, can say afterwards which blocks it took for the article.

export const MARK = "data-import-block";

/** Real pages stay below 60; what reads them takes cubic time on towers. */
const MAX_DEPTH = 200;

/** A block with its number in the page and whether it stands in a part that is never the article (menus, forms, hidden parts). */
export interface PageBlock {
  readonly mark: string;
  readonly furniture: boolean;
  readonly block: PreviewBlock;
}

const isBlockTag: ReadonlySet<string> = new Set(
  "address article aside blockquote body button caption center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr label legend li main menu nav noscript ol option p pre search section summary table tbody tfoot thead tr ul".split(
    " ",
  ),
);
const skipped: ReadonlySet<string> = new Set(
  "script style template svg math iframe object embed audio video canvas map head title meta link textarea datalist select".split(" "),
);
const furniture: ReadonlySet<string> = new Set("nav aside footer form button dialog noscript".split(" "));

/** A part of a page that is never its article: menus, forms, what is hidden. */
function isFurniture(element: Element): boolean {
  const role = element.getAttribute("role");
  return (
    furniture.has(element.localName) ||
    role === "navigation" ||
    role === "banner" ||
    element.hasAttribute("hidden") ||
    element.getAttribute("aria-hidden") === "true"
  );
}

const tagOf = (element: Element): string => element.localName;

/** The children as they are now; many times faster than the live list, which is built anew after every change. */
function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
}

/** Every element below the root, in order; without recursion and without a live collection, whose cost is quadratic. */
function* elementsIn(root: Element): Generator<Element> {
  let node: Element | null = root.firstElementChild;
  while (node) {
    yield node;
    let next: Element | null = node.firstElementChild ?? node.nextElementSibling;
    for (let up = node.parentElement; !next && up && up !== root; up = up.parentElement) next = up.nextElementSibling;
    node = next;
  }
}

/** The elements that have a block somewhere inside them: their own text falls into several blocks. One pass over the page. */
function containersOf(root: Element): Set<Element> {
  const containers = new Set<Element>([root]);
  for (const element of elementsIn(root)) {
    if (!isBlockTag.has(tagOf(element))) continue;
    for (let parent = element.parentElement; parent && !containers.has(parent); parent = parent.parentElement) {
      containers.add(parent);
    }
  }
  return containers;
}

interface Marks {
  readonly em?: true;
  readonly strong?: true;
  readonly href?: string;
}

/** The text of inline nodes with its marks, in one part per stretch between empty lines (`<br><br>`). */
class InlineText {
  readonly parts: InlineRun[][] = [[]];
  #breaks = 0;

  add(node: Node, marks: Marks, preformatted: boolean): void {
    if (node.nodeType === 3) {
      const text = node.nodeValue ?? "";
      this.#text(preformatted ? text : text.replace(/[ \t\r\n\f]+/g, " "), marks);
      return;
    }
    if (node.nodeType !== 1) return;
    const element = node as Element;
    const tag = tagOf(element);
    if (skipped.has(tag)) return;
    if (tag === "br") return this.#break(marks);
    if (tag === "td" || tag === "th") {
      if (element.previousElementSibling) this.#text(" | ", {});
    }
    if (tag === "q") this.#text("“", marks);
    const inner = marksOf(element, tag, marks);
    for (const child of childrenOf(element)) this.add(child, inner, preformatted || tag === "pre");
    if (tag === "q") this.#text("”", marks);
  }

  #text(text: string, marks: Marks): void {
    if (text === "") return;
    if (text.trim() !== "") this.#breaks = 0;
    this.parts.at(-1)?.push({ text, ...marks });
  }

  #break(marks: Marks): void {
    this.#breaks += 1;
    if (this.#breaks === 2) this.parts.push([]);
    else this.parts.at(-1)?.push({ text: "\n", ...marks });
  }
}

function marksOf(element: Element, tag: string, marks: Marks): Marks {
  if (tag === "em" || tag === "i" || tag === "cite") return { ...marks, em: true };
  if (tag === "strong" || tag === "b") return { ...marks, strong: true };
  const href = tag === "a" ? linkAddress(element.getAttribute("href") ?? "") : null;
  return href === null ? marks : { ...marks, href };
}

class PageWalk {
  readonly found: PageBlock[] = [];
  readonly #lists = new ListStack();
  #quotes = 0;

  constructor(
    private readonly document: Document,
    private readonly containers: ReadonlySet<Element>,
  ) {}

  /** An element with blocks inside: its stretches of inline nodes become blocks of their own. */
  container(element: Element, inFurniture: boolean, depth = 0): void {
    if (depth > MAX_DEPTH) throw new RangeError("nested too deeply");
    const aside = inFurniture || isFurniture(element);
    this.#enter(element);
    let inline: Node[] = [];
    const flush = (): void => {
      if (inline.some((node) => (node.textContent ?? "").trim() !== "")) {
        // The reader view keeps or drops whole elements, so loose text gets one.
        const holder = this.document.createElement("p");
        inline[0]?.parentNode?.insertBefore(holder, inline[0]);
        holder.append(...inline);
        this.leaf(holder, aside);
      }
      inline = [];
    };
    for (const child of childrenOf(element)) {
      const inner = child.nodeType === 1 ? (child as Element) : null;
      if (inner && skipped.has(tagOf(inner))) continue;
      if (!inner || !(isBlockTag.has(tagOf(inner)) || this.containers.has(inner))) {
        inline.push(child);
        continue;
      }
      flush();
      if (this.containers.has(inner)) this.container(inner, aside, depth + 1);
      else this.leaf(inner, aside);
    }
    flush();
    this.#leave(element);
  }

  /** An element that is one block, or several when empty lines part it. */
  leaf(element: Element, inFurniture: boolean): void {
    const tag = tagOf(element);
    const aside = inFurniture || isFurniture(element);
    this.#enter(element);
    const mark = String(this.found.length);
    if (tag === "hr") this.#push(element, mark, aside, plainBlock("rule", "* * *"));
    const inline = new InlineText();
    for (const child of childrenOf(element)) inline.add(child, {}, tag === "pre");
    for (const part of inline.parts) {
      const level = /^h([1-6])$/.exec(tag)?.[1];
      if (part.every((run) => run.text.trim() === "")) continue;
      const list = level === undefined ? this.#lists.place() : undefined;
      const kind = level !== undefined ? "heading" : list ? "list-item" : this.#quotes > 0 ? "quote" : "paragraph";
      const block = markedBlock(kind, part, { ...(level && { level: Math.min(4, Number(level)) }), ...(list && { list }) });
      if (block) this.#push(element, mark, aside, block);
    }
    this.#leave(element);
  }

  #push(element: Element, mark: string, inFurniture: boolean, block: PreviewBlock): void {
    element.setAttribute(MARK, mark);
    this.found.push({ mark, furniture: inFurniture, block });
  }

  #enter(element: Element): void {
    const tag = tagOf(element);
    const number = (name: string): number | undefined => {
      const value = Number.parseInt(element.getAttribute(name) ?? "", 10);
      return Number.isSafeInteger(value) ? value : undefined;
    };
    if (tag === "ul" || tag === "ol" || tag === "menu") this.#lists.open(tag === "ol", number("start") ?? 1);
    if (tag === "li") this.#lists.item(number("value"));
    if (tag === "blockquote") this.#quotes += 1;
  }

  #leave(element: Element): void {
    const tag = tagOf(element);
    if (tag === "ul" || tag === "ol" || tag === "menu") this.#lists.close();
    if (tag === "blockquote") this.#quotes -= 1;
  }
}

/** Every block of text of the page, in order. Puts marks on the elements and `<p>` around loose text; changes nothing else. Throws RangeError on a tower of elements. */
export function pageBlocks(document: Document): PageBlock[] {
  const { body } = document;
  const walk = new PageWalk(document, containersOf(body));
  walk.container(body, false);
  return walk.found;
}
