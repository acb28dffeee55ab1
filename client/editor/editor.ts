import { keymap } from "prosemirror-keymap";
import { EditorState, TextSelection } from "prosemirror-state";
import type { Command, Transaction } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import type { Step } from "prosemirror-transform";
import type { ClaimId } from "../../shared/ids";
import type { Lang } from "../../shared/languages";
import type { TextState } from "../../shared/log/state";
import type { Result } from "../../shared/refusal";
import type { TakenBack, TextUpdate } from "../session/contract";
import { awaitedKeys } from "./queuedKeys";
import { blockIds } from "./blocks";
import { takeCaret } from "./syncDomSelection";
import { caretBlock } from "./caretBlock";
import { ClaimChoice } from "./choice";
import { claimsAround, claimsPaint, paintClaims } from "./claims";
import type { ClaimsShown } from "./claims";
import { Composition } from "./composition";
import type { EditorEvents, EditorOptions, CursorPlace, TextEditor } from "./contract";
import { quietEmptyHeadings } from "./emptyHeadingsPlugin";
import { endKeys } from "./documentEndKeys";
import { fetchWriting, writingIfThere } from "./fetchEditingPlugins";
import { followTransaction, isFollowing, isFromOthers } from "./applyRemoteUpdate";
import { typingGroups } from "./undoGroups";
import type { TypingGroups } from "./undoGroups";
import { Halves } from "./halves";
import { passageOf } from "./passage";
import type { Passage } from "./passage";
import { paintPeers, peersPaint } from "./peers";
import { readingOnly } from "./readOnlyPlugin";
import { placeInRows, rowsPaint } from "./gridRowsPlugin";
import { stylesAt } from "./styles";
import type { Style, TableEdit } from "./styles";
import { showUntranslated, untranslatedPaint } from "./untranslated";
import type { Source } from "./untranslated";

/** A pause in typing after which the paint is compared with the session's anchors. */
const REPAINT_MS = 100;

/**
 * At every commit, however small, React notes the selection of a focused `contenteditable` by walking its whole text: 10 ms of every
 * keystroke in 250,000 words. It asks this property whether it has one; ProseMirror and the browser go by the attribute.
 */
function hideFromReact(element: HTMLElement): void {
  Object.defineProperty(element, "contentEditable", { configurable: true, get: () => "inherit" });
}

/** A key that undoes or redoes is always taken: the browser's own history knows nothing of the session's. */
const history =
  (move: () => Result<TakenBack>, told: EditorEvents["onTakenBack"]): Command =>
  () => {
    // First, and whether or not anybody is told.
    const done = move();
    told?.(done);
    return true;
  };

/** Binds one language's text to an element. The editor holds derived view state only: the text and its claims are the session's. */
export function createEditor(options: EditorOptions): TextEditor {
  return new BoundEditor(options);
}

class BoundEditor implements TextEditor {
  readonly lang: Lang;
  readonly view: EditorView;
  readonly #options: EditorOptions;
  readonly #groups: TypingGroups;
  readonly #release: (() => void)[] = [];
  readonly #choice: ClaimChoice;
  #mayWrite: boolean;
  readonly #keys = awaitedKeys({
    mayWrite: () => this.#mayWrite,
    unreachable: () => this.#options.events.onUnreachable(),
    onLaidOut: () => this.#options.events.onChange(),
    onLeftOut: (leftOut) => this.#options.events.onLeftOut?.(leftOut),
  });
  #label: string;
  #chosen: ClaimId | null = null;
  /** Whether the selection has become something. */
  #spent = false;
  /** True while the session is being told of an edit: its notification must not paint a document that is not shown yet. */
  #telling = false;
  readonly #composition: Composition;
  readonly #halves = new Halves();
  #shown: { text: TextState | undefined; claims: unknown; chosen: ClaimId | null } = { text: undefined, claims: null, chosen: null };
  #repaint: ReturnType<typeof setTimeout> | undefined;
  /** Whether `#paintNext` is under way. */
  #painting = false;

  constructor(options: EditorOptions) {
    this.#options = options;
    this.lang = options.lang;
    this.#mayWrite = options.mayWrite;
    this.#label = options.label;
    this.#groups = typingGroups(options.lang);
    this.#choice = new ClaimChoice(options, { mayWrite: () => this.#mayWrite, open: () => this.#chosen });
    const attached = options.session.attach(options.lang, (update) => this.#follow(update));
    this.#release.push(attached.detach);
    this.view = new EditorView(options.element, {
      state: EditorState.create({ doc: attached.doc, plugins: this.#plugins(this.#toShow()) }),
      dispatchTransaction: (tr) => this.#dispatch(tr),
      attributes: () => this.#attributes(),
      handleClick: (_view, _pos, event) => {
        this.#takeCaret();
        this.#choice.click(this.view, event);
        return false;
      },
      handleDOMEvents: {
        mouseover: (_view, event) => this.#choice.hover(event),
        mouseleave: () => this.#choice.hover(null),
        mousedown: (view) => this.#choice.press(view),
        focus: () => this.#focused(),
        compositionstart: () => this.#composition.starts(),
        compositionend: () => this.#composition.ends(),
      },
    });
    this.#composition = new Composition({
      view: this.view,
      takeCaret: () => this.#takeCaret(),
      caughtUp: () => {
        this.#sync();
        this.#paint();
      },
    });
    hideFromReact(this.view.dom);
    this.#release.push(options.session.subscribe(() => this.#sync()));
    this.#sync();
  }

  place(): CursorPlace {
    const { doc, selection } = this.view.state;
    return {
      lang: this.lang,
      anchor: this.#composition.place(selection.anchor),
      head: this.#composition.place(selection.head),
      passage: this.#composition.waits ? null : passageOf(doc, selection),
      style: stylesAt(this.view.state),
    };
  }

  choose(claim: ClaimId | null): void {
    this.#chosen = claim;
    this.#sync();
  }

  spend(): void {
    this.#spent = true;
  }

  set({ mayWrite, label }: { mayWrite: boolean; label: string }): void {
    if (mayWrite === this.#mayWrite && label === this.#label) return;
    this.#mayWrite = mayWrite;
    this.#label = label;
    // The attributes of the element follow from the plugins' props, which are read again with the state.
    this.view.updateState(this.view.state);
    if (!this.view.hasFocus()) return;
    this.#keys.takeUp(this.view);
    // Until now keys meant the open card from here too; from now on they would write.
    if (mayWrite && this.#chosen !== null) this.#options.events.onChoose(this.#chosen, this.lang);
  }

  run(command: Command): void {
    command(this.view.state, this.view.dispatch, this.view);
    this.view.focus();
  }

  async restyle(style: Style | TableEdit): Promise<void> {
    const { styleCommand } = writingIfThere() ?? (await fetchWriting());
    this.run(styleCommand(style));
  }

  setRows(rows: readonly number[]): void {
    const tr = placeInRows(this.view.state, rows);
    if (tr) this.view.dispatch(tr);
  }

  showUntranslated(source: Source | null): void {
    const tr = showUntranslated(this.view.state, source);
    if (tr) this.view.dispatch(tr);
  }

  goTo(passage: Passage | null): void {
    const { state } = this.view;
    const { head } = state.selection;
    const isThere = passage === null || (passage.from <= head && head <= passage.to) || passage.from > state.doc.content.size;
    if (!isThere) {
      const start = TextSelection.near(state.doc.resolve(passage.from), 1);
      this.view.dispatch(state.tr.setSelection(start));
    }
    this.view.focus();
  }

  select({ from, to }: Passage): void {
    const { state } = this.view;
    const size = state.doc.content.size;
    if (to > size) return;
    this.view.dispatch(state.tr.setSelection(TextSelection.create(state.doc, from, to)).scrollIntoView());
    this.view.focus();
  }

  layOut(): void {
    writingIfThere()?.layOut(this.view);
  }

  destroy(): void {
    clearTimeout(this.#repaint);
    for (const release of this.#release) release();
    this.view.destroy();
  }

  #attributes(): Record<string, string> {
    const { lang, dir } = this.#options;
    return { class: "text-prose", lang, dir, role: "textbox", "aria-multiline": "true", "aria-label": this.#label };
  }

  /** The claims as they stand in the session, which are shown from now on. */
  #toShow(): ClaimsShown | null {
    const { state } = this.#options.session.view();
    const text = state.texts[this.lang];
    this.#shown = { text, claims: state.claims, chosen: this.#chosen };
    return text ? { anchors: text.anchors, claims: state.claims, chosen: this.#chosen } : null;
  }

  #plugins(claims: ClaimsShown | null) {
    const { session, events, random } = this.#options;
    const mayWrite = (): boolean => this.#mayWrite;
    const claim: Command = () => {
      this.#takeCaret();
      events.onClaimKey();
      return true;
    };
    const whenReading =
      (command: Command): Command =>
      (state, dispatch, view) =>
        !this.#mayWrite && command(state, dispatch, view);
    return [
      keymap({
        "Mod-z": history(() => session.undo(), events.onTakenBack),
        "Mod-y": history(() => session.redo(), events.onTakenBack),
        "Mod-Shift-z": history(() => session.redo(), events.onTakenBack),
        "Mod-Alt-c": claim,
        Escape: () => {
          events.onEscape();
          return true;
        },
        ...endKeys,
        Enter: whenReading(() => this.#choice.chooseAtCursor(this.view)),
        "Mod-Enter": () => this.#choice.chooseAtCursor(this.view),
      }),
      this.#keys.plugin,
      readingOnly(mayWrite, () => events.onRefused({ code: "locked" })),
      blockIds(random),
      claimsPaint(claims),
      peersPaint(),
      rowsPaint(),
      untranslatedPaint(),
      caretBlock(),
      quietEmptyHeadings(),
    ];
  }

  /** Every transaction comes through here. The session is told first: an edit that it refuses never shows. */
  #dispatch(given: Transaction): void {
    const tr = isFollowing(given) ? this.#halves.follow(given) : this.#halves.whole(given, this.view.state);
    if (!tr) return this.view.updateState(this.view.state);
    const { state, transactions } = this.view.state.applyTransaction(tr);
    const steps = transactions.filter((applied) => !isFollowing(applied)).flatMap((applied) => applied.steps);
    if (steps.length > 0 && !this.#tell(steps, tr)) return this.view.updateState(this.view.state);
    const moved = !state.selection.eq(this.view.state.selection);
    // Somebody else's words carry the cursor along; only its owner moves it.
    if (moved && steps.length === 0 && !isFromOthers(tr)) {
      this.#groups.moved();
      this.#spent = false;
    }
    this.#composition.map(tr);
    this.view.updateState(state);
    if (steps.length > 0) this.#repaintSoon();
    if (tr.docChanged) this.#options.events.onChange();
    if (moved || tr.docChanged) this.#tellPlace();
  }

  #tell(steps: readonly Step[], tr: Transaction): boolean {
    const { session, events } = this.#options;
    this.#telling = true;
    const done = session.edit(this.lang, this.#composition.carry(steps), this.#groups.of(steps, tr));
    this.#telling = false;
    if (!done.ok) events.onRefused(done.refusal);
    return done.ok;
  }

  #follow(update: TextUpdate): void {
    if (this.#composition.keepsBack(update)) return;
    this.#keepCaret();
    this.view.dispatch(followTransaction(this.view.state, update));
  }

  /** Brings the paint in step with the session. While only anchors moved, the mapped paint is right already and is checked in a pause. */
  #sync(): void {
    if (this.#telling || this.#composition.waits) return;
    const { state, peers } = this.#options.session.view();
    this.#keepCaret();
    const cursors = paintPeers(this.view.state, this.lang, peers);
    if (cursors) this.view.dispatch(cursors);
    const text = state.texts[this.lang];
    if (state.claims !== this.#shown.claims || this.#chosen !== this.#shown.chosen) this.#paintNext();
    else if (text !== this.#shown.text) this.#repaintSoon();
  }

  /**
   * In this task still, but after the page has answered what the session has told: a claim that was just made is then chosen already, and
   * where its card has taken the focus, ProseMirror need not set the selection again, which makes the browser compute the layout.
   */
  #paintNext(): void {
    if (this.#painting) return;
    this.#painting = true;
    const paint = (): void => {
      this.#painting = false;
      if (!this.view.isDestroyed) this.#paint();
    };
    // React answers in a microtask, which may have been asked for after this one.
    queueMicrotask(() => queueMicrotask(paint));
  }

  #repaintSoon(): void {
    clearTimeout(this.#repaint);
    this.#repaint = setTimeout(() => this.#paint(), REPAINT_MS);
  }

  #paint(): void {
    if (this.#composition.waits) return;
    const shown = this.#toShow();
    if (!shown) return;
    this.#keepCaret();
    const tr = paintClaims(this.view.state, shown);
    if (!tr) return;
    this.view.dispatch(tr);
    this.#options.events.onChange();
  }

  #tellPlace(): void {
    const place = this.place();
    this.#options.events.onPlace(place);
    if (place.anchor !== place.head) return;
    const element = this.#elementAt(place.head);
    const claims = claimsAround(element);
    this.#options.events.onSpot(element && claims.length > 0 ? { claims, by: "cursor", element } : null);
  }

  #elementAt(pos: number): Element | null {
    const { node } = this.view.domAtPos(pos);
    return node instanceof Element ? node : node.parentElement;
  }

  #takeCaret(): void {
    const tr = takeCaret(this.view);
    if (tr) this.view.dispatch(tr);
  }

  /** Before anything is painted that is not this person's doing. While a word is being composed the browser must not be interfered with. */
  #keepCaret(): void {
    if (this.view.hasFocus() && !this.view.composing) this.#takeCaret();
  }

  #focused(): boolean {
    this.#keys.takeUp(this.view);
    this.#firstBlock();
    if (this.#spent) this.#leaveSelection();
    return false;
  }

  #leaveSelection(): void {
    const { state } = this.view;
    this.view.dispatch(state.tr.setSelection(TextSelection.near(state.doc.resolve(state.selection.to), -1)));
    this.#spent = false;
  }

  /** A text without any block has no place to type in. */
  #firstBlock(): void {
    const { state } = this.view;
    if (!this.#mayWrite || state.doc.childCount > 0) return;
    const paragraph = state.schema.nodes["paragraph"]?.createAndFill();
    if (paragraph) this.view.dispatch(state.tr.insert(0, paragraph));
  }
}
