import type { Node } from "prosemirror-model";
import { AddMarkStep, RemoveMarkStep } from "prosemirror-transform";
import type { Step } from "prosemirror-transform";
import type { Sliced } from "../sliced";
import { kindOf } from "./step-kinds";
import type { MarkStep } from "./step-kinds";

// A mark over a whole book, piece by piece: it moves nothing, so that one over a stretch is the same as one over each part of it.

/** Blocks that are marked at once: some two milliseconds' work, and about as much to put them back among the others. */
const PIECE = 1500;

/** The text after a step that changes marks in more blocks than are done at once; null for every other step, and where it does not apply. */
export function* marking(doc: Node, step: Step): Sliced<Node | null> {
  const it = kindOf(step);
  if (it?.kind !== "marks") return null;
  const parts = it.steps.map((one) => partsOf(doc, one));
  if (parts.every(({ length }) => length === 1)) return null;
  let after: Node | null = doc;
  for (const part of parts.flat()) {
    after = applied(part, after);
    if (!after) return null;
    yield;
  }
  return after;
}

function applied(step: Step, doc: Node): Node | null {
  try {
    return step.apply(doc).doc;
  } catch {
    return null;
  }
}

/** The same change over one part after the other, cut behind blocks that hold words. */
function partsOf(doc: Node, step: MarkStep): Step[] {
  const { from, to, mark } = step;
  const cuts: number[] = [];
  let blocks = 0;
  if (from >= 0 && to <= doc.content.size) {
    doc.nodesBetween(from, to, (node, pos) => {
      if (!node.inlineContent) return true;
      const end = pos + node.nodeSize;
      if (end < to && ++blocks % PIECE === 0) cuts.push(end);
      return false;
    });
  }
  if (cuts.length === 0) return [step];
  const edges = [from, ...cuts, to];
  const Kind = step instanceof AddMarkStep ? AddMarkStep : RemoveMarkStep;
  return cuts.concat(to).map((end, index) => new Kind(edges[index] ?? from, end, mark));
}
