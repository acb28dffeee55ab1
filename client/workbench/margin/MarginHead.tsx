import { ChevronDown, ChevronUp, ListFilter } from "lucide-react";
import { KeyCaps } from "../../app/KeyCaps";
import { PanelButton } from "../../app/PopupButton";
import { useTranslation } from "../../app/translation";
import { filterParts, isFiltering } from "../claimList";
import type { Filter, ClaimList } from "../claimList";
import { FilterForm } from "../lazyParts";

interface Props {
  readonly lines: ClaimList;
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
  readonly onStep: (step: 1 | -1) => void;
}

/** How many claims, how many are left to do, the filter, and the way from one to the next. */
export function MarginHead({ lines, filter, onFilter, onStep }: Props) {
  const { t } = useTranslation("workbench");
  const { total, todo, placed } = lines;
  return (
    <header className="margin-head">
      <h2 aria-live="polite">
        {isFiltering(filter) ? (
          t("shown", { count: placed.length, total })
        ) : (
          <>
            {t("claims", { count: total })} <small>· {t("todo", { count: todo })}</small>
          </>
        )}
      </h2>
      <FilterButton filter={filter} onFilter={onFilter} />
      <button
        type="button"
        className="ui-btn is-quiet is-icon margin-step"
        aria-label={t("previous")}
        title={`${t("previous")} (K)`}
        aria-keyshortcuts="K"
        onClick={() => onStep(-1)}
      >
        <ChevronUp aria-hidden="true" />
      </button>
      <button
        type="button"
        className="ui-btn is-quiet margin-step"
        aria-label={t("next")}
        title={`${t("next")} (J)`}
        aria-keyshortcuts="J"
        onClick={() => onStep(1)}
      >
        <ChevronDown aria-hidden="true" />
        <span aria-hidden="true" className="u-wide">
          <KeyCaps keys="J" />
        </span>
      </button>
    </header>
  );
}

function FilterButton({ filter, onFilter }: Pick<Props, "filter" | "onFilter">) {
  const { t } = useTranslation("workbench");
  const parts = filterParts(filter);
  return (
    <PanelButton
      className={parts > 0 ? "ui-btn is-quiet margin-filter is-on" : "ui-btn is-quiet margin-filter"}
      label={t("filterTitle")}
      named
      panel={
        <div className="margin-filter-form">
          <FilterForm filter={filter} onFilter={onFilter} />
        </div>
      }
    >
      <ListFilter aria-hidden="true" />
      {parts > 0 ? t("filterOn", { count: parts }) : t("filter")}
    </PanelButton>
  );
}
