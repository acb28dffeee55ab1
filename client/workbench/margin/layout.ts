import type { Anchor } from "../../../shared/doc/anchor";
import type { ClaimId } from "../../../shared/ids";
import { measureTops } from "../../editor/measure";
import type { TextEditor } from "../../editor/contract";
import { calm } from "../useLayout";
import { cardsWithin, keepBelow, pinAtLine, placeCards, readingLine, stackHeight } from "./place";
import type { Pin } from "./place";
import { rangeIn } from "./range";
import type { CardRange } from "./range";

/** `beside`: each card beside its passage, in the text's own scroller. `stack`: one below another, in a scroller of their own. */
export type MarginMode = "beside" | "stack";

const GAP = 12;
/** A closed card before it was ever measured. */
const USUAL_HEIGHT = 92;
/** Pixels above and below the view in which cards are kept ready. */
const OVERSCAN = 600;
const SETTLE_MS = 180;
/** How a press ends: `dragend` when it has become a drag. Else, when the window is left, nobody can know. */
const releases = ["pointerup", "pointercancel", "dragend"] as const;

/** A card that opens, and one that closes above it, have their heights by then. */
const SHOW_MS = 600;
const ownScrolls = ["wheel", "touchmove"] as const;

type Ends = Pick<CardRange, "first" | "last">;

interface Elements {
  /** What scrolls the cards: the text's scroller beside it, the sheet's own else. */
  readonly scroller: HTMLElement;
  /** The element in which the cards are placed. */
  readonly cards: HTMLElement;
}

/**
 * Places the cards. It works on elements directly, because it runs in every frame of a scroll; React hears only when other cards come into
 * the page. Reads of the layout happen together, before the writes.
 */
export class MarginLayout {
  #mode: MarginMode = "stack";
  #editor: TextEditor | null = null;
  #lines: readonly Anchor[] = [];
  #open: ClaimId | null = null;
  /** A card that was opened: kept in view while cards above it still take their heights, until somebody scrolls. */
  #toShow: ClaimId | null = null;
  #showing: ReturnType<typeof setTimeout> | undefined;
  #ideals: Float64Array = new Float64Array(0);
  #tops: Float64Array = new Float64Array(0);
  #range: CardRange | null = null;
  #frame = 0;
  #idle: ReturnType<typeof setTimeout> | undefined;
  #measuredAt = Number.NaN;
  /** Where the text's top stood, below that of the cards, when the passages were measured. */
  #textAt = Number.NaN;
  #settling: ReturnType<typeof setTimeout> | undefined;
  #telling: ReturnType<typeof setTimeout> | undefined;
  #loose: HTMLElement | null = null;
  /** Where the passages stood when they were last measured. */
  readonly #places = new Map<ClaimId, { readonly from: number; readonly top: number }>();
  readonly #heights = new Map<ClaimId, number>();
  readonly #rendered = new Map<ClaimId, HTMLElement>();
  readonly #sizes: ResizeObserver;
  /** A pointer is down on a card: until it is up no card slips away from under it, whatever others do. */
  #pressed = false;
  readonly #onOwnScroll = (): void => void (this.#toShow = null);
  readonly #onScroll = (): void => this.#soon();
  readonly #onPress = (): void => void (this.#pressed = true);
  readonly #onRelease = (): void => {
    if (!this.#pressed) return;
    this.#pressed = false;
    this.#soon();
  };

  constructor(
    private readonly elements: Elements,
    /** The passages as they stand now: the lines keep their order, not their positions. */
    private readonly places: () => readonly Anchor[],
    private readonly onRange: (range: CardRange | null) => void,
  ) {
    this.#sizes = new ResizeObserver((entries) => this.#resized(entries));
    elements.scroller.addEventListener("scroll", this.#onScroll, { passive: true });
    for (const way of ownScrolls) elements.scroller.addEventListener(way, this.#onOwnScroll, { passive: true });
    this.#sizes.observe(elements.scroller);
    // The margin's bar, which grows with its trays.
    const bar = elements.cards.parentElement?.firstElementChild;
    if (bar && bar !== elements.cards) this.#sizes.observe(bar);
    elements.cards.addEventListener("pointerdown", this.#onPress);
    for (const end of releases) addEventListener(end, this.#onRelease, true);
    addEventListener("blur", this.#onRelease);
  }

  destroy(): void {
    this.elements.scroller.removeEventListener("scroll", this.#onScroll);
    for (const way of ownScrolls) this.elements.scroller.removeEventListener(way, this.#onOwnScroll);
    this.elements.cards.removeEventListener("pointerdown", this.#onPress);
    for (const end of releases) removeEventListener(end, this.#onRelease, true);
    removeEventListener("blur", this.#onRelease);
    this.#sizes.disconnect();
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#idle);
    clearTimeout(this.#settling);
    clearTimeout(this.#showing);
    clearTimeout(this.#telling);
  }

  setMode(mode: MarginMode, editor: TextEditor | null): void {
    if (this.#editor && this.#editor !== editor) this.#sizes.unobserve(this.#editor.view.dom);
    if (editor && this.#editor !== editor) this.#sizes.observe(editor.view.dom);
    this.#mode = mode;
    this.#editor = editor;
    this.#measuredAt = Number.NaN;
    this.#soon();
  }

  setLines(lines: readonly Anchor[]): void {
    this.#lines = lines;
    this.#ideals = new Float64Array(0);
    this.#soon();
  }

  setOpen(open: ClaimId | null): void {
    if (open === this.#open) return;
    this.#open = open;
    this.#toShow = open;
    clearTimeout(this.#showing);
    this.#showing = setTimeout(this.#onOwnScroll, SHOW_MS);
    this.#settle();
    this.#soon();
  }

  /** In a stack the open card comes to the top of the view; beside the text its passage brings it there. */
  #showCard(claim: ClaimId): void {
    const top = this.topOf(claim);
    if (this.#mode !== "stack" || top === null) return;
    const { scroller, cards } = this.elements;
    const offset = cards.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
    scroller.scrollTo({ top: Math.max(0, offset + top - GAP), behavior: calm() ? "instant" : "smooth" });
  }

  /** The text was edited: its passages may have moved. Cards need not follow every keystroke. */
  textChanged(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => {
      this.#measuredAt = Number.NaN;
      this.#soon();
    }, 120);
  }

  /** The open card of a claim without a passage, above all others: it pushes them down and is covered by none. Returns how to let go of it. */
  readonly holdLoose = (element: HTMLElement | null): (() => void) | undefined => {
    if (!element) return undefined;
    this.#loose = element;
    this.#sizes.observe(element);
    return () => {
      this.#loose = null;
      this.#sizes.unobserve(element);
      this.#soon();
    };
  };

  /** A card came into the page, or left it. */
  hold(claim: ClaimId, element: HTMLElement | null): void {
    const former = this.#rendered.get(claim);
    if (former && former !== element) this.#sizes.unobserve(former);
    if (!element) {
      this.#rendered.delete(claim);
      return;
    }
    this.#rendered.set(claim, element);
    this.#sizes.observe(element);
    // One that comes while the others are held has no place yet.
    if (this.#pressed) element.style.visibility = "hidden";
    else this.#move(claim);
  }

  /** Where the card of a claim stands, in pixels below the top of the cards; null when it has none. */
  topOf(claim: ClaimId): number | null {
    const index = this.#indexOf(claim);
    return index < 0 ? null : (this.#tops[index] ?? null);
  }

  #update(): void {
    if (this.#pressed) return;
    const { scroller, cards } = this.elements;
    const viewTop = scroller.getBoundingClientRect().top - cards.getBoundingClientRect().top;
    const view = { top: viewTop, height: scroller.clientHeight, range: scroller.scrollHeight - scroller.clientHeight };
    this.#measure(view);
    const heights = Float64Array.from(this.#lines, ({ claim }) => this.#heights.get(claim) ?? USUAL_HEIGHT);
    const stack = { ideals: this.#ideals, heights, gap: GAP };
    this.#tops = placeCards(stack, this.#pin(stack, view));
    if (this.#loose) keepBelow(this.#tops, stack, 0);
    this.#reserve(stack, view.height);
    for (const claim of this.#rendered.keys()) this.#move(claim);
    const within = (more: number): Ends | null =>
      cardsWithin(this.#tops, heights, { top: view.top - more, bottom: view.top + view.height + more });
    this.#tellRange(within(OVERSCAN), within(0));
    if (this.#toShow !== null) this.#showCard(this.#toShow);
  }

  /**
   * `seen`: the cards that this frame shows. Others need not come into the page, or leave it, before it is painted; nor do those that glide
   * in because a card was opened, which shall not wait for them.
   */
  #tellRange(range: Ends | null, seen: Ends | null): void {
    clearTimeout(this.#telling);
    const now = this.#range && rangeIn(this.#range, this.#lines);
    if (range?.first === now?.first && range?.last === now?.last) return;
    const next = range && { ...range, of: this.#lines };
    const tell = (): void => {
      this.#range = next;
      this.onRange(next);
    };
    const ready = !seen || (now && now.first <= seen.first && seen.last <= now.last);
    if (ready || this.#isSettling) this.#telling = setTimeout(tell);
    else tell();
  }

  #measure(view: { top: number; height: number }): void {
    if (this.#mode === "stack" || !this.#editor || this.#editor.view.isDestroyed) {
      this.#ideals = new Float64Array(this.#lines.length);
      return;
    }
    const { dom } = this.#editor.view;
    const offset = dom.getBoundingClientRect().top - this.elements.cards.getBoundingClientRect().top;
    this.#shift(offset - this.#textAt);
    this.#textAt = offset;
    const moved = Math.abs(view.top - this.#measuredAt);
    const near = moved < view.height / 2;
    if (near && this.#ideals.length === this.#lines.length) return;
    const known = new Map(this.#places);
    if (!near) {
      this.#measuredAt = view.top;
      this.#places.clear();
    }
    // A text that has just come shows what is in view; what lies around it is measured when that stands.
    const more = this.#places.size === 0 && known.size === 0 ? 0 : view.height;
    if (more === 0) this.textChanged();
    const around = { top: view.top - offset - more, bottom: view.top - offset + view.height + more };
    const now = new Map(this.places().map((anchor) => [anchor.claim, anchor]));
    const size = this.#editor.view.state.doc.content.size;
    const stretches = this.#lines
      .map((line) => now.get(line.claim) ?? line)
      .map((line) => (line.from <= size ? line : { ...line, from: size }));
    // Of a claim that is new among many only its own place is asked for.
    const unknown = stretches.filter(({ claim, from }) => this.#places.get(claim)?.from !== from);
    const tops = measureTops(this.#editor.view, unknown, around);
    unknown.forEach(({ claim, from }, index) => {
      const top = (tops[index] ?? 0) + offset;
      this.#places.set(claim, { from, top: Number.isNaN(top) ? (known.get(claim)?.top ?? 0) : top });
    });
    this.#ideals = Float64Array.from(stretches, ({ claim }) => this.#places.get(claim)?.top ?? 0);
  }

  /** What stands above the cards, or above the text, has become higher or lower by this much: so have the passages, as the cards see them. */
  #shift(by: number): void {
    if (Number.isNaN(by) || Math.abs(by) < 1) return;
    this.#measuredAt += by;
    this.#ideals = this.#ideals.map((top) => top + by);
    for (const [claim, { from, top }] of this.#places) this.#places.set(claim, { from, top: top + by });
  }

  #pin(stack: { ideals: Float64Array; heights: Float64Array; gap: number }, view: { top: number; height: number; range: number }): Pin {
    if (this.#mode === "stack") return { index: 0, top: 0 };
    const index = this.#open === null ? -1 : this.#indexOf(this.#open);
    if (index >= 0) {
      const top = stack.ideals[index] ?? 0;
      const inView = top < view.top + view.height && top + (stack.heights[index] ?? 0) > view.top;
      if (inView) return { index, top };
    }
    return pinAtLine(stack, readingLine(view));
  }

  /** Keeps enough height for the open card, and to scroll through the cards of a short text. */
  #reserve(stack: { heights: Float64Array; gap: number }, viewHeight: number): void {
    const { cards } = this.elements;
    const whole = stackHeight(stack);
    if (this.#mode === "stack") {
      cards.style.minBlockSize = `${whole}px`;
      return;
    }
    const index = this.#open === null ? -1 : this.#indexOf(this.#open);
    const openEnd = index < 0 ? 0 : (this.#tops[index] ?? 0) + (stack.heights[index] ?? 0) + GAP;
    const text = this.#editor?.view.dom.offsetHeight ?? 0;
    cards.style.minBlockSize = `${Math.max(openEnd, Math.min(whole, text + viewHeight / 2))}px`;
  }

  #move(claim: ClaimId): void {
    const element = this.#rendered.get(claim);
    const top = this.topOf(claim);
    if (!element || top === null) return;
    element.style.transform = `translateY(${Math.round(top)}px)`;
    element.style.visibility = "";
  }

  #indexOf(claim: ClaimId): number {
    return this.#lines.findIndex((line) => line.claim === claim);
  }

  #resized(entries: readonly ResizeObserverEntry[]): void {
    for (const { target } of entries) {
      const claim = [...this.#rendered].find(([, element]) => element === target)?.[0];
      if (claim === undefined) this.#measuredAt = Number.NaN;
      else this.#heights.set(claim, (target as HTMLElement).offsetHeight);
    }
    this.#soon();
  }

  /** Before the next frame is painted, and once for all that changes until then: each look at the layout makes the browser compute it. */
  #soon(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#update());
  }

  /** Cards glide to their new places after a choice, and only then: while scrolling they must not lag behind. */
  #settle(): void {
    const { cards } = this.elements;
    cards.classList.add("is-settling");
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => cards.classList.remove("is-settling"), SETTLE_MS);
  }

  get #isSettling(): boolean {
    return this.elements.cards.classList.contains("is-settling");
  }
}
