import type { Slice } from "prosemirror-model";

/** A run of words in two slices: from this token of the one, that of the other, so many. */
export interface Alike {
  readonly at: number;
  readonly lead: number;
  readonly size: number;
}

/** The words of two slices run by run, when they are the same words: one may have been fitted with a block's end or beginning more. */
export function wordsAlike(one: Slice, other: Slice): Alike[] {
  const [mine, theirs] = [runsOf(one), runsOf(other)];
  if (textOf(mine) !== textOf(theirs)) return [];
  const alike: Alike[] = [];
  let [i, j, a, b] = [0, 0, 0, 0];
  for (let [run, twin] = [mine[i], theirs[j]]; run && twin; [run, twin] = [mine[i], theirs[j]]) {
    const size = Math.min(run.text.length - a, twin.text.length - b);
    alike.push({ at: run.at + a, lead: twin.at + b, size });
    a += size;
    b += size;
    if (a === run.text.length) [i, a] = [i + 1, 0];
    if (b === twin.text.length) [j, b] = [j + 1, 0];
  }
  return alike;
}

const textOf = (runs: readonly Run[]): string => runs.map(({ text }) => text).join("");

interface Run {
  readonly at: number;
  readonly text: string;
}

function runsOf({ content, openStart }: Slice): Run[] {
  const runs: Run[] = [];
  content.descendants((node, pos) => void (node.text && runs.push({ at: pos - openStart, text: node.text })));
  return runs;
}
