import type { Claim } from "../../../shared/claim/claim";
import { useTranslation } from "../../app/translation";
import type { CardPart } from "../../session/contract";
import { isNew } from "../../session/drafts";
import { useDrafts } from "./useDraft";

/** Says that something typed on a claim's card, or in a part of it, is neither saved nor sent nor taken back: where its field does not show. */
export function NotSaved({ claim, part }: { claim: Claim; part?: CardPart }) {
  const { t } = useTranslation("claim");
  const left = useDrafts((drafts) => {
    const places = drafts.unsaved(claim, part);
    if (places.length === 0) return null;
    return places.every(isNew) ? "to-send" : "to-save";
  });
  return left === null ? null : <small className="card-not-saved">{left === "to-send" ? t("notSent") : t("notSaved")}</small>;
}
