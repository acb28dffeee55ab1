import { Languages } from "lucide-react";
import { useEffect } from "react";
import type { ReactNode } from "react";
import { interfaceLanguage, uiLanguages } from "../../../shared/languages";
import { useServices } from "../services";
import { useTranslation } from "../translation";

/** The sheet that stands before the library: the mark, what is asked, and the other languages. */
export function Door({ title, children }: { title: string; children: ReactNode }) {
  const { t, i18n } = useTranslation(["account", "common"]);
  const { device } = useServices();
  const own = interfaceLanguage(i18n.language);
  useEffect(() => {
    document.title = t("common:pageTitle", { page: title });
  }, [t, title]);
  return (
    <main className="door-page" id="content">
      <div className="door-in">
        <span className="door-mark" translate="no">
          {t("common:app")}
        </span>
        <h1 className="u-unseen">{title}</h1>
        {children}
        <div className="ui-row">
          <span>
            <Languages aria-hidden="true" />
            {own.name}
          </span>
          <span className="u-grow" />
          {uiLanguages
            .filter((lang) => lang !== own.tag)
            .map((lang) => (
              <button key={lang} type="button" className="ui-link" lang={lang} onClick={() => device.set({ lang })}>
                {interfaceLanguage(lang).offer}
              </button>
            ))}
        </div>
      </div>
    </main>
  );
}
