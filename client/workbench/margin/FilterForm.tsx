import { ChevronDown } from "lucide-react";
import { claimKinds, claimStatuses, verdicts } from "../../../shared/claim/claim";
import type { UserId } from "../../../shared/ids";
import { TextField } from "../../app/TextField";
import { useMe, usePeople } from "../../app/services";
import { useTranslation } from "../../app/translation";
import { VerdictIcon } from "../../app/verdicts";
import { sameItems, useSlice } from "../WorkbenchContext";
import { everything, isFiltering, tagsOf } from "../claimList";
import type { Filter } from "../claimList";

interface Props {
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
}

/** Which claims the margin shows. */
export function FilterForm({ filter, onFilter }: Props) {
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
