import { contentOf, contentText } from "./page-style";
import { declarations } from "./style";
import type { Declarations } from "./style";
import type { PageElement } from "./nodes";

// The rules of a page's own `<style>` elements, as far as they say which elements they are for by tags, classes, ids and what stands around
// them. A rule with anything else in its selector (states, attributes, neighbours) is passed over: nothing is computed by a browser, so that a
// page is read the same on the server and in the editor.

const MAX_SHEET = 400_000;
/** Rules for one tag, class or id; more are a machine's. */
const MAX_RULES = 500;
/** How far up is looked for what stands around an element. */
const MAX_HEIGHT = 100;

/** What one part of a selector asks of an element. `child`: the next part outwards is its parent, not just something around it. */
interface Part {
  readonly tag: string;
  readonly id: string;
  readonly classes: readonly string[];
  readonly child: boolean;
}

interface Rule<Found = Declarations> {
  /** From the element itself outwards. */
  readonly parts: readonly Part[];
  /** Ids, classes and tags of the selector, as one number; of two alike the later rule wins. */
  readonly weight: number;
  readonly found: Found;
}

/** What a rule writes at one end of an element: its `content`, as the page has it; "" for nothing. */
interface Written {
  readonly side: "before" | "after";
  readonly content: string;
}

const partPattern = /^(\*|[a-z][\w-]*)?((?:[.#][\w-]+){0,8})$/i;

/** Null for a part with states, attributes or what else a page alone can tell. */
function partOf(text: string): Part | null {
  const match = partPattern.exec(text);
  if (!match || text === "") return null;
  const names = match[2]?.match(/[.#][\w-]+/g) ?? [];
  const tag = (match[1] ?? "").toLowerCase();
  return {
    tag: tag === "*" ? "" : tag,
    id: names.find((name) => name.startsWith("#"))?.slice(1) ?? "",
    classes: names.filter((name) => name.startsWith(".")).map((name) => name.slice(1)),
    child: false,
  };
}

function partsOf(selector: string): Part[] | null {
  const words = selector.replaceAll(">", " > ").trim().split(/\s+/, 24);
  const parts: Part[] = [];
  for (const word of words.reverse()) {
    if (word === ">") {
      const last = parts.pop();
      if (!last) return null;
      parts.push({ ...last, child: true });
      continue;
    }
    const part = partOf(word);
    if (!part) return null;
    parts.push(part);
  }
  return parts;
}

const weightOf = (parts: readonly Part[]): number =>
  parts.reduce((sum, { tag, id, classes }) => sum + (id ? 10_000 : 0) + classes.length * 100 + (tag ? 1 : 0), 0);

/** The key under which a rule is looked for: the most particular thing that its innermost part asks. */
const keyOf = ({ tag, id, classes }: Part): string => (id ? `#${id}` : classes[0] !== undefined ? `.${classes[0]}` : tag);

export class StyleSheet {
  readonly #rules = new Map<string, Rule[]>();
  readonly #written = new Map<string, Rule<Written>[]>();
  /** The classes of the elements that were asked about: what stands around one is asked about again and again. */
  readonly #classes = new Map<PageElement, ReadonlySet<string>>();

  constructor(texts: Iterable<string>) {
    let budget = MAX_SHEET;
    for (const text of texts) {
      this.#read(withoutComments(text.slice(0, budget)), 0);
      budget -= Math.min(budget, text.length);
    }
  }

  /** What the rules say of an element, the one that wins last. */
  of(element: PageElement): Declarations[] {
    return this.#among(this.#rules, element);
  }

  /** The words that the page's rules put before and behind those of an element; "" for none. */
  writes(element: PageElement): { before: string; after: string } {
    const words = { before: "", after: "" };
    for (const { side, content } of this.#among(this.#written, element)) words[side] = contentText(content, element);
    return words;
  }

  #among<Found>(rules: ReadonlyMap<string, readonly Rule<Found>[]>, element: PageElement): Found[] {
    if (rules.size === 0) return [];
    const id = element.getAttribute("id");
    const names = Array.from(this.#classesOf(element), (name) => `.${name}`);
    const keys = [element.localName, ...names, ...(id ? [`#${id}`] : [])];
    const found = keys.flatMap((key) => rules.get(key) ?? []);
    if (found.length === 0) return [];
    return found
      .filter(({ parts }) => this.#fits(parts[0] as Part, element) && this.#isAround(element, parts))
      .sort((one, other) => one.weight - other.weight)
      .map((rule) => rule.found);
  }

  #classesOf(element: PageElement): ReadonlySet<string> {
    const known = this.#classes.get(element);
    if (known) return known;
    const names = (element.getAttribute("class") ?? "").slice(0, 2_000).split(/\s+/, 30);
    const classes = new Set(names.filter((name) => name !== ""));
    this.#classes.set(element, classes);
    return classes;
  }

  #fits({ tag, id, classes }: Part, element: PageElement): boolean {
    if (tag !== "" && tag !== element.localName) return false;
    if (id !== "" && id !== element.getAttribute("id")) return false;
    return classes.every((name) => this.#classesOf(element).has(name));
  }

  /** Whether what stands around an element is what the selector's outer parts ask for; of several that fit the nearest is taken. */
  #isAround(element: PageElement, parts: readonly Part[]): boolean {
    let at = element;
    for (let index = 1; index < parts.length; index++) {
      const part = parts[index] as Part;
      const mustBeParent = parts[index - 1]?.child === true;
      let outer = at.parentElement;
      for (let height = 0; outer && !this.#fits(part, outer); height++)
        outer = mustBeParent || height > MAX_HEIGHT ? null : outer.parentElement;
      if (!outer) return false;
      at = outer;
    }
    return true;
  }

  #read(css: string, depth: number): void {
    for (let at = 0; at < css.length;) {
      const open = css.indexOf("{", at);
      if (open < 0) return;
      const selector = css.slice(at, open).trim();
      if (selector.startsWith("@")) {
        const end = afterBlock(css, open);
        if (depth < 3 && isForScreens(selector)) this.#read(css.slice(open + 1, end - 1), depth + 1);
        at = end;
        continue;
      }
      const close = css.indexOf("}", open);
      if (close < 0) return;
      this.#add(selector, css.slice(open + 1, close));
      at = close + 1;
    }
  }

  #add(selectors: string, body: string): void {
    if (selectors.length > 2_000) return;
    const found = declarations(body);
    const content = contentOf(body, found);
    for (const one of selectors.split(",")) {
      const end = /::?(before|after)\s*$/i.exec(one);
      const parts = partsOf(end ? one.slice(0, end.index) : one);
      const key = parts?.[0] ? keyOf(parts[0]) : "";
      // A rule for everything says nothing of one place of a text.
      if (!parts || key === "") continue;
      const weight = weightOf(parts);
      const side = end?.[1]?.toLowerCase();
      if (side === undefined && found.size > 0) put(this.#rules, key, { parts, weight, found });
      else if ((side === "before" || side === "after") && content !== null)
        put(this.#written, key, { parts, weight, found: { side, content } });
    }
  }
}

function put<Found>(rules: Map<string, Rule<Found>[]>, key: string, rule: Rule<Found>): void {
  const known = rules.get(key) ?? [];
  if (known.length < MAX_RULES) rules.set(key, [...known, rule]);
}

/** Rules for print, for some widths, for fonts: none says what this page looks like. */
const isForScreens = (prelude: string): boolean =>
  /^@(?:media\s+(?:only\s+)?(?:screen|all)|supports\b.{0,200}|layer\b.{0,200})$/i.test(prelude);

function withoutComments(css: string): string {
  let text = "";
  for (let at = 0; at < css.length;) {
    const open = css.indexOf("/*", at);
    if (open < 0) return (text + css.slice(at)).replace(/<!--|-->/g, "");
    text += css.slice(at, open);
    const close = css.indexOf("*/", open + 2);
    if (close < 0) break;
    at = close + 2;
  }
  return text.replace(/<!--|-->/g, "");
}

function afterBlock(css: string, open: number): number {
  let depth = 0;
  for (let at = open; at < css.length; at++) {
    if (css[at] === "{") depth++;
    else if (css[at] === "}" && --depth === 0) return at + 1;
    else if (css[at] === ";" && depth === 0) return at + 1;
  }
  return css.length;
}
