import { X } from "lucide-react";
import type { UserId } from "../../../shared/ids";
import type { CaseRole, MemberView } from "../../../shared/protocol/members";
import { Avatar } from "../../app/Avatar";
import { longDay } from "../../app/dates";
import { useMe, usePeople } from "../../app/services";
import { useTranslation } from "../../app/translation";
import { RolePick } from "./RolePick";

interface Props {
  readonly members: readonly MemberView[];
  readonly manages: boolean;
  readonly onRole: (person: UserId, role: CaseRole) => void;
  readonly onRemove: (person: UserId) => void;
}

/** The members, each with who added them and when: who added themselves stands out. */
export function MemberList({ members, manages, onRole, onRemove }: Props) {
  const { t } = useTranslation(["people", "common"]);
  const people = usePeople();
  const me = useMe();
  const nameOf = (user: UserId): string => people.get(user)?.name ?? t("common:someone");
  if (members.length === 0) return <p className="ui-hint">{t("members.none")}</p>;
  return (
    <ul className="page-panel" aria-label={t("members.list")}>
      {members.map(({ user, role, addedBy, at }) => {
        const name = nameOf(user);
        const words = { name: nameOf(addedBy), day: longDay(me.lang, at) };
        return (
          <li key={user}>
            <span className="page-panel-who">
              <Avatar person={people.get(user) ?? { name, hue: 1 }} named />
              <span>
                <b>{name}</b>
                <small className={addedBy === user ? "is-self-added" : undefined}>
                  {t(addedBy === user ? "members.bySelf" : "members.by", words)}
                </small>
              </span>
            </span>
            {manages ? (
              <RolePick label={t("roleOf", { name })} role={role} onRole={(next) => onRole(user, next)} />
            ) : (
              <span className="ui-row">{t(`common:role.${role}`)}</span>
            )}
            {manages && user !== me.id ? (
              <button
                type="button"
                className="ui-btn is-quiet is-icon"
                aria-label={t("members.removeOf", { name })}
                title={t("members.removeOf", { name })}
                onClick={() => onRemove(user)}
              >
                <X aria-hidden="true" />
              </button>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
