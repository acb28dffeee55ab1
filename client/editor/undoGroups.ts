import type { Transaction } from "prosemirror-state";
import type { Step } from "prosemirror-transform";
import type { Lang } from "../../shared/languages";

/** Which edits are undone together. */
export interface TypingGroups {
  moved(): void;
  /** The group that an edit belongs to; undefined: it stands alone. */
  of(steps: readonly Step[], tr: Transaction): string | undefined;
}

/** Typing within one pause of the cursor is undone together; moving the cursor starts a new group. */
export function typingGroups(lang: Lang): TypingGroups {
  let count = 0;
  return {
    moved: () => void count++,
    of(_steps, tr) {
      const pasted = tr.getMeta("uiEvent") !== undefined;
      if (pasted) count++;
      return pasted ? undefined : `typing:${lang}:${String(count)}`;
    },
  };
}
