import type { ClaimId } from "../../../shared/ids";
import { useWorkbench } from "../WorkbenchContext";
import { HistoryLines } from "./HistoryLines";
import { useHistory } from "./useHistory";

/** What happened to one claim, newest first. */
export function ClaimHistory({ claim }: { claim: ClaimId }) {
  const { session } = useWorkbench();
  const reading = useHistory(session.doc, { claim });
  return <HistoryLines reading={reading} claim={claim} />;
}
