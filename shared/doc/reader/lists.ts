import type { ReadListPlace } from "./block";

/** How a list marks its items. `signs`: by something that no list of ours has (letters, Roman figures), null for none or plain numbers. */
export interface ListMarks {
  readonly ordered: boolean;
  readonly signs: ((number: number) => string) | null;
}

interface OpenList {
  readonly marks: ListMarks;
  readonly step: 1 | -1;
  next: number;
  item: { readonly number: number; readonly marks: ListMarks; used: boolean } | null;
}

/** Where a paragraph stands in lists; null: in none that ours can be. `written`: the mark that it has before it as words, "" for none. */
export interface Placed {
  readonly list: ReadListPlace | null;
  readonly written: string;
}

/** Where in its lists a reader stands: open and close lists as they come, begin each item, ask for the place of each paragraph in it. */
export class ListStack {
  readonly #open: OpenList[] = [];

  open(marks: ListMarks | boolean, start = 1, step: 1 | -1 = 1): void {
    this.#open.push({ marks: typeof marks === "boolean" ? { ordered: marks, signs: null } : marks, next: start, step, item: null });
  }

  close(): void {
    this.#open.pop();
  }

  /** `number` as the file gives it; else one more than the item before. */
  item(number?: number, marks?: ListMarks | null): void {
    const list = this.#open.at(-1);
    if (!list) return;
    const value = Math.min(1_000_000, Math.max(-1_000_000, number ?? list.next));
    list.item = { number: value, marks: marks ?? list.marks, used: false };
    list.next = value + list.step;
  }

  /** The place of the next paragraph in an item; undefined outside of lists. The second one of an item is `continued`. */
  place(): Placed | undefined {
    const item = this.#open.at(-1)?.item;
    if (!item) return undefined;
    const continued = item.used;
    item.used = true;
    const sign = signOf(item);
    if (sign === null) return { list: this.#placeAt(this.#open.length - 1, continued), written: "" };
    // Its mark is written before it, and it goes on below the item around it.
    const outer = this.#open.findLastIndex(
      ({ item: around }, at) => at < this.#open.length - 1 && around !== null && signOf(around) === null,
    );
    return { list: outer < 0 ? null : this.#placeAt(outer, true), written: continued ? "" : sign };
  }

  #placeAt(at: number, continued: boolean): ReadListPlace {
    const { number = 1, marks = { ordered: false } } = this.#open[at]?.item ?? {};
    return { ordered: marks.ordered, depth: Math.min(8, at), number: marks.ordered ? number : Math.max(0, number), continued };
  }
}

/** The mark of an item that stands in no list of ours; null for a bullet or a plain number. */
const signOf = ({ number, marks }: { number: number; marks: ListMarks }): string | null =>
  marks.ordered && (marks.signs !== null || number < 0) ? `${marks.signs?.(number) ?? String(number)}.` : null;

const bullets = /^(?:disc|circle|square|none|disclosure-\w+)$/;
const kinds = /(?:^|\s)(disc|circle|square|none|decimal|(?:lower|upper)-(?:alpha|latin|roman)|lower-greek)(?:\s|$)/;
const byType: Readonly<Record<string, string>> = { "1": "decimal", a: "lower-alpha", A: "upper-alpha", i: "lower-roman", I: "upper-roman" };

/** How the items of a list are marked by its tag, its `type` and its style; null where a style says nothing of it. */
export function marksOf(tag: string, type: string | null, style: string | undefined): ListMarks | null {
  const kind = kinds.exec(style ?? "")?.[1] ?? (tag === "ol" || tag === "li" ? byType[type ?? ""] : undefined);
  if (kind === undefined) return tag === "li" ? null : { ordered: tag === "ol", signs: null };
  if (bullets.test(kind)) return { ordered: false, signs: null };
  return { ordered: true, signs: kind === "decimal" ? null : signsOf(kind) };
}

function signsOf(kind: string): (number: number) => string {
  const [size = "", system = ""] = kind.split("-");
  const write = system === "roman" ? roman : system === "greek" ? greek : letters;
  return (number) => {
    const text = number < 1 || number > 3_999 ? String(number) : write(number);
    return size === "upper" ? text.toUpperCase() : text;
  };
}

const inLetters = (number: number, alphabet: readonly string[]): string => {
  let text = "";
  for (let left = number; left > 0; left = Math.floor((left - 1) / alphabet.length))
    text = (alphabet[(left - 1) % alphabet.length] ?? "") + text;
  return text;
};
const letters = (number: number): string => inLetters(number, Array.from("abcdefghijklmnopqrstuvwxyz"));
const greek = (number: number): string => inLetters(number, Array.from("αβγδεζηθικλμνξοπρστυφχψω"));

const figures: readonly (readonly [number, string])[] = [
  [1000, "m"],
  [900, "cm"],
  [500, "d"],
  [400, "cd"],
  [100, "c"],
  [90, "xc"],
  [50, "l"],
  [40, "xl"],
  [10, "x"],
  [9, "ix"],
  [5, "v"],
  [4, "iv"],
  [1, "i"],
];

function roman(number: number): string {
  let left = number;
  let text = "";
  for (const [value, figure] of figures) {
    text += figure.repeat(Math.floor(left / value));
    left %= value;
  }
  return text;
}
