import { isBlank, withoutDirections } from "../blank";
import type { LeftOuts } from "./block";
import { mathText, texText } from "./math";
import { isSignOnly, nameOfEmbedded, standsInSentence } from "./controls";
import { drawsFormula, holdsFormula, nextTo, outermost } from "./drawn-formulas";
import { drawnText, imageText, pictureName } from "./images";
import { childrenOf, classOf, named, nextElement } from "./nodes";
import type { PageElement, PageNode } from "./nodes";
import { linkAddress } from "./runs";
import type { RawRun } from "./runs";
import type { StyleSheet } from "./sheet";
import { lookOf, ownStyle, standsApart, isTransparent, unseen } from "./style";
import type { Declarations, Look } from "./style";
import { quotesOf } from "./quotes";
import { withSigns } from "./symbols";
import { wordFormulaText } from "./word-formulas";

/** What all parts of one reading share. */
export interface Reading {
  readonly sheet: StyleSheet;
  readonly leftOut: LeftOuts;
  /** Bullets and numbers that a word processor wrote as text before its items. */
  readonly markers: ReadonlySet<PageElement>;
  /** The page's own address, "" when it is not known: what its relative links lead from. */
  readonly base: string;
}

const MAX_DEPTH = 150;

const silent: ReadonlySet<string> = new Set(
  "script style template head title meta link map source track param area base basefont col colgroup rt rp rtc".split(" "),
);
const embedded: ReadonlySet<string> = new Set("iframe object embed audio video canvas applet frame".split(" "));

const abbreviations: ReadonlySet<string> = new Set(["abbr", "acronym", "dfn"]);

const editWords =
  "modifier(?: le (?:code|wikicode))?|éditer|edit(?: (?:source|section))?|change|(?:quelltext )?bearbeiten|editar(?: (?:código|la fuente))?|modifica(?: wikitesto)?|" +
  "(?:brontekst )?bewerken|edytuj(?: kod)?|править(?: код)?|редагувати(?: код)?|編集|ソースを編集|编辑|编辑源代码|編輯|편집|تعديل|تحرير|ویرایش|עריכה|düzenle|szerkesztés";
const editLinks = new RegExp(`^\\[ ?(?:${editWords})(?: ?\\| ?(?:${editWords})){0,3} ?\\]$`, "iu");
const pageLinkClass =
  /\s(?:mw-editsection|editsection|headerlink|header-anchor|heading-anchor|anchor-link|anchorjs-link|permalink-heading|footnote-backref|mw-cite-backlink)\s/;

/** A link that belongs to the page and not to its text: edit this section, the address of this heading, back to the note mark. */
export function isPageLink(element: PageElement): boolean {
  if (element.getAttribute("role") === "doc-backlink" || pageLinkClass.test(classOf(element))) return true;
  if (element.localName !== "a" && element.localName !== "span" && element.localName !== "small") return false;
  const text = shortText(element);
  if (element.localName === "a") return /^(?:¶|§|#|🔗|↩︎?|↑|\^)$/u.test(text) && /^#|#/.test(element.getAttribute("href") ?? "");
  return editLinks.test(text) && named(element, "a").length > 0;
}

/** The words of a short element on one line; of a long one its beginning. Looks at eighty nodes at most. */
function shortText(element: PageElement): string {
  let text = "";
  let seen = 0;
  const read = (node: PageNode): void => {
    if (node.nodeType === 3) text += node.nodeValue ?? "";
    for (let child = node.firstChild; child && seen++ < 80 && text.length < 100; child = child.nextSibling) read(child);
  };
  read(element);
  return text.slice(0, 100).replace(/\s+/g, " ").trim();
}

/** A mark that leads to a note, raised by the page's style even where no tag says so. */
function isNoteMark(element: PageElement): boolean {
  if (element.localName !== "a") return false;
  const role = element.getAttribute("role") ?? element.getAttribute("epub:type") ?? element.getAttribute("rel") ?? "";
  if (/^(?:doc-)?noteref$|^footnote$/.test(role) || /mso-(?:foot|end)note-id/.test(element.getAttribute("style") ?? "")) return true;
  if (/\s(?:footnote-?ref|noteref|note-ref|fn-ref|footnote-anchor|appel-note|appelnote|footnote__ref|spip_note)\s/.test(classOf(element)))
    return true;
  // "[3]" or "3" that leads to a note on the same page.
  const href = element.getAttribute("href") ?? "";
  return (
    /#_?(?:fn|ftn|edn|note|footnote|cite_note|nb|sdfootnote|sdendnote)[-_:]?[a-z]{0,8}[-_]?\d/i.test(href) &&
    /^[[(]?\d{1,4}[\])]?$/.test(shortText(element))
  );
}

/** The mark of a note: a link to it, or an element that a page names so. */
const marksNote = (element: PageElement): boolean =>
  (element.localName === "a" && (/^\s*#/.test(element.getAttribute("href") ?? "") || isNoteMark(element))) ||
  /\s(?:reference|footnote-?ref|noteref|note-ref|fn-ref|appel-note|appelnote)\s/.test(classOf(element));

/** The mark of a comment in a page that Google Docs made. */
const marksComment = (element: PageElement): boolean =>
  element.localName === "a" && /^#cmnt(?:_ref)?\d{1,6}$/.test(element.getAttribute("href") ?? "");

/** Whether a paragraph is such a comment's text: it begins with the way back to the mark. */
export function isCommentText(element: PageElement): boolean {
  const first = nextElement(element.firstChild);
  return first !== null && /^cmnt\d{1,6}$/.test(first.getAttribute("id") ?? "") && marksComment(first);
}

/** Lists what an element says to those who see the page, or point at it, and that is none of its words. */
export function listUnread({ sheet, leftOut }: Reading, element: PageElement, own: Declarations): void {
  if (own.get("unicode-bidi")?.includes("override") === true) leftOut.add("direction", element.textContent ?? "");
  const { before, after } = sheet.writes(element);
  if (before !== "" || after !== "") {
    const words = shortText(element);
    leftOut.add("page-style", before + (words.length > 40 ? "…" : words) + after);
  }
  const title = abbreviations.has(element.localName) ? (element.getAttribute("title") ?? "") : "";
  const words = title === "" ? "" : shortText(element);
  if (!isBlank(title) && title.trim() !== words) leftOut.add("hover", `${words} : ${title}`);
}

/** The inline nodes of one block, as runs; in one part per stretch between empty lines (`<br><br>`). */
export class InlineText {
  readonly parts: RawRun[][] = [[]];
  /** The bullet or number before the block, which is none of its words. */
  marker = "";
  #breaks = 0;
  /** Whether the last thing added was a letter: where neighbours stand apart by style only, a space is put between them. */
  #open = false;
  /** Whether a control has just ended: a word stands apart from it, a comma does not. */
  #apart = false;
  /** Which of the notes marked so far the words belong to that are being read; 0 for none. */
  #note = 0;
  #notes = 0;

  constructor(
    private readonly reading: Reading,
    private readonly start: Look,
  ) {}

  add(node: PageNode, look: Look = this.start, href: string | undefined = undefined, depth = 0): void {
    if (node.nodeType === 3) return this.#text(node.nodeValue ?? "", look, href);
    if (node.nodeType !== 1) return;
    // A tower of elements is read without looking at them.
    if (depth > MAX_DEPTH) return this.#text(node.textContent ?? "", look, href);
    const element = node as PageElement;
    const tag = element.localName;
    if (this.reading.markers.has(element)) {
      this.marker += element.textContent ?? "";
      return;
    }
    if (silent.has(tag)) return this.#silent(element, tag, look);
    const own = ownStyle(element, this.reading.sheet);
    if (this.#leavesOut(element, own, look)) return this.#formulasIn(element, look);
    if (this.#replaced(element, tag, look, href)) return;
    listUnread(this.reading, element, own);
    const inner = lookOf(
      element,
      isNoteMark(element) && !own.has("vertical-align") ? new Map([...own, ["vertical-align", "super"]]) : own,
      look,
    );
    const isControl = tag === "label" || tag === "button";
    const apart = isControl || (standsApart(own) && !isPartOfWord(element, own));
    if (apart) this.#gap(look);
    const [opening, closing] = tag === "q" ? quotesOf(element) : ["", ""];
    this.#push(opening, look, href);
    const address = tag === "a" ? this.#address(element) : href;
    const outside = this.#note;
    if (outside === 0 && inner.raise === "sup" && marksNote(element)) this.#note = ++this.#notes;
    for (const child of childrenOf(element)) this.add(child, inner, address, depth + 1);
    this.#note = outside;
    this.#push(closing, look, href);
    if (isControl) this.#apart = true;
    else if (apart) this.#gap(look);
  }

  #address(link: PageElement): string | undefined {
    const href = link.getAttribute("href");
    if (href === null) return undefined;
    const address = linkAddress(href, this.reading.base);
    if (address === null && !/^\s*#/.test(href)) this.reading.leftOut.add("address", href);
    return address ?? undefined;
  }

  /** Elements without text of their own in the line. A script may hold a formula that the page draws with a library. */
  #silent(element: PageElement, tag: string, look: Look): void {
    if (tag === "rtc") for (const child of childrenOf(element)) this.#reading(child);
    if (tag === "rt") this.#reading(element);
    if (tag === "area" && !isBlank(element.getAttribute("alt") ?? "")) this.reading.leftOut.add("image", element.getAttribute("alt") ?? "");
    if (tag !== "script" || !/^math\/tex/i.test(element.getAttribute("type") ?? "")) return;
    this.#push(texText(element.textContent ?? ""), look);
  }

  #reading(over: PageNode): void {
    if (!isBlank(over.textContent ?? "")) this.reading.leftOut.add("reading", over.textContent ?? "");
  }

  /** Lists an element that is not part of what the page says, and says so. */
  #leavesOut(element: PageElement, own: Declarations, look: Look): boolean {
    const { leftOut } = this.reading;
    const words = (): string => element.textContent ?? "";
    const reason = unseen(element, own) ?? (isTransparent(own) ? "hidden" : null);
    if (reason === "screen-reader" && /^\s*[/⁄+×−]\s*$/.test(words())) {
      // What others see by how the figures of a fraction stand.
      this.#push(words().trim(), look);
      return true;
    }
    if (reason !== null) {
      if (!isBlank(words()) && !holdsFormula(element)) leftOut.add(reason, words());
      return true;
    }
    if (isPageLink(element)) {
      leftOut.add("page-link", words());
      return true;
    }
    if (
      /\smso-?comment|\sMsoCommentReference\s/i.test(classOf(element)) ||
      own.get("mso-element") === "comment-list" ||
      marksComment(element)
    ) {
      leftOut.add("comment", words());
      return true;
    }
    // A library's drawing of a formula beside the formula itself.
    return element.getAttribute("aria-hidden") === "true" && drawsFormula(element);
  }

  /** Where a formula is drawn in two ways, the one that is read stands in a hidden part. */
  #formulasIn(element: PageElement, look: Look): void {
    if (holdsFormula(element)) for (const math of outermost(element)) this.#push(mathText(math), look);
  }

  /** Elements that stand for something else than their content. */
  #replaced(element: PageElement, tag: string, look: Look, href: string | undefined): boolean {
    const { leftOut } = this.reading;
    switch (tag) {
      case "br":
        this.#break(look);
        return true;
      case "wbr":
        return true;
      case "math":
        this.#push(mathText(element), look, href);
        return true;
      case "m:omath":
        this.#push(wordFormulaText(element), look, href);
        return true;
      case "img":
      case "image": {
        const text = imageText(element);
        const name = text === "" ? pictureName(element) : null;
        if (name !== null) leftOut.add("image", name);
        if (text === null) leftOut.add("image", element.getAttribute("alt") ?? "");
        else if (!nextTo(element, "math")) this.#push(text, look, href);
        return true;
      }
      case "svg":
        this.#drawing(element, look, href);
        return true;
      case "input":
        this.#field(element, look, href);
        return true;
      case "button":
        if (!isSignOnly(element)) return false;
        leftOut.add("control", element.getAttribute("aria-label") ?? element.getAttribute("title") ?? element.textContent ?? "");
        return true;
      case "meter":
      case "progress":
        if (!isBlank(element.textContent ?? "")) return false;
        leftOut.add("control", element.getAttribute("value") ?? "");
        return true;
      case "textarea":
        if (!isBlank(element.textContent ?? "")) leftOut.add("control", element.textContent ?? "");
        return true;
      case "bdo":
        leftOut.add("direction", element.textContent ?? "");
        return false;
    }
    if (!embedded.has(tag)) return false;
    leftOut.add("embedded", nameOfEmbedded(element));
    return true;
  }

  /** Whether a box is ticked is part of what a list of them says; what stands in a field to be filled in is not. */
  #field(input: PageElement, look: Look, href: string | undefined): void {
    const kind = (input.getAttribute("type") ?? "").toLowerCase();
    const ticked = input.hasAttribute("checked");
    const value = input.getAttribute("value") ?? "";
    if (kind === "checkbox" || kind === "radio") {
      this.#gap(look);
      this.#push(kind === "checkbox" ? (ticked ? "☑ " : "☐ ") : ticked ? "◉ " : "○ ", look);
    } else if (/^(?:submit|button|reset)$/.test(kind) && standsInSentence(input)) {
      this.#gap(look);
      this.#push(value, look, href);
      this.#apart = true;
    } else if (value !== "" && kind !== "hidden" && kind !== "password") this.reading.leftOut.add("control", value);
  }

  /** The words that are drawn in a picture stand in the text, as does a page's part in it; the name of an icon does not. */
  #drawing(svg: PageElement, look: Look, href: string | undefined): void {
    const words = named(svg, "text")
      .map(drawnText)
      .filter((text) => !isBlank(text));
    const parts = named(svg, "foreignObject", "foreignobject").filter((part) => !isBlank(part.textContent ?? ""));
    if (words.length > 0 || parts.length > 0) {
      this.#gap(look);
      this.#push(words.join(" "), look, href);
      for (const part of parts) {
        this.#gap(look);
        for (const child of childrenOf(part)) this.add(child, look, href, MAX_DEPTH / 2);
      }
      this.#gap(look);
      return;
    }
    const name = named(svg, "title")[0]?.textContent ?? svg.getAttribute("aria-label") ?? "";
    if (!isBlank(name)) this.reading.leftOut.add("image", name);
  }

  #text(value: string, look: Look, href: string | undefined): void {
    if (!look.lines) return this.#push(value.replace(/[ \t\r\n\f]+/g, " "), look, href);
    const lines = value.replace(/\r\n?/g, "\n").split("\n");
    for (const [index, line] of lines.entries()) {
      if (index > 0) this.#break(look);
      this.#push(line, look, href, look.spaces);
    }
  }

  #push(raw: string, look: Look, href?: string, keep = false): void {
    if (raw === "") return;
    if (this.#apart) {
      this.#apart = false;
      if (/^[\p{L}\p{N}]/u.test(raw)) this.#gap(look);
    }
    const { text, count } = withoutDirections(withSigns(raw, look.signs));
    if (count > 0) this.reading.leftOut.add("direction", text, count);
    if (!isBlank(text)) this.#breaks = 0;
    this.#open = !/\s$/.test(text);
    this.parts.at(-1)?.push({
      text,
      ...(look.italic && { em: true }),
      ...(look.bold && { strong: true }),
      ...(look.raise === "sup" && { sup: true }),
      ...(look.raise === "sub" && { sub: true }),
      ...(look.struck && { struck: true }),
      ...(href !== undefined && { href }),
      ...(keep && { keep }),
      ...(this.#note > 0 && { note: this.#note }),
    });
  }

  #gap(look: Look): void {
    if (this.#open) this.#push(" ", { ...look, struck: false });
  }

  #break(look: Look): void {
    this.#breaks += 1;
    this.#open = false;
    if (this.#breaks === 2) this.parts.push([]);
    else this.parts.at(-1)?.push({ text: "\n", ...(look.struck && { struck: true }) });
  }
}

/** A letter or two that drop, or that are marked within a word, stand apart in no word. */
const isPartOfWord = (element: PageElement, own: Declarations): boolean => {
  const text = (element.textContent ?? "").trim();
  return text.length <= 1 || (own.has("float") && /^\p{L}{1,3}$/u.test(text)) || element.localName === "mark";
};
