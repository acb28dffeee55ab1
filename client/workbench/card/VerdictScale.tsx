import { useEffect, useRef } from "react";
import type { Claim, Verdict } from "../../../shared/claim/claim";
import { verdicts } from "../../../shared/claim/claim";
import type { ClaimId } from "../../../shared/ids";
import { KeyCaps } from "../../app/KeyCaps";
import { useStore, useServices } from "../../app/services";
import { useTranslation } from "../../app/translation";
import { VerdictIcon } from "../../app/verdicts";
import { useGlow } from "./useGlow";

/** The line that says what this person may not do on the card. */
export const mayNotId = (claim: ClaimId): string => `${claim}-may-not`;

/**
 * The house scale as one radio group: arrows move, the figures 1–6 choose from anywhere (see `useVerdictKeys`). `why`: why this person cannot
 * choose, where they cannot; the scale stays reachable, so that whoever comes to it hears that.
 */
export function VerdictScale({ claim, why, onChoose }: { claim: Claim; why: string | null; onChoose: (verdict: Verdict) => void }) {
  const { t } = useTranslation(["claim", "common"]);
  const { letters } = useStore(useServices().device);
  const group = useRef<HTMLFieldSetElement>(null);
  useGlow(group, `${claim.id}:verdict`);
  // A figure chooses without the focus: where that stands in the scale it goes along, or Tab would stop here once more.
  useEffect(() => {
    if (!group.current?.contains(document.activeElement)) return;
    group.current.querySelector<HTMLInputElement>(`[value="${claim.verdict}"]`)?.focus({ preventScroll: true });
  }, [claim.verdict]);
  return (
    <fieldset ref={group} className={why === null ? "verdict-scale-group" : "verdict-scale-group is-barred"}>
      <legend className="ui-label">{t("claim:verdict")}</legend>
      <div className="verdict-scale">
        {verdicts.map((verdict, index) => (
          <label
            key={verdict}
            className={`v-${verdict}`}
            data-selected={claim.verdict === verdict ? "" : undefined}
            title={why ?? t("claim:verdictKey", { verdict: t(`common:verdict.${verdict}`), key: index + 1 })}
          >
            <input
              type="radio"
              className="u-unseen"
              name={`verdict-${claim.id}`}
              value={verdict}
              checked={claim.verdict === verdict}
              aria-disabled={why !== null}
              aria-describedby={why === null ? undefined : mayNotId(claim.id)}
              aria-keyshortcuts={why === null ? String(index + 1) : undefined}
              onChange={() => (why === null ? onChoose(verdict) : undefined)}
            />
            <VerdictIcon verdict={verdict} />
            <span>{t(`common:verdict.${verdict}`)}</span>
            {letters && why === null ? (
              <span aria-hidden="true" className="u-wide card-key">
                <KeyCaps keys={String(index + 1)} />
              </span>
            ) : null}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
