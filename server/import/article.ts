import type { PageBlock } from "./html-blocks";

// What the reader view drops from the middle of an article: boxes of facts in a table of one cell, paragraphs that are one long link, lists
// of figures. It judges by the share of links and by shape; a reader would call them text.

/** Parts of a page inside an article that are not of it, by what their classes say. */
const aside =
  /(?:^|[\s_-])(?:share|sharing|social|related|newsletter|promo|advert|ads?|sponsor(?:ed)?|comments?|sidebar|breadcrumbs?|nav(?:bar|igation)?|menu|footer|pagination|pager|tags?|recirc|outbrain|taboola|cookies?|subscribe|subscription|paywall|recommend(?:ed|ations)?|most-read|read-more|lire-aussi|a-lire|partage|abonnement)(?:$|[\s_-])/i;
const sentence = /[.!?…。！？؟।։]["»”’)\]\s]*$/u;

/** Whether a block belongs to the article of which the reader view kept the blocks with these marks. */
export function withinArticle(page: readonly PageBlock[], kept: ReadonlySet<string>): (block: PageBlock, index: number) => boolean {
  const places = page.flatMap(({ mark }, index) => (kept.has(mark) ? [index] : []));
  const first = places[0] ?? page.length;
  const last = places.at(-1) ?? -1;
  const root = commonRoot(places.map((index) => (page[index] as PageBlock).element));
  const parents = new Set(places.map((index) => page[index]?.element.parentElement));
  return (block, index) => {
    if (kept.has(block.mark)) return !(isLinks(block) && isAside(block.element, root));
    // Just before and behind the article only what stands beside its own paragraphs.
    const isInside = index > first && index < last;
    if (!isInside && !(parents.has(block.element.parentElement) && sentence.test(block.block.text))) return false;
    return !isLinks(block) && !isAside(block.element, root);
  };
}

/** The innermost element that holds all of them. */
function commonRoot(elements: readonly Element[]): Element | null {
  const [one, ...others] = elements;
  let root = one?.parentElement ?? null;
  for (const other of others) while (root && !root.contains(other)) root = root.parentElement;
  return root;
}

function isAside(element: Element, root: Element | null): boolean {
  for (let part: Element | null = element; part && part !== root; part = part.parentElement) {
    if (aside.test(`${part.getAttribute("class") ?? ""} ${part.getAttribute("id") ?? ""}`.slice(0, 500))) return true;
  }
  return false;
}

/** A block that is nothing but a link, and no sentence. */
function isLinks({ block, element }: PageBlock): boolean {
  const linked = Array.from(element.getElementsByTagName("a")).reduce((sum, link) => sum + (link.textContent ?? "").trim().length, 0);
  const isInLink = element.closest("a") !== null;
  return (isInLink || linked > block.text.length * 0.8) && !(block.text.length > 60 && sentence.test(block.text));
}
