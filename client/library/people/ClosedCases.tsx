import { Lock } from "lucide-react";
import { lazy, Suspense, useCallback, useEffect, useState } from "react";
import type { ClosedCases as View } from "../../../shared/protocol/members";
import type { Outcome } from "../../app/failure";
import { useServices } from "../../app/services";
import { useTranslation } from "../../app/translation";

const MembersDialog = lazy(() => import("../members/MembersDialog"));

/** For administrators: the closed case files, also those whose content does not exist for them, so that their members can be changed. */
export function ClosedCases() {
  const { t } = useTranslation("people");
  const { api } = useServices();
  const [cases, setCases] = useState<View["cases"]>([]);
  const [open, setOpen] = useState<View["cases"][number] | null>(null);
  const show = useCallback((outcome: Outcome<View>): void => {
    if (outcome.ok) setCases(outcome.value.cases);
  }, []);
  useEffect(() => void api.listClosedCases().then(show), [api, show]);
  if (cases.length === 0) return null;
  return (
    <section className="page-section" aria-labelledby="people-closed">
      <h2 id="people-closed">{t("closedCases.title")}</h2>
      <p className="ui-hint">{t("closedCases.text")}</p>
      <ul className="page-panel">
        {cases.map((file) => (
          <li key={file.id}>
            <span className="page-panel-who">
              <Lock aria-hidden="true" />
              <span>
                <b dir="auto">{file.name}</b>
                <small>
                  {t("closedCases.members", { count: file.members })}
                  {file.own ? ` · ${t("closedCases.own")}` : ""}
                </small>
              </span>
            </span>
            <button type="button" className="ui-btn" aria-haspopup="dialog" onClick={() => setOpen(file)}>
              {t("closedCases.manage")}
              <span className="u-unseen"> {file.name}</span>
            </button>
          </li>
        ))}
      </ul>
      <Suspense fallback={null}>
        {open ? (
          <MembersDialog
            file={open}
            onClose={() => {
              setOpen(null);
              void api.listClosedCases().then(show);
            }}
          />
        ) : null}
      </Suspense>
    </section>
  );
}
