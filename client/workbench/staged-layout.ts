// jsdom lays nothing out: here is the least that the text and the margin ask of a browser. Everything has the same box.

class NoResize {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

const box = { x: 0, y: 0, top: 0, left: 0, right: 600, bottom: 20, width: 600, height: 20, toJSON: () => ({}) };
const boxes = (): DOMRectList => [box] as unknown as DOMRectList;

/** Fills the gaps once per test file. The page is as wide as `width` pixels. */
export function setting(width = 1440): void {
  globalThis.ResizeObserver ??= NoResize as unknown as typeof ResizeObserver;
  Range.prototype.getClientRects = boxes;
  Range.prototype.getBoundingClientRect = () => box as DOMRect;
  Element.prototype.getClientRects = boxes;
  document.elementFromPoint = () => null;
  Object.defineProperty(HTMLElement.prototype, "clientHeight", { configurable: true, get: () => 900 });
  Object.defineProperty(HTMLElement.prototype, "offsetHeight", { configurable: true, get: () => 90 });
  Element.prototype.scrollBy = () => undefined;
  Element.prototype.scrollTo = () => undefined;
  window.matchMedia = (query: string): MediaQueryList => {
    const least = /min-width: ([\d.]+)rem/.exec(query)?.[1];
    const matches = least !== undefined && width >= Number(least) * 16;
    return { matches, media: query, addEventListener: () => undefined, removeEventListener: () => undefined } as unknown as MediaQueryList;
  };
}
