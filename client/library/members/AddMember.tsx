import { ChevronDown } from "lucide-react";
import { useId, useState } from "react";
import type { FormEvent } from "react";
import type { UserId } from "../../../shared/ids";
import type { CaseRole, MemberView } from "../../../shared/protocol/members";
import { useMe, usePeople } from "../../app/services";
import { useTranslation } from "../../app/translation";
import { RolePick } from "./RolePick";

interface Props {
  readonly members: readonly MemberView[];
  /** Answers whether it was done. */
  readonly onAdd: (person: UserId, role: CaseRole) => Promise<boolean>;
}

/** Somebody of the house who is no member yet, with the role that they have there to begin with. */
export function AddMember({ members, onAdd }: Props) {
  const { t, i18n } = useTranslation(["people", "common"]);
  const people = usePeople();
  const me = useMe();
  const [chosen, setChosen] = useState<UserId | "">("");
  const [wish, setWish] = useState<CaseRole | null>(null);
  const id = useId();
  const others = [...people.values()]
    .filter((person) => !person.disabled && !members.some(({ user }) => user === person.id))
    .sort((a, b) => a.name.localeCompare(b.name, i18n.language));
  if (others.length === 0) return <p className="ui-hint">{t("members.allIn")}</p>;
  const person = others.find((one) => one.id === chosen);
  const own: CaseRole = person === undefined ? "reader" : person.role === "admin" ? "editor" : person.role;
  const role = wish ?? own;
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (person === undefined || !(await onAdd(person.id, role))) return;
    setChosen("");
    setWish(null);
  };
  return (
    <form className="members-add" onSubmit={(event) => void add(event)}>
      <label className="ui-label" htmlFor={id}>
        {t("members.add")}
      </label>
      <span className="ui-pick">
        <select
          id={id}
          className="ui-box"
          value={chosen}
          onChange={(event) => {
            setChosen(event.target.value as UserId | "");
            setWish(null);
          }}
        >
          <option value="">{t("members.choose")}</option>
          {others.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
        <ChevronDown aria-hidden="true" />
      </span>
      <RolePick label={t("members.roleIn")} role={role} onRole={setWish} />
      <button type="submit" className="ui-btn is-primary" aria-disabled={person === undefined}>
        {t("members.addDo")}
      </button>
      {person?.id === me.id ? <p className="ui-hint">{t("members.selfHint")}</p> : null}
    </form>
  );
}
