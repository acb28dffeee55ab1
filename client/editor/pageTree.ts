import { parse, serialize } from "parse5";
import type { Token, TreeAdapter, TreeAdapterTypeMap } from "parse5";
import type { PageElement, PageNode } from "../../shared/doc/reader/nodes";

// HTML from elsewhere as a tree that is no DOM. Even a document without a window reports the handlers, rules and base address that our
// headers forbid, for each page that is pasted; objects of our own run, load and report nothing. Siblings are linked, so that moving one
// costs nothing however many there are.

class TreeNode implements PageNode {
  parent: TreeNode | null = null;
  firstChild: TreeNode | null = null;
  lastChild: TreeNode | null = null;
  nextSibling: TreeNode | null = null;
  previousSibling: TreeNode | null = null;

  /** `nodeType` as in the DOM. */
  constructor(
    readonly nodeType: number,
    public nodeValue: string | null = null,
  ) {}

  get parentElement(): TreeElement | null {
    return this.parent instanceof TreeElement ? this.parent : null;
  }

  get textContent(): string {
    return this.nodeType === TEXT ? (this.nodeValue ?? "") : textBelow(this);
  }

  /** Without `before`: at the end. */
  insert(node: TreeNode, before: TreeNode | null): void {
    node.remove();
    const after = before ? before.previousSibling : this.lastChild;
    node.parent = this;
    node.previousSibling = after;
    node.nextSibling = before;
    if (after) after.nextSibling = node;
    else this.firstChild = node;
    if (before) before.previousSibling = node;
    else this.lastChild = node;
  }

  remove(): void {
    if (!this.parent) return;
    if (this.previousSibling) this.previousSibling.nextSibling = this.nextSibling;
    else this.parent.firstChild = this.nextSibling;
    if (this.nextSibling) this.nextSibling.previousSibling = this.previousSibling;
    else this.parent.lastChild = this.previousSibling;
    this.parent = null;
    this.previousSibling = null;
    this.nextSibling = null;
  }
}

const ELEMENT = 1;
const TEXT = 3;
const COMMENT = 8;
const DOCUMENT = 9;
const DOCTYPE = 10;
const FRAGMENT = 11;

type Namespace = ReturnType<TreeAdapter["getNamespaceURI"]>;

export class TreeElement extends TreeNode implements PageElement {
  /** Of a `template`: what it holds, which is no part of the page. */
  content: TreeNode | null = null;
  readonly #attributes: Map<string, Token.Attribute>;

  constructor(
    readonly localName: string,
    readonly namespace: Namespace,
    attributes: readonly Token.Attribute[],
  ) {
    super(ELEMENT);
    this.#attributes = new Map(attributes.map((one) => [one.prefix ? `${one.prefix}:${one.name}` : one.name, one]));
  }

  get attributes(): Token.Attribute[] {
    return [...this.#attributes.values()];
  }

  attributeNames(): string[] {
    return [...this.#attributes.keys()];
  }

  getAttribute(name: string): string | null {
    return this.#attributes.get(name)?.value ?? null;
  }

  hasAttribute(name: string): boolean {
    return this.#attributes.has(name);
  }

  adopt(attributes: readonly Token.Attribute[]): void {
    for (const one of attributes) if (!this.#attributes.has(one.name)) this.#attributes.set(one.name, one);
  }
}

/** The text of all nodes below, without a stack: trees may be towers. */
function textBelow(root: TreeNode): string {
  let text = "";
  let node = root.firstChild;
  while (node) {
    if (node.nodeType === TEXT) text += node.nodeValue ?? "";
    let next: TreeNode | null = node.firstChild ?? node.nextSibling;
    for (let up = node.parent; !next && up && up !== root; up = up.parent) next = up.nextSibling;
    node = next;
  }
  return text;
}

type Mode = ReturnType<TreeAdapter["getDocumentMode"]>;

class TreeDocument extends TreeNode {
  mode: Mode = "no-quirks" as Mode;

  constructor() {
    super(DOCUMENT);
  }
}

type Types = TreeAdapterTypeMap<
  TreeNode,
  TreeNode,
  TreeNode,
  TreeDocument,
  TreeNode,
  TreeElement,
  TreeNode,
  TreeNode,
  TreeElement,
  TreeNode
>;

function childrenOf(node: TreeNode): TreeNode[] {
  const children: TreeNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
}

function addText(parent: TreeNode, text: string, before: TreeNode | null): void {
  const last = before ? before.previousSibling : parent.lastChild;
  if (last?.nodeType === TEXT) last.nodeValue = `${last.nodeValue}${text}`;
  else parent.insert(new TreeNode(TEXT, text), before);
}

/** Makes at most so many elements: a tag that is never closed comes again in every paragraph behind it. */
function builder(most: number): TreeAdapter<Types> {
  let made = 0;
  return {
    createDocument: () => new TreeDocument(),
    createDocumentFragment: () => new TreeNode(FRAGMENT),
    createElement(tagName, namespace, attributes) {
      made += 1;
      if (made > most) throw new RangeError("too many elements");
      return new TreeElement(tagName, namespace, attributes);
    },
    createCommentNode: (data) => new TreeNode(COMMENT, data),
    createTextNode: (value) => new TreeNode(TEXT, value),
    appendChild: (parent, node) => parent.insert(node, null),
    insertBefore: (parent, node, before) => parent.insert(node, before),
    insertText: (parent, text) => addText(parent, text, null),
    insertTextBefore: addText,
    detachNode: (node) => node.remove(),
    adoptAttributes: (element, attributes) => element.adopt(attributes),
    setTemplateContent: (template, content) => void (template.content = content),
    getTemplateContent: (template) => template.content ?? template,
    setDocumentType: (document, name) => document.insert(new TreeNode(DOCTYPE, name), null),
    setDocumentMode: (document, mode) => void (document.mode = mode),
    getDocumentMode: (document) => document.mode,
    getFirstChild: (node) => node.firstChild,
    getChildNodes: childrenOf,
    getParentNode: (node) => node.parent,
    getAttrList: (element) => element.attributes,
    getTagName: (element) => element.localName,
    getNamespaceURI: (element) => element.namespace,
    getTextNodeContent: (node) => node.nodeValue ?? "",
    getCommentNodeContent: (node) => node.nodeValue ?? "",
    getDocumentTypeNodeName: (node) => node.nodeValue ?? "",
    getDocumentTypeNodePublicId: () => "",
    getDocumentTypeNodeSystemId: () => "",
    isTextNode: (node): node is TreeNode => node.nodeType === TEXT,
    isCommentNode: (node): node is TreeNode => node.nodeType === COMMENT,
    isDocumentTypeNode: (node): node is TreeNode => node.nodeType === DOCTYPE,
    isElementNode: (node): node is TreeElement => node instanceof TreeElement,
    setNodeSourceCodeLocation: () => undefined,
    getNodeSourceCodeLocation: () => null,
    updateNodeSourceCodeLocation: () => undefined,
  };
}

/**
 * The body of a page, its head beside it. Throws RangeError where the page grows in reading: more elements than its source has characters.
 */
export function pageTree(html: string): TreeElement {
  const document = parse<Types>(html, { treeAdapter: builder(html.length + 100), scriptingEnabled: false });
  for (let top = document.firstChild; top; top = top.nextSibling) {
    for (let part = top.firstChild; part; part = part.nextSibling) {
      if (part instanceof TreeElement && /^(?:body|frameset)$/.test(part.localName)) return part;
    }
  }
  throw new RangeError("no body");
}

/** What is in an element, written as HTML. */
export const htmlIn = (element: TreeElement): string => serialize<Types>(element, { treeAdapter: builder(0) });
