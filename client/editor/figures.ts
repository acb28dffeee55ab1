import { toggleMark } from "prosemirror-commands";
import type { Node } from "prosemirror-model";
import { Plugin, TextSelection } from "prosemirror-state";
import type { Command, EditorState, Transaction } from "prosemirror-state";
import { AddMarkStep } from "prosemirror-transform";
import type { EditorView } from "prosemirror-view";
import type { ReadRun } from "../../shared/doc/reader/block";
import { bareFigure, withFigures } from "../../shared/doc/reader/raise";
import { schema } from "../../shared/doc/schema";
import { claimEdges } from "./claims";
import { isFollowing } from "./applyRemoteUpdate";
import { holdsFigures } from "./styles";
import type { Side } from "./styles";

// A figure that a person raises or lowers becomes its own Unicode character, as the reader makes it of imported ones: a text is also quoted,
// searched and exported without its marks, and "10⁶" with a mark on a plain 6 would read 106 there. To a verdict it is another figure too.

const { superscript, subscript } = schema.marks;

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Raises the selected words, or takes that away again; what was lowered is lowered no more. */
export function raise(side: Side): Command {
  const [mark, other] = side === "sup" ? [superscript, subscript] : [subscript, superscript];
  return (state, dispatch) => {
    const { from, to, empty } = state.selection;
    if (empty) return toggleMark(mark)(state, dispatch && ((tr) => dispatch(tr.removeStoredMark(other))));
    const tr = state.tr;
    for (const { text, ...stretch } of figuresIn(state.doc, from, to)) rewrite(tr, state, stretch, text);
    tr.removeMark(from, to, other);
    const isRaised = holdsFigures(state, side) || state.doc.rangeHasMark(from, to, mark);
    dispatch?.(selectAgain(isRaised ? tr.removeMark(from, to, mark) : tr.addMark(from, to, mark.create()), state));
    return true;
  };
}

/** As many characters stand there as before: what was selected is at its place. */
function selectAgain(tr: Transaction, { selection }: EditorState): Transaction {
  if (!(selection instanceof TextSelection)) return tr;
  return tr.setSelection(TextSelection.create(tr.doc, selection.anchor, selection.head));
}

/** Raised and lowered figures of a stretch, with the plain characters that they stand for. */
function figuresIn(doc: Node, from: number, to: number): { from: number; to: number; text: string }[] {
  const found: { from: number; to: number; text: string }[] = [];
  doc.nodesBetween(from, to, (node, pos) => {
    for (let at = Math.max(from, pos); node.isText && at < Math.min(to, pos + node.nodeSize); at++) {
      const figure = bareFigure((node.text ?? "").charAt(at - pos));
      const last = found.at(-1);
      if (!figure) continue;
      if (last?.to === at) found[found.length - 1] = { ...last, to: at + 1, text: last.text + figure.char };
      else found.push({ from: at, to: at + 1, text: figure.char });
    }
    return true;
  });
  return found;
}

/** After each own edit. While an input method composes its words are not touched. */
export function figures(): Plugin {
  let shown: EditorView | null = null;
  return new Plugin({
    view(view) {
      shown = view;
      return {};
    },
    appendTransaction(transactions, _before, state) {
      const own = transactions.filter((tr) => tr.docChanged && !isFollowing(tr));
      if (own.length === 0 || shown?.composing) return null;
      const tr = state.tr;
      for (const stretch of changedBy(transactions, state.doc)) settle(tr, state, stretch);
      if (!tr.docChanged) return null;
      const { storedMarks, selection } = state;
      // What is typed on is raised as the figure before it was.
      return selectAgain(tr, state).setStoredMarks(storedMarks ?? (selection.empty ? selection.$from.marks() : null));
    },
  });
}

function changedBy(transactions: readonly Transaction[], doc: Node): Stretch[] {
  const found: Stretch[] = [];
  transactions.forEach((tr, index) => {
    tr.steps.forEach((step, at) => {
      const later = (pos: number, side: 1 | -1): number =>
        transactions.slice(index + 1).reduce((now, next) => next.mapping.map(now, side), tr.mapping.slice(at + 1).map(pos, side));
      const note = (from: number, to: number): void =>
        void found.push({ from: later(from, -1), to: Math.min(doc.content.size, later(to, 1)) });
      if (step instanceof AddMarkStep) note(step.from, step.to);
      else step.getMap().forEach((_oldFrom, _oldTo, from, to) => note(from, to));
    });
  });
  return found.filter(({ from, to }) => from < to);
}

/** Gives the marked figures of a stretch their own characters. */
function settle(tr: Transaction, state: EditorState, { from, to }: Stretch): void {
  state.doc.nodesBetween(from, to, (block, pos) => {
    if (!block.isTextblock) return true;
    const runs: ReadRun[] = [];
    block.forEach((node) => runs.push({ text: node.isText ? (node.text ?? "") : "\n".repeat(node.nodeSize), ...sideOf(node) }));
    const text = runs.map((run) => run.text).join("");
    const wanted = withFigures(runs)
      .map((run) => run.text)
      .join("");
    for (let at = 0; at < text.length; at++) {
      const start = at;
      while (at < text.length && text[at] !== wanted[at] && from <= pos + 1 + at && pos + 1 + at < to) at++;
      if (at > start) rewrite(tr, state, { from: pos + 1 + start, to: pos + 1 + at }, wanted.slice(start, at));
    }
    return false;
  });
}

function sideOf(node: Node): { sup?: true; sub?: true } {
  if (superscript.isInSet(node.marks)) return { sup: true };
  return subscript.isInSet(node.marks) ? { sub: true } : {};
}

/**
 * Other characters for as many, so that every passage keeps its words: what is typed at an edge stays outside (SPEC A1), so the new ones
 * come inside of the old ones, which go then. A passage of one such figure and nothing else keeps it with its mark.
 */
function rewrite(tr: Transaction, state: EditorState, { from, to }: Stretch, text: string): void {
  const node = state.doc.nodeAt(from);
  const marks = (node?.marks ?? []).filter(({ type }) => type !== superscript && type !== subscript);
  const { starts, ends } = claimEdges(state, from, to);
  if (to - from === 1 && starts && ends) return;
  const at = to - from > 1 || starts ? from + 1 : from;
  tr.insert(at, schema.text(text, marks));
  const size = text.length;
  tr.delete(at + size, to + size).delete(from, at);
}
