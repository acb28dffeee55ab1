// As much of a page's styling as changes what its text says: weight, slant, height, strikes, breaks between neighbours, and what is not
// shown. Read from `style` attributes and from the file's own rules (`sheet.ts`); nothing is computed by a browser, so that a page is read the
// same on the server and in the editor.

import { nextElement } from "./nodes";
import type { PageElement } from "./nodes";
import type { StyleSheet } from "./sheet";
import { signFont } from "./symbols";
import type { SignFont } from "./symbols";

export type Declarations = ReadonlyMap<string, string>;

const none: Declarations = new Map();
const MAX_ATTRIBUTE = 8_000;

const wanted: ReadonlySet<string> = new Set(
  (
    "display visibility font font-weight font-style font-size vertical-align text-decoration text-decoration-line white-space position clip " +
    "clip-path left top bottom width height max-width max-height overflow float text-indent opacity filter color background-clip -webkit-background-clip " +
    "text-shadow font-variant-position baseline-shift margin margin-left margin-right margin-inline-start margin-inline-end padding " +
    "padding-left padding-right padding-inline-start padding-inline-end unicode-bidi direction mso-list mso-hide mso-element flex-direction font-family list-style list-style-type"
  ).split(" "),
);

/** The declarations of a `style` attribute that are of interest; the last of each wins. */
export function declarations(text: string): Declarations {
  if (text === "") return none;
  const found = new Map<string, string>();
  for (const part of text.slice(0, MAX_ATTRIBUTE).split(";")) {
    const colon = part.indexOf(":");
    if (colon < 0) continue;
    const name = part.slice(0, colon).trim().toLowerCase();
    if (wanted.has(name))
      found.set(
        name,
        part
          .slice(colon + 1)
          .replace(/!\s*important/i, "")
          .trim()
          .toLowerCase(),
      );
  }
  return found;
}

/** What an element says of itself, by the sheet's rules and its own attribute, the attribute winning. */
export function ownStyle(element: PageElement, sheet: StyleSheet): Declarations {
  const attribute = element.getAttribute("style");
  const rules = sheet.of(element);
  if (attribute === null && rules.length === 0) return none;
  const own = declarations(attribute ?? "");
  if (rules.length === 0) return own;
  return new Map([...rules, own].flatMap((one) => [...one]));
}

/** How text looks at some place of a page; inherited by what lies inside. */
export interface Look {
  readonly bold: boolean;
  readonly italic: boolean;
  readonly struck: boolean;
  readonly raise: "sup" | "sub" | null;
  /** A font in which letters stand for signs. */
  readonly signs: SignFont | null;
  /** Whether line ends are line breaks, and whether several spaces stay. */
  readonly lines: boolean;
  readonly spaces: boolean;
}

export const plainLook: Look = { bold: false, italic: false, struck: false, raise: null, signs: null, lines: false, spaces: false };

const boldTags: ReadonlySet<string> = new Set(["b", "strong"]);
const italicTags: ReadonlySet<string> = new Set(["i", "em", "cite", "dfn", "var"]);

/** Style wins over tag: word processors write `<b style="font-weight:normal">` around everything. */
export function lookOf(element: PageElement, own: Declarations, outer: Look): Look {
  const tag = element.localName;
  const font = own.get("font");
  return {
    bold: isBold(own.get("font-weight") ?? font) ?? (boldTags.has(tag) || (outer.bold && !/^h[1-6]$/.test(tag))),
    italic: isItalic(own.get("font-style") ?? font) ?? (italicTags.has(tag) || outer.italic),
    // A strike goes on through whatever lies inside. A deletion is one whatever it looks like.
    struck: outer.struck || tag === "del" || element.getAttribute("role") === "deletion" || isStruck(element, own),
    raise: raiseOf(element, own, outer.raise),
    signs: signsOf(element, own, outer.signs),
    ...whiteSpace(tag, own.get("white-space"), outer),
  };
}

function isBold(value: string | undefined): boolean | undefined {
  if (value === undefined || value === "inherit") return undefined;
  if (/\bbold(?:er)?\b/.test(value)) return true;
  const weight = /(?:^|\s)(\d{3,4})(?=\s|$)/.exec(value.slice(0, 200))?.[1];
  return weight !== undefined && Number(weight) >= 600;
}

const isItalic = (value: string | undefined): boolean | undefined =>
  value === undefined || value === "inherit" ? undefined : /\b(?:italic|oblique)\b/.test(value);

/** The classes by which widely used style sheets strike words; a page's own sheet often lies in another file. */
const struckClass = /(?:^|\s)(?:(?:text-decoration-)?line-through|strike-?through)(?:\s|$)/;

function isStruck(element: PageElement, own: Declarations): boolean {
  const decoration = own.get("text-decoration-line") ?? own.get("text-decoration");
  if (decoration !== undefined) return decoration.includes("line-through");
  if (element.localName === "s" || element.localName === "strike") return true;
  return struckClass.test((element.getAttribute("class") ?? "").slice(0, 500));
}

/** What a page raises or lowers by its own sheet only, in another file perhaps, by the class that most of them use. */
const raisedClass = /(?:^|\s)(super|sub)script(?:\s|$)/;

function raiseOf(element: PageElement, own: Declarations, outer: Look["raise"]): Look["raise"] {
  const align = own.get("vertical-align");
  const named = own.get("font-variant-position") ?? own.get("baseline-shift") ?? align;
  if (named === "super" || named === "sub") return named === "super" ? "sup" : "sub";
  if (align === "baseline") return null;
  // Only text set smaller is raised by a length; a length alone moves icons and whole lines.
  const up = align === undefined ? null : /^(-?)\d*\.?\d+(?:px|em|pt|ex|rem|%)$/.exec(align);
  if (up && own.has("font-size")) return up[1] === "-" ? "sub" : "sup";
  const tag = element.localName;
  if (tag === "sup" || tag === "sub") return tag;
  const moved = inSentence.has(tag) ? movedSmall(own, align) : null;
  if (moved) return moved;
  const ofClass = raisedClass.exec((element.getAttribute("class") ?? "").slice(0, 500))?.[1];
  return ofClass === undefined ? outer : ofClass === "sub" ? "sub" : "sup";
}

/** Cells and boxes stand at the top of theirs as well, and say nothing by it. */
const inSentence: ReadonlySet<string> = new Set(["span", "small", "font", "a", "b", "strong", "i", "em", "u"]);

/** Smaller than the words around it; a size in points may be theirs. */
const smaller = /^(?:smaller|(?:x{1,2}-)?small|0?\.[1-8]\d*r?em|[1-8]\d(?:\.\d+)?%)$/;

/** Small words that stand at the top or the bottom of their line, or are moved from where they would. */
function movedSmall(own: Declarations, align: string | undefined): Look["raise"] {
  const size = own.get("font-size");
  if (size === undefined) return null;
  if (smaller.test(size) && /^(?:text-)?(?:top|bottom)$/.test(align ?? "")) return align?.endsWith("top") === true ? "sup" : "sub";
  if (own.get("position") !== "relative") return null;
  const way = /^(-?)\d{0,4}\.?\d{0,4}[a-z%]/.exec(own.get("top") ?? own.get("bottom") ?? "");
  if (!way || /^-?0(?:\D|$)/.test(own.get("top") ?? own.get("bottom") ?? "")) return null;
  return (way[1] === "-") === own.has("top") ? "sup" : "sub";
}

function signsOf(element: PageElement, own: Declarations, outer: Look["signs"]): Look["signs"] {
  const family = own.get("font-family") ?? (element.localName === "font" ? element.getAttribute("face") : null);
  return family === null || family === undefined || family === "inherit" ? outer : signFont(family);
}

function whiteSpace(tag: string, value: string | undefined, outer: Look): Pick<Look, "lines" | "spaces"> {
  const mode = value ?? (tag === "pre" || tag === "listing" || tag === "xmp" ? "pre" : undefined);
  if (mode === undefined || mode === "inherit") return { lines: outer.lines, spaces: outer.spaces };
  return { lines: /^(?:pre|pre-wrap|pre-line|break-spaces)$/.test(mode), spaces: /^(?:pre|pre-wrap|break-spaces)$/.test(mode) };
}

/** How an element stands beside its neighbours when its style says so; null when only its tag does. */
export function displayOf(own: Declarations): "block" | "items" | "row" | "cell" | "table" | "inline" | null {
  const display = own.get("display");
  if (display === undefined) return null;
  if (/^(?:flex|grid)\b/.test(display)) return "items";
  if (/^(?:block|list-item|flow-root|table-caption)\b/.test(display)) return "block";
  if (display === "table") return "table";
  if (display === "table-row") return "row";
  if (display === "table-cell") return "cell";
  return /^inline(?:$|-block|-flex|-grid|-table)/.test(display) ? "inline" : null;
}

/** Whether style alone keeps an element apart from its neighbours on the line: a box of its own, or room beside it. */
export function standsApart(own: Declarations): boolean {
  if (own.size === 0) return false;
  const float = own.get("float");
  if ((float !== undefined && float !== "none") || own.get("position") === "absolute") return true;
  if (/^inline-|^table-cell/.test(own.get("display") ?? "")) return true;
  for (const side of ["margin-left", "margin-right", "margin-inline-start", "margin-inline-end", "padding-left", "padding-right"]) {
    if (isRoom(own.get(side))) return true;
  }
  return ["margin", "padding"].some((name) => isRoom(sideways(own.get(name))));
}

/** The room at the sides that a shorthand gives: the second of its values, or the only one. */
const sideways = (value: string | undefined): string | undefined => {
  const parts = value?.split(/\s+/, 4);
  return parts?.[1] ?? parts?.[0];
};

/** Room that the eye takes for a space: three pixels and more. */
function isRoom(value: string | undefined): boolean {
  const match = /^(\d{0,5}\.?\d{0,5})(px|pt|em|rem|ch|cm|mm|in|%)$/.exec(value ?? "");
  if (!match) return false;
  const size = Number(match[1]);
  return match[2] === "px" || match[2] === "pt" ? size >= 3 : match[2] === "mm" || match[2] === "%" ? size >= 1 : size >= 0.2;
}

const srClass =
  /(?:^|\s)(?:sr-only|sr_only|sronly|visually-?hidden|screen-?reader(?:-text|-only|s-only)?|a11y-hidden|element-invisible|offscreen|off-screen|assistive-text|hidden-visually|u-visually-hidden|u-sr-only|is-visually-hidden|usa-sr-only|govuk-visually-hidden|vh)(?:\s|$)/i;

/** Why an element is not seen; null when it is. */
export function unseen(element: PageElement, own: Declarations): "hidden" | "screen-reader" | null {
  if (srClass.test((element.getAttribute("class") ?? "").slice(0, 500))) return "screen-reader";
  if (own.size > 0) {
    if (own.get("display") === "none" || own.get("mso-hide") === "all") return "hidden";
    if (/^(?:hidden|collapse)$/.test(own.get("visibility") ?? "")) return "hidden";
    if (isClipped(own)) return "screen-reader";
    if (isBoxOfNothing(element, own)) return "hidden";
    if (/^(?:[01]?(?:\.\d+)?(?:px|pt)|0(?:em|rem|%)?)$/.test(own.get("font-size") ?? "") && nextElement(element.firstChild) === null)
      return "hidden";
  }
  return element.hasAttribute("hidden") ? "hidden" : null;
}

/** A box without width or height, from which nothing hangs out. What stands in the line has none. */
function isBoxOfNothing(element: PageElement, own: Declarations): boolean {
  if (!/^(?:hidden|clip)/.test(own.get("overflow") ?? "")) return false;
  if (!["width", "height", "max-width", "max-height"].some((name) => /^0(?:px|pt|em|rem|%)?$/.test(own.get(name) ?? ""))) return false;
  const display = own.get("display");
  return display === undefined ? !inSentence.has(element.localName) || own.has("float") : display !== "inline";
}

/**
 * Words in a line that take their room and cannot be seen. Whole blocks are another thing: pages show theirs by a script when one comes to
 * them. Letters without a colour of their own may be cut out of a picture, or have only a shadow.
 */
export function isTransparent(own: Declarations): boolean {
  if (own.size === 0) return false;
  if (/^0(?:\.0+)?%?$/.test(own.get("opacity") ?? "") || /\bopacity\(0%?\)/.test(own.get("filter") ?? "")) return true;
  if (own.has("background-clip") || own.has("-webkit-background-clip") || own.has("text-shadow")) return false;
  return /^(?:transparent$|rgba\(.*[, /]0(?:\.0+)?%?\)$|#[\da-f]{3}0$|#[\da-f]{6}00$)/.test((own.get("color") ?? "").slice(0, 60));
}

/** The ways in which pages put words where only a screen reader finds them. */
function isClipped(own: Declarations): boolean {
  if (/^(?:inset\((?:50|100)%|circle\(0)/.test(own.get("clip-path") ?? "")) return true;
  if (/^-\d{3,}/.test(own.get("text-indent") ?? "")) return true;
  if (!/^(?:absolute|fixed)$/.test(own.get("position") ?? "")) return false;
  const tiny = (name: string): boolean => /^[01](?:px|em|rem|%)?$/.test(own.get(name) ?? "");
  if (tiny("width") && tiny("height")) return true;
  if (/^-\d{3,}/.test(own.get("left") ?? "") || /^-\d{3,}/.test(own.get("top") ?? "")) return true;
  return /^rect\((?:0|1)(?:px)?[ ,]/.test(own.get("clip") ?? "");
}
