import type { Node } from "prosemirror-model";
import type { DocJson } from "../../../shared/doc/json";

/** The ids of a text's outermost blocks, in order; null for a block that has none yet. */
export function blockIdsOf(doc: Node): (string | null)[] {
  const ids: (string | null)[] = [];
  doc.forEach((block) => {
    const id: unknown = block.attrs["id"];
    ids.push(typeof id === "string" ? id : null);
  });
  return ids;
}

/** In which row (from 1) each block of the two columns stands: blocks of the same id share one. */
export interface Rows {
  readonly source: readonly number[];
  readonly version: readonly number[];
  readonly count: number;
}

/**
 * Aligns two texts by block id, keeping each one's order: the longest common run of ids shares rows (usually all of them), what only one
 * side has gets a row of its own. Costs the product of the parts that differ, after what is equal at both ends.
 */
export function alignRows(source: readonly (string | null)[], version: readonly (string | null)[]): Rows {
  const pairs = commonRun(source, version);
  const rows: { source: number[]; version: number[] } = { source: [], version: [] };
  let row = 0;
  let s = 0;
  let v = 0;
  for (const [nextS, nextV] of [...pairs, [source.length, version.length] as const]) {
    while (s < nextS) rows.source[s++] = ++row;
    while (v < nextV) rows.version[v++] = ++row;
    if (s < source.length && v < version.length) {
      rows.source[s++] = ++row;
      rows.version[v++] = row;
    }
  }
  return { ...rows, count: row };
}

type Pair = readonly [number, number];

function commonRun(a: readonly (string | null)[], b: readonly (string | null)[]): Pair[] {
  const same = (i: number, j: number): boolean => a[i] !== null && a[i] === b[j];
  let start = 0;
  while (start < a.length && start < b.length && same(start, start)) start++;
  let endA = a.length;
  let endB = b.length;
  while (endA > start && endB > start && same(endA - 1, endB - 1)) {
    endA--;
    endB--;
  }
  const head: Pair[] = Array.from({ length: start }, (_, index) => [index, index]);
  const tail: Pair[] = Array.from({ length: a.length - endA }, (_, index) => [endA + index, endB + index]);
  return [...head, ...middleRun({ start, endA, endB }, same), ...tail];
}

/** Above this many comparisons two texts have so little in common that rows of their own do as well. */
const MOST_COMPARED = 4_000_000;

function middleRun({ start, endA, endB }: { start: number; endA: number; endB: number }, same: (i: number, j: number) => boolean): Pair[] {
  if ((endA - start) * (endB - start) > MOST_COMPARED) return [];
  const width = endB - start + 1;
  const lengths = new Uint32Array((endA - start + 1) * width);
  const at = (i: number, j: number): number => (i - start) * width + (j - start);
  for (let i = endA - 1; i >= start; i--) {
    for (let j = endB - 1; j >= start; j--) {
      lengths[at(i, j)] = same(i, j)
        ? (lengths[at(i + 1, j + 1)] ?? 0) + 1
        : Math.max(lengths[at(i + 1, j)] ?? 0, lengths[at(i, j + 1)] ?? 0);
    }
  }
  const pairs: Pair[] = [];
  for (let i = start, j = start; i < endA && j < endB;) {
    if (same(i, j)) pairs.push([i++, j++]);
    else if ((lengths[at(i + 1, j)] ?? 0) >= (lengths[at(i, j + 1)] ?? 0)) i++;
    else j++;
  }
  return pairs;
}

/** The text a new version starts as: the source's blocks, their ids and kinds, without a word. */
export function emptyMirror(source: Node): DocJson {
  const mirror = (node: Node): Node => {
    if (node.isTextblock) return node.type.create(node.attrs);
    const children: Node[] = [];
    node.forEach((child) => children.push(mirror(child)));
    return node.type.create(node.attrs, children);
  };
  return mirror(source).toJSON() as DocJson;
}
