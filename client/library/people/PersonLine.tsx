import { ChevronDown } from "lucide-react";
import { useState } from "react";
import { Role, roles } from "../../../shared/people";
import type { Person } from "../../../shared/people";
import { Avatar } from "../../app/Avatar";
import type { Question } from "../../app/ConfirmDialog";
import { useFailureText } from "../../app/failure";
import { overwrite } from "../../app/overwrite";
import type { Overwritten } from "../../app/overwrite";
import { useMe, useServices } from "../../app/services";
import { useTranslation } from "../../app/translation";

interface PersonLineProps {
  readonly person: Person;
  readonly manages: boolean;
  readonly onQuestion: (question: Question) => void;
}

/** One account. A role is changed in place and saves by itself; disabling asks first. */
export function PersonLine({ person, manages, onQuestion }: PersonLineProps) {
  const { t } = useTranslation(["people", "common"]);
  const me = useMe();
  const own = person.id === me.id;
  return (
    <li id={`person-${person.id}`} tabIndex={-1} className={person.disabled ? "is-off" : undefined}>
      <span className="page-panel-who">
        <Avatar person={person} named />
        <span>
          <b>{person.name}</b>
          {own ? <small>{t("you")}</small> : null}
          {person.disabled ? <small>{t("disabled")}</small> : null}
        </span>
      </span>
      {manages && !person.disabled ? <RoleChoice person={person} /> : <span className="ui-row">{t(`common:role.${person.role}`)}</span>}
      {manages && !own ? <Switch person={person} onQuestion={onQuestion} /> : null}
      {manages && own ? (
        // Nobody closes their own account; the room of that button keeps the roles below each other.
        <span aria-hidden="true" className="ui-btn is-quiet u-wide page-panel-room">
          {t("disable")}
        </span>
      ) : null}
    </li>
  );
}

function RoleChoice({ person }: { person: Person }) {
  const { t } = useTranslation(["people", "common"]);
  const { api, people, account, toasts } = useServices();
  const me = useMe();
  const say = useFailureText();
  const [wish, setWish] = useState<Role | null>(null);

  async function change(role: Role): Promise<void> {
    setWish(role);
    const params = { person: person.id };
    const outcome = await overwrite({
      read: () => api.readPerson({ params }),
      isSeen: (now) => now.role === person.role,
      write: (ifMatch) => api.setPerson({ params, body: { role }, ifMatch }),
    });
    if (outcome.ok) toasts.say(t("roleNow", { name: person.name, role: t(`common:role.${role}`) }));
    else if ("now" in outcome)
      toasts.say(t("roleMeanwhile", { name: person.name, role: t(`common:role.${outcome.now.role}`) }), { bad: true });
    else toasts.say(say(outcome.failure), { bad: true });
    await people.refresh();
    setWish(null);
    if (outcome.ok && person.id === me.id) await account.load();
  }

  return (
    <span className="ui-pick">
      <select
        className="ui-box"
        aria-label={t("roleOf", { name: person.name })}
        value={wish ?? person.role}
        onChange={(event) => {
          const role = Role.safeParse(event.target.value);
          if (role.success) void change(role.data);
        }}
      >
        {roles.map((role) => (
          <option key={role} value={role}>
            {t(`common:role.${role}`)}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden="true" />
    </span>
  );
}

function Switch({ person, onQuestion }: Omit<PersonLineProps, "manages">) {
  const { t } = useTranslation(["people", "common"]);
  const { api, people, toasts } = useServices();
  const say = useFailureText();

  /** Closes or opens the account of somebody who has this role. That somebody else did the same meanwhile is all right. */
  function setDisabled(disabled: boolean, role: Role): Promise<Overwritten<Person, Person>> {
    const params = { person: person.id };
    return overwrite({
      read: () => api.readPerson({ params }),
      isSeen: (now) => now.role === role,
      write: (ifMatch) => api.setPerson({ params, body: { disabled }, ifMatch }),
    });
  }
  const meanwhile = (now: Person): string => t("roleMeanwhile", { name: person.name, role: t(`common:role.${now.role}`) });

  async function enable(): Promise<void> {
    const outcome = await setDisabled(false, person.role);
    if (outcome.ok) toasts.say(t("enabledNow", { name: person.name }));
    else toasts.say("now" in outcome ? meanwhile(outcome.now) : say(outcome.failure), { bad: true });
    await people.refresh();
  }

  function disabling(): Question {
    let { role } = person;
    return {
      title: t("disableTitle", { name: person.name }),
      text: t("disableText"),
      confirm: t("disable"),
      run: async () => {
        const outcome = await setDisabled(true, role);
        if (!("now" in outcome)) return outcome;
        // Who confirms once more has seen it.
        ({ role } = outcome.now);
        return { ok: false, words: meanwhile(outcome.now) };
      },
      done: () => {
        toasts.say(t("disabledNow", { name: person.name }));
        void people.refresh().then(() => document.getElementById(`person-${person.id}`)?.focus());
      },
    };
  }

  if (person.disabled) {
    return (
      <button type="button" className="ui-btn" onClick={() => void enable()}>
        {t("enable")}
        <span className="u-unseen"> {person.name}</span>
      </button>
    );
  }
  return (
    <button type="button" className="ui-btn is-quiet" aria-haspopup="dialog" onClick={() => onQuestion(disabling())}>
      {t("disable")}
      <span className="u-unseen"> {person.name}</span>
    </button>
  );
}
