import { isLinkAddress } from "../../address";
import { isBlank, isBlankUnit } from "../blank";
import type { ReadRun } from "./block";

const sameMarks = (a: ReadRun, b: ReadRun): boolean =>
  a.em === b.em && a.strong === b.strong && a.sup === b.sup && a.sub === b.sub && a.struck === b.struck && a.href === b.href;

/** A run as it is read: with a flag that makes its spaces stay as they are, as in preformatted text, and which note of the page it is the mark of. */
export interface RawRun extends ReadRun {
  readonly keep?: boolean | undefined;
  readonly note?: number | undefined;
}

/** White space folded: one space, or one break where there is a break in it; none at the ends or beside a break. Costs the text's length. */
class Folder {
  readonly runs: ReadRun[] = [];
  /** What is open at the end: nothing visible yet, a letter, or white space that a letter must follow to count. */
  #before: "start" | "letter" | "space" | "break" = "start";
  #pending: RawRun | null = null;

  add(run: RawRun): void {
    for (const piece of run.text.split(/([ \t\n]+)/)) {
      if (piece === "") continue;
      if (/^[ \t\n]/.test(piece)) this.#space(piece, run);
      else this.#letters(piece, run);
    }
  }

  #space(piece: string, run: RawRun): void {
    if (this.#before === "start" && !(run.keep && !piece.includes("\n"))) return;
    if (run.keep) {
      this.#flush();
      this.#push(piece, run);
      this.#before = piece.endsWith("\n") ? "break" : "letter";
      return;
    }
    const isBreak = piece.includes("\n");
    if (this.#before === "break" || (this.#before === "space" && !isBreak)) return;
    this.#pending = { ...run, text: isBreak ? "\n" : " " };
    this.#before = isBreak ? "break" : "space";
  }

  #letters(piece: string, run: RawRun): void {
    this.#flush();
    this.#push(piece, run);
    this.#before = "letter";
  }

  #flush(): void {
    if (this.#pending) this.#push(this.#pending.text, this.#pending);
    this.#pending = null;
  }

  #push(text: string, { keep: _keep, note: _note, ...run }: RawRun): void {
    const last = this.runs.at(-1);
    if (last && sameMarks(last, run)) this.runs[this.runs.length - 1] = { ...last, text: last.text + text };
    else this.runs.push({ ...run, text });
  }
}

/**
 * Neighbours with equal marks joined, white space folded to single spaces around breaks, none and nothing invisible at the ends, no empty runs.
 */
export function tidyRuns(runs: readonly RawRun[]): ReadRun[] {
  const folder = new Folder();
  for (const run of runs) folder.add(run);
  // Where lines stand below each other in columns the first one's room belongs to it.
  const isLines = runs.some(({ keep }) => keep) && runs.some(({ text }) => text.includes("\n"));
  return trimRuns(folder.runs, isLines);
}

function trimRuns(runs: readonly ReadRun[], keepsStart: boolean): ReadRun[] {
  let from = 0;
  let to = runs.length;
  if (!keepsStart) while (from < to && isBlank(runs[from]?.text ?? "")) from++;
  while (to > from && isBlank(runs[to - 1]?.text ?? "")) to--;
  const trimmed = runs.slice(from, to);
  const first = trimmed[0];
  if (first && !keepsStart) trimmed[0] = { ...first, text: first.text.slice(blankAtStart(first.text)) };
  const last = trimmed.at(-1);
  if (last) trimmed[trimmed.length - 1] = { ...last, text: last.text.slice(0, last.text.length - blankAtEnd(last.text)) };
  return trimmed;
}

function blankAtStart(text: string): number {
  let count = 0;
  while (count < text.length && isBlankUnit(text.charAt(count))) count++;
  return count;
}

function blankAtEnd(text: string): number {
  let count = 0;
  while (count < text.length && isBlankUnit(text.charAt(text.length - 1 - count))) count++;
  return count;
}

export const textOfRuns = (runs: readonly ReadRun[]): string => runs.map(({ text }) => text).join("");

/**
 * The address as a link may carry it, or null: only http(s) and mailto, resolved against `base` where it is relative. `URL` would write control
 * and direction characters as %-codes or leave them out; an address that has some is none. Line ends stand in wrapped source.
 */
export function linkAddress(href: string, base = ""): string | null {
  if (href.length > 4_096 || /[^\P{C}\t\n\r]/u.test(href)) return null;
  let url: URL;
  try {
    url = base === "" || href.trim().startsWith("#") ? new URL(href.trim()) : new URL(href.trim(), base);
  } catch {
    return null;
  }
  return isLinkAddress(url.href) ? url.href : null;
}
