import { shorten } from "../../characters";
import type { PageNode } from "./nodes";

// What the reader makes of a page: a flat list of blocks in the order of the page, and the list of what it left out.

/** A stretch of text with the same marks; "\n" is a line break inside its block. Absent marks are off. */
export interface ReadRun {
  readonly text: string;
  readonly em?: true | undefined;
  readonly strong?: true | undefined;
  readonly sup?: true | undefined;
  readonly sub?: true | undefined;
  readonly struck?: true | undefined;
  /** An address that `linkAddress` lets through. */
  readonly href?: string | undefined;
}

export interface ReadListPlace {
  readonly ordered: boolean;
  /** 0 for an outer list. */
  readonly depth: number;
  readonly number: number;
  /** A further paragraph of the item before it. */
  readonly continued: boolean;
}

export interface ReadCell {
  readonly header?: true | undefined;
  /** 1 where absent. */
  readonly colspan?: number | undefined;
  readonly rowspan?: number | undefined;
  readonly paragraphs: readonly (readonly ReadRun[])[];
}

export type ReadRow = readonly ReadCell[];

export interface ReadBlock {
  readonly kind: "heading" | "paragraph" | "quote" | "list-item" | "rule" | "table";
  /** Of a heading: 1–4. */
  readonly level?: number | undefined;
  readonly list?: ReadListPlace | undefined;
  /** Empty for a table and a rule. */
  readonly runs: readonly ReadRun[];
  readonly rows?: readonly ReadRow[] | undefined;
  /** A part that is seldom the article: menus, forms, notes at the side; or one that the page hides. */
  readonly aside: "furniture" | "hidden" | null;
  /** The nodes it was read from: one element, or neighbours in one parent. */
  readonly nodes: readonly PageNode[];
}

/** Why something of a page is not in the text (`import.leftOut.<reason>`). */
export const leftOutReasons = [
  "hidden", // not shown by the page
  "screen-reader", // said to screen readers only
  "page-link", // [modifier], ¶, ↩
  "reading", // the pronunciation over a word
  "direction", // characters that turn the direction of writing round
  "image", // an image with a description
  "embedded", // a video, a frame, a map
  "control", // what stands in a field
  "comment", // a word processor's comment
  "address", // a link that leads nowhere outside its page
  "page-style", // words that a rule of the page's style writes
  "hover", // what an abbreviation says when it is pointed at
] as const;
export type LeftOutReason = (typeof leftOutReasons)[number];

/** One thing left out, or several alike. `text`: its words or where it leads, at most 80 characters; "" when it has none. */
export interface LeftOut {
  readonly reason: LeftOutReason;
  readonly text: string;
  readonly count: number;
}

const MOST_NAMED = 100;
const MOST_TEXT = 80;

/** Collects what is left out; beyond the first hundred different things only counts by reason are kept. */
export class LeftOuts {
  readonly #known = new Map<string, { reason: LeftOutReason; text: string; count: number }>();

  add(reason: LeftOutReason, words = "", count = 1): void {
    const text = shorten(
      words
        .slice(0, 8 * MOST_TEXT)
        .replace(/\s+/gu, " ")
        .trim(),
      MOST_TEXT,
    ).toWellFormed();
    const key = `${reason}:${text}`;
    const one = this.#known.get(key) ?? (this.#known.size >= MOST_NAMED ? this.#known.get(`${reason}:`) : undefined);
    if (one) one.count += count;
    else if (this.#known.size >= MOST_NAMED) this.#known.set(`${reason}:`, { reason, text: "", count });
    else this.#known.set(key, { reason, text, count });
  }

  list(): LeftOut[] {
    return [...this.#known.values()];
  }
}
