import type { PageElement } from "./nodes";

// The quotation marks that a browser writes around `<q>`, by the language it stands in; those of an inner quotation second (CLDR).

const english = ["“", "”", "‘", "’"] as const;
const marks: Readonly<Record<string, readonly [string, string, string, string]>> = {
  fr: ["«\u00a0", "\u00a0»", "“", "”"],
  de: ["„", "“", "‚", "‘"],
  es: ["«", "»", "“", "”"],
  it: ["«", "»", "“", "”"],
  pt: ["“", "”", "‘", "’"],
  nl: ["‘", "’", "“", "”"],
  pl: ["„", "”", "«", "»"],
  ru: ["«", "»", "„", "“"],
  uk: ["«", "»", "„", "“"],
  el: ["«", "»", "“", "”"],
  sv: ["”", "”", "’", "’"],
  ja: ["「", "」", "『", "』"],
};
const MAX_HEIGHT = 100;

/** What stands before and behind a quotation in the line. */
export function quotesOf(quotation: PageElement): readonly [string, string] {
  let lang = "";
  let inside = 0;
  let outer: PageElement | null = quotation;
  for (let height = 0; outer && height < MAX_HEIGHT; height++, outer = outer.parentElement) {
    if (outer !== quotation && outer.localName === "q") inside += 1;
    lang ||= outer.getAttribute("lang") ?? "";
  }
  const [open, close, innerOpen, innerClose] = marks[lang.slice(0, 2).toLowerCase()] ?? english;
  return inside % 2 === 0 ? [open, close] : [innerOpen, innerClose];
}
