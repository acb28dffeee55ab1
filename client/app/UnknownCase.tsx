import { Link } from "wouter";
import { useTranslation } from "./translation";

/** In the place of a case file's page that does not exist for this person, or not any more. */
export function UnknownCase() {
  const { t } = useTranslation(["library", "common"]);
  return (
    <div className="app-oops">
      <h1>{t("common:oops.missingTitle")}</h1>
      <p>{t("library:caseUnknown")}</p>
      <Link href="/" className="ui-btn">
        {t("common:action.back")}
      </Link>
    </div>
  );
}
