import { Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";

/** Texts with fewer blocks are quick without it. */
const MANY = 300;
/** Blocks on either side of the cursor that stay as they are, at least: more than a usual screen shows. */
const NEAR = 75;
/** No block is less high, in pixels: a line with the room around it. */
const LEAST_HEIGHT = 40;
/** A pause in writing after which every block is as it was. */
const REST_MS = 1000;

let count = 0;

/**
 * While somebody writes in a text of very many blocks, those far from the cursor are set aside (`content-visibility: hidden`). Skipped with
 * `auto` they cost nothing to lay out, but the browser asks of each in every frame whether it has come into view: 12 ms in 250,000 words.
 * Nothing changes its place, and everything is there again, for the eye, for finding in the page and for screen readers, as soon as the
 * writing pauses, the text is scrolled or the focus goes elsewhere.
 */
export function farBlocks(): Plugin {
  return new Plugin({
    view(view) {
      const far = new FarBlocks(view);
      const { dom } = view;
      const scrolled = (event: Event): void => {
        if (event.target instanceof Node && event.target.contains(dom)) far.rest();
      };
      const rest = (): void => far.rest();
      const wrote = (): void => far.wrote();
      const { ownerDocument: page } = dom;
      dom.addEventListener("beforeinput", wrote);
      dom.addEventListener("blur", rest);
      page.addEventListener("scroll", scrolled, { capture: true, passive: true });
      return {
        destroy() {
          dom.removeEventListener("beforeinput", wrote);
          dom.removeEventListener("blur", rest);
          page.removeEventListener("scroll", scrolled, { capture: true });
          far.rest();
        },
      };
    },
  });
}

class FarBlocks {
  #sheet: CSSStyleSheet | null = null;
  #pause: ReturnType<typeof setTimeout> | undefined;
  /** The block around which the near ones are counted. */
  #middle = -1;

  constructor(private readonly view: EditorView) {}

  wrote(): void {
    const { doc, selection } = this.view.state;
    const { adoptedStyleSheets } = this.view.dom.ownerDocument;
    if (doc.childCount < MANY || (adoptedStyleSheets as unknown) === undefined) return;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.rest(), REST_MS);
    const block = selection.$head.index(0);
    // As many as the tallest screen could show, and half as many again before the next move.
    const screen = Math.ceil((this.view.dom.ownerDocument.defaultView?.innerHeight ?? 0) / LEAST_HEIGHT);
    const near = Math.max(NEAR, Math.ceil(screen * 1.5));
    if (this.#sheet && Math.abs(block - this.#middle) < near / 3) return;
    this.#middle = block;
    this.#show(adoptedStyleSheets, near);
  }

  rest(): void {
    clearTimeout(this.#pause);
    if (!this.#sheet) return;
    const page = this.view.dom.ownerDocument;
    page.adoptedStyleSheets = page.adoptedStyleSheets.filter((sheet) => sheet !== this.#sheet);
    this.#sheet = null;
  }

  /** By a stylesheet, not by classes: what changes on the blocks themselves ProseMirror would take for an edit. */
  #show(sheets: CSSStyleSheet[], near: number): void {
    const text = this.view.dom.parentElement;
    if (!text) return;
    text.dataset["far"] ??= `f${(count += 1)}`;
    const blocks = `[data-far="${text.dataset["far"]}"] > .ProseMirror >`;
    const before = `${blocks} :nth-child(-n + ${Math.max(0, this.#middle - near)})`;
    const after = `${blocks} :nth-child(n + ${this.#middle + near})`;
    if (!this.#sheet) {
      this.#sheet = new CSSStyleSheet();
      sheets.push(this.#sheet);
    }
    this.#sheet.replaceSync(`:is(${before}, ${after}):not(.caret-block) { content-visibility: hidden; }`);
  }
}
