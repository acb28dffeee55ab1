import { ChevronDown, ChevronUp, ListFilter } from "lucide-react";
import { claimKinds, claimStatuses, verdicts } from "../../../shared/claim/claim";
import type { UserId } from "../../../shared/ids";
import { KeyCaps } from "../../app/KeyCaps";
import { PanelButton } from "../../app/PopupButton";
import { TextField } from "../../app/TextField";
import { useMe, usePeople } from "../../app/services";
import { useTranslation } from "../../app/translation";
import { VerdictIcon } from "../../app/verdicts";
import { sameItems, useSlice } from "../WorkbenchContext";
import { everything, filterParts, isFiltering, tagsOf } from "../claimList";
import type { Filter, ClaimList } from "../claimList";

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

function FilterForm({ filter, onFilter }: Pick<Props, "filter" | "onFilter">) {
  const { t } = useTranslation(["workbench", "common"]);
  const people = usePeople();
  const me = useMe();
  const tags = useSlice(({ state }) => tagsOf(state, me.lang), sameItems);
  const mine = filter.person === me.id;
  return (
    <>
      <TextField
        label={t("workbench:filterWords")}
        type="search"
        value={filter.words}
        onValue={(words) => onFilter({ ...filter, words })}
      />
      <div className="ui-chips">
        <button type="button" className="ui-chip" aria-pressed={mine} onClick={() => onFilter({ ...filter, person: mine ? null : me.id })}>
          {t("workbench:filterMine")}
        </button>
        <button
          type="button"
          className="ui-chip"
          aria-pressed={filter.sourceless}
          onClick={() => onFilter({ ...filter, sourceless: !filter.sourceless })}
        >
          {t("workbench:filterSourceless")}
        </button>
      </div>
      <fieldset>
        <legend className="ui-label">{t("workbench:filterStatus")}</legend>
        <div className="ui-chips">
          {claimStatuses.map((status) => (
            <button
              key={status}
              type="button"
              className="ui-chip"
              aria-pressed={filter.statuses.has(status)}
              onClick={() => onFilter({ ...filter, statuses: toggled(filter.statuses, status) })}
            >
              {t(`common:status.${status}`)}
            </button>
          ))}
        </div>
      </fieldset>
      <fieldset>
        <legend className="ui-label">{t("workbench:filterVerdict")}</legend>
        <div className="ui-chips">
          {verdicts.map((verdict) => (
            <button
              key={verdict}
              type="button"
              className={`ui-chip v-${verdict}`}
              aria-pressed={filter.verdicts.has(verdict)}
              onClick={() => onFilter({ ...filter, verdicts: toggled(filter.verdicts, verdict) })}
            >
              <VerdictIcon verdict={verdict} />
              {t(`common:verdict.${verdict}`)}
            </button>
          ))}
        </div>
      </fieldset>
      <fieldset>
        <legend className="ui-label">{t("workbench:filterKind")}</legend>
        <div className="ui-chips">
          {claimKinds.map((kind) => (
            <button
              key={kind}
              type="button"
              className="ui-chip"
              aria-pressed={filter.kinds.has(kind)}
              onClick={() => onFilter({ ...filter, kinds: toggled(filter.kinds, kind) })}
            >
              {t(`common:kind.${kind}`)}
            </button>
          ))}
        </div>
      </fieldset>
      {tags.length > 0 || filter.tag !== null ? (
        <label className="ui-field">
          <span className="ui-label">{t("workbench:filterTag")}</span>
          <span className="ui-pick">
            <select
              className="ui-box"
              value={filter.tag ?? ""}
              onChange={(event) => onFilter({ ...filter, tag: event.target.value === "" ? null : event.target.value })}
            >
              <option value="">{t("workbench:anyTag")}</option>
              {[...new Set([...tags, ...(filter.tag === null ? [] : [filter.tag])])].map((tag) => (
                <option key={tag} value={tag}>
                  {tag}
                </option>
              ))}
            </select>
            <ChevronDown aria-hidden="true" />
          </span>
        </label>
      ) : null}
      <label className="ui-field">
        <span className="ui-label">{t("workbench:filterPerson")}</span>
        <span className="ui-pick">
          <select
            className="ui-box"
            value={filter.person ?? ""}
            onChange={(event) => onFilter({ ...filter, person: event.target.value === "" ? null : (event.target.value as UserId) })}
          >
            <option value="">{t("workbench:anybody")}</option>
            {[...people.values()].map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
          <ChevronDown aria-hidden="true" />
        </span>
      </label>
      {isFiltering(filter) ? (
        <button type="button" className="ui-btn" onClick={() => onFilter(everything)}>
          {t("workbench:clearFilter")}
        </button>
      ) : null}
    </>
  );
}

function toggled<T>(set: ReadonlySet<T>, item: T): ReadonlySet<T> {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}
