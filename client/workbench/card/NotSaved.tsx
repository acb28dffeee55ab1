import { useSyncExternalStore } from "react";
import type { Claim } from "../../../shared/claim/claim";
import type { EvidenceId } from "../../../shared/ids";
import { useTranslation } from "../../app/translation";
import { useDesk } from "../desk";

/** Says that something typed on a claim's card, or into one of its sources, is neither saved nor taken back: where its field does not show. */
export function NotSaved({ claim, source }: { claim: Claim; source?: EvidenceId }) {
  const { t } = useTranslation("claim");
  const { drafts } = useDesk().session;
  const unsaved = useSyncExternalStore(drafts.subscribe, () => drafts.unsaved(claim, source));
  return unsaved ? <small className="not-saved">{t("notSaved")}</small> : null;
}
