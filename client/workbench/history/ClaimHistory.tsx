import { useCallback } from "react";
import type { ClaimId } from "../../../shared/ids";
import type { HistoryLine } from "../../../shared/wire/rest";
import { useDesk, useSlice } from "../desk";
import { HistoryLines } from "./HistoryLines";
import { useHistory } from "./useHistory";

/** What happened to one claim, newest first. */
export function ClaimHistory({ claim }: { claim: ClaimId }) {
  const { session } = useDesk();
  // The claim's object changes with every op on it, the version that it then stands at marks what is to be read again.
  const changed = useSlice(({ state }) => state.claims.get(claim)?.changedAt ?? 0);
  const saved = useSlice(({ save }) => save.kind === "saved");
  const keep = useCallback((line: HistoryLine) => line.ops.some((op) => op.claim === claim), [claim]);
  const reading = useHistory(session.doc, changed + Number(saved), keep);
  return <HistoryLines reading={reading} claim={claim} />;
}
