import type { Command } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import type { ClaimId, RandomBytes } from "../../shared/ids";
import type { Dir, Lang } from "../../shared/languages";
import type { LeftOut } from "../../shared/doc/reader/block";
import type { Refusal, Result } from "../../shared/refusal";
import type { DocumentSession, TakenBack } from "../session/contract";
import type { Passage } from "./passage";
import type { Style, TableEdit } from "./styles";
import type { Source } from "./untranslated";

// What the page and an editor know of each other.

/** Where the person's cursor is. `passage`: the words of the selection, null when it holds none. */
export interface CursorPlace {
  readonly lang: Lang;
  readonly anchor: number;
  readonly head: number;
  readonly passage: Passage | null;
  /** What formatting holds there, as one word to compare. */
  readonly style: string;
}

/** The claims at a spot that the pointer rests on or the cursor stands in, the innermost first. */
export interface Spot {
  readonly claims: readonly ClaimId[];
  readonly by: "pointer" | "cursor";
  readonly element: Element;
}

/** What the editor tells the page. */
export interface EditorEvents {
  onPlace(place: CursorPlace): void;
  onSpot(spot: Spot | null): void;
  /** A passage was clicked, or Enter pressed in it; null: a click beside every passage. */
  onChoose(claim: ClaimId | null, lang: Lang): void;
  /** Escape in the text. */
  onEscape(): void;
  /** The key for "make a claim of the selection". */
  onClaimKey(): void;
  onRefused(refusal: Refusal): void;
  /** The key that undoes or redoes was pressed. */
  onTakenBack?(done: Result<TakenBack>): void;
  /** Something of what was pasted is not in the text. */
  onLeftOut?(leftOut: readonly LeftOut[]): void;
  /** A key was pressed whose code cannot be had now. */
  onUnreachable(): void;
  /** The text was painted anew and may have changed its height. */
  onChange(): void;
}

export interface EditorOptions {
  readonly session: DocumentSession;
  readonly lang: Lang;
  readonly dir: Dir;
  readonly element: HTMLElement;
  readonly mayWrite: boolean;
  /** What the text is called to those who do not see it. */
  readonly label: string;
  readonly events: EditorEvents;
  readonly random: RandomBytes;
}

export interface TextEditor {
  readonly lang: Lang;
  readonly view: EditorView;
  place(): CursorPlace;
  choose(claim: ClaimId | null): void;
  /** The selection has become something. When the text has the focus again, the cursor stands behind it: the words are not taken twice. */
  spend(): void;
  /** Locking, roles and the page's language change while the text is open. */
  set(what: { mayWrite: boolean; label: string }): void;
  run(command: Command): void;
  /** Gives the selection a style, or takes it away where it holds. Rejects when the code for it cannot be had. */
  restyle(style: Style | TableEdit): Promise<void>;
  /** Puts the outermost blocks into rows of a grid, beside another text's. */
  setRows(rows: readonly number[]): void;
  /** Shows at their place the words of a source that are not translated here; null: nothing of the kind. */
  showUntranslated(source: Source | null): void;
  /** Takes the focus, with the cursor at the passage: where it stands already when that is inside, at its start else. Null: wherever it stands. */
  goTo(passage: Passage | null): void;
  /** Selects a passage and shows it. */
  select(passage: Passage): void;
  /** Lays out what is set aside while somebody writes in a long text, for whoever asks where a far block stands. */
  layOut(): void;
  destroy(): void;
}
