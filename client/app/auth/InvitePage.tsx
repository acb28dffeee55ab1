import { interfaceLanguage } from "../../../shared/languages";
import { useEffect, useRef, useState } from "react";
import type { FormEvent } from "react";
import { Link, useLocation } from "wouter";
import type { InviteView } from "../../../shared/protocol/rest";
import type { Failure } from "../failure";
import { useAccountFailureText } from "../accountFailure";
import { useFirstFocus } from "../firstFocus";
import { missingCharacters, NewPasswordField } from "../PasswordField";
import { useServices } from "../services";
import { TextField, Wrong } from "../TextField";
import { useTranslation } from "../translation";
import { useLeaveGuard } from "../useLeaveGuard";
import { Skeleton } from "../Skeleton";
import { Door } from "./AuthPage";

/** The setup link and invitations: a one-time token makes an account. `token`: null when the link was cut short. */
export default function InvitePage({ token }: { token: string | null }) {
  const { t } = useTranslation("account");
  const say = useAccountFailureText();
  const { api } = useServices();
  const [invite, setInvite] = useState<InviteView | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);

  useEffect(() => {
    let there = true;
    if (token) {
      void api.lookInvite({ body: { token } }).then((outcome) => {
        if (!there) return;
        if (outcome.ok) setInvite(outcome.value);
        else setFailure(outcome.failure);
      });
    }
    return () => {
      there = false;
    };
  }, [api, token]);

  return (
    <Door title={t("join.page")}>
      {token && invite ? <JoinForm token={token} invite={invite} /> : null}
      {token && !invite && !failure ? <Skeleton lines={2} /> : null}
      {failure || !token ? (
        <>
          <Wrong live>{failure ? say(failure) : t("join.noToken")}</Wrong>
          <Link href="/" className="ui-btn">
            {t("join.toSignIn")}
          </Link>
        </>
      ) : null}
    </Door>
  );
}

function JoinForm({ token, invite }: { token: string; invite: InviteView }) {
  const { t, i18n } = useTranslation(["account", "common"]);
  const say = useAccountFailureText();
  const { account } = useServices();
  const [, go] = useLocation();
  const [name, setName] = useState(invite.name);
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const [running, setRunning] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  useLeaveGuard(!running && (password !== "" || name !== invite.name));
  const nameField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);
  useFirstFocus(nameField);
  const missing = missingCharacters(password);
  const nameWrong = name.trim().length < 2 || name.trim().length > 60;

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (running) return;
    setTried(true);
    setFailure(null);
    if (nameWrong) return nameField.current?.focus();
    if (missing > 0) return passwordField.current?.focus();
    setRunning(true);
    const lang = interfaceLanguage(i18n.language).tag;
    const outcome = await account.accept({ token, name: name.trim(), password, lang });
    if (outcome.ok) return go("/", { replace: true });
    setRunning(false);
    setFailure(outcome.failure);
    if (outcome.failure.code === "name-taken") nameField.current?.select();
    if (outcome.failure.code === "weak-password") passwordField.current?.select();
  }

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <div>
        <h2>{invite.setup ? t("join.setupTitle") : t("join.title")}</h2>
        <p>{invite.setup ? t("join.setupText") : t("join.text", { role: t(`common:role.${invite.role}`) })}</p>
      </div>
      <TextField
        label={t("join.name")}
        hint={t("join.nameHint")}
        value={name}
        onValue={setName}
        autoComplete="username"
        spellCheck={false}
        inputRef={nameField}
        wrong={tried && nameWrong ? t("join.nameShort") : null}
      />
      <NewPasswordField label={t("join.password")} value={password} onValue={setPassword} tried={tried} inputRef={passwordField} />
      {failure ? <Wrong live>{say(failure)}</Wrong> : null}
      <button type="submit" className="ui-btn is-primary" aria-disabled={running}>
        {running ? t("join.submitting") : t("join.submit")}
      </button>
    </form>
  );
}
