import { useLayoutEffect, useRef } from "react";
import type { ClaimId } from "../../shared/ids";
import { useTranslation } from "../app/translation";
import type { Spot } from "../editor/contract";
import { VerdictIcon } from "../app/verdicts";
import { useMe } from "../app/services";
import { useClaim, useWorkbench } from "./WorkbenchContext";
import { claimTitle } from "../app/claimTitle";
import { Quoted, useQuote } from "./Quoted";

/** Where several claims overlap: what they are, below the spot that the pointer rests on or the cursor stands in. */
export function SpotList({ spot, onHold, onLeave }: { spot: Spot; onHold: () => void; onLeave: () => void }) {
  const { t } = useTranslation(["workbench", "common"]);
  const { open } = useWorkbench();
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = list.current;
    const frame = element?.offsetParent?.getBoundingClientRect();
    const line = [...spot.element.getClientRects()].at(-1);
    if (!element || !frame || !line) return;
    const left = Math.max(0, Math.min(frame.width - element.offsetWidth, line.left - frame.left));
    element.style.transform = `translate(${Math.round(left)}px, ${Math.round(line.bottom - frame.top + 12)}px)`;
  }, [spot]);
  return (
    <div className="spot-list ui-popover" ref={list} onPointerEnter={onHold} onPointerLeave={onLeave} dir="ltr">
      <output className="ui-label">{t("workbench:spot", { count: spot.claims.length })}</output>
      <ul>
        {spot.claims.map((claim) => (
          <li key={claim}>
            <SpotLine claim={claim} onOpen={() => (onLeave(), open(claim, "card"))} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function SpotLine({ claim: id, onOpen }: { claim: ClaimId; onOpen: () => void }) {
  const { t } = useTranslation("common");
  const ui = useMe().lang;
  const claim = useClaim(id);
  const quote = useQuote(id, [null]);
  if (!claim) return null;
  const title = claimTitle(claim, "", ui);
  return (
    <button type="button" className={`ui-menu-item v-${claim.verdict}`} onMouseDown={(event) => event.preventDefault()} onClick={onOpen}>
      <span className="spot-verdict" title={t(`verdict.${claim.verdict}`)}>
        <VerdictIcon verdict={claim.verdict} />
      </span>
      <span className="u-unseen">{t(`verdict.${claim.verdict}`)}</span>
      <span className="spot-title">{title.lang === null ? <Quoted runs={quote} /> : title.text}</span>
    </button>
  );
}
