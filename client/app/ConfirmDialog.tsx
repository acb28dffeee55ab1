import { CircleAlert } from "lucide-react";
import { useState } from "react";
import type { Outcome } from "./failure";
import { useFailureText } from "./failure";
import { ModalDialog } from "./ModalDialog";
import { useTranslation } from "./translation";

export interface Question {
  readonly title: string;
  readonly text: string;
  /** The verb on the button. */
  readonly confirm: string;
  /** `words`: why not, where that is more than its code says. */
  readonly run: () => Promise<Outcome<unknown> | { readonly ok: false; readonly words: string }>;
  /** After success, when the dialog has gone. */
  readonly done?: () => void;
}

/** Asks before something that cannot be taken back. A refusal is told in the dialog, which stays. */
export function ConfirmDialog({ question, onClose }: { question: Question; onClose: () => void }) {
  const { t } = useTranslation();
  const say = useFailureText();
  const [running, setRunning] = useState(false);
  const [refused, setRefused] = useState("");

  async function confirm(): Promise<void> {
    if (running) return;
    setRunning(true);
    const outcome = await question.run();
    setRunning(false);
    if (!outcome.ok) {
      setRefused("words" in outcome ? outcome.words : say(outcome.failure));
      return;
    }
    onClose();
    question.done?.();
  }

  return (
    <ModalDialog
      title={question.title}
      alert
      onClose={onClose}
      footer={
        <>
          <button type="button" className="ui-btn" onClick={onClose}>
            {t("action.cancel")}
          </button>
          <button type="button" className="ui-btn is-danger" aria-disabled={running} onClick={() => void confirm()}>
            {question.confirm}
          </button>
        </>
      }
    >
      <div className="ui-dialog-body">
        <p>{question.text}</p>
        {refused ? (
          <p className="ui-wrong" role="alert">
            <CircleAlert aria-hidden="true" />
            {refused}
          </p>
        ) : null}
      </div>
    </ModalDialog>
  );
}
