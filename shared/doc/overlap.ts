/** Where lost words stand in text that came: `[foundFrom, foundTo)` of the text is `[lostFrom, lostTo)` of the lost words. */
export interface Overlap {
  readonly foundFrom: number;
  readonly foundTo: number;
  readonly lostFrom: number;
  readonly lostTo: number;
}

/**
 * How much of `lost` came back in `text`.
 * - `whole`: all of it, once (and alone when it is shorter than three characters, which could stand anywhere by chance);
 * - `at-start`, `at-end`: all of it, right there: somebody typed it again at the edge of the passage;
 * - `any`: for an undo, which brings back exactly what one deletion took: all of it, a piece of it, or the piece that both share. Where
 *   the words stand more than once, the place nearest to `near` is theirs: how far into the deletion they stood.
 */
export function overlapOf(text: string, lost: string, how: "whole" | "at-start" | "at-end" | "any", near = 0): Overlap | null {
  if (text === "" || lost === "") return null;
  const all = (foundFrom: number): Overlap => ({ foundFrom, foundTo: foundFrom + lost.length, lostFrom: 0, lostTo: lost.length });
  switch (how) {
    case "at-start":
      return text.startsWith(lost) ? all(0) : null;
    case "at-end":
      return text.endsWith(lost) ? all(text.length - lost.length) : null;
    case "whole": {
      const at = text.indexOf(lost);
      if (at < 0 || text.includes(lost, at + 1)) return null;
      return lost.length < 3 && text !== lost ? null : all(at);
    }
    case "any":
      return partly(text, lost, all, near);
  }
}

function partly(text: string, lost: string, all: (at: number) => Overlap, near: number): Overlap | null {
  const at = nearest(text, lost, near);
  if (at >= 0) return all(at);
  const inside = lost.indexOf(text);
  if (inside >= 0) return { foundFrom: 0, foundTo: text.length, lostFrom: inside, lostTo: inside + text.length };
  for (let size = Math.min(text.length, lost.length) - 1; size > 0; size--) {
    if (text.startsWith(lost.slice(-size))) return { foundFrom: 0, foundTo: size, lostFrom: lost.length - size, lostTo: lost.length };
    if (text.endsWith(lost.slice(0, size))) return { foundFrom: text.length - size, foundTo: text.length, lostFrom: 0, lostTo: size };
  }
  return null;
}

/** Index of the occurrence of `part` that begins nearest to `near`; -1 when there is none. */
function nearest(text: string, part: string, near: number): number {
  if (text.startsWith(part, near)) return near;
  const before = text.lastIndexOf(part, near);
  const after = text.indexOf(part, near);
  if (before < 0 || after < 0) return Math.max(before, after);
  return near - before <= after - near ? before : after;
}
