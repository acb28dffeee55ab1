import { useEffect, useState } from "react";
import type { Lang } from "../../shared/languages";
import type { DocumentSession } from "../session/contract";
import { claimListOf, sameLines } from "./claimList";
import type { Filter, ClaimList } from "./claimList";

const PAUSE_MS = 150;

/**
 * The claims of the margin. New or changed claims show at once; while only passages move (somebody types before them) the list is looked
 * at again in a pause, and the component renders only when its order changed.
 */
export function useClaimList(session: DocumentSession, lang: Lang, filter: Filter): ClaimList {
  const [held, setHeld] = useState(() => ({ session, lang, filter, lines: claimListOf(session.view().state, lang, filter) }));
  let current = held;
  if (held.session !== session || held.lang !== lang || held.filter !== filter) {
    current = { session, lang, filter, lines: claimListOf(session.view().state, lang, filter) };
    setHeld(current);
  }

  useEffect(() => {
    let pause: ReturnType<typeof setTimeout> | undefined;
    let claims = session.view().state.claims;
    let anchors = session.view().state.texts[lang]?.anchors;
    const look = (): void => {
      const { state } = session.view();
      claims = state.claims;
      anchors = state.texts[lang]?.anchors;
      const lines = claimListOf(state, lang, filter);
      setHeld((former) =>
        former.filter === filter && former.lang === lang && sameLines(former.lines, lines) ? former : { session, lang, filter, lines },
      );
    };
    look();
    const release = session.subscribe(() => {
      const { state } = session.view();
      const now = state.texts[lang]?.anchors;
      if (state.claims === claims && now === anchors) return;
      clearTimeout(pause);
      if (state.claims !== claims || now?.length !== anchors?.length) look();
      else pause = setTimeout(look, PAUSE_MS);
    });
    return () => {
      clearTimeout(pause);
      release();
    };
  }, [session, lang, filter]);

  return current.lines;
}
