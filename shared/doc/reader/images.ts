import { texText } from "./math";
import { childrenOf, classOf } from "./nodes";
import type { PageElement, PageNode } from "./nodes";

/** A figure with what belongs to it, as pages draw some in a picture. */
const figure = /^[+−–-]?\s?\d[\d\s.,:/]{0,20}(?:%|‰|°\s?[CF]?|\p{Sc}|[kM]€)?$/u;
const symbol = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|\p{Sc}|\p{Sm}|\p{So}|\u200d|\ufe0f|\u20e3|[#*0-9]/u;
const characters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** What an image says in the line that it stands in; null when it is a picture and no character. */
export function imageText(image: PageElement): string | null {
  const alt = (image.getAttribute("alt") ?? "").trim();
  const kind = `${classOf(image)}${(image.getAttribute("src") ?? "").slice(0, 500)}`;
  if (alt === "") return "";
  if (/\bmwe-math|\btex\b|latex|katex|mathjax|\bmath\b/i.test(kind) || /^\{?\\displaystyle/.test(alt))
    return texText(alt.replace(/^\{(.*)\}$/s, "$1"));
  if (/emoji|smiley|emoticon|twemoji|emojione/i.test(kind)) return alt;
  const parts = Array.from(characters.segment(alt.slice(0, 64)), ({ segment }) => segment);
  if (parts.length <= 2 && alt.length <= 64) return alt;
  if (alt.length <= 30 && figure.test(alt)) return alt;
  return parts.length <= 12 && parts.every((part) => symbol.test(part) || part === " ") ? alt : null;
}

/** What is said of a picture of which nothing is said: the name of its file; null for one that nobody sees. */
export function pictureName(image: PageElement): string | null {
  const small = (name: string): boolean => /^[012](?:px)?$/.test(image.getAttribute(name) ?? "");
  if (small("width") && small("height")) return null;
  const source = image.getAttribute("src") ?? image.getAttribute("data-src") ?? "";
  return /^data:/i.test(source) ? "" : (/([^/?#\\]{0,80})(?:[?#].*)?$/s.exec(source.slice(-2_000))?.[1] ?? "");
}

/** The words of a drawing's text; parts that are placed by themselves are lines or columns. */
export function drawnText(text: PageElement): string {
  let words = "";
  const read = (node: PageNode, depth: number): void => {
    if (node.nodeType === 3) words += node.nodeValue ?? "";
    if (node.nodeType !== 1 || depth > 20) return;
    const element = node as PageElement;
    if (["x", "y", "dy"].some((name) => element.hasAttribute(name)) && !/(?:^|\s)$/.test(words)) words += " ";
    for (const child of childrenOf(element)) read(child, depth + 1);
  };
  for (const child of childrenOf(text)) read(child, 0);
  return words.trim();
}
