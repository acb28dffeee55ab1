import { CircleAlert, CloudCheck, CloudUpload } from "lucide-react";
import { useTranslation } from "../../app/translation";
import type { Keeping } from "../../app/useKeptForm";

/** In the bar: whether what was done so far to a text on its way in is kept in this browser. */
export function KeepingSign({ keeping }: { keeping: Keeping }) {
  const { t } = useTranslation("library");
  if (keeping === "nothing") return null;
  const Icon = { waits: CloudUpload, kept: CloudCheck, failed: CircleAlert }[keeping];
  return (
    <output
      className={keeping === "failed" ? "app-saved is-bad" : "app-saved"}
      title={keeping === "failed" ? t("import.keeping.failedMore") : undefined}
    >
      <Icon aria-hidden="true" />
      <span className="app-saved-words">{t(`import.keeping.${keeping}`)}</span>
    </output>
  );
}
