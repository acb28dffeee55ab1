import { CircleAlert, Link2, MessageSquare } from "lucide-react";
import { memo, useRef } from "react";
import type { ClaimId } from "../../../shared/ids";
import { Avatar } from "../../app/Avatar";
import { useMe, usePeople } from "../../app/services";
import { useTranslation } from "../../app/translation";
import { VerdictBadge } from "../../app/verdicts";
import { useClaim, useWorkbench, useSlice } from "../WorkbenchContext";
import { claimTitle } from "../../app/claimTitle";
import { Quoted, useQuote } from "../Quoted";
import { useMyConflicts } from "../useConflicts";
import { NotSaved } from "./NotSaved";
import { PeersOnCard } from "./people";
import { FallBackBadge } from "./Standing";
import { useGlow } from "./useGlow";

/** A claim in two lines: what it says, and how it stands; what wants somebody's attention has a third. Pressing it anywhere opens it. */
export const ClosedCard = memo(function ClosedCard({ id }: { id: ClaimId }) {
  const { t } = useTranslation(["claim", "common"]);
  const claim = useClaim(id);
  const { open } = useWorkbench();
  const ui = useMe().lang;
  const people = usePeople();
  const source = useSlice(({ state }) => state.source);
  // The words are needed only while the claim has no statement: looking for the passage costs a walk over all of them.
  const quote = useQuote(id, [null], claim === undefined || Object.keys(claim.statements).length > 0);
  const conflicts = useMyConflicts(id).length;
  const card = useRef<HTMLElement>(null);
  useGlow(card, `${id}:*`);
  if (!claim) return null;
  const title = claimTitle(claim, "", ui);
  const assignee = claim.assignee === null ? undefined : people.get(claim.assignee);
  const sources = claim.evidence.filter(({ removed }) => !removed).length;
  const comments = claim.comments.filter(({ removed }) => !removed).length;

  return (
    // The stylesheet stretches the button over the whole card.
    <article className={`claim-card is-closed v-${claim.verdict}`} ref={card}>
      <h3 lang={title.lang ?? source ?? undefined} dir="auto">
        <button type="button" className="card-title" onClick={() => open(id, "card")}>
          {title.lang === null ? (
            <q>
              <Quoted runs={quote} />
            </q>
          ) : (
            title.text
          )}
        </button>
      </h3>
      <div className="ui-row">
        <VerdictBadge verdict={claim.verdict} />
        <span className="card-state">{t(`common:status.${claim.status}`)}</span>
        <span className="card-row-end">
          <PeersOnCard claim={id} />
          <Count icon={<Link2 aria-hidden="true" />} count={sources} said={t("sourceCount", { count: sources })} />
          <Count icon={<MessageSquare aria-hidden="true" />} count={comments} said={t("commentCount", { count: comments })} />
          {assignee ? <Avatar person={assignee} small as="assignee" said={t("assignedTo", { name: assignee.name })} /> : null}
        </span>
      </div>
      <div className="ui-row card-notes">
        <FallBackBadge claim={claim} />
        {conflicts > 0 ? (
          <span className="card-to-settle">
            <CircleAlert aria-hidden="true" />
            {t("toSettle", { count: conflicts })}
          </span>
        ) : null}
        <NotSaved claim={claim} />
      </div>
    </article>
  );
});

function Count({ icon, count, said }: { icon: React.ReactNode; count: number; said: string }) {
  if (count === 0) return null;
  return (
    <span title={said}>
      {icon}
      <span className="u-num" aria-hidden="true">
        {count}
      </span>
      <span className="u-unseen">{said}</span>
    </span>
  );
}
