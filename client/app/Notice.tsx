import { CloudOff, DatabaseZap } from "lucide-react";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { useCell, useServices } from "./services";

function subscribe(listener: () => void): () => void {
  window.addEventListener("online", listener);
  window.addEventListener("offline", listener);
  return () => {
    window.removeEventListener("online", listener);
    window.removeEventListener("offline", listener);
  };
}

/** A line above everything when there is no network, or when the server cannot keep anything. */
export function Notice() {
  const { t } = useTranslation();
  const online = useSyncExternalStore(subscribe, () => navigator.onLine);
  const store = useCell(useServices().live.store);
  return (
    <output className="notices">
      {online ? null : (
        <span className="notice">
          <CloudOff aria-hidden="true" />
          {t("state.offline")}
        </span>
      )}
      {online && store !== "ready" ? (
        <span className="notice">
          <DatabaseZap aria-hidden="true" />
          {store === "full" ? t("state.storeFull") : t("state.storeAway")}
        </span>
      ) : null}
    </output>
  );
}
