import { RotateCcw, TriangleAlert } from "lucide-react";
import type { Claim, FallBack } from "../../../shared/claim/claim";
import { currentFallBack } from "../../../shared/claim/standing";
import type { UserId } from "../../../shared/ids";
import { ago, moment } from "../../app/dates";
import { languageName } from "../../app/names";
import { useMe } from "../../app/services";
import { useTranslation } from "../../app/translation";
import { useWorkbench, useSlice } from "../WorkbenchContext";
import { useNameOf } from "./people";

// What has changed under a verdict or an approval since it was given: said where one decides.

/** Why an approved claim is in review again. */
export function FallBackNote({ claim }: { claim: Claim }) {
  const { t } = useTranslation("claim");
  const told = useTold();
  const cause = useCause();
  const fall = currentFallBack(claim);
  if (fall === null) return null;
  return (
    <p className="card-changed">
      <RotateCcw aria-hidden="true" />
      <span>
        {t("fellBack", { what: cause(fall) })} <Told {...told(fall)} />
      </span>
    </p>
  );
}

function useCause(): (fall: FallBack) => string {
  const { t } = useTranslation("claim");
  const ui = useMe().lang;
  return ({ of, lang }) => t(`fallBack.${of}`, { language: lang ? languageName(ui, lang) : "" });
}

/** The same in a closed card's line, in as few words as will do. */
export function FallBackBadge({ claim }: { claim: Claim }) {
  const { t } = useTranslation("claim");
  const cause = useCause();
  const fall = currentFallBack(claim);
  if (fall === null && claim.drift === undefined) return null;
  return (
    <span className="card-changed">
      <RotateCcw aria-hidden="true" />
      {fall ? cause(fall) : t("drifted")}
    </span>
  );
}

/** The passage has other words than the verdict was given to; who stands by the verdict says so, and it is given anew. */
export function DriftNote({ claim, onConfirm }: { claim: Claim; onConfirm: (() => void) | null }) {
  const { t } = useTranslation(["claim", "common"]);
  const told = useTold();
  const source = useSlice(({ state }) => state.source);
  const dir = useSlice(({ state }) => (state.source ? state.texts[state.source]?.dir : undefined));
  const { drift } = claim;
  if (!drift) return null;
  return (
    <div className="card-changed">
      <TriangleAlert aria-hidden="true" />
      <div>
        <p>
          {t("claim:driftedSince")} <Told {...told(drift)} />
        </p>
        {drift.was ? (
          <p>
            {t("claim:driftedFrom")}{" "}
            <q lang={source ?? undefined} dir={dir}>
              {drift.was}
            </q>
          </p>
        ) : null}
        {onConfirm ? (
          <button type="button" className="ui-btn is-small" onClick={onConfirm}>
            {t("claim:confirmVerdict", { verdict: t(`common:verdict.${claim.verdict}`) })}
          </button>
        ) : null}
      </div>
    </div>
  );
}

interface TellProps {
  readonly text: string;
  readonly at: string;
  readonly exact: string;
}

function Told({ text, at, exact }: TellProps) {
  return (
    <time dateTime={at} title={exact}>
      {text}
    </time>
  );
}

/** "Vérif B, r57, il y a 4 min". */
function useTold(): (what: Pick<FallBack, "by" | "at" | "version">) => TellProps {
  const { t } = useTranslation(["claim", "common"]);
  const { now } = useWorkbench();
  const ui = useMe().lang;
  const nameOf = useNameOf();
  return ({ by, at, version }: { by: UserId; at: number; version: number }) => ({
    text: t("claim:changedBy", { name: nameOf(by), version, when: ago(ui, at, now()) ?? t("common:now") }),
    at: new Date(at).toISOString(),
    exact: moment(ui, at),
  });
}
