import { isBlank } from "../blank";
import { named } from "./nodes";
import type { PageElement } from "./nodes";

/** Beside more than so many nodes a control is one of a page's own. */
const MAX_BESIDE = 200;

/**
 * Whether the sentence around a button needs its words ("cliquez sur [Envoyer] pour voter"): words of it follow, or the words before it end in
 * no full stop. One behind a whole sentence is the page's.
 */
export function standsInSentence(control: PageElement): boolean {
  let before = "";
  let isBehind = false;
  let seen = 0;
  for (let node = control.parentElement?.firstChild ?? null; node; node = node.nextSibling) {
    if (++seen > MAX_BESIDE) return false;
    if (node === control) isBehind = true;
    else if (node.nodeType === 3 && !isBlank(node.nodeValue ?? "")) {
      if (isBehind) return true;
      before = node.nodeValue ?? "";
    }
  }
  return before !== "" && !/[.!?…。！？]["»”’)\]\s\u00a0]*$/u.test(before.slice(-100));
}

/** Whether a button shows a sign and no word: "?", "×". */
export const isSignOnly = (button: PageElement): boolean => Array.from((button.textContent ?? "").slice(0, 100).trim()).length < 2;

/** What says which film, sound or frame stood there. */
export function nameOfEmbedded(element: PageElement): string {
  const own = ["title", "aria-label", "src", "data"].map((name) => element.getAttribute(name) ?? "").find((value) => !isBlank(value));
  const source = own === undefined ? named(element, "source").find((one) => one.hasAttribute("src")) : undefined;
  return own ?? source?.getAttribute("src") ?? "";
}
