import type { BlockKind, InlineRun, ListPlace, PreviewBlock } from "../../shared/protocol/import";
import { isBlank } from "../../shared/doc/blank";
import type { LeftOut, ReadRow } from "../../shared/doc/reader/block";
import { tableText } from "../../shared/doc/reader/table-text";
import type { Lang } from "../../shared/languages";

/** What a reader of one format makes of a text, before the recognition that all formats share. */
export interface Draft {
  readonly blocks: PreviewBlock[];
  /** What the file says and the text does not. */
  readonly leftOut?: readonly LeftOut[];
  /** What the file itself declares; "" or null where it is silent. */
  readonly declared: Declared;
  /** Whether lines of the text may be guessed to be headings and broken sentences: a format with markup says so itself. */
  readonly plain: boolean;
}

export interface Declared {
  readonly title: string;
  readonly lang: Lang | null;
  /** The language as the file says it, with its region ("en-US"): it decides what 04/05/2021 means. */
  readonly tag?: string;
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

/** A block of tidy runs; null when they hold no visible text. */
export function markedBlock(
  kind: BlockKind,
  runs: readonly InlineRun[],
  more: { level?: number; list?: ListPlace } = {},
): PreviewBlock | null {
  const text = runs.map((run) => run.text).join("");
  if (isBlank(text)) return null;
  const marked = runs.some((run) => run.em ?? run.strong ?? run.sup ?? run.sub ?? run.struck ?? run.href);
  return { ...plainBlock(kind, text, more), ...(marked ? { runs: [...runs] } : {}) };
}

/** A table; `text` is what its cells say, for whatever shows or searches it without its rows. */
export const tableBlock = (rows: readonly ReadRow[]): PreviewBlock => ({
  ...plainBlock("table", tableText(rows)),
  rows: rows.map((row) => row.map((cell) => ({ ...cell, paragraphs: cell.paragraphs.map((runs) => [...runs]) }))),
});
