import { isBlank } from "../blank";
import type { PageElement } from "./nodes";
import type { Declarations } from "./style";

// Words that no element of a page holds: its rules write them before or behind one (`.price::after { content: " €" }`).

const MAX_CONTENT = 500;
const declaration = /(?:^|[;\s])content\s*:\s*((?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^;"'])*)/i;
const token =
  /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|attr\(\s*([\w-]{1,60})[^)]{0,60}\)|counters?\([^)]{0,100}\)|[\w-]+(?:\([^)]{0,300}\))?|\//gi;

/** What a rule writes, as the page has it; "" when it takes back what another writes, null when it says nothing of it. */
export function contentOf(body: string, found: Declarations): string | null {
  const value = declaration.exec(body.slice(0, 8_000))?.[1];
  if (value === undefined) return null;
  return found.get("display") === "none" || found.get("visibility") === "hidden" ? "" : value.slice(0, MAX_CONTENT);
}

/** The words of it beside an element; "" for none. A count that only a browser makes is "…", signs of a font of icons are none. */
export function contentText(content: string, element: PageElement): string {
  let text = "";
  for (const match of content.matchAll(token)) {
    const [whole, double, single, attribute] = match;
    const written = double ?? single;
    // Behind a stroke stands what is said in the place of the signs before it.
    if (whole === "/") break;
    if (written !== undefined) text += unescaped(written);
    else if (attribute !== undefined) text += element.getAttribute(attribute) ?? "";
    else if (/^counter/i.test(whole)) text += "…";
  }
  const shown = text.replace(/[\p{Co}\p{Cc}]/gu, " ");
  return isBlank(shown) ? "" : shown;
}

const unescaped = (text: string): string =>
  text.replace(/\\(?:([0-9a-f]{1,6})\s?|(.))/gi, (_, code: string | undefined, char: string | undefined) => {
    if (code === undefined) return char ?? "";
    const point = Number.parseInt(code, 16);
    return point > 0x10ffff ? "" : String.fromCodePoint(point);
  });
