// What the reader asks of a tree of nodes, and ways through it that cost what they pass. The live lists of a DOM (`children`,
// `getElementsByTagName`) cost the square of their length in jsdom.

/** A node of a DOM, or of a tree that is none. */
export interface PageNode {
  /** 1: an element, 3: text. */
  readonly nodeType: number;
  readonly nodeValue: string | null;
  readonly textContent: string | null;
  readonly firstChild: PageNode | null;
  readonly nextSibling: PageNode | null;
  readonly parentElement: PageElement | null;
}

export interface PageElement extends PageNode {
  readonly localName: string;
  getAttribute(name: string): string | null;
  hasAttribute(name: string): boolean;
}

export function childrenOf(node: PageNode): PageNode[] {
  const children: PageNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
}

export const elementsOf = (element: PageElement): PageElement[] =>
  childrenOf(element).filter((node): node is PageElement => node.nodeType === 1);

/** The elements below the root in document order; those for which `enters` says no are not looked into. */
export function* descendants(root: PageElement, enters: (element: PageElement) => boolean = () => true): Generator<PageElement> {
  let node: PageElement | null = nextElement(root.firstChild);
  while (node) {
    yield node;
    let next: PageElement | null = (enters(node) ? nextElement(node.firstChild) : null) ?? nextElement(node.nextSibling);
    for (let up = node.parentElement; !next && up && up !== root; up = up.parentElement) next = nextElement(up.nextSibling);
    if (node.parentElement === null) return;
    node = next;
  }
}

/** The first element from a node on, the node itself among them. */
export function nextElement(from: PageNode | null): PageElement | null {
  let node = from;
  while (node && node.nodeType !== 1) node = node.nextSibling;
  return node as PageElement | null;
}

/** Those below the root that have one of these names. */
export function named(root: PageElement, ...tags: readonly string[]): PageElement[] {
  return Array.from(descendants(root)).filter(({ localName }) => tags.includes(localName));
}

/** The classes of an element with a space at either end, so that one is looked for whole. */
export const classOf = (element: PageElement): string => ` ${(element.getAttribute("class") ?? "").slice(0, 500)} `;
