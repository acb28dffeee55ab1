import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import type { Range } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import type { Key, RefObject } from "react";

interface Options<E extends HTMLElement> {
  readonly list: RefObject<E | null>;
  readonly count: number;
  readonly keyOf: (index: number) => Key;
  /** Pixels, until it is measured. */
  readonly estimate: (index: number) => number;
  /** Lines above and below what can be seen. */
  readonly around: number;
  /** What scrolls the list; the page unless told otherwise. */
  readonly scroller?: (list: E) => HTMLElement | null;
  /** The index of a line that stays in the page wherever that is scrolled to; -1 for none. */
  readonly held?: number;
  /** When it is another, what stands above the list may be higher or lower. */
  readonly above?: unknown;
}

/** `gap`: the room, in pixels, of what is left out before it. */
export interface Placed {
  readonly index: number;
  readonly key: Key;
  readonly gap: number;
}

const page = (list: HTMLElement): HTMLElement | null => list.closest("main");

/** A long list of which only what can be seen stands in the page, and how the focus goes to a line that does not stand there yet. Each line has its `data-index`. */
export function useLongList<E extends HTMLElement>({
  list,
  count,
  keyOf,
  estimate,
  around,
  scroller = page,
  held = -1,
  above,
}: Options<E>) {
  const [margin, setMargin] = useState(0);
  const [wanted, want] = useState<number | null>(null);
  const outerOf = (): HTMLElement | null => (list.current ? scroller(list.current) : null);
  const latest = useRef(outerOf);
  useLayoutEffect(() => void (latest.current = outerOf));
  useLayoutEffect(() => {
    const [inner, outer] = [list.current, latest.current()];
    if (inner && outer) setMargin(inner.getBoundingClientRect().top - outer.getBoundingClientRect().top + outer.scrollTop);
  }, [list, above]);
  // React Compiler, which does not know it, is not used.
  // eslint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: outerOf,
    estimateSize: estimate,
    getItemKey: keyOf,
    rangeExtractor: (range) => withHeld(range, held),
    overscan: around,
    scrollMargin: margin,
  });
  const shown = virtualizer.getVirtualItems();
  const size = virtualizer.getTotalSize();
  // The focus goes to a line once that stands in the page.
  useEffect(() => {
    if (wanted === null) return;
    const link = list.current?.querySelector<HTMLElement>(`[data-index="${String(wanted)}"] a`);
    if (!link) return;
    link.focus();
    // It follows from the line being there, and happens once.
    // eslint-disable-next-line react-hooks/set-state-in-effect
    want(null);
  }, [list, wanted, shown]);

  const placed: Placed[] = [];
  let end = margin;
  for (const { index, key, start, end: next } of shown) {
    placed.push({ index, key: key as Key, gap: Math.max(0, start - end) });
    end = next;
  }
  return {
    placed,
    /** Pixels of the lines after those in the page. */
    after: Math.max(0, margin + size - end),
    size,
    measure: virtualizer.measureElement,
    /** The first line that can be seen. */
    first: (): number => shown.find(({ start }) => start >= (virtualizer.scrollOffset ?? 0))?.index ?? 0,
    /** The last that stands in the page. */
    last: shown.at(-1)?.index ?? 0,
    /** Brings a line into sight, and the focus to it. */
    goTo(index: number): void {
      virtualizer.scrollToIndex(index);
      want(index);
    },
  };
}

function withHeld(range: Range, held: number): number[] {
  const seen = defaultRangeExtractor(range);
  if (held < 0 || held >= range.count || seen.includes(held)) return seen;
  return held < (seen[0] ?? 0) ? [held, ...seen] : [...seen, held];
}
