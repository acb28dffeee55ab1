import { Filter, X } from "lucide-react";
import type { ReactNode } from "react";
import type { Verdict } from "../../shared/claim/claim";
import { claimKinds, claimStatuses, verdicts } from "../../shared/claim/claim";
import type { CaseId, UserId } from "../../shared/ids";
import { interfaceLanguage, languages } from "../../shared/languages";
import type { Lang } from "../../shared/languages";
import { NOBODY } from "../../shared/search/filter";
import type { ClaimFilter } from "../../shared/search/filter";
import type { CaseView } from "../../shared/protocol/rest";
import { languageTitle, shortened } from "../app/names";
import { PanelButton } from "../app/PopupButton";
import { useMe, usePeople } from "../app/services";
import { useTranslation } from "../app/translation";
import { VerdictIcon } from "../app/verdicts";
import { partsOf } from "./filter";

interface Props {
  readonly filter: ClaimFilter;
  /** Those that one may choose among; none where the page is of one. */
  readonly cases: readonly CaseView[];
  readonly titleOf: (doc: string) => string | null;
  readonly onFilter: (filter: ClaimFilter) => void;
}

const verdictIcon = (verdict: Verdict): ReactNode => <VerdictIcon verdict={verdict} />;

/** What the board is narrowed to, a chip each: pressed, it opens what there is to choose from; its cross takes it away. */
export function FilterBar({ filter, cases, titleOf, onFilter }: Props) {
  const { t, i18n } = useTranslation(["board", "common"]);
  const ui = interfaceLanguage(i18n.language).tag;
  const people = usePeople();
  const me = useMe();
  const set = (changes: Partial<Record<keyof ClaimFilter, unknown>>): void => onFilter({ ...filter, ...changes } as ClaimFilter);
  const nameOf = (id: string): string => (id === NOBODY ? t("board:nobody") : id === me.id ? t("board:me") : (people.get(id)?.name ?? id));
  const somebody: readonly UserId[] = [
    me.id,
    ...[...people.values()].filter(({ id, disabled }) => id !== me.id && !disabled).map(({ id }) => id),
  ];

  return (
    <fieldset className="ui-chips board-filter" aria-label={t("board:filter")}>
      <Choice
        name={t("board:by.status")}
        all={claimStatuses}
        chosen={filter.status ?? []}
        label={(status) => t(`common:status.${status}`)}
        onChoose={(status) => set({ status })}
      />
      <Choice
        name={t("board:by.verdict")}
        all={verdicts}
        chosen={filter.verdict ?? []}
        label={(verdict) => t(`common:verdict.${verdict}`)}
        icon={verdictIcon}
        onChoose={(verdict) => set({ verdict })}
      />
      <Choice
        name={t("board:by.assignee")}
        all={[NOBODY, ...somebody]}
        chosen={filter.assignee ?? []}
        label={nameOf}
        onChoose={(assignee) => set({ assignee })}
      />
      <Choice
        name={t("board:by.kind")}
        all={claimKinds}
        chosen={filter.kind ?? []}
        label={(kind) => t(`common:kind.${kind}`)}
        onChoose={(kind) => set({ kind })}
      />
      <Choice
        name={t("board:by.author")}
        all={somebody}
        chosen={filter.author ?? []}
        label={nameOf}
        onChoose={(author) => set({ author })}
      />
      <Choice<Lang>
        name={t("board:by.language")}
        all={languages.toSorted((one, other) => languageTitle(ui, one).localeCompare(languageTitle(ui, other), ui))}
        chosen={filter.langs ?? []}
        label={(lang) => languageTitle(ui, lang)}
        onChoose={(langs) => set({ langs })}
      />
      {cases.length > 1 ? (
        <Choice<CaseId>
          name={t("board:by.case")}
          all={cases.map(({ id }) => id)}
          chosen={filter.cases ?? []}
          label={(id) => cases.find((file) => file.id === id)?.name ?? id}
          onChoose={(wanted) => set({ cases: wanted })}
        />
      ) : null}
      {/* Chosen elsewhere, taken away here. */}
      {(filter.docs?.length ?? 0) > 0 ? (
        <Chosen
          name={t("board:by.text")}
          words={(filter.docs ?? []).map((doc) => titleOf(doc) ?? t("board:aText")).join(t("common:listJoin"))}
          onRemove={() => set({ docs: undefined })}
        />
      ) : null}
      {(filter.tags?.length ?? 0) > 0 ? (
        <Chosen name={t("board:by.tag")} words={(filter.tags ?? []).join(t("common:listJoin"))} onRemove={() => set({ tags: undefined })} />
      ) : null}
      <Toggle on={filter.sources === false} onToggle={(on) => set({ sources: on ? false : undefined })}>
        {t("board:sourceless")}
      </Toggle>
      <Toggle on={filter.orphan === true} onToggle={(on) => set({ orphan: on ? true : undefined })}>
        {t("board:orphan")}
      </Toggle>
      <Toggle on={filter.withdrawn === true} onToggle={(on) => set({ withdrawn: on ? true : undefined })}>
        {t("board:withdrawn")}
      </Toggle>
      {partsOf(filter) > 1 ? (
        <button type="button" className="ui-btn is-quiet" onClick={() => onFilter({})}>
          {t("board:clear")}
        </button>
      ) : null}
    </fieldset>
  );
}

interface ChoiceProps<T extends string> {
  readonly name: string;
  readonly all: readonly T[];
  readonly chosen: readonly T[];
  readonly label: (value: T) => string;
  readonly icon?: (value: T) => ReactNode;
  readonly onChoose: (chosen: T[] | undefined) => void;
}

function Choice<T extends string>({ name, all, chosen, label, icon, onChoose }: ChoiceProps<T>) {
  const { t } = useTranslation(["board", "common"]);
  const on = chosen.length > 0;
  const toggle = (value: T): void => {
    const next = chosen.includes(value)
      ? chosen.filter((one) => one !== value)
      : all.filter((one) => one === value || chosen.includes(one));
    onChoose(next.length > 0 ? next : undefined);
  };
  return (
    <span className={on ? "board-chip is-on" : "board-chip"}>
      <PanelButton
        className={on ? "ui-chip is-on" : "ui-chip"}
        label={name}
        named
        placement="bottom start"
        panel={
          <fieldset className="board-choices">
            <legend className="ui-label">{name}</legend>
            {all.map((value) => (
              <button key={value} type="button" className="ui-chip" aria-pressed={chosen.includes(value)} onClick={() => toggle(value)}>
                {icon?.(value)}
                {label(value)}
              </button>
            ))}
          </fieldset>
        }
      >
        {on ? <Filter aria-hidden="true" /> : null}
        <span className="board-chip-words">
          {on ? t("board:narrowed", { name, values: chosen.map(label).join(t("common:listJoin")) }) : name}
        </span>
      </PanelButton>
      {on ? <Remove name={name} onRemove={() => onChoose(undefined)} /> : null}
    </span>
  );
}

function Chosen({ name, words, onRemove }: { name: string; words: string; onRemove: () => void }) {
  const { t } = useTranslation("board");
  return (
    <span className="board-chip is-on">
      <span className="ui-chip is-on">
        <Filter aria-hidden="true" />
        <span className="board-chip-words">{t("narrowed", { name, values: shortened(words) })}</span>
      </span>
      <Remove name={name} onRemove={onRemove} />
    </span>
  );
}

function Remove({ name, onRemove }: { name: string; onRemove: () => void }) {
  const { t } = useTranslation("board");
  return (
    <button type="button" className="board-remove" aria-label={t("remove", { name })} title={t("remove", { name })} onClick={onRemove}>
      <X aria-hidden="true" />
    </button>
  );
}

function Toggle({ on, onToggle, children }: { on: boolean; onToggle: (on: boolean) => void; children: ReactNode }) {
  return (
    <button type="button" className="ui-chip" aria-pressed={on} onClick={() => onToggle(!on)}>
      {children}
    </button>
  );
}
