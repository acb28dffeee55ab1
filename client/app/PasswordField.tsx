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
        <button type="button" className="btn icon" aria-label={word} title={word} onClick={() => setShown(!shown)}>
          {shown ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
        </button>
      }
    />
  );
}
