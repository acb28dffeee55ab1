import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import type { Ref } from "react";
import { useTranslation } from "./translation";
import { TextField } from "./TextField";

interface PasswordFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly autoComplete: "current-password" | "new-password";
  readonly hint?: string | undefined;
  readonly wrong?: string | null;
  readonly inputRef?: Ref<HTMLInputElement>;
}

const MIN_PASSWORD = 12;

/** How many characters a new password is short of; 0 when it is long enough. */
export const missingCharacters = (password: string): number => Math.max(0, MIN_PASSWORD - [...password].length);

interface NewPasswordFieldProps extends Pick<PasswordFieldProps, "label" | "value" | "onValue" | "inputRef"> {
  /** Whether it was sent once: only then is it called too short. */
  readonly tried: boolean;
}

/** Where somebody chooses a password: with what makes a good one, and how much is missing. */
export function NewPasswordField({ tried, ...field }: NewPasswordFieldProps) {
  const { t } = useTranslation("account");
  const count = missingCharacters(field.value);
  return (
    <PasswordField
      {...field}
      hint={t("join.passwordHint")}
      autoComplete="new-password"
      wrong={tried && count > 0 ? t("join.passwordShort", { count }) : null}
    />
  );
}

/** Typed hidden, shown on demand: seeing it spares more mistakes than hiding it prevents. */
export function PasswordField({ hint, ...field }: PasswordFieldProps) {
  const { t } = useTranslation("account");
  const [shown, setShown] = useState(false);
  const word = shown ? t("hide") : t("show");
  return (
    <TextField
      {...field}
      hint={hint ?? null}
      type={shown ? "text" : "password"}
      spellCheck={false}
      autoCapitalize="off"
      autoCorrect="off"
      beside={
        <button type="button" className="ui-btn is-icon" aria-label={word} title={word} onClick={() => setShown(!shown)}>
          {shown ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
        </button>
      }
    />
  );
}
