import { CloudOff, DatabaseZap } from "lucide-react";
import { useLocation } from "wouter";
import { useOnline } from "./online";
import { useStore, useServices } from "./services";
import { useTranslation } from "./translation";

/** A line above everything when there is no network, or when the server cannot keep anything. */
export function Notice() {
  const { t } = useTranslation();
  const online = useOnline();
  const [path] = useLocation();
  // A text says itself that it is offline, and how much it keeps; the library, what of it opens all the same.
  const said = path === "/" || /^\/(doc|case)\//.test(path);
  const store = useStore(useServices().live.store);
  return (
    <output className="app-notices">
      {online || said ? null : (
        <span className="app-notice">
          <CloudOff aria-hidden="true" />
          {t("state.offline")}
        </span>
      )}
      {online && store !== "ready" ? (
        <span className="app-notice">
          <DatabaseZap aria-hidden="true" />
          {store === "full" ? t("state.storeFull") : t("state.storeAway")}
        </span>
      ) : null}
    </output>
  );
}
