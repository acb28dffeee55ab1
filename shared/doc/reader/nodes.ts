// Ways through a tree that cost what they pass. The live lists of a DOM (`children`, `getElementsByTagName`) cost the square of their length
// in jsdom.

export function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
}

export const elementsOf = (element: Element): Element[] => childrenOf(element).filter((node): node is Element => node.nodeType === 1);

/** The elements below the root in document order; those for which `enters` says no are not looked into. */
export function* descendants(root: Element, enters: (element: Element) => boolean = () => true): Generator<Element> {
  let node: Element | null = firstElement(root.firstChild);
  while (node) {
    yield node;
    let next: Element | null = (enters(node) ? firstElement(node.firstChild) : null) ?? firstElement(node.nextSibling);
    for (let up = node.parentElement; !next && up && up !== root; up = up.parentElement) next = firstElement(up.nextSibling);
    if (node.parentElement === null) return;
    node = next;
  }
}

function firstElement(from: Node | null): Element | null {
  let node = from;
  while (node && node.nodeType !== 1) node = node.nextSibling;
  return node as Element | null;
}

/** Those below the root that have one of these names. */
export function named(root: Element, ...tags: readonly string[]): Element[] {
  return Array.from(descendants(root)).filter(({ localName }) => tags.includes(localName));
}
