import type { UserId } from "../../../shared/ids";
import type { MemberChange } from "../../../shared/protocol/members";
import { moment } from "../../app/dates";
import { useMe, usePeople } from "../../app/services";
import { useTranslation } from "../../app/translation";

/** What was done to the members and the access, by whom and when: whoever let themselves in stays to be seen after they have left. */
export function MemberChanges({ changes }: { changes: readonly MemberChange[] }) {
  const { t } = useTranslation(["people", "common"]);
  const people = usePeople();
  const { lang } = useMe();
  const nameOf = (user: UserId): string => people.get(user)?.name ?? t("common:someone");
  if (changes.length === 0) return null;
  const sentence = (change: MemberChange): string => {
    const by = nameOf(change.by);
    switch (change.kind) {
      case "added":
        return change.user === change.by
          ? t("members.did.addedSelf", { by, role: t(`common:role.${change.role}`) })
          : t("members.did.added", { by, name: nameOf(change.user), role: t(`common:role.${change.role}`) });
      case "role":
        return t("members.did.role", { by, name: nameOf(change.user), role: t(`common:role.${change.role}`) });
      case "removed":
        return t("members.did.removed", { by, name: nameOf(change.user) });
      case "left":
        return t("members.did.left", { by });
      case "closed":
        return t("members.did.closed", { by });
      case "opened":
        return t("members.did.opened", { by });
    }
  };
  return (
    <details className="members-changes">
      <summary>{t("members.changes", { count: changes.length })}</summary>
      <ol>
        {changes.map((change) => (
          <li key={`${String(change.at)} ${change.kind} ${"user" in change ? change.user : ""}`}>
            {sentence(change)} <time dateTime={new Date(change.at).toISOString()}>{moment(lang, change.at)}</time>
          </li>
        ))}
      </ol>
    </details>
  );
}
