import type { ReadCell, ReadRow, ReadRun } from "./block";
import { textOfRuns, tidyRuns } from "./runs";

// A table as one text, for whatever shows, searches or corrects it without its rows: its cells apart by tabs, its rows by line ends.

export const tableText = (rows: readonly ReadRow[]): string => rows.map(rowText).join("\n");

const rowText = (row: ReadRow): string =>
  row
    .map(({ paragraphs }) =>
      paragraphs
        .map(textOfRuns)
        .join(" ")
        .replace(/[\t\n]+/g, " "),
    )
    .join("\t");

type Cell = readonly ReadRun[];

/**
 * The rows of a text written in the place of `read`. A cell with the same words stays as it was read, with its paragraphs and marks; one with
 * other words stays a header and as wide and high as it was. Where rows were taken out or added, those with the same words are the ones read.
 */
export function writtenRows(runs: readonly ReadRun[], read: readonly ReadRow[]): ReadRow[] {
  const written = cellsOf(runs);
  const source = written.length === read.length ? (_row: readonly Cell[], at: number): ReadRow | undefined => read[at] : inOrder(read);
  return written.map((row, at) => {
    const former = source(row, at);
    return row.map((cell, place) => cellOf(cell, former?.length === row.length ? former[place] : undefined));
  });
}

function cellOf(runs: Cell, former: ReadCell | undefined): ReadCell {
  if (former && textOfRuns(tidyRuns(runs)) === rowText([former])) return former;
  const tidy = tidyRuns(runs);
  return { ...former, paragraphs: tidy.length > 0 ? [tidy] : [] };
}

/** Finds each written row among those that were read, behind the last one found. */
function inOrder(read: readonly ReadRow[]): (row: readonly Cell[]) => ReadRow | undefined {
  // By their words, the last one first, so that taking the next costs nothing.
  const places = new Map<string, number[]>();
  for (let at = read.length - 1; at >= 0; at--) {
    const text = rowText(read[at] ?? []);
    const same = places.get(text);
    if (same) same.push(at);
    else places.set(text, [at]);
  }
  let from = 0;
  return (row) => {
    const same = places.get(row.map(textOfRuns).join("\t")) ?? [];
    while (same.length > 0 && (same.at(-1) ?? 0) < from) same.pop();
    const at = same.pop();
    if (at === undefined) return undefined;
    from = at + 1;
    return read[at];
  };
}

/** Two lines and more with the same number of tabs, as the rows of a table; null where the lines are none. */
export function tabbedRows(runs: readonly ReadRun[]): ReadRow[] | null {
  const rows = textOfRuns(runs).includes("\t") ? cellsOf(runs) : [];
  const columns = rows[0]?.length ?? 0;
  if (rows.length < 2 || columns < 2 || rows.some((row) => row.length !== columns)) return null;
  return rows.map((row) => row.map((cell) => cellOf(cell, undefined)));
}

function cellsOf(runs: readonly ReadRun[]): ReadRun[][][] {
  const rows: ReadRun[][][] = [];
  let cells: ReadRun[][] = [];
  let cell: ReadRun[] = [];
  const endCell = (): void => {
    cells.push(cell);
    cell = [];
  };
  const endRow = (): void => {
    endCell();
    rows.push(cells);
    cells = [];
  };
  for (const run of runs) {
    for (const piece of run.text.split(/([\t\n])/)) {
      if (piece === "\t") endCell();
      else if (piece === "\n") endRow();
      else if (piece !== "") cell.push({ ...run, text: piece });
    }
  }
  endRow();
  // A line without anything in it is no row of the table.
  return rows.filter((row) => row.some((one) => textOfRuns(one).trim() !== ""));
}
