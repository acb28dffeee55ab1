import type { ClaimId } from "../ids";

/**
 * A claim's passage in one language's text. Positions are ProseMirror positions of that text; lengths count UTF-16 units.
 * `from < to` while the passage has words; `from === to` when all of them were deleted (an orphan).
 */
export interface Anchor {
  readonly claim: ClaimId;
  readonly from: number;
  readonly to: number;
  /** The words as they are in the text or, for an orphan, as they were just before they went. */
  readonly exact: string;
  /** Up to 32 characters of context as they were when the passage was last chosen by a person. */
  readonly prefix: string;
  readonly suffix: string;
  /** Words that were deleted at an edge, nearest the passage last (head) or first (tail); they come back on undo or retyping. */
  readonly head: string;
  readonly tail: string;
  /** Where lost words may come back: `windowFrom ≤ from`, `to ≤ windowTo`. Equal to `from` and `to` when nothing is lost. */
  readonly windowFrom: number;
  readonly windowTo: number;
}

export const CONTEXT = 32;

export const isOrphan = (anchor: Anchor): boolean => anchor.from === anchor.to;
