import * as z from "zod/mini";
import { useCallback, useEffect, useState } from "react";
import type { BoardLists } from "./boardLists";

// Coming back from a claim's text to the line that one left, however far down it stands.

const Place = z.object({
  claim: z.string(),
  /** Where it stood in its list; what stands there now takes its place if it is gone. */
  index: z.number(),
  /** How many lines of its list were read. */
  lines: z.number(),
  /** Its column's; null in the table. */
  status: z.nullable(z.string()),
});
export type Place = z.infer<typeof Place>;
const Kept = z.object({ board: Place });

/** Before a way into a text is followed, the page's entry in the browser's history keeps which line that was. */
export function useKeptPlace({ lists }: BoardLists): void {
  useEffect(() => {
    const keep = ({ target }: Event): void => {
      const line = target instanceof Element && target.closest("a.board-open") ? target.closest<HTMLElement>("[data-index]") : null;
      const status = line?.closest<HTMLElement>("[data-status]")?.dataset["status"] ?? null;
      const lines = lists.find((list) => list.status === status)?.pages.get().lines;
      const index = Number(line?.dataset["index"]);
      const claim = lines?.[index]?.claim.claim;
      if (!lines || claim === undefined) return;
      const board: Place = { claim, index, lines: lines.length, status };
      window.history.replaceState({ ...(window.history.state as object | null), board }, "");
    };
    // Before the way is followed.
    document.addEventListener("click", keep, true);
    return () => document.removeEventListener("click", keep, true);
  }, [lists]);
}

/** The line that was left from this entry of the history, until one has arrived there; null for whoever has come here otherwise. */
export function usePlace(): [place: Place | null, arrive: () => void] {
  const [place, set] = useState(() => Kept.safeParse(window.history.state).data?.board ?? null);
  return [place, useCallback(() => set(null), [])];
}

/** A line that takes the focus as soon as its list is read. `index`: what stands there takes its place if it is gone; -1 for nothing. */
export type Awaited = Omit<Place, "lines">;

/** Where it stands in the list by now; -1 in an empty one. */
export function indexOf(place: Awaited, claims: readonly { readonly claim: string }[]): number {
  const index = claims.findIndex(({ claim }) => claim === place.claim);
  return index >= 0 ? index : Math.min(place.index, claims.length - 1);
}
