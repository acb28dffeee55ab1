import { useEffect, useMemo, useRef, useState } from "react";
import type { CaseId } from "../../shared/ids";
import type { LibraryNotice } from "../../shared/protocol/socket";
import { createGatherer } from "../app/gather";
import { useServices, useStore } from "../app/services";
import { createBoardLists } from "./boardLists";
import type { BoardLists, ClaimFigures } from "./boardLists";
import type { ClaimPages, ClaimPagesState } from "./claimPages";
import { readWanted, within, writeWanted } from "./filter";
import type { Wanted } from "./filter";
import type { Place } from "./place";

/** What is shown of one filter, kept up with what others do. `place`: the line that somebody has come back to. */
export function useBoard(wanted: Wanted, only: CaseId | null, place: Place | null): BoardLists {
  const { api, live } = useServices();
  const key = writeWanted(wanted);
  const board = useMemo(() => {
    const { filter, sort, view } = readWanted(key);
    return createBoardLists(api, { filter: within(filter, only), everything: within({}, only), sort, view });
  }, [api, key, only]);
  const back = useRef(place);
  useEffect(() => {
    void board.refresh(back.current);
    back.current = null;
    // Null: anything may have changed.
    const gatherer = createGatherer<LibraryNotice | null>((told) => {
      const docs = told.flatMap((what) => (what?.kind === "rows" ? [what.doc] : []));
      void board.changed(docs.length < told.length ? null : [...new Set(docs)]);
    });
    const leave = live.listen({
      told(what) {
        if (what.kind !== "people") gatherer.add(what);
      },
      // Said and followed by the frame.
      ended: () => undefined,
    });
    const leaveReachable = live.reachable.subscribe(() => {
      if (live.reachable.get()) gatherer.add(null);
    });
    return () => {
      gatherer.stop();
      leave();
      leaveReachable();
    };
  }, [board, live]);
  return board;
}

/** What one list shows: while another is on its way the one before stays, so that nothing moves under the hand. */
export function useShown(pages: ClaimPages): ClaimPagesState & { readonly stale: boolean } {
  const state = useStore(pages);
  const [last, keep] = useState(state);
  if (state.lines !== null && state !== last) keep(state);
  if (state.lines === null && state.failure === null && last.lines !== null) return { ...last, more: false, fresh: 0, stale: true };
  return { ...state, stale: false };
}

/** The figures; until they have come, those of what was shown before. */
export function useFigures(board: BoardLists): ClaimFigures | null {
  const now = useStore(board.figures);
  const [last, keep] = useState(now);
  if (now !== null && now !== last) keep(now);
  return now ?? last;
}
