import { X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { DocId } from "../../../shared/ids";
import { useTranslation } from "../../app/translation";
import { HistoryLines } from "./HistoryLines";
import { HistoryFilters } from "./HistoryFilters";
import { useHistory } from "./useHistory";
import type { HistoryFilter } from "./useHistory";

/** The document's log as a readable list; a line opens the text and claims as they stood then. */
export function HistoryPanel({
  doc,
  opened,
  onOpen,
  onClose,
}: {
  doc: DocId;
  opened: number | null;
  onOpen: (version: number) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation(["history", "common"]);
  const [filter, setFilter] = useState<HistoryFilter>({});
  // While an old version is on screen the list stays as it is: what is new would move it under the reader.
  const reading = useHistory(doc, filter, opened === null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <section className="history-panel" aria-labelledby="history-title">
      <header className="margin-head">
        <h2 id="history-title" tabIndex={-1} ref={heading}>
          {t("history:page")}
        </h2>
        <button
          type="button"
          className="ui-btn is-quiet is-icon"
          aria-label={t("common:action.close")}
          title={t("common:action.close")}
          onClick={onClose}
        >
          <X aria-hidden="true" />
        </button>
      </header>
      <HistoryFilters filter={filter} onFilter={setFilter} />
      <HistoryLines reading={reading} onOpen={onOpen} opened={opened} />
    </section>
  );
}
