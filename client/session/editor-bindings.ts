import type { Node } from "prosemirror-model";
import type { Step } from "prosemirror-transform";
import { ReplaceStep } from "prosemirror-transform";
import type { Lang } from "../../shared/languages";
import type { TextMove } from "../../shared/log/moves";
import type { DocState } from "../../shared/log/state";
import type { TextUpdate } from "./contract";

interface Follower {
  readonly follow: (update: TextUpdate) => void;
  /** The text that the editor is known to show. */
  shown: Node;
}

/** The editors that show a text of the document, at most one per language, and what each of them shows. */
export class EditorBindings {
  private readonly byLang = new Map<Lang, Follower>();

  attach(lang: Lang, doc: Node, follow: (update: TextUpdate) => void): () => void {
    const follower: Follower = { follow, shown: doc };
    this.byLang.set(lang, follower);
    return () => {
      if (this.byLang.get(lang) === follower) this.byLang.delete(lang);
    };
  }

  clear(): void {
    this.byLang.clear();
  }

  /** The editor has done this itself. */
  shows(lang: Lang, state: DocState): void {
    const follower = this.byLang.get(lang);
    const doc = state.texts[lang]?.doc;
    if (follower && doc) follower.shown = doc;
  }

  /** Brings an editor whose edit was refused back to the text that stands, whether it has shown the edit or not. */
  restore(lang: Lang, state: DocState): void {
    const follower = this.byLang.get(lang);
    const doc = state.texts[lang]?.doc;
    if (!follower || !doc) return;
    follower.shown = doc;
    follower.follow({ lang, steps: [], mirrors: [], doc, origin: "remote" });
  }

  /**
   * Brings every editor to `state`. An editor may edit while it follows (it gives new blocks their ids): everything is worked out before
   * the first of them is told.
   */
  move(moves: readonly TextMove[], state: DocState, origin: TextUpdate["origin"]): void {
    const joined = joinMoves(moves);
    const updates: [Follower, TextUpdate][] = [];
    for (const [lang, follower] of this.byLang) {
      const doc = state.texts[lang]?.doc;
      if (!doc || doc === follower.shown) continue;
      const move = joined.get(lang) ?? replacement(lang, follower.shown, doc);
      follower.shown = doc;
      if (move) updates.push([follower, { ...move, doc, origin }]);
    }
    for (const [follower, update] of updates) follower.follow(update);
  }
}

/** Moves that followed one another, as one per language. */
function joinMoves(moves: readonly TextMove[]): ReadonlyMap<Lang, TextMove> {
  const joined = new Map<Lang, TextMove>();
  for (const move of moves) {
    const before = joined.get(move.lang);
    const offset = before?.steps.length ?? 0;
    joined.set(move.lang, {
      lang: move.lang,
      steps: [...(before?.steps ?? []), ...move.steps],
      mirrors: [...(before?.mirrors ?? []), ...move.mirrors.map(([a, b]): [number, number] => [a + offset, b + offset])],
    });
  }
  return joined;
}

/** The step over the least stretch that turns one text into another, when nothing else says how it moved; null when they are equal. */
function replacement(lang: Lang, before: Node, after: Node): TextMove | null {
  const start = before.content.findDiffStart(after.content);
  const end = before.content.findDiffEnd(after.content);
  if (start === null || end === null) return null;
  const overlap = Math.max(0, start - Math.min(end.a, end.b));
  const step: Step = new ReplaceStep(start, end.a + overlap, after.slice(start, end.b + overlap));
  const applied = step.apply(before);
  const whole = new ReplaceStep(0, before.content.size, after.slice(0, after.content.size));
  return { lang, steps: [applied.doc?.eq(after) ? step : whole], mirrors: [] };
}
