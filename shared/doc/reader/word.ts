import type { ReadListPlace, ReadRun } from "./block";
import type { PageElement } from "./nodes";
import { textOfRuns } from "./runs";
import { maySign } from "./signed";
import type { Declarations } from "./style";

// Word writes its lists as paragraphs: the level stands in a property of its own, the bullet or number as text.

/** What may stand before an item; the white space behind it is filled up to the tab with no-break spaces. */
const bullet = /^\s*(?:[·•◦▪▫■□●○§–—-]|o(?=[\s\u00a0]))[\s\u00a0]+/u;
const number = /^\s*\(?(\d{1,4}|[a-z]|[ivxlc]{1,6})[.)][\s\u00a0]+/iu;
/** A bullet before at least two no-break spaces is an item, whatever the paragraph calls itself. */
const spacedBullet = /^\s*[·•◦▪§][\s\u00a0]*\u00a0[\s\u00a0]*\u00a0/u;

/** Whether what Word writes before an item is a bullet: in its fonts of signs each is a letter. */
export const isBulletSign = (sign: string): boolean => Array.from(sign.replace(/[\s\u00a0]+/gu, "")).length < 2 && !/\d/.test(sign);
const plainNumber = /^\(?\d{1,4}[.)]{0,2}$/;

/** Counts the items of Word's lists, level by level. */
export class WordLists {
  readonly #counts = new Map<string, number>();

  /**
   * The place of a paragraph in its list and its runs without the marker; null when it is no item. Without a place: an item of a list that
   * none of ours can be ("a)", "1.2.", "Art. 5"), its marker before its words. `marker`: the text that Word marks as not the paragraph's
   * own, "" when there is none.
   */
  item(
    element: PageElement,
    own: Declarations,
    runs: readonly ReadRun[],
    marker: string,
  ): { list: ReadListPlace | null; runs: ReadRun[] } | null {
    const property = own.get("mso-list") ?? "";
    const text = textOfRuns(runs);
    const isNamed = /\bMsoList/i.test(element.getAttribute("class") ?? "");
    const isItem =
      /\blevel\d/.test(property) || marker !== "" || (isNamed && (bullet.test(text) || number.test(text))) || spacedBullet.test(text);
    if (!isItem || property === "none") return null;
    const depth = Math.min(8, Math.max(0, Number(/\blevel(\d)/.exec(property)?.[1] ?? 1) - 1));
    const written = marker === "" ? (bullet.exec(text)?.[0] ?? number.exec(text)?.[0] ?? "") : "";
    const sign = (marker === "" ? written : marker).trim();
    const ordered = plainNumber.test(sign);
    if (sign !== "" && !ordered && !isBulletSign(sign))
      return { list: null, runs: marker === "" ? [...runs] : [{ text: `${sign} ` }, ...runs] };
    // What looks like a dash may be a minus.
    if (marker === "" && /^[-–−]$/.test(sign) && maySign(text.slice(written.length))) return null;
    return {
      list: { ordered, depth, number: this.#next(property, depth, ordered, sign), continued: false },
      runs: dropStart(runs, written.length),
    };
  }

  #next(property: string, depth: number, ordered: boolean, sign: string): number {
    const key = `${/\bl\d+\b/.exec(property)?.[0] ?? ""}:${depth}`;
    const digits = /\d+/.exec(sign)?.[0];
    const value = ordered && digits !== undefined ? Number(digits) : (this.#counts.get(key) ?? 0) + 1;
    for (const other of this.#counts.keys()) if (Number(other.split(":")[1]) > depth) this.#counts.delete(other);
    this.#counts.set(key, value);
    return ordered ? value : 1;
  }

  /** A paragraph that is no item ends the plain lists before it. */
  end(): void {
    this.#counts.clear();
  }
}

function dropStart(runs: readonly ReadRun[], count: number): ReadRun[] {
  let left = count;
  const kept: ReadRun[] = [];
  for (const run of runs) {
    const text = run.text.slice(left);
    left = Math.max(0, left - run.text.length);
    if (text !== "") kept.push({ ...run, text });
  }
  return kept;
}
