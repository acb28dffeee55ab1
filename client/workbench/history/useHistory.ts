import { useCallback, useEffect, useRef, useState } from "react";
import type { DocId } from "../../../shared/ids";
import type { HistoryLine } from "../../../shared/wire/rest";
import type { Failure } from "../../app/failure";
import { useServices } from "../../app/services";

export interface Reading {
  /** Newest first. */
  readonly lines: readonly HistoryLine[];
  readonly failure: Failure | null;
  readonly loading: boolean;
  /** There are older ones. */
  readonly more: boolean;
  older(): void;
}

/** Pages read at most in one go while nothing that `keep` wants was found. */
const PATIENCE = 10;

/** A document's history from the newest commit back, page by page; with `keep`, only the lines it wants. Read anew when `version` changes. */
export function useHistory(doc: DocId, version: number, keep?: (line: HistoryLine) => boolean): Reading {
  const { api } = useServices();
  const [state, setState] = useState<Omit<Reading, "older" | "more"> & { next: number | null }>({ lines: [], failure: null, loading: true, next: null });
  const wanted = useRef(keep);
  const run = useRef(0);
  useEffect(() => {
    wanted.current = keep;
  }, [keep]);

  const read = useCallback(
    async (before: number | undefined, kept: readonly HistoryLine[]): Promise<void> => {
      const mine = ++run.current;
      setState((now) => ({ ...now, loading: true, failure: null }));
      let lines = kept;
      let next = before;
      for (let page = 0; page < PATIENCE; page++) {
        const outcome = await api.history(doc, next);
        if (mine !== run.current) return;
        if (!outcome.ok) {
          setState((now) => ({ ...now, failure: outcome.failure, loading: false }));
          return;
        }
        const found = wanted.current ? outcome.value.lines.filter(wanted.current) : outcome.value.lines;
        lines = [...lines, ...found];
        next = outcome.value.next ?? undefined;
        if (next === undefined || lines.length > kept.length) break;
      }
      setState({ lines, failure: null, loading: false, next: next ?? null });
    },
    [api, doc],
  );

  useEffect(() => {
    void read(undefined, []);
    return () => void run.current++;
  }, [read, version]);

  const { next, lines } = state;
  const older = useCallback(() => {
    if (next !== null) void read(next, lines);
  }, [read, next, lines]);
  return { lines, failure: state.failure, loading: state.loading, more: next !== null, older };
}
