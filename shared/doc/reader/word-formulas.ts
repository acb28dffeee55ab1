import { BAR, grouped, isBar, once, operator, over, rooted, tidy } from "./math";
import { childrenOf, elementsOf, named } from "./nodes";
import type { PageElement, PageNode } from "./nodes";
import { raisedText } from "./raise";

// Word's formulas (OMML, ECMA-376 part 1, § 22.1) as a line of text. On the clipboard and in its web pages they stand in a comment that
// other programs pass over, with a picture for these.

const OPEN = "<!--[if gte msEquation 12]>";
const CLOSE = "<![endif]-->";
const PICTURE = "<![if !msEquation]>";

/** The source with Word's formulas as elements, and without the pictures of them. Reads each character a bounded number of times. */
export function withWordFormulas(html: string): string {
  if (!html.includes(OPEN)) return html;
  let text = "";
  let at = 0;
  let opened = false;
  for (;;) {
    const formula = html.indexOf(OPEN, at);
    const picture = opened ? html.indexOf(PICTURE, at) : -1;
    const isPicture = picture >= 0 && (formula < 0 || picture < formula);
    const start = isPicture ? picture : formula;
    if (start < 0) return text + html.slice(at);
    text += html.slice(at, start);
    if (isPicture) at = afterPicture(html, start + PICTURE.length);
    else {
      const end = html.indexOf(CLOSE, start);
      if (end < 0) return text + html.slice(start);
      // A parser of HTML takes an element without content for one that is never closed.
      text += html.slice(start + OPEN.length, end).replace(/<(m:\w{1,40})([^<>]*)\/>/g, "<$1$2></$1>");
      at = end + CLOSE.length;
      opened = true;
    }
  }
}

/** Behind the end of a part for programs without formulas; such parts lie in each other. The start again where it never ends. */
function afterPicture(html: string, start: number): number {
  const marks = /<!\[(if|endif)|<!--\[if|<!\[endif\]-->/g;
  marks.lastIndex = start;
  let depth = 1;
  for (let mark = marks.exec(html); mark; mark = marks.exec(html)) {
    depth += mark[1] === "endif" || mark[0] === CLOSE ? -1 : 1;
    if (depth === 0) return html.indexOf(">", mark.index) + 1;
  }
  return start;
}

const MAX_DEPTH = 60;

/** The text of an `m:oMath` element. */
export const wordFormulaText = (formula: PageElement): string => line(formula, 0);

/** What stands side by side, operators with room around them but for the sign of a figure. */
function line(node: PageNode, depth: number): string {
  const text = childrenOf(node)
    .map((child) =>
      child.nodeType === 3 ? (child.nodeValue ?? "") : child.nodeType === 1 ? partText(child as PageElement, depth + 1) : "",
    )
    .join("");
  return tidy(
    text.replace(/\s*([=<>≤≥≠≈≃∼+−±×÷⋅·→⇒∈-])\s*/gu, (_, sign: string, place: number) => {
      const isSign = /[+−±-]/.test(sign) && /^[([{|=<>≤≥≠≈+−×÷·/,;]?$/u.test(text.charAt(place - 1));
      return isSign ? (sign === "-" ? "−" : sign) : operator(sign);
    }),
  );
}

function partText(element: PageElement, depth: number): string {
  if (depth > MAX_DEPTH) return element.textContent ?? "";
  const all = once((name: string): string[] =>
    elementsOf(element)
      .filter(({ localName }) => localName === `m:${name}`)
      .map((part) => (name === "mr" ? partText(part, depth + 1) : line(part, depth))),
  );
  const at = (name: string): string => all(name)[0] ?? "";
  const set = (name: string): string | null => valueOf(element, name);
  const raised = (name: string): string => (at(name) === "" ? "" : raisedText(at(name), "sup"));
  const lowered = (name: string): string => (at(name) === "" ? "" : raisedText(at(name), "sub"));
  switch (element.localName) {
    case "m:f":
      return set("type") === "nobar" ? `${at("num")}; ${at("den")}` : `${grouped(at("num"))}/${grouped(at("den"))}`;
    case "m:ssup":
    case "m:ssub":
    case "m:ssubsup":
      return grouped(at("e")) + lowered("sub") + raised("sup");
    case "m:spre":
      return lowered("sub") + raised("sup") + grouped(at("e"));
    case "m:limlow":
      return grouped(at("e")) + lowered("lim");
    case "m:limupp":
      return grouped(at("e")) + raised("lim");
    case "m:rad":
      return `${raised("deg")}√${rooted(at("e"))}`;
    case "m:nary":
      return `${set("chr") ?? "∫"}${lowered("sub")}${raised("sup")} ${at("e")}`;
    case "m:func":
      return `${at("fname")} ${at("e")}`;
    case "m:d":
      return `${set("begchr") ?? "("}${all("e").join(set("sepchr") ?? "|")}${set("endchr") ?? ")"}`;
    case "m:bar":
    case "m:acc":
      return isRepeating(element, at("e")) ? over(at("e"), BAR) : at("e");
    case "m:eqarr":
      return all("e").join("; ");
    case "m:m":
      return all("mr").join("; ");
    case "m:mr":
      return all("e").join(", ");
    case "m:phant":
      return "";
    default:
      // How a part looks, not what it says.
      return element.localName.startsWith("m:") && element.localName.endsWith("pr") ? "" : line(element, depth);
  }
}

/** A bar over digits. Word's bar stands above where it says so, its accent is a bar where its character is one. */
function isRepeating(element: PageElement, text: string): boolean {
  if (!/^\d+$/.test(text)) return false;
  return element.localName === "m:bar"
    ? valueOf(element, "pos") === "top"
    : isBar(valueOf(element, "chr") ?? "") || valueOf(element, "chr") === BAR;
}

/** A property that an element says of itself (`m:fPr` of `m:f`), as it is written but for names of kinds; null where it says nothing. */
function valueOf(element: PageElement, name: string): string | null {
  const own = elementsOf(element).find(({ localName }) => localName === `${element.localName}pr`);
  const value = own ? (named(own, `m:${name}`)[0]?.getAttribute("m:val") ?? null) : null;
  return name === "type" ? (value?.toLowerCase() ?? null) : value;
}
