import { Languages } from "lucide-react";
import { useEffect } from "react";
import type { ReactNode } from "react";
import { useServices } from "../services";
import { useTranslation } from "../translation";

/** The sheet that stands before the library: the mark, what is asked, and the other language. */
export function Door({ title, children }: { title: string; children: ReactNode }) {
  const { t, i18n } = useTranslation(["account", "common"]);
  const { device } = useServices();
  const other = i18n.language === "fr" ? "en" : "fr";
  useEffect(() => {
    document.title = t("common:pageTitle", { page: title });
  }, [t, title]);
  return (
    <main className="door" id="content">
      <div className="in">
        <span className="mark" translate="no">
          {t("common:app")}
        </span>
        <h1 className="unseen">{title}</h1>
        {children}
        <div className="row">
          <span>
            <Languages aria-hidden="true" />
            {t(`common:uiLang.${other === "fr" ? "en" : "fr"}`)}
          </span>
          <span className="grow" />
          <button type="button" className="link" lang={other} onClick={() => device.set({ lang: other })}>
            {t("signIn.switch")}
          </button>
        </div>
      </div>
    </main>
  );
}
