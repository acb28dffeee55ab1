import type { ClaimId } from "../../../shared/ids";
import { useWorkbench, useSlice } from "../WorkbenchContext";
import { HistoryLines } from "./HistoryLines";
import { useHistory } from "./useHistory";

/** What happened to one claim, newest first. */
export function ClaimHistory({ claim }: { claim: ClaimId }) {
  const { session } = useWorkbench();
  // Only what changed the claim, or came into the log, is worth asking for: not every keystroke of everybody.
  const { confirmed } = useSlice(
    ({ state, save, confirmed }) => ({ claim: state.claims.get(claim), saved: save.kind === "saved", confirmed }),
    (a, b) => a.claim === b.claim && a.saved === b.saved,
  );
  const reading = useHistory(session.doc, confirmed, { claim });
  return <HistoryLines reading={reading} claim={claim} />;
}
