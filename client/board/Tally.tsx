import type { Verdict } from "../../shared/claim/claim";
import { useTranslation } from "../app/translation";
import { verdictOrder } from "../app/verdictOrder";
import { VerdictIcon } from "../app/verdicts";
import type { ClaimFigures } from "./boardLists";

/** How many of the claims that are shown have each verdict: a bar, and its figures in words. Pressing one shows those alone. */
export function Tally({
  figures,
  chosen,
  onChoose,
}: {
  figures: ClaimFigures;
  chosen: readonly Verdict[];
  onChoose: (verdict: Verdict) => void;
}) {
  const { t } = useTranslation(["board", "common"]);
  const shown = verdictOrder.map((verdict) => ({ verdict, number: figures.byVerdict[verdict] ?? 0 })).filter(({ number }) => number > 0);
  if (shown.length === 0) return null;
  return (
    <div className="board-tally">
      <div className="verdict-tally" aria-hidden="true">
        {shown.map(({ verdict, number }) => (
          <i key={verdict} className={`v-${verdict}`} style={{ flexGrow: number, flexBasis: 0 }} />
        ))}
      </div>
      <ul aria-label={t("board:tally")}>
        {shown.map(({ verdict, number }) => (
          <li key={verdict}>
            <button
              type="button"
              className={`board-figure v-${verdict}`}
              aria-pressed={chosen.includes(verdict)}
              onClick={() => onChoose(verdict)}
            >
              <VerdictIcon verdict={verdict} />
              {t(`common:verdict.${verdict}`)} <b className="u-num">{number}</b>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
