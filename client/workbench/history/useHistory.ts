import { useCallback, useEffect, useRef, useState } from "react";
import type { DocId } from "../../../shared/ids";
import type { HistoryLine } from "../../../shared/wire/rest";
import type { Api } from "../../app/api";
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

type Keep = (line: HistoryLine) => boolean;

interface Pages {
  readonly lines: readonly HistoryLine[];
  readonly failure: Failure | null;
  /** Where the next older page begins; null at the beginning of the log. */
  readonly next: number | null;
}

/** Pages read at most in one go while nothing that `keep` wants was found. */
const PATIENCE = 10;

/** Reads back from `before` until something new is found, and adds it to `kept`. */
async function readPages(api: Api, doc: DocId, before: number | undefined, kept: readonly HistoryLine[], keep: Keep): Promise<Pages> {
  let lines = kept;
  let next = before;
  for (let page = 0; page < PATIENCE; page++) {
    const outcome = await api.history(doc, next);
    if (!outcome.ok) return { lines, failure: outcome.failure, next: next ?? null };
    lines = [...lines, ...outcome.value.lines.filter(keep)];
    next = outcome.value.next ?? undefined;
    if (next === undefined || lines.length > kept.length) break;
  }
  return { lines, failure: null, next: next ?? null };
}

const all: Keep = () => true;

/** A document's history from the newest commit back, page by page; with `keep`, only the lines it wants. Read anew when `version` changes. */
export function useHistory(doc: DocId, version: number, keep: Keep = all): Reading {
  const { api } = useServices();
  const [pages, setPages] = useState<Pages | null>(null);
  const [fetching, setFetching] = useState(false);
  const run = useRef(0);

  const read = useCallback(
    async (before: number | undefined, kept: readonly HistoryLine[], at: number): Promise<void> => {
      const found = await readPages(api, doc, before, kept, keep);
      if (at === run.current) {
        setPages(found);
        setFetching(false);
      }
    },
    [api, doc, keep],
  );

  const newest = useCallback((_version: number) => void read(undefined, [], ++run.current), [read]);
  useEffect(() => newest(version), [newest, version]);

  const older = useCallback(() => {
    if (!pages || pages.next === null) return;
    setFetching(true);
    void read(pages.next, pages.lines, ++run.current);
  }, [read, pages]);
  return {
    lines: pages?.lines ?? [],
    failure: pages?.failure ?? null,
    loading: pages === null || fetching,
    more: pages !== null && pages.next !== null,
    older,
  };
}
