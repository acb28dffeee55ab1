import { classOf, named } from "./nodes";
import type { PageElement } from "./nodes";

// Pages draw a formula beside the one that is read: which of the two an element is.

const hasFormula = (element: PageElement): boolean => element.localName === "math" || named(element, "math").length > 0;

/** Whether a hidden element is there for its formula: there are no words in it beside. */
export function holdsFormula(element: PageElement): boolean {
  const formulas = outermost(element);
  const length = formulas.reduce((sum, math) => sum + (math.textContent ?? "").trim().length, 0);
  return formulas.length > 0 && (element.textContent ?? "").replace(/\s+/g, "").length <= length;
}

/** The formulas of an element that do not lie in another one of them. */
export const outermost = (element: PageElement): PageElement[] =>
  element.localName === "math" ? [element] : named(element, "math").filter((math) => !isWithin(math.parentElement, "math"));

function isWithin(from: PageElement | null, tag: string): boolean {
  for (let element = from; element; element = element.parentElement) if (element.localName === tag) return true;
  return false;
}

/** Whether a part that screen readers skip is the picture of a formula that stands beside it. */
export function drawsFormula(element: PageElement): boolean {
  const outside = element.parentElement;
  if (!outside || hasFormula(element)) return false;
  if (/\s(?:katex-html|MathJax_?\w*|mjx-\w+|mwe-math-fallback-image-\w+)\s/i.test(classOf(element))) return true;
  return element.localName.startsWith("mjx-") || (/katex|mathjax|mwe-math/i.test(classOf(outside)) && hasFormula(outside));
}

/** Whether the element is the image of a formula whose text stands in the same place. */
export const nextTo = (element: PageElement, tag: string): boolean =>
  /mwe-math|katex|mathjax/i.test(classOf(element)) && element.parentElement !== null && named(element.parentElement, tag).length > 0;
