import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import type { UserId } from "../../../shared/ids";
import { historyKinds } from "../../../shared/protocol/rest";
import type { HistoryKind } from "../../../shared/protocol/rest";
import { usePeople } from "../../app/services";
import { useTranslation } from "../../app/translation";
import type { HistoryFilter } from "./useHistory";

/** Whose lines, and which kind of them. */
export function HistoryFilters({ filter, onFilter }: { filter: HistoryFilter; onFilter: (filter: HistoryFilter) => void }) {
  const { t } = useTranslation("history");
  const people = usePeople();
  return (
    <div className="history-filters">
      <Choice
        name={t("filterPerson")}
        all={t("anybody")}
        value={filter.author ?? ""}
        onChoice={(author) => onFilter({ ...filter, author: author === "" ? undefined : (author as UserId) })}
      >
        {[...people.values()].map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Choice>
      <Choice
        name={t("filterKind")}
        all={t("anything")}
        value={filter.kind ?? ""}
        onChoice={(kind) => onFilter({ ...filter, kind: kind === "" ? undefined : (kind as HistoryKind) })}
      >
        {historyKinds.map((kind) => (
          <option key={kind} value={kind}>
            {t(`kindOf.${kind}`)}
          </option>
        ))}
      </Choice>
    </div>
  );
}

interface ChoiceProps {
  readonly name: string;
  /** What the choice of nothing in particular is called. */
  readonly all: string;
  readonly value: string;
  readonly onChoice: (value: string) => void;
  readonly children: ReactNode;
}

function Choice({ name, all, value, onChoice, children }: ChoiceProps) {
  return (
    <label className="ui-field">
      <span className="ui-label">{name}</span>
      <span className="ui-pick">
        <select className="ui-box" value={value} onChange={(event) => onChoice(event.target.value)}>
          <option value="">{all}</option>
          {children}
        </select>
        <ChevronDown aria-hidden="true" />
      </span>
    </label>
  );
}
