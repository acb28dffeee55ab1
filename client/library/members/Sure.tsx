import { useEffect, useRef, useState } from "react";
import { useTranslation } from "../../app/translation";

interface Props {
  readonly label: string;
  /** What it means, read before it is done. */
  readonly words: string;
  readonly confirm: string;
  readonly onSure: () => void;
}

/** A button that first says what it does, in its own place: a dialog over the dialog would hide what it is about. */
export function Sure({ label, words, confirm, onSure }: Props) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const first = useRef(true);
  useEffect(() => {
    // The focus follows to what took the button's place, and back; not when the dialog opens.
    if (!first.current) button.current?.focus();
    first.current = false;
  }, [asked]);
  if (!asked) {
    return (
      <button type="button" className="btn" ref={button} onClick={() => setAsked(true)}>
        {label}
      </button>
    );
  }
  return (
    <div className="sure" role="group" aria-label={label}>
      <p>{words}</p>
      <div className="row">
        <button
          type="button"
          className="btn danger"
          ref={button}
          onClick={() => {
            setAsked(false);
            onSure();
          }}
        >
          {confirm}
        </button>
        <button type="button" className="btn" onClick={() => setAsked(false)}>
          {t("action.cancel")}
        </button>
      </div>
    </div>
  );
}
