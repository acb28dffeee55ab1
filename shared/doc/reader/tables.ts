import { descendants, elementsOf } from "./nodes";
import type { PageElement } from "./nodes";
import type { ReadCell, ReadRow, ReadRun } from "./block";

// Which tables hold figures and which only place a page's parts, and what the rows and cells of the former are.

/** Larger ones are read cell by cell as paragraphs: they are data files. */
const MAX_CELLS = 10_000;
/** A cell with more text than this holds an article or a column of one. */
const MAX_CELL_TEXT = 2_000;

export interface RawCell {
  readonly element: PageElement;
  readonly header: boolean;
  readonly colspan: number;
  readonly rowspan: number;
}

export type RoleOf = (element: PageElement) => "table" | "row" | "cell" | null;

/** The rows of a table in their order, those of tables inside it not among them; null when it is no table of cells but a way to place things. */
export function rowsOf(table: PageElement, roleOf: RoleOf): RawCell[][] | null {
  if (/^(?:presentation|none)$/.test(table.getAttribute("role") ?? "")) return null;
  const rows: RawCell[][] = [];
  let cells = 0;
  let places = false;
  const visit = (element: PageElement, row: RawCell[] | null, depth: number): void => {
    for (const child of elementsOf(element)) {
      const role = roleOf(child);
      if (places || child.localName === "caption") continue;
      if (role === "cell") {
        cells += 1;
        places ||= cells > MAX_CELLS || holdsParts(child);
        const into = row ?? (rows.at(-1) || newRow(rows));
        into.push({ element: child, header: isHeader(child), colspan: spanOf(child, "colspan"), rowspan: spanOf(child, "rowspan") });
      } else if (role === "table") places = true;
      else if (depth < 40) visit(child, role === "row" ? newRow(rows) : row, depth + 1);
    }
  };
  visit(table, null, 0);
  const filled = inShownOrder(rows.filter((row) => row.length > 0));
  // One column is a box or a list of paragraphs.
  const isTable = filled.some((row) => row.length > 1);
  return places || !isTable ? null : filled;
}

/** A table's head is shown first and its foot last, wherever they stand in the source. */
function inShownOrder(rows: RawCell[][]): RawCell[][] {
  const placeOf = (row: RawCell[]): number => {
    const part = row[0]?.element.parentElement?.parentElement?.localName.replace(/^x-/, "");
    return part === "thead" ? 0 : part === "tfoot" ? 2 : 1;
  };
  return rows.sort((one, other) => placeOf(one) - placeOf(other));
}

function newRow(rows: RawCell[][]): RawCell[] {
  const row: RawCell[] = [];
  rows.push(row);
  return row;
}

const isHeader = (cell: PageElement): boolean =>
  /^(?:x-)?th$/.test(cell.localName) || /^(?:column|row)header$/.test(cell.getAttribute("role") ?? "");

const parts: ReadonlySet<string> = new Set(["table", "h1", "h2", "article", "section", "form", "nav", "blockquote"]);

function holdsParts(cell: PageElement): boolean {
  if ((cell.textContent ?? "").length > MAX_CELL_TEXT) return true;
  for (const { localName } of descendants(cell)) if (parts.has(localName)) return true;
  return false;
}

function spanOf(cell: PageElement, name: "colspan" | "rowspan"): number {
  const value = Number.parseInt(cell.getAttribute(name) ?? "1", 10);
  // A span of no rows goes on to the last one.
  if (name === "rowspan" && value === 0) return 1000;
  return Number.isInteger(value) ? Math.min(1000, Math.max(1, value)) : 1;
}

/** The rows with their words. A span reaches no further than the table. */
export function tableRows(rows: readonly (readonly RawCell[])[], read: (cell: PageElement) => ReadRun[][]): ReadRow[] {
  return rows.map((row, index) =>
    row.map((cell): ReadCell => {
      const rowspan = Math.min(cell.rowspan, rows.length - index);
      return {
        ...(cell.header && { header: true as const }),
        ...(cell.colspan > 1 && { colspan: cell.colspan }),
        ...(rowspan > 1 && { rowspan }),
        paragraphs: read(cell.element),
      };
    }),
  );
}

const close = (name: string): string => (name === "" ? "" : `</${name}>`);

/**
 * Cells and rows that stand outside of a table, as some programs put them on the clipboard, under names of their own: a browser's parser
 * throws their tags away and runs their words together. Reads the source once.
 */
export function withLooseCells(html: string): string {
  if (!/<t[rdh][\s>]/i.test(html)) return html;
  let depth = 0;
  // What is open outside of every table. Its end tags may be missing, as everywhere in tables.
  let cell = "";
  let row = "";
  return html.replace(/<(\/?)(table|tr|td|th|tbody|thead|tfoot)(?=[\s/>])/gi, (tag, slash: string, written: string) => {
    const name = written.toLowerCase();
    if (name === "table") {
      depth = Math.max(0, depth + (slash ? -1 : 1));
      return tag;
    }
    if (depth > 0) return tag;
    const loose = `x-${name}`;
    const isCell = name === "td" || name === "th";
    const before = slash ? "" : close(cell) + (isCell ? "" : close(row));
    if (isCell) cell = slash ? "" : loose;
    else {
      cell = "";
      row = name === "tr" && !slash ? loose : "";
    }
    return `${before}<${slash}${loose}`;
  });
}
