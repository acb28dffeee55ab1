import { useEffect, useState } from "react";
import type { SearchView } from "../../shared/protocol/rest";
import { useServices } from "./services";

/** Milliseconds without a key before the server is asked. */
const PAUSE_MS = 150;

/** Of the texts, claims and sources that the server finds, how many of each. */
const MOST = 6;

/**
 * What the server finds of some words in all texts that one may see. What was found of the words before stays until the next answer comes;
 * null without words, before the first answer, and while the server cannot be asked.
 */
export function useFound(words: string): SearchView | null {
  const { api } = useServices();
  const [found, setFound] = useState<SearchView | null>(null);
  const wanted = words.trim();
  useEffect(() => {
    if (wanted === "") return undefined;
    let left = false;
    const pause = setTimeout(() => {
      void api.search({ query: { words: wanted, limit: MOST } }).then((outcome) => {
        if (!left) setFound(outcome.ok ? outcome.value : null);
      });
    }, PAUSE_MS);
    return () => {
      left = true;
      clearTimeout(pause);
    };
  }, [api, wanted]);
  return wanted === "" ? null : found;
}
