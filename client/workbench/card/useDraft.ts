import { useCallback, useEffect, useSyncExternalStore } from "react";
import type { ClaimId } from "../../../shared/ids";
import type { Draft, Drafts } from "../../session/contract";
import { seenBy, useWorkbench } from "../WorkbenchContext";

/** What the session's drafts say of something; `select` gives a value that compares as it is. */
export function useDrafts<T extends string | boolean | number | Draft | null>(select: (drafts: Drafts) => T): T {
  const { drafts } = useWorkbench().session;
  return useSyncExternalStore(drafts.subscribe, () => select(drafts));
}

/**
 * A text that goes only when its author sends it: until then it is the session's draft of its place, which outlives the card and the page.
 * `start`: what stands there before anything is typed. Null lets go of what was typed.
 */
export function useWriting(claim: ClaimId, place: string, start = ""): [string, (text: string | null) => void] {
  const { session } = useWorkbench();
  const { drafts } = session;
  const draft = useDrafts(() => drafts.get(place));

  // What says nothing new holds no place open once its composer is gone.
  useEffect(
    () => () => {
      const left = drafts.get(place);
      if (left !== null && left.parsed === left.base) drafts.set(place, null);
    },
    [drafts, place],
  );

  const write = useCallback(
    (text: string | null): void => {
      const from = drafts.get(place) ?? { claim, base: start, former: start, seen: seenBy(session), refused: false };
      // What is empty cannot be sent: nothing is lost with it. A message that is being changed stays open without its words.
      const over = text === null || (text === "" && from.base === "");
      drafts.set(place, over ? null : { ...from, text, parsed: text.trim() || from.base });
    },
    [session, drafts, claim, place, start],
  );
  return [draft?.text ?? start, write];
}
