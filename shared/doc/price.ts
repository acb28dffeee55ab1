import type { Fragment, Node } from "prosemirror-model";
import type { Step } from "prosemirror-transform";
import { kindOf } from "./step-kinds";
import type { MarkStep } from "./step-kinds";

// What a step costs, told before it is done. The unit is a block or run of text that is looked at or copied: about 0.3 µs on a laptop, so
// that 30,000 are 10 ms. Counting is some twenty times cheaper than the work, and ends at `most`.

/** An estimate of what applying the step to the text costs, up to about `most`. Never throws: positions may lie anywhere. */
export function priceOfStep(doc: Node, step: Step, most: number): number {
  const it = kindOf(step);
  switch (it?.kind) {
    case "replace":
    case "around": {
      const { from, to, slice } = it.step;
      const edges = neighbours(doc, from) + (to > from ? neighbours(doc, to) : 0);
      // What is wrapped is only moved; words that go are looked at for the passages in them.
      const between = to > from ? nodesBetween(doc, from, to, most) / (it.kind === "around" ? 8 : 2) : 0;
      return edges + between + sizeOf(slice.content, most);
    }
    case "marks":
      return priceOfMarks(doc, it.steps, most);
    case "node-mark":
    case "attr":
      return neighbours(doc, it.step.pos);
    case "doc-attr":
    case undefined:
      return 1;
  }
}

function priceOfMarks(doc: Node, steps: readonly MarkStep[], most: number): number {
  let sum = 0;
  for (const { from, to } of steps) {
    if (sum > most) break;
    sum += neighbours(doc, from) + nodesBetween(doc, from, to, most - sum);
  }
  return sum;
}

/** A change copies and checks the lists of what lies beside it and beside the blocks that it is in; a run costs more to check than a block. */
const PER_BLOCK_BESIDE = 1 / 30;
const PER_RUN_BESIDE = 1 / 3;

function neighbours(doc: Node, pos: number): number {
  const $pos = doc.resolve(clamped(doc, pos));
  let sum = 1;
  for (let depth = 0; depth <= $pos.depth; depth++) {
    const node = $pos.node(depth);
    sum += node.childCount * (node.isTextblock ? PER_RUN_BESIDE : PER_BLOCK_BESIDE);
  }
  return sum;
}

const nodesBetween = (doc: Node, from: number, to: number, most: number): number =>
  countBetween(doc.content, clamped(doc, from), clamped(doc, to), most);

/** Of a block that lies between them as a whole only its list of runs is asked how long it is: a book is counted in a fraction of a millisecond. */
function countBetween({ content }: Fragment, from: number, to: number, most: number): number {
  let count = 0;
  let pos = 0;
  for (const node of content) {
    if (pos >= to || count > most) break;
    const end = pos + node.nodeSize;
    if (end > from) {
      const whole = node.inlineContent && from <= pos && end <= to;
      count += 1 + (node.isLeaf ? 0 : whole ? node.childCount : countBetween(node.content, from - pos - 1, to - pos - 1, most - count));
    }
    pos = end;
  }
  return count;
}

const clamped = (doc: Node, pos: number): number => Math.min(Math.max(0, pos), doc.content.size);

/** How many nodes the content has, up to about `most`. */
export function sizeOf(content: Fragment, most: number): number {
  let count = content.childCount;
  for (const node of content.content) {
    if (count > most) break;
    if (!node.isLeaf) count += sizeOf(node.content, most - count);
  }
  return count;
}
