import type { ReadListPlace } from "./block";

interface OpenList {
  readonly ordered: boolean;
  next: number;
  item: { readonly number: number; used: boolean } | null;
}

/** Where in its lists a reader stands: open and close lists as they come, begin each item, ask for the place of each paragraph in it. */
export class ListStack {
  readonly #open: OpenList[] = [];

  open(ordered: boolean, start = 1): void {
    this.#open.push({ ordered, next: start, item: null });
  }

  close(): void {
    this.#open.pop();
  }

  /** `number` as the file gives it; else one more than the item before. */
  item(number?: number): void {
    const list = this.#open.at(-1);
    if (!list) return;
    list.item = { number: Math.min(1_000_000, Math.max(0, number ?? list.next)), used: false };
    list.next = list.item.number + 1;
  }

  /** The place of the next paragraph; undefined outside of lists. The second one of an item is `continued`. */
  place(): ReadListPlace | undefined {
    const list = this.#open.at(-1);
    if (!list?.item) return undefined;
    const continued = list.item.used;
    list.item.used = true;
    return { ordered: list.ordered, depth: Math.min(8, this.#open.length - 1), number: list.item.number, continued };
  }
}
