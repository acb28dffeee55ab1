import type { Node } from "prosemirror-model";
import { TextSelection } from "prosemirror-state";
import type { EditorState, Transaction } from "prosemirror-state";
import type { Step } from "prosemirror-transform";
import type { EditorView } from "prosemirror-view";
import { Course } from "../../shared/log/course";
import { rebaseStep } from "../../shared/log/rebase-step";
import type { TextUpdate } from "../session/contract";
import { followTransaction } from "./applyRemoteUpdate";

// While an input method composes, the browser holds the words it works on, and says only what they are now: who changes their text node makes it
// put them down a second time. What others do to that paragraph meanwhile waits here; the session goes on without the editor.

/** How long after a composition's end the browser may still tell of it. */
const COMPOSED_MS = 50;

/** What the editor does when it may show again what others did. */
interface Editor {
  readonly view: EditorView;
  /** The browser's cursor is where the editor's selection must be, before the text around it changes. */
  takeCaret(): void;
  /** The editor shows the session's text again. */
  caughtUp(): void;
}

/** The word that one editor's person composes, and what waits for its end. */
export class Composition {
  /** Null while the editor shows the session's text. */
  #behind: Behind | null = null;
  /** Where the composition under way started. */
  #from = 0;

  constructor(private readonly editor: Editor) {}

  /** Whether the editor shows an older text than the session has: what the session knows by place stands elsewhere in it. */
  get waits(): boolean {
    return this.#behind !== null;
  }

  /** A place of the text shown, in the session's. */
  place(pos: number): number {
    return this.#behind?.place(pos) ?? pos;
  }

  /** The person's own steps, made on the text shown, as steps on the session's. */
  carry(steps: readonly Step[]): readonly Step[] {
    return this.#behind?.carry(steps) ?? steps;
  }

  /** The text shown has changed. */
  map(tr: Transaction): void {
    this.#from = tr.mapping.map(this.#from, -1);
  }

  starts(): void {
    this.#from = this.editor.view.state.selection.from;
  }

  ends(): void {
    setTimeout(() => this.#catchUp(), COMPOSED_MS);
  }

  /** Takes an update that has to wait, and says whether it does. */
  keepsBack(update: TextUpdate): boolean {
    const { view } = this.editor;
    if (!this.#behind && view.composing && !sparesCaretBlock(view.state, update)) this.#behind = new Behind(view.state.doc, this.#from);
    if (!this.#behind) return false;
    this.#behind.add(update);
    this.#catchUp();
    return true;
  }

  /** Shows what waited for the end of a composition. */
  #catchUp(): void {
    const behind = this.#behind;
    const { view } = this.editor;
    if (!behind || view.isDestroyed || view.composing) return;
    this.editor.takeCaret();
    const shown = view.state;
    const tr = behind.catchUp(shown);
    this.#behind = null;
    view.dispatch(tr);
    const missing = behind.restore(shown, view.state);
    if (missing) view.dispatch(missing);
    this.editor.caughtUp();
  }
}

/** Whether an update leaves the paragraph of the cursor as it is, where it is. */
function sparesCaretBlock({ selection }: EditorState, update: TextUpdate): boolean {
  const { $head } = selection;
  if ($head.depth === 0) return false;
  const place = courseOf(update).mapResult($head.before(), 1);
  if (place.deletedAfter || place.pos >= update.doc.content.size) return false;
  const $now = update.doc.resolve(place.pos + 1);
  const sameAround =
    $now.depth === $head.depth &&
    Array.from({ length: $now.depth }, (_, depth) => depth).every((depth) => $now.node(depth).type === $head.node(depth).type);
  return sameAround && $now.parent.eq($head.parent);
}

/** The maps of an update, and which of them bring back what others took. */
function courseOf({ steps, mirrors }: TextUpdate): Course {
  const course = new Course();
  for (const step of steps) course.append(step.getMap());
  for (const [one, other] of mirrors) course.link(Math.min(one, other), Math.max(one, other));
  return course;
}

/** What the session's text has and the editor does not show yet. */
class Behind {
  /** From the text shown to the session's. */
  #course = new Course();
  #doc: Node;

  constructor(
    shown: Node,
    /** Where what is being composed starts, in the text shown. */
    private composedFrom: number,
  ) {
    this.#doc = shown;
  }

  /** Something more that the session has and the editor waits with. */
  add(update: TextUpdate): void {
    this.#course.extend(courseOf(update));
    this.#doc = update.doc;
  }

  /** The person's own steps, made on the text shown, as steps on the session's: by the rule for everything that was made on an older text. */
  carry(steps: readonly Step[]): readonly Step[] {
    return steps.flatMap((step) => {
      const { steps: placed, carrier } = rebaseStep(step, this.#course, this.#doc);
      const next = Course.of([step.getMap().invert()]);
      next.extend(this.#course);
      placed.forEach((one, index) => {
        const at = next.append(one.getMap());
        // All that the step put there is brought again, though what it replaced may be gone.
        if (index === carrier) next.linkPart(0, at, 0);
        this.#doc = one.apply(this.#doc).doc ?? this.#doc;
      });
      this.#course = next;
      this.composedFrom = step.getMap().map(this.composedFrom, -1);
      return placed;
    });
  }

  place(pos: number): number {
    return Math.min(this.#course.map(pos), this.#doc.content.size);
  }

  /** Brings the editor to the session's text; the cursor stays with its words. */
  catchUp(state: EditorState): Transaction {
    const { anchor, head } = state.selection;
    const tr = followTransaction(state, { lang: "und" as never, steps: [], mirrors: [], doc: this.#doc, origin: "remote" });
    return tr.setSelection(TextSelection.between(tr.doc.resolve(this.place(anchor)), tr.doc.resolve(this.place(head))));
  }

  /**
   * What the person has composed and somebody else took out of the text while it was being composed, put in again, after `catchUp`; null when
   * nothing is missing. `shown`: the state before it.
   */
  restore(shown: EditorState, state: EditorState): Transaction | null {
    const { head } = shown.selection;
    if (this.composedFrom >= head) return null;
    const composed = shown.doc.textBetween(this.composedFrom, head, "\n", "\n");
    const from = Math.min(this.#course.map(this.composedFrom, -1), this.#doc.content.size);
    const to = Math.min(this.#course.map(head, 1), this.#doc.content.size);
    const left = state.doc.textBetween(from, to, "\n", "\n");
    if (left === composed || !isPartOf(left, composed)) return null;
    return state.tr.insertText(composed, from, to);
  }
}

/** Whether `part` is `whole` with some of its characters taken out. */
function isPartOf(part: string, whole: string): boolean {
  let at = 0;
  for (const letter of whole) if (part.startsWith(letter, at)) at += letter.length;
  return at === part.length;
}
