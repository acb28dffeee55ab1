import type { Node as TextNode } from "prosemirror-model";
import { Plugin } from "prosemirror-state";
import type { EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";

/** Texts with fewer blocks are quick without it. */
const MANY = 300;
/** Blocks on either side of the cursor that stay as they are, at least: more than a usual screen shows. */
const NEAR = 75;
/** No block is less high, in pixels: a line with the room around it. */
const LEAST_HEIGHT = 40;
/** A pause in writing after which every block comes back. */
const REST_MS = 1000;
/** Keys that move no further than what is there. */
const NEARBY = /^(.|Enter|Backspace|Delete|Shift|Arrow(Left|Right|Up|Down)|Dead|Process|Unidentified|CapsLock)$/u;

const asides = new WeakMap<EditorView, Aside>();

/**
 * While somebody writes in a text of very many blocks, those far from the cursor are set aside, and padding keeps their room. Skipped with
 * `content-visibility: auto` they cost nothing inside, but the browser still places each of them after every key and asks in every frame
 * whether it has come into view: 20 ms in 250,000 words. Nothing that is seen changes its place, and everything is there again, for the eye,
 * for finding in the page and for screen readers, when the writing pauses, and at once when the text is scrolled further than what is there, a
 * key goes further, or the focus goes elsewhere.
 */
export function farBlocks(onLaidOut: () => void): Plugin {
  return new Plugin({
    view(view) {
      const blocks = new Aside(view, onLaidOut);
      asides.set(view, blocks);
      const { dom } = view;
      const { ownerDocument: page } = dom;
      const release = new AbortController();
      const listen = { signal: release.signal, capture: true, passive: true };
      const all = (): void => blocks.layOut();
      dom.addEventListener("beforeinput", () => blocks.wrote(), listen);
      dom.addEventListener("blur", all, listen);
      dom.addEventListener(
        "keydown",
        ({ key, ctrlKey, metaKey, altKey }) => {
          if (ctrlKey || metaKey || altKey || !NEARBY.test(key)) all();
        },
        listen,
      );
      page.addEventListener("scroll", ({ target }) => target instanceof Node && target.contains(dom) && blocks.scrolled(), listen);
      page.defaultView?.addEventListener("resize", all, listen);
      return {
        update: (_view, before) => blocks.changed(before),
        destroy() {
          release.abort();
          all();
        },
      };
    },
  });
}

/** Lays every block out again, for whoever asks where a far one stands. */
export function layOut(view: EditorView): void {
  asides.get(view)?.layOut();
}

/** What is set aside of one text. */
class Aside {
  /** Null while everything is there. */
  #sheet: CSSStyleSheet | null = null;
  /** How many blocks are set aside before those that are there, and after. */
  #before = 0;
  #after = 0;
  /** The room they had, in pixels. */
  #above = 0;
  #below = 0;
  /** The first and the last block that is there. */
  #edges: readonly (string | undefined)[] = [];
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly view: EditorView,
    private readonly onLaidOut: () => void,
  ) {}

  wrote(): void {
    const { dom, state } = this.view;
    if (state.doc.childCount < MANY || (dom.ownerDocument.adoptedStyleSheets as unknown) === undefined) return;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.layOut(), REST_MS);
    if (!this.#sheet) this.#setAside();
  }

  /** Blocks that are seen now must be there. */
  scrolled(): void {
    if (!this.#sheet) return;
    const { top, bottom } = this.view.dom.getBoundingClientRect();
    const height = this.#page.defaultView?.innerHeight ?? 0;
    const isCovered = (this.#before === 0 || top + this.#above < 0) && (this.#after === 0 || bottom - this.#below > height);
    if (!isCovered) this.layOut();
  }

  /** Blocks are counted from both ends: somebody else's new block far away, or an undo there, would bring the wrong ones. */
  changed(before: EditorState): void {
    const { doc, selection } = this.view.state;
    if (!this.#sheet || (before.doc === doc && before.selection === selection)) return;
    const head = selection.$head.index(0);
    const isThere = head >= this.#before && head < doc.childCount - this.#after;
    const [first, last] = this.#edgesOf(doc);
    if (!isThere || first !== this.#edges[0] || last !== this.#edges[1]) this.layOut();
  }

  layOut(): void {
    clearTimeout(this.#pause);
    if (!this.#sheet) return;
    this.#page.adoptedStyleSheets = this.#page.adoptedStyleSheets.filter((sheet) => sheet !== this.#sheet);
    this.#sheet = null;
    this.onLaidOut();
  }

  get #page(): Document {
    return this.view.dom.ownerDocument;
  }

  #setAside(): void {
    const { dom, state } = this.view;
    // As many as the tallest screen could show, and half as many again before the next move.
    const screen = Math.ceil((this.#page.defaultView?.innerHeight ?? 0) / LEAST_HEIGHT);
    const near = Math.max(NEAR, Math.ceil(screen * 1.5));
    const head = state.selection.$head.index(0);
    this.#before = Math.max(0, head - near);
    this.#after = Math.max(0, state.doc.childCount - head - near);
    const first = dom.children[this.#before]?.getBoundingClientRect();
    const last = dom.children[dom.children.length - this.#after - 1]?.getBoundingClientRect();
    if (!first || !last || this.#before + this.#after === 0) return;
    const box = dom.getBoundingClientRect();
    this.#above = first.top - box.top;
    this.#below = box.bottom - last.bottom;
    this.#edges = this.#edgesOf(state.doc);
    const isGrid = getComputedStyle(dom).display === "grid";
    this.#sheet = new CSSStyleSheet();
    this.#page.adoptedStyleSheets.push(this.#sheet);
    // Beside a version the rows are the version's too, and as high as the higher of the two.
    if (isGrid) this.#rule("content-visibility: hidden", "");
    else this.#leaveOut(dom.children[head] ?? dom);
  }

  /** Keeps `block` where it is. The room is measured, not reckoned: margins between blocks fall together. */
  #leaveOut(block: Element): void {
    const { dom } = this.view;
    const measure = () => ({ top: block.getBoundingClientRect().top, height: dom.getBoundingClientRect().height });
    const stood = measure();
    this.#leaveRoom();
    const stands = measure();
    const up = stood.top - stands.top;
    const longer = stood.height - stands.height;
    if (up === 0 && longer === 0) return;
    this.#above += up;
    this.#below += longer - up;
    this.#leaveRoom();
  }

  #leaveRoom(): void {
    const room = [this.#above, this.#below].map((size) => `${Math.max(0, size)}px`);
    this.#rule("display: none", `padding-block: ${room.join(" ")}`);
  }

  /** By a stylesheet, not by classes: what changes on the blocks themselves ProseMirror would take for an edit. */
  #rule(ofFar: string, ofText: string): void {
    const { parentElement } = this.view.dom;
    if (!parentElement) return;
    parentElement.dataset["far"] ??= `f${(count += 1)}`;
    const text = `[data-far="${parentElement.dataset["far"]}"] > .ProseMirror`;
    const far = `:is(:nth-child(-n + ${this.#before}), :nth-last-child(-n + ${this.#after}))`;
    this.#sheet?.replaceSync(`@media screen { ${text} > ${far} { ${ofFar} } ${text} { ${ofText} } }`);
  }

  #edgesOf(doc: TextNode): readonly (string | undefined)[] {
    return [this.#before, doc.childCount - this.#after - 1].map((index) => doc.maybeChild(index)?.attrs["id"] as string | undefined);
  }
}

let count = 0;
