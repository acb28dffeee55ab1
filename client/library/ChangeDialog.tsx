import { ChevronDown } from "lucide-react";
import { useId, useRef, useState } from "react";
import type { FormEvent } from "react";
import * as z from "zod/mini";
import type { Failure } from "../app/failure";
import type { Overwritten } from "../app/overwrite";
import { useFailureText } from "../app/failure";
import { useFirstFocus } from "../app/firstFocus";
import { ModalDialog } from "../app/ModalDialog";
import { TextField, Wrong } from "../app/TextField";
import { useTranslation } from "../app/translation";
import { useKeptForm } from "../app/useKeptForm";

const KeptWords = z.string();

/** One thing of a text or case file, asked for anew: its name, or (with `choices`) where it lies. */
export interface Change {
  /** Under which what is typed is kept until it is sent or given up. */
  readonly form: string;
  readonly title: string;
  readonly label: string;
  readonly value: string;
  readonly max?: number;
  readonly choices?: readonly { readonly value: string; readonly name: string }[];
  /** The verb on the button. */
  readonly confirm: string;
  /** What is said of an empty field. */
  readonly missing: string;
  /** `seen`: what the person knows to stand there. Refused with `now` where it is something else. */
  readonly run: (value: string, seen: string) => Promise<Overwritten<string, unknown>>;
  /** After success, when the dialog has gone. */
  readonly done: (value: string) => void;
}

const labelOf = ({ choices }: Change, value: string): string => choices?.find((one) => one.value === value)?.name ?? value;

export default function ChangeDialog({ change, onClose }: { change: Change; onClose: () => void }) {
  const { t } = useTranslation(["common", "library"]);
  const say = useFailureText();
  const { value: typed, set: setValue, forget } = useKeptForm(change.form, change.value, KeptWords);
  // A case file that was chosen may be gone.
  const value = change.choices?.some((one) => one.value === typed) === false ? change.value : typed;
  const [tried, setTried] = useState(false);
  const [running, setRunning] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  /** What stands there as far as the person was told; somebody else may have changed it while they typed. */
  const [seen, setSeen] = useState(change.value);
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const choice = useRef<HTMLSelectElement>(null);
  useFirstFocus(change.choices ? choice : field);

  function giveUp(): void {
    forget();
    onClose();
  }

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (running) return;
    setTried(true);
    const wanted = value.trim();
    if (wanted === "") return field.current?.focus();
    if (wanted === seen) return giveUp();
    setRunning(true);
    setFailure(null);
    const outcome = await change.run(wanted, seen);
    setRunning(false);
    if ("now" in outcome) {
      // Nothing of what was typed is lost: who confirms once more puts it in the place of what they were shown.
      setSeen(outcome.now);
      return (field.current ?? choice.current)?.focus();
    }
    if (!outcome.ok) return setFailure(outcome.failure);
    giveUp();
    change.done(wanted);
    return undefined;
  }

  return (
    <ModalDialog
      title={change.title}
      onClose={onClose}
      footer={
        <>
          <button type="button" className="ui-btn" onClick={giveUp}>
            {t("action.cancel")}
          </button>
          <button type="submit" form={`${id}form`} className="ui-btn is-primary" aria-disabled={running}>
            {change.confirm}
          </button>
        </>
      }
    >
      <form id={`${id}form`} className="ui-dialog-body" onSubmit={(event) => void submit(event)} noValidate>
        {change.choices ? (
          <div className="ui-field ui-pick">
            <label htmlFor={id}>{change.label}</label>
            <select id={id} ref={choice} className="ui-box" value={value} onChange={(event) => setValue(event.target.value)}>
              {change.choices.map((one) => (
                <option key={one.value} value={one.value}>
                  {one.name}
                </option>
              ))}
            </select>
            <ChevronDown aria-hidden="true" />
          </div>
        ) : (
          <TextField
            label={change.label}
            value={value}
            onValue={setValue}
            data-limit={change.max ?? 120}
            autoComplete="off"
            dir="auto"
            inputRef={field}
            wrong={tried && !value.trim() ? change.missing : null}
          />
        )}
        {seen === change.value ? null : <Wrong live>{t("library:meanwhile", { value: labelOf(change, seen) })}</Wrong>}
        {failure ? <Wrong live>{say(failure)}</Wrong> : null}
      </form>
    </ModalDialog>
  );
}
