import type { BlockKind, InlineRun, ListPlace, PreviewBlock } from "../../shared/wire/import";
import type { Lang } from "../../shared/languages";

/** What a reader of one format makes of a text, before the recognition that all formats share. */
export interface Draft {
  readonly blocks: PreviewBlock[];
  /** What the file itself declares; "" or null where it is silent. */
  readonly declared: Declared;
  /** Whether lines of the text may be guessed to be headings and broken sentences: a format with markup says so itself. */
  readonly plain: boolean;
}

export interface Declared {
  readonly title: string;
  readonly lang: Lang | null;
  readonly published: string;
  readonly publisher: string;
  readonly author: string;
  readonly address: string;
}

export const undeclared: Declared = { title: "", lang: null, published: "", publisher: "", author: "", address: "" };

/** A block without marks that starts ticked. */
export function plainBlock(kind: BlockKind, text: string, more: { level?: number; list?: ListPlace } = {}): PreviewBlock {
  return { kind, text, ...more, chrome: null, keep: true, joinsPrevious: false };
}

const sameMarks = (a: InlineRun, b: InlineRun): boolean => a.em === b.em && a.strong === b.strong && a.href === b.href;

/** Neighbours with equal marks joined, white space folded to single spaces around breaks, none at the ends, no empty runs. */
export function tidyRuns(runs: readonly InlineRun[]): InlineRun[] {
  const tidy: InlineRun[] = [];
  let before = "\n";
  for (const run of runs) {
    let text = "";
    for (const piece of run.text.split(/([ \t\n]+)/)) {
      if (piece === "") continue;
      const space = /^[ \t\n]+$/.test(piece);
      const next = space ? (piece.includes("\n") ? "\n" : " ") : piece;
      if (space && (before === "\n" || before === next)) continue;
      if (space && before === " ") {
        // A break wins over the space before it, which may stand in this run or in an earlier one.
        if (text !== "") text = text.slice(0, -1);
        else trimLast(tidy);
      }
      text += next;
      before = space ? next : "x";
    }
    const last = tidy.at(-1);
    if (text === "") continue;
    if (last && sameMarks(last, run)) tidy[tidy.length - 1] = { ...last, text: last.text + text };
    else tidy.push({ ...run, text });
  }
  if (before !== "x") trimLast(tidy);
  return tidy;
}

function trimLast(runs: InlineRun[]): void {
  const last = runs.at(-1);
  if (!last) return;
  const text = last.text.slice(0, -1);
  if (text === "") runs.pop();
  else runs[runs.length - 1] = { ...last, text };
}

/** A block of runs; null when they hold no visible text. */
export function markedBlock(
  kind: BlockKind,
  runs: readonly InlineRun[],
  more: { level?: number; list?: ListPlace } = {},
): PreviewBlock | null {
  const tidy = tidyRuns(runs);
  const text = tidy.map((run) => run.text).join("");
  if (text.trim() === "") return null;
  const marked = tidy.some((run) => run.em ?? run.strong ?? run.href);
  return { ...plainBlock(kind, text, more), ...(marked ? { runs: tidy } : {}) };
}

/** The address as a link may carry it, or null: only http(s) and mailto, nothing relative, at most 2,048 characters. */
export function linkAddress(href: string): string | null {
  let url: URL;
  try {
    url = new URL(href.trim());
  } catch {
    return null;
  }
  if (!["http:", "https:", "mailto:"].includes(url.protocol)) return null;
  return url.href.length <= 2048 && /^(?:https?:\/\/|mailto:)\S+$/i.test(url.href) ? url.href : null;
}
