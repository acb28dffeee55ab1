import { useEffect, useMemo, useSyncExternalStore } from "react";
import type { ClaimId, DocId, UserId } from "../../../shared/ids";
import type { HistoryKind, HistoryLine } from "../../../shared/protocol/rest";
import type { Failure } from "../../app/failure";
import { useServices } from "../../app/services";
import { HistoryReader } from "./reader";

export interface Resource {
  /** Newest first. */
  readonly lines: readonly HistoryLine[];
  readonly failure: Failure | null;
  readonly loading: boolean;
  /** There are older ones. */
  readonly more: boolean;
  older(): void;
}

/** Which lines: those about one claim, of one person, of one kind. */
export interface HistoryFilter {
  readonly claim?: ClaimId | undefined;
  readonly author?: UserId | undefined;
  readonly kind?: HistoryKind | undefined;
}

/** A document's history, or a part of it, from the newest commit back; what comes after `version` went up is added in front. */
export function useHistory(doc: DocId, version: number, { claim, author, kind }: HistoryFilter = {}): Resource {
  const { api } = useServices();
  const reader = useMemo(
    () =>
      new HistoryReader({
        read: (stretch) => api.readHistory({ params: { doc }, query: { ...stretch, claim, author, kind } }),
        after(ms, run) {
          const timer = setTimeout(run, ms);
          return () => clearTimeout(timer);
        },
      }),
    [api, doc, claim, author, kind],
  );
  useEffect(() => {
    reader.start();
    return () => reader.stop();
  }, [reader]);
  useEffect(() => reader.reach(version), [reader, version]);
  const { lines, failure, next, loading } = useSyncExternalStore(reader.subscribe, reader.pages);
  return { lines, failure, loading, more: next !== null, older: reader.older };
}
