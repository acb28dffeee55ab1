import { CloudAlert, CloudCheck, CloudOff } from "lucide-react";
import type { LibraryView } from "../../shared/protocol/rest";
import { useFailureText } from "../app/failure";
import { useOnline } from "../app/online";
import type { ResourceState } from "../app/resource";
import { useTranslation } from "../app/translation";

/** Whether what is shown is what the server has: in words, in the bar. */
export function LibraryState({ state }: { state: ResourceState<LibraryView> }) {
  const { t } = useTranslation();
  const say = useFailureText();
  const online = useOnline();
  if (state.data === null) return null;
  // Offline is whoever does not reach the server, wherever the line is cut; what is shown is then of the last connection.
  if (!online || state.failure?.code === "unreachable") {
    return (
      <output className="app-saved is-waiting" title={t("state.offline")}>
        <CloudOff aria-hidden="true" />
        <span className="u-fold">{t("state.noNetwork")}</span>
      </output>
    );
  }
  if (state.failure) {
    return (
      <output className="app-saved is-bad" title={say(state.failure)}>
        <CloudAlert aria-hidden="true" />
        <span className="u-fold">{t("state.notFresh")}</span>
        <span className="u-unseen">{say(state.failure)}</span>
      </output>
    );
  }
  return (
    <span className="app-saved u-wide">
      <CloudCheck aria-hidden="true" />
      {t("state.upToDate")}
    </span>
  );
}
