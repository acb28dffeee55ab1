import { useRef, useState } from "react";
import type { FormEvent } from "react";
import type { Failure } from "../failure";
import { useAccountFailureText } from "../accountFailure";
import { PasswordField } from "../PasswordField";
import { useFirstFocus } from "../firstFocus";
import { useServices } from "../services";
import { useStanding } from "../standing";
import { TextField, Wrong } from "../TextField";
import { useTranslation } from "../translation";
import { Door } from "./AuthPage";

/** Name and password; whose session has just ended finds the name there. What is wrong is told in place; the fields keep what was typed. */
export default function SignInPage({ needsSetup, why, name: last = "" }: { needsSetup: boolean; why: Failure | null; name?: string }) {
  const { t } = useTranslation("account");
  const say = useAccountFailureText();
  const { account } = useServices();
  const [name, setName] = useState(last);
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const [running, setRunning] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(why);
  useStanding(failure ? say(failure) : null);
  const nameField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);
  useFirstFocus(last ? passwordField : nameField);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (running) return;
    setTried(true);
    if (!name.trim()) return nameField.current?.focus();
    if (!password) return passwordField.current?.focus();
    setRunning(true);
    setFailure(null);
    const outcome = await account.signIn(name.trim(), password);
    if (outcome.ok) return;
    setRunning(false);
    setFailure(outcome.failure);
    if (outcome.failure.code === "wrong-credentials") passwordField.current?.select();
  }

  return (
    <Door title={t("signIn.page")}>
      <p>{t("signIn.motto")}</p>
      {needsSetup ? <p className="ui-note">{t("signIn.needsSetup")}</p> : null}
      <form onSubmit={(event) => void submit(event)} noValidate>
        <TextField
          label={t("signIn.name")}
          value={name}
          onValue={setName}
          autoComplete="username"
          autoCapitalize="off"
          spellCheck={false}
          inputRef={nameField}
          wrong={tried && !name.trim() ? t("signIn.nameMissing") : null}
        />
        <PasswordField
          label={t("signIn.password")}
          value={password}
          onValue={setPassword}
          autoComplete="current-password"
          inputRef={passwordField}
          wrong={tried && !password ? t("signIn.passwordMissing") : null}
        />
        {failure ? <Wrong live>{say(failure)}</Wrong> : null}
        <button type="submit" className="ui-btn is-primary" aria-disabled={running}>
          {running ? t("signIn.submitting") : t("signIn.submit")}
        </button>
      </form>
    </Door>
  );
}
