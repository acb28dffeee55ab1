import { useCallback } from "react";
import { standsIn, useFailureText } from "./failure";
import type { Failure } from "./failure";
import { useTranslation } from "./translation";

/** What forms of accounts say of a failure: of a weak password, why it is guessed early. These sentences nobody else has to load. */
export function useAccountFailureText(): (failure: Failure) => string {
  const { t } = useTranslation("account");
  const say = useFailureText();
  return useCallback(
    (failure) => {
      const { code, detail } = failure;
      if (code === "weak-password") return t("weak-password", { context: String(detail?.["reason"] ?? "") });
      return standsIn("account", code) ? t(code) : say(failure);
    },
    [t, say],
  );
}
