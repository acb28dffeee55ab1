import { useEffect, useMemo, useSyncExternalStore } from "react";
import type { ClaimId, DocId, UserId } from "../../../shared/ids";
import type { HistoryKind, HistoryLine } from "../../../shared/protocol/rest";
import { isWanted } from "../../../shared/protocol/history";
import type { Failure } from "../../app/failure";
import { useServices } from "../../app/services";
import { useSlice } from "../WorkbenchContext";
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

/**
 * A document's history, or a part of it, from the newest commit back. While it is `followed` and the document is open, what is new is told by the server and
 * added in front.
 */
export function useHistory(doc: DocId, { claim, author, kind }: HistoryFilter = {}, followed = true): Resource {
  const { api, live } = useServices();
  const open = useSlice(({ connection }) => connection === "live");
  const reader = useMemo(
    () =>
      new HistoryReader({
        read: (stretch) => api.readHistory({ params: { doc }, query: { ...stretch, claim, author, kind } }),
        wants: (line) => isWanted(line, { claim, author, kind }),
      }),
    [api, doc, claim, author, kind],
  );
  useEffect(() => {
    reader.start();
    return () => reader.stop();
  }, [reader]);
  useEffect(
    () => (open && followed ? live.watchHistory(doc, (news) => reader.told(news)) : undefined),
    [live, doc, reader, open, followed],
  );
  const { lines, failure, next, loading } = useSyncExternalStore(reader.subscribe, reader.pages);
  return { lines, failure, loading, more: next !== null, older: reader.older };
}
