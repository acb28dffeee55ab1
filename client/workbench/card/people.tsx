import { DEMO_AUTHOR, HOUSE } from "../../../shared/people";
import type { ClaimId, UserId } from "../../../shared/ids";
import type { Peer } from "../../../shared/protocol/socket";
import { Avatar } from "../../app/Avatar";
import { usePeople } from "../../app/services";
import { useTranslation } from "../../app/translation";
import { sameItems, useSlice } from "../WorkbenchContext";

/** A person's name wherever only the id is known. */
export function useNameOf(): (id: UserId | null) => string {
  const people = usePeople();
  const { t } = useTranslation();
  const me = useSlice(({ me }) => me);
  return (id) =>
    id === me.id ? me.name : ((id && people.get(id)?.name) ?? t(id === DEMO_AUTHOR ? "demonstration" : id === HOUSE ? "app" : "someone"));
}

/** Who else has this claim's card open, and who of them is writing in it. */
export function PeersOnCard({ claim }: { claim: ClaimId }) {
  const { t } = useTranslation("claim");
  const peers = useSlice(({ peers }) => peers.filter(({ here }) => here?.claim === claim), sameItems);
  const writing = peers.filter(({ here }) => here?.writing !== "");
  if (peers.length === 0) return null;
  return (
    <span className="peers-here">
      <span className="ui-people">
        {onePerPerson(peers).map((peer) => (
          <Avatar key={peer.user} person={peer} small as="here" said={t("hereNow", { name: peer.name })} />
        ))}
      </span>
      <span aria-live="polite">
        {writing.length > 0 ? t("writing", { names: writing.map(({ name }) => name).join(", "), count: writing.length }) : ""}
      </span>
    </span>
  );
}

/** One entry per person, however many pages they have open. */
export function onePerPerson(peers: readonly Peer[]): readonly Peer[] {
  const seen = new Set<UserId>();
  return peers.filter(({ user }) => !seen.has(user) && seen.add(user));
}
