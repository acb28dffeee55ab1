import { interfaceLanguage } from "../../../shared/languages";
import type { PeopleView } from "../../../shared/protocol/rest";
import { moment } from "../../app/dates";
import { useFailureText } from "../../app/failure";
import { useServices } from "../../app/services";
import { useTranslation } from "../../app/translation";

/** Links that have been given out and not used yet; each can be called back. */
export function Invitations({ invites }: { invites: PeopleView["invites"] }) {
  const { t, i18n } = useTranslation(["people", "common"]);
  const { api, people, toasts } = useServices();
  const say = useFailureText();
  const lang = interfaceLanguage(i18n.language).tag;
  if (invites.length === 0) return null;

  async function revoke(hash: string): Promise<void> {
    const outcome = await api.removeInvite({ params: { hash } });
    toasts.say(outcome.ok ? t("revoked") : say(outcome.failure), { bad: !outcome.ok });
    await people.refresh();
    // The button has gone with its line.
    (document.querySelector<HTMLElement>("#invitations button") ?? document.getElementById("content"))?.focus();
  }

  return (
    <section className="page-section" aria-labelledby="people-pending" id="invitations">
      <h2 id="people-pending">{t("pending")}</h2>
      <ul className="page-panel">
        {invites.map((invite) => {
          const name = invite.name || t("pendingFree");
          return (
            <li key={invite.hash}>
              <span className="page-panel-who">
                <span>
                  <b>{name}</b>
                  <small>{t("pendingUntil", { until: moment(lang, invite.expiresAt) })}</small>
                </span>
              </span>
              <span className="ui-row">{t(`common:role.${invite.role}`)}</span>
              <button
                type="button"
                className="ui-btn is-quiet"
                aria-label={t("revokeOf", { name })}
                onClick={() => void revoke(invite.hash)}
              >
                {t("revoke")}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
