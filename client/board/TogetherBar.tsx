import { CircleDot, Tag, UserRound, X } from "lucide-react";
import { useState } from "react";
import { MAX_TAG } from "../../shared/claim/claim";
import { settableStatuses } from "../../shared/protocol/claim-changes";
import { useCommands } from "../app/commands";
import { MenuButton, PanelButton } from "../app/PopupButton";
import { useMe, usePeople } from "../app/services";
import { TextField } from "../app/TextField";
import { useTranslation } from "../app/translation";
import type { Together } from "./useTogether";

/** What can be done with the claims that are chosen, below them. */
export function TogetherBar({ chosen, run, clear, busy }: Together) {
  const { t } = useTranslation(["board", "common"]);
  const people = usePeople();
  const me = useMe();
  useCommands([
    { id: "board.clear", title: t("board:together.clear"), section: t("common:section.here"), keys: ["Escape"], keyOnly: true, run: clear },
  ]);
  const others = [...people.values()].filter(({ id, disabled, role }) => id !== me.id && !disabled && role !== "reader");
  return (
    <div className="board-actions" aria-busy={busy}>
      <b aria-live="polite">{t("board:together.chosen", { count: chosen.size })}</b>
      <MenuButton
        className="ui-btn"
        label={t("board:together.assign")}
        named
        placement="top start"
        actions={[{ id: me.id, name: t("board:me") }, ...others, { id: null, name: t("board:nobody") }].map(({ id, name }) => ({
          id: id ?? "nobody",
          label: name,
          run: () => void run({ field: "assignee", value: id }, t("board:together.assigned", { name })),
        }))}
      >
        <UserRound aria-hidden="true" />
        {t("board:together.assign")}
      </MenuButton>
      <MenuButton
        className="ui-btn"
        label={t("board:together.move")}
        named
        placement="top start"
        actions={settableStatuses.map((status) => ({
          id: status,
          label: t(`common:status.${status}`),
          run: () => void run({ field: "status", value: status }, t(`common:status.${status}`)),
        }))}
      >
        <CircleDot aria-hidden="true" />
        {t("board:together.move")}
      </MenuButton>
      <PanelButton className="ui-btn" label={t("board:together.tag")} named placement="top start" panel={<TagForm run={run} />}>
        <Tag aria-hidden="true" />
        {t("board:together.tag")}
      </PanelButton>
      <button
        type="button"
        className="ui-btn is-quiet is-icon"
        aria-label={t("board:together.clear")}
        title={t("board:together.clear")}
        onClick={clear}
      >
        <X aria-hidden="true" />
      </button>
    </div>
  );
}

function TagForm({ run }: Pick<Together, "run">) {
  const { t } = useTranslation("board");
  const [tag, setTag] = useState("");
  const set = (on: boolean): void => {
    const value = tag.trim();
    if (value !== "")
      void run({ field: "tag", value, on }, on ? t("together.tagged", { tag: value }) : t("together.untagged", { tag: value }));
  };
  return (
    <form
      className="board-tag-form"
      onSubmit={(event) => {
        event.preventDefault();
        set(true);
      }}
    >
      <TextField label={t("by.tag")} value={tag} onValue={setTag} data-limit={MAX_TAG} />
      <div>
        <button type="submit" className="ui-btn is-primary">
          {t("together.tagAdd")}
        </button>
        <button type="button" className="ui-btn" onClick={() => set(false)}>
          {t("together.tagRemove")}
        </button>
      </div>
    </form>
  );
}
