import { useRef } from "react";
import type { Claim, Verdict } from "../../../shared/claim/claim";
import { verdicts } from "../../../shared/claim/claim";
import { KeyCaps } from "../../app/KeyCaps";
import { useCell, useServices } from "../../app/services";
import { useTranslation } from "../../app/translation";
import { VerdictIcon } from "../../app/verdicts";
import { useGlow } from "./useGlow";

/** The house scale as one radio group: arrows move, the figures 1–6 choose from anywhere (see `useVerdictKeys`). */
export function VerdictScale({ claim, readOnly, onChoose }: { claim: Claim; readOnly: boolean; onChoose: (verdict: Verdict) => void }) {
  const { t } = useTranslation(["claim", "common"]);
  const { letters } = useCell(useServices().device);
  const group = useRef<HTMLFieldSetElement>(null);
  useGlow(group, `${claim.id}:verdict`);
  return (
    <fieldset ref={group} className="scale-group">
      <legend className="lbl">{t("claim:verdict")}</legend>
      <div className="scale">
        {verdicts.map((verdict, index) => (
          <label
            key={verdict}
            className={`v-${verdict}`}
            data-selected={claim.verdict === verdict ? "" : undefined}
            title={t("claim:verdictKey", { verdict: t(`common:verdict.${verdict}`), key: index + 1 })}
          >
            <input
              type="radio"
              className="unseen"
              name={`verdict-${claim.id}`}
              value={verdict}
              checked={claim.verdict === verdict}
              disabled={readOnly}
              aria-keyshortcuts={String(index + 1)}
              onChange={() => onChoose(verdict)}
            />
            <VerdictIcon verdict={verdict} />
            <span>{t(`common:verdict.${verdict}`)}</span>
            {letters && !readOnly ? (
              <span aria-hidden="true" className="wide key">
                <KeyCaps keys={String(index + 1)} />
              </span>
            ) : null}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
