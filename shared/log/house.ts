import { Fragment, Slice } from "prosemirror-model";
import type { Node } from "prosemirror-model";
import { AttrStep, ReplaceStep } from "prosemirror-transform";
import type { Step } from "prosemirror-transform";
import { schema } from "../doc/schema";
import { stepJson } from "../doc/steps";
import { nameOf, TITLE_BLOCK } from "../doc/title";
import type { BlockId, CommitId } from "../ids";
import type { Op } from "./op";
import type { DocState, TextState } from "./state";
import { emptyState } from "./state";

/** Always the same: of two processes that give one document its title, one finds that the other has done so (SPEC L3). */
export const TITLE_COMMIT = "title-block" as CommitId;

/**
 * The ops that put the title of a document from before titles were blocks among the blocks of its texts; null where there is nothing to do.
 * The source gets its words, a version an empty block for its translator. Where the text begins with the very words, that block becomes the
 * title. Claims move along by the ordinary rules, and a locked source is locked again in the same commit.
 */
export function titleOps(state: DocState): Op[] | null {
  const { source, details } = state;
  const text = source === null ? undefined : state.texts[source];
  if (!text || state.titled) return null;
  const name = details.title === emptyState.details.title ? "" : details.title;
  const first = text.doc.firstChild;
  const stands = first?.isTextblock && name !== "" && nameOf(first.textContent) === name ? String(first.attrs["id"]) : null;
  const steps = Object.values(state.texts).flatMap((one) =>
    stands === null ? [inserted(one, one === text ? name : "")] : renamed(one, stands, one === text),
  );
  const lock = (value: boolean): Op[] => (details.locked ? [{ type: "doc.set", field: "locked", value }] : []);
  return [...lock(false), ...steps, ...lock(true)];
}

const stepOp = ({ lang }: TextState, step: Step): Op => ({ type: "text.step", lang, step: stepJson(step) });

function inserted(text: TextState, words: string): Op {
  const title = schema.node("heading", { id: TITLE_BLOCK, level: 1 }, words === "" ? [] : [schema.text(words)]);
  return stepOp(text, new ReplaceStep(0, 0, new Slice(Fragment.from(title), 0, 0)));
}

/** The block that is the title already takes its id, and its translation with it; how far that is goes along. */
function renamed(text: TextState, id: string, isSource: boolean): Op[] {
  const pos = isSource ? 0 : placeOf(text.doc, id);
  if (pos === null) return [inserted(text, "")];
  const ops = [stepOp(text, new AttrStep(pos, "id", TITLE_BLOCK))];
  const state = text.blocks[id as BlockId];
  return state === undefined ? ops : [...ops, { type: "block.state", lang: text.lang, block: TITLE_BLOCK, state }];
}

function placeOf(doc: Node, id: string): number | null {
  let pos = 0;
  for (const node of doc.children) {
    if (node.attrs["id"] === id) return pos;
    pos += node.nodeSize;
  }
  return null;
}
