import { useState } from "react";
import { useTranslation } from "../../app/translation";

interface Props {
  readonly label: string;
  /** What it means, read before it is done. */
  readonly words: string;
  readonly confirm: string;
  readonly onSure: () => void;
}

const focused = (button: HTMLButtonElement | null): void => button?.focus();

/** A button that first says what it does, in its own place: a dialog over the dialog would hide what it is about. */
export function Sure({ label, words, confirm, onSure }: Props) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  // The focus follows to what took the button's place, and back; not when the dialog opens.
  const [back, setBack] = useState(false);
  if (!asked) {
    return (
      <button type="button" className="ui-btn" ref={back ? focused : undefined} onClick={() => setAsked(true)}>
        {label}
      </button>
    );
  }
  return (
    <fieldset className="members-sure" aria-label={label}>
      <p>{words}</p>
      <div className="ui-row">
        <button
          type="button"
          className="ui-btn is-danger"
          ref={focused}
          onClick={() => {
            setAsked(false);
            onSure();
          }}
        >
          {confirm}
        </button>
        <button
          type="button"
          className="ui-btn"
          onClick={() => {
            setBack(true);
            setAsked(false);
          }}
        >
          {t("action.cancel")}
        </button>
      </div>
    </fieldset>
  );
}
