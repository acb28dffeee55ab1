import { interfaceLanguage } from "../../../shared/languages";
import { Check, Copy } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import type { FormEvent } from "react";
import { Label } from "react-aria-components/Label";
import { Radio, RadioGroup } from "react-aria-components/RadioGroup";
import * as z from "zod/mini";
import { Role, roles } from "../../../shared/people";
import type { MadeInvite } from "../../../shared/protocol/rest";
import { moment } from "../../app/dates";
import type { Failure } from "../../app/failure";
import { useFailureText } from "../../app/failure";
import { useFirstFocus } from "../../app/firstFocus";
import { ModalDialog } from "../../app/ModalDialog";
import { useServices } from "../../app/services";
import { useKeptForm } from "../../app/useKeptForm";
import type { Kept } from "../../app/useKeptForm";
import { useLeaveGuard } from "../../app/useLeaveGuard";
import { TextField, Wrong } from "../../app/TextField";
import { useTranslation } from "../../app/translation";

const KeptInvite = z.object({ name: z.string(), role: Role });
type KeptInvite = z.infer<typeof KeptInvite>;
const noInvite: KeptInvite = { name: "", role: "fact-checker" };

/** Asks for a role, then shows the link, once: Escape and a press outside no longer close it. */
export default function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(["people", "common"]);
  const [made, setMade] = useState<MadeInvite | null>(null);
  const [running, setRunning] = useState(false);
  const typed = useKeptForm("invite", noInvite, KeptInvite);
  const form = useId();
  return (
    <ModalDialog
      title={made ? t("linkTitle") : t("inviteTitle")}
      onClose={onClose}
      dismissable={made === null}
      footer={
        made ? (
          <button type="button" className="ui-btn" onClick={onClose}>
            {t("done")}
          </button>
        ) : (
          <>
            <button
              type="button"
              className="ui-btn"
              onClick={() => {
                typed.forget();
                onClose();
              }}
            >
              {t("common:action.cancel")}
            </button>
            <button type="submit" form={form} className="ui-btn is-primary" aria-disabled={running}>
              {running ? t("making") : t("makeLink")}
            </button>
          </>
        )
      }
    >
      {made ? <TheLink made={made} /> : <Asking form={form} running={running} onRunning={setRunning} onMade={setMade} typed={typed} />}
    </ModalDialog>
  );
}

interface AskingProps {
  readonly form: string;
  readonly running: boolean;
  readonly onRunning: (running: boolean) => void;
  readonly onMade: (made: MadeInvite) => void;
  readonly typed: Kept<KeptInvite>;
}

function Asking({ form, running, onRunning, onMade, typed }: AskingProps) {
  const { t } = useTranslation(["people", "common"]);
  const { api, people } = useServices();
  const say = useFailureText();
  const { name, role } = typed.value;
  const [failure, setFailure] = useState<Failure | null>(null);
  const field = useRef<HTMLInputElement>(null);
  useFirstFocus(field);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (running) return;
    onRunning(true);
    setFailure(null);
    const outcome = await api.makeInvite({ body: { role, name: name.trim().length >= 2 ? name.trim() : "" } });
    onRunning(false);
    if (!outcome.ok) return setFailure(outcome.failure);
    typed.forget();
    void people.refresh();
    return onMade(outcome.value);
  }

  return (
    <form id={form} className="ui-dialog-body" onSubmit={(event) => void submit(event)} noValidate>
      <TextField
        label={t("inviteName")}
        hint={t("inviteNameHint")}
        value={name}
        onValue={(next) => typed.set((now) => ({ ...now, name: next }))}
        data-limit={60}
        autoComplete="off"
        inputRef={field}
      />
      <RadioGroup
        className="role-list"
        value={role}
        onChange={(value) => {
          const chosen = Role.safeParse(value);
          if (chosen.success) typed.set((now) => ({ ...now, role: chosen.data }));
        }}
      >
        <Label className="ui-label">{t("inviteRole")}</Label>
        {roles.map((one) => (
          <Radio key={one} value={one} className="role-choice">
            <span className="role-dot" aria-hidden="true" />
            <span>
              <b>{t(`common:role.${one}`)}</b>
              <small>{t(`about.${one}`)}</small>
            </span>
          </Radio>
        ))}
      </RadioGroup>
      {failure ? <Wrong live>{say(failure)}</Wrong> : null}
    </form>
  );
}

function TheLink({ made }: { made: MadeInvite }) {
  const { t, i18n } = useTranslation(["people", "common"]);
  const [copied, setCopied] = useState<"no" | "yes" | "failed">("no");
  const field = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  // The link is shown this once.
  useLeaveGuard(copied !== "yes");
  const address = `${window.location.origin}${made.path}`;
  const lang = interfaceLanguage(i18n.language).tag;
  // The button that was pressed has gone: the next thing to do takes the focus.
  useEffect(() => button.current?.focus(), []);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(address);
      setCopied("yes");
    } catch {
      // No permission, or plain http on another host than localhost.
      field.current?.select();
      setCopied("failed");
    }
  }

  return (
    <div className="ui-dialog-body">
      <p>{t("linkText", { until: moment(lang, made.expiresAt) })}</p>
      <TextField
        label={t("link")}
        value={address}
        onValue={() => undefined}
        readOnly
        inputRef={field}
        onFocus={(event) => event.target.select()}
        beside={
          <button type="button" className="ui-btn is-primary" ref={button} onClick={() => void copy()}>
            {copied === "yes" ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
            {copied === "yes" ? t("common:action.copied") : t("common:action.copy")}
          </button>
        }
      />
      <output className="ui-hint">{copied === "yes" ? t("linkCopied") : copied === "failed" ? t("copyFailed") : null}</output>
    </div>
  );
}
