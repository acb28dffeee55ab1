import { Fragment, Slice } from "prosemirror-model";
import type { Node } from "prosemirror-model";
import { TextSelection } from "prosemirror-state";
import type { EditorState, Transaction } from "prosemirror-state";
import { ReplaceStep } from "prosemirror-transform";

// Some input methods bring a character beyond the first 65,536, an emoji for one, as the two halves that UTF-16 has of it, one after the
// other. Half a character stands in no text (SPEC L6): the first half waits here, outside of the text, until the second comes.

interface Half {
  from: number;
  to: number;
  /** The half itself. */
  readonly text: string;
}

interface Typed {
  readonly from: number;
  readonly to: number;
  readonly node: Node;
  readonly text: string;
}

const FIRST_HALF_ENDS = /[\uD800-\uDBFF]$/;
const SECOND_HALF_BEGINS = /^[\uDC00-\uDFFF]/;

/** What a transaction types, when that is all it does. */
function typedBy(tr: Transaction): Typed | null {
  const [step] = tr.steps;
  if (tr.steps.length !== 1 || !(step instanceof ReplaceStep)) return null;
  const { from, to, slice } = step;
  const node = slice.content.firstChild;
  if (slice.openStart + slice.openEnd > 0 || slice.content.childCount !== 1 || !node?.isText) return null;
  return { from, to, node, text: node.text ?? "" };
}

export class Halves {
  #half: Half | null = null;

  /**
   * The transaction to go on with: with the half that waited, when this is the rest of it; without a half at its end, which waits now, or at
   * its beginning, whose first half never came. Null when that leaves nothing.
   */
  whole(tr: Transaction, state: EditorState): Transaction | null {
    if (!tr.docChanged) return tr;
    const typed = typedBy(tr);
    const joined = typed && this.#joined(typed, state);
    if (!joined && typed && FIRST_HALF_ENDS.test(typed.text)) return this.#held(typed, state);
    this.#half = null;
    if (joined || !typed || !SECOND_HALF_BEGINS.test(typed.text)) return joined ?? tr;
    return typed.text.length === 1 ? null : typing(state, typed, typed.text.slice(1));
  }

  /** Keeps the half at the end back, and lets the words before it go on. */
  #held(typed: Typed, state: EditorState): Transaction | null {
    const { from, to, text } = typed;
    const words = text.slice(0, -1);
    const place = words === "" ? { from, to } : { from: from + words.length, to: from + words.length };
    this.#half = { ...place, text: text.slice(-1) };
    return words === "" ? null : typing(state, typed, words);
  }

  /** Somebody else's words came in: what waits moves with its place. */
  follow(tr: Transaction): Transaction {
    const { mapping } = tr;
    if (this.#half) this.#half = { ...this.#half, from: mapping.map(this.#half.from, -1), to: mapping.map(this.#half.to) };
    return tr;
  }

  #joined({ from, to, node, text }: Typed, state: EditorState): Transaction | null {
    const half = this.#half;
    if (!half || !SECOND_HALF_BEGINS.test(text) || from < half.from || from > half.to) return null;
    return typing(state, { from: half.from, to: Math.max(half.to, to), node }, half.text + text);
  }
}

/** Types the words in place of what the transaction replaced, in its marks, and leaves the cursor behind them. */
function typing(state: EditorState, { from, to, node }: Pick<Typed, "from" | "to" | "node">, words: string): Transaction {
  const text = state.schema.text(words, node.marks);
  const tr = state.tr.replace(from, to, new Slice(Fragment.from(text), 0, 0));
  return tr.setSelection(TextSelection.create(tr.doc, from + text.nodeSize)).scrollIntoView();
}
