import { useSyncExternalStore } from "react";

/** How the claims stand to the text: a column beside it, a column that can be folded away, a sheet from below. */
export type Layout = "margin" | "drawer" | "sheet";

const wide = "(min-width: 75rem)";
const middle = "(min-width: 48rem)";

function current(): Layout {
  if (window.matchMedia(wide).matches) return "margin";
  return window.matchMedia(middle).matches ? "drawer" : "sheet";
}

function subscribe(listener: () => void): () => void {
  const queries = [wide, middle].map((query) => window.matchMedia(query));
  for (const query of queries) query.addEventListener("change", listener);
  return () => {
    for (const query of queries) query.removeEventListener("change", listener);
  };
}

export function useLayout(): Layout {
  return useSyncExternalStore(subscribe, current);
}

export const calm = (): boolean => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
