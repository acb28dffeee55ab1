import { useRef } from "react";
import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Claim, Verdict } from "../../../shared/claim/claim";
import { verdicts } from "../../../shared/claim/claim";
import { VerdictIcon } from "../../app/verdicts";
import { useGlow } from "./useGlow";

/** The house scale as one radio group: arrows move, the figures 1–6 choose from anywhere on the open card (see `useCardKeys`). */
export function VerdictScale({ claim, readOnly, onChoose }: { claim: Claim; readOnly: boolean; onChoose: (verdict: Verdict) => void }) {
  const { t } = useTranslation(["claim", "common"]);
  const group = useRef<HTMLDivElement>(null);
  useGlow(group, `${claim.id}:verdict`);

  const move = (event: KeyboardEvent, from: number): void => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined || readOnly) return;
    event.preventDefault();
    const rtl = getComputedStyle(event.currentTarget).direction === "rtl" && event.key.match(/Left|Right/) ? -1 : 1;
    const next = verdicts[(from + step * rtl + verdicts.length) % verdicts.length] ?? "open";
    onChoose(next);
    group.current?.querySelector<HTMLElement>(`[data-verdict="${next}"]`)?.focus();
  };

  return (
    <div>
      <span className="lbl" id={`${claim.id}-scale`}>
        {t("claim:verdict")}
      </span>
      <div className="scale" role="radiogroup" ref={group} aria-labelledby={`${claim.id}-scale`} aria-readonly={readOnly}>
        {verdicts.map((verdict, index) => (
          <button
            key={verdict}
            type="button"
            role="radio"
            className={`v-${verdict}`}
            data-verdict={verdict}
            aria-checked={claim.verdict === verdict}
            aria-disabled={readOnly}
            aria-keyshortcuts={String(index + 1)}
            title={t("claim:verdictKey", { verdict: t(`common:verdict.${verdict}`), key: index + 1 })}
            tabIndex={claim.verdict === verdict ? 0 : -1}
            onClick={() => (readOnly ? undefined : onChoose(verdict))}
            onKeyDown={(event) => move(event, index)}
          >
            <VerdictIcon verdict={verdict} />
            {t(`common:verdict.${verdict}`)}
          </button>
        ))}
      </div>
    </div>
  );
}
