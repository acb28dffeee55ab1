import { Link } from "wouter";
import type { DocId, UserId } from "../../shared/ids";
import type { Refusal } from "../../shared/refusal";
import { houseGrant } from "../../shared/rights/grant";
import { may } from "../../shared/rights/may";
import { BIN_DAYS } from "../../shared/protocol/bin";
import { moment } from "../app/dates";
import { useFailureText } from "../app/failure";
import { Page } from "../app/Page";
import { useStore, useMe, usePeople, useServices } from "../app/services";
import { useTranslation } from "../app/translation";

interface Props {
  readonly doc: DocId;
  readonly why: Refusal;
  /** As it is known; "" when the text never opened. */
  readonly title: string;
  /** Own changes that the server does not have. */
  readonly unsent: number;
}

/** In the place of a text that was put into the bin, removed for good, or closed to this person, while it was open: who did it and when, and what of one's own is kept. */
export function Gone({ doc, why, title, unsent }: Props) {
  const { t } = useTranslation(["workbench", "common"]);
  const { api, toasts, library } = useServices();
  const say = useFailureText();
  const me = useMe();
  const people = usePeople();
  useStore(useServices().people);
  const binned = why.code === "binned";
  const closed = why.code === "not-member";
  const name = people.get(String(why.detail?.["by"] ?? "") as UserId)?.name ?? t("common:someone");
  const when = moment(me.lang, Number(why.detail?.["at"] ?? 0));
  const restore = async (): Promise<void> => {
    const outcome = await api.restoreDocument({ params: { doc } });
    if (!outcome.ok) return toasts.say(say(outcome.failure), { bad: true });
    await library.changed({ docs: [doc] });
    window.location.reload();
    return undefined;
  };
  return (
    <Page title={title || t("gone.title")}>
      <div className="app-oops" role="alert">
        <h1 dir="auto">{title || t("gone.title")}</h1>
        <p>{binned ? t("gone.binned", { name, when, count: BIN_DAYS }) : closed ? t("gone.closed") : t("gone.removed")}</p>
        {unsent > 0 ? <p>{t(binned ? "gone.kept" : closed ? "gone.waits" : "gone.lost", { count: unsent })}</p> : null}
        <div className="ui-row">
          <Link href="/" className="ui-btn is-primary">
            {t("common:action.back")}
          </Link>
          {binned && may(houseGrant(me), "bin.restore") ? (
            <button type="button" className="ui-btn" onClick={() => void restore()}>
              {t("gone.restore")}
            </button>
          ) : null}
        </div>
      </div>
    </Page>
  );
}
