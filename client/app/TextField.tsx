import { CircleAlert } from "lucide-react";
import { useId } from "react";
import type { InputHTMLAttributes, ReactNode, Ref } from "react";

export interface TextFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "onChange" | "value"> {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly hint?: ReactNode;
  /** Why the value does not do; read out with the field. */
  readonly wrong?: string | null;
  /** Beside the field: a button that belongs to it. */
  readonly beside?: ReactNode;
  readonly inputRef?: Ref<HTMLInputElement>;
}

/** A labelled line of text with its hint and its error in place. */
export function TextField({ label, value, onValue, hint, wrong, beside, inputRef, ...input }: TextFieldProps) {
  const id = useId();
  const told = [hint ? `${id}h` : "", wrong ? `${id}w` : ""].filter(Boolean).join(" ");
  const field = (
    <input
      // What people write has the direction of its own letters.
      dir={input.type === undefined || input.type === "text" || input.type === "search" ? "auto" : undefined}
      {...input}
      ref={inputRef}
      id={id}
      className="ui-box"
      value={value}
      onChange={(event) => onValue(event.target.value)}
      aria-invalid={wrong ? true : undefined}
      aria-describedby={told || undefined}
    />
  );
  return (
    <div className="ui-field">
      <label htmlFor={id}>{label}</label>
      {beside ? (
        <div className="ui-secret">
          {field}
          {beside}
        </div>
      ) : (
        field
      )}
      {hint ? <small id={`${id}h`}>{hint}</small> : null}
      {wrong ? <Wrong id={`${id}w`}>{wrong}</Wrong> : null}
    </div>
  );
}

/** What is wrong, in words, with its sign. */
export function Wrong({ id, children, live = false }: { id?: string; children: ReactNode; live?: boolean }) {
  return (
    <p className="ui-wrong" id={id} role={live ? "alert" : undefined}>
      <CircleAlert aria-hidden="true" />
      <span>{children}</span>
    </p>
  );
}
