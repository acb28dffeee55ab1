import { Check, CircleAlert, LoaderCircle, LogOut } from "lucide-react";
import { useId, useState } from "react";
import type { FormEvent, ReactNode } from "react";
import { Label } from "react-aria-components/Label";
import { Radio, RadioGroup } from "react-aria-components/RadioGroup";
import { useTranslation } from "./translation";
import { useLeaveGuard } from "./useLeaveGuard";
import { interfaceLanguage, uiLanguages } from "../../shared/languages";
import { Theme } from "../../shared/people";
import { Avatar } from "./Avatar";
import type { Failure, Outcome } from "./failure";
import { useFailureText } from "./failure";
import { useAccountFailureText } from "./accountFailure";
import { Page } from "./Page";
import { missingCharacters, NewPasswordField, PasswordField } from "./PasswordField";
import { useStore, useMe, useServices } from "./services";
import { useSignOut } from "./signOut";
import { TopBarPortal } from "./topBarPortals";
import { Wrong } from "./TextField";

/** One's own settings. Each saves by itself; the bar says so. */
export default function SettingsPage() {
  const { t } = useTranslation(["account", "common"]);
  const me = useMe();
  const { account, device, toasts } = useServices();
  const { letters } = useStore(device);
  const say = useFailureText();
  const [saving, setSaving] = useState<"no" | "saving" | "saved" | "bad">("no");
  const signOut = useSignOut();

  async function keep(asked: Promise<Outcome<null>>): Promise<void> {
    setSaving("saving");
    const outcome = await asked;
    setSaving(outcome.ok ? "saved" : "bad");
    if (!outcome.ok) toasts.say(say(outcome.failure), { bad: true });
  }

  return (
    <Page title={t("settings.page")}>
      <TopBarPortal name="crumbs">
        <div className="app-crumbs">
          <h1>{t("settings.page")}</h1>
        </div>
      </TopBarPortal>
      <TopBarPortal name="status">
        <Saving state={saving} />
      </TopBarPortal>
      <div className="page-in is-slim">
        <p className="ui-hint">{t("settings.saves")}</p>
        <section className="page-section" aria-labelledby="settings-display">
          <h2 id="settings-display">{t("settings.display")}</h2>
          <div className="page-panel">
            <Choice
              label={t("common:uiLang.label")}
              hint={t("settings.langHint")}
              value={me.lang}
              options={uiLanguages.map((lang) => ({ value: lang, word: interfaceLanguage(lang).name, lang }))}
              onValue={(lang) => void keep(account.prefer({ lang }))}
            />
            <Choice
              label={t("common:theme.label")}
              value={me.theme}
              options={Theme.options.map((theme) => ({ value: theme, word: t(`common:theme.${theme}`) }))}
              onValue={(theme) => void keep(account.prefer({ theme }))}
            />
            <Choice
              label={t("settings.letters")}
              hint={t("settings.lettersHint")}
              value={letters ? "on" : "off"}
              options={(["on", "off"] as const).map((value) => ({ value, word: t(`settings.${value}`) }))}
              onValue={(value) => {
                device.set({ letters: value === "on" });
                setSaving("saved");
              }}
            />
          </div>
        </section>
        <section className="page-section" aria-labelledby="settings-password">
          <h2 id="settings-password">{t("settings.password")}</h2>
          <PasswordForm />
        </section>
        <section className="page-section" aria-labelledby="settings-account">
          <h2 id="settings-account">{t("settings.account")}</h2>
          <div className="page-panel">
            <div className="page-panel-item">
              <span className="page-panel-who">
                <Avatar person={me} named />
                <span>
                  <b>{me.name}</b>
                  <small>{t(`common:role.${me.role}`)}</small>
                </span>
              </span>
              <span className="ui-hint">{t("settings.signOutHint")}</span>
              <button type="button" className="ui-btn" onClick={() => void signOut()}>
                <LogOut aria-hidden="true" />
                {t("common:action.signOut")}
              </button>
            </div>
          </div>
        </section>
      </div>
    </Page>
  );
}

function Saving({ state }: { state: "no" | "saving" | "saved" | "bad" }) {
  const { t } = useTranslation();
  return (
    <output>
      {state === "saving" ? (
        <span className="app-saved is-waiting">
          <LoaderCircle className="u-turning" aria-hidden="true" />
          {t("state.saving")}
        </span>
      ) : null}
      {state === "saved" ? (
        <span className="app-saved">
          <Check aria-hidden="true" />
          {t("state.saved")}
        </span>
      ) : null}
      {state === "bad" ? (
        <span className="app-saved is-bad">
          <CircleAlert aria-hidden="true" />
          {t("state.notSaved")}
        </span>
      ) : null}
    </output>
  );
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly word: string; readonly lang?: string }[];
  readonly onValue: (value: T) => void;
}

/** One of a few, side by side. */
function Choice<T extends string>({ label, hint, value, options, onValue }: ChoiceProps<T>) {
  const id = useId();
  return (
    <RadioGroup
      className="page-panel-item"
      value={value}
      orientation="horizontal"
      {...(hint ? { "aria-describedby": id } : {})}
      onChange={(next) => {
        const option = options.find((one) => one.value === next);
        if (option) onValue(option.value);
      }}
    >
      <div>
        <Label>{label}</Label>
        {hint ? <small id={id}>{hint}</small> : null}
      </div>
      <div className="ui-seg">
        {options.map((option) => (
          <Radio key={option.value} value={option.value} {...(option.lang ? { lang: option.lang } : {})}>
            {option.word}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}

function PasswordForm() {
  const { t } = useTranslation("account");
  const { api } = useServices();
  const say = useAccountFailureText();
  const me = useMe();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  // A password is never kept: who leaves is asked.
  useLeaveGuard(current !== "" || next !== "");
  const [tried, setTried] = useState(false);
  const [state, setState] = useState<{ running: boolean; failure: Failure | null; done: boolean }>({
    running: false,
    failure: null,
    done: false,
  });
  const missing = missingCharacters(next);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (state.running) return;
    setTried(true);
    setState({ running: false, failure: null, done: false });
    if (!current || missing > 0) return;
    setState({ running: true, failure: null, done: false });
    const outcome = await api.changePassword({ body: { current, next } });
    setState({ running: false, failure: outcome.ok ? null : outcome.failure, done: outcome.ok });
    if (outcome.ok) {
      setTried(false);
      setCurrent("");
      setNext("");
    }
  }

  return (
    <form className="page-panel" onSubmit={(event) => void submit(event)} noValidate>
      <div className="page-panel-item page-panel-fields">
        <input type="text" name="username" autoComplete="username" value={me.name} readOnly hidden />
        <PasswordField
          label={t("settings.current")}
          value={current}
          onValue={setCurrent}
          autoComplete="current-password"
          wrong={tried && !current ? t("signIn.passwordMissing") : null}
        />
        <NewPasswordField label={t("settings.next")} value={next} onValue={setNext} tried={tried} />
        {state.failure ? <Wrong live>{say(state.failure)}</Wrong> : null}
        <div className="ui-row">
          <button type="submit" className="ui-btn" aria-disabled={state.running}>
            {state.running ? t("settings.changing") : t("settings.change")}
          </button>
          <output>{state.done ? t("settings.changed") : null}</output>
        </div>
      </div>
    </form>
  );
}
