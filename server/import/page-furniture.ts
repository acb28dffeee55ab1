// Page numbers and running heads in text copied from a PDF: lines that stand between the lines of sentences and belong to the paper.

/** "12", "– 12 –", "Page 3 sur 10", "3/10": a line that says its page and nothing else; null when it does not. `sure`: it could be nothing else. */
function pageNumber(line: string): { page: number; sure: boolean } | null {
  if (line.length > 24) return null;
  const sure =
    /^(?:page|p\.|seite|pág\.|pagina) ?(\d{1,4})(?: ?(?:\/|sur|of|von|de|di) ?\d{1,4})?$/i.exec(line) ??
    /^[-–—] ?(\d{1,4}) ?[-–—]$/.exec(line);
  if (sure) return { page: Number(sure[1]), sure: true };
  const bare = /^(\d{1,4})(?: ?\/ ?\d{1,4})?$/.exec(line);
  // Years stand over the parts of a chronology, and follow each other as pages do.
  return bare && !isYear(bare[0]) ? { page: Number(bare[1]), sure: false } : null;
}

const isYear = (text: string): boolean => /^(?:1[4-9]|2[01])\d\d$/.test(text);

const MAX_HEAD = 90;

/** Where the furniture of printed pages stands among the lines. One pass, and one over the lines of each page number found. */
export function furnitureLines(lines: readonly string[]): Set<number> {
  const found = new Set<number>();
  const numbers = lines.flatMap((line, index) => {
    const number = pageNumber(line);
    return number ? [{ index, ...number }] : [];
  });
  // A number alone is a page's only where pages follow each other; a list of figures seldom counts up by one, with text between.
  const isPage = (at: number): boolean => {
    const one = numbers[at];
    if (!one) return false;
    if (one.sure) return true;
    const follows = (a: number, b: number): boolean => {
      const [before, after] = [numbers[a], numbers[b]];
      return before !== undefined && after !== undefined && after.page === before.page + 1 && after.index - before.index > 3;
    };
    return follows(at - 1, at) || follows(at, at + 1);
  };
  const pages = numbers.filter((_, at) => isPage(at)).map(({ index }) => index);
  for (const index of pages) found.add(index);
  for (const index of runningHeads(lines, pages)) found.add(index);
  return found;
}

/** Short lines beside a page number that say the same, but for figures, on several pages. */
function runningHeads(lines: readonly string[], pages: readonly number[]): number[] {
  const places = new Map<string, number[]>();
  for (const page of pages) {
    for (const index of [nearest(lines, page, -1), nearest(lines, page, 1)]) {
      const line = index === null ? "" : (lines[index] ?? "");
      if (index === null || line === "" || line.length > MAX_HEAD || pages.includes(index)) continue;
      const key = line.replace(/\d+/g, "0").toLowerCase();
      places.set(key, [...(places.get(key) ?? []), index]);
    }
  }
  return [...places.values()].filter((indexes) => indexes.length > 1).flat();
}

/** The next line with text in a direction, at most three lines away. */
function nearest(lines: readonly string[], from: number, step: 1 | -1): number | null {
  for (let index = from + step, seen = 0; index >= 0 && index < lines.length && seen < 3; index += step, seen++)
    if (lines[index] !== "") return index;
  return null;
}
