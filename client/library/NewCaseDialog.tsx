import { useId, useRef, useState } from "react";
import type { FormEvent } from "react";
import { useLocation } from "wouter";
import * as z from "zod/mini";
import type { Failure } from "../app/failure";
import { useLibraryFailureText } from "./libraryFailure";
import { useFirstFocus } from "../app/firstFocus";
import { ModalDialog } from "../app/ModalDialog";
import { useServices } from "../app/services";
import { useKeptForm } from "../app/useKeptForm";
import { TextField, Wrong } from "../app/TextField";
import { useTranslation } from "../app/translation";

const KeptName = z.string();

/** Asks for a name and goes to the new case file. */
export default function NewCaseDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(["library", "common"]);
  const { api, library, toasts } = useServices();
  const say = useLibraryFailureText();
  const [, go] = useLocation();
  const { value: name, set: setName, forget } = useKeptForm("case.new", "", KeptName);
  const [closed, setClosed] = useState(false);
  const closedId = useId();
  const [tried, setTried] = useState(false);
  const [running, setRunning] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const field = useRef<HTMLInputElement>(null);
  useFirstFocus(field);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (running) return;
    setTried(true);
    if (!name.trim()) return field.current?.focus();
    setRunning(true);
    setFailure(null);
    const outcome = await api.makeCase({ body: { name: name.trim(), ...(closed ? { access: "closed" } : {}) } });
    setRunning(false);
    if (!outcome.ok) return setFailure(outcome.failure);
    forget();
    await library.changed({ cases: [outcome.value.id] });
    onClose();
    toasts.say(t("caseMade", { name: outcome.value.name }));
    go(`/case/${outcome.value.id}`);
    return undefined;
  }

  return (
    <ModalDialog
      title={t("newCase")}
      onClose={onClose}
      footer={
        <>
          <button
            type="button"
            className="ui-btn"
            onClick={() => {
              forget();
              onClose();
            }}
          >
            {t("common:action.cancel")}
          </button>
          <button type="submit" form="new-case" className="ui-btn is-primary" aria-disabled={running}>
            {t("caseMake")}
          </button>
        </>
      }
    >
      <form id="new-case" className="ui-dialog-body" onSubmit={(event) => void submit(event)} noValidate>
        <TextField
          label={t("caseName")}
          hint={t("caseNameHint")}
          value={name}
          onValue={setName}
          data-limit={120}
          autoComplete="off"
          inputRef={field}
          wrong={tried && !name.trim() ? t("caseNameMissing") : null}
        />
        <div className="ui-tick">
          <input
            id={closedId}
            className="ui-check"
            type="checkbox"
            checked={closed}
            aria-describedby={`${closedId}-text`}
            onChange={(event) => setClosed(event.target.checked)}
          />
          <div>
            <label htmlFor={closedId}>{t("caseClosed")}</label>
            <small id={`${closedId}-text`}>{t("caseClosedText")}</small>
          </div>
        </div>
        {failure ? <Wrong live>{say(failure)}</Wrong> : null}
      </form>
    </ModalDialog>
  );
}
