import { useCallback } from "react";
import { useFailureText } from "./failure";
import type { AccountCode, Failure, FailureCode } from "./failure";
import { useTranslation } from "./translation";

const codes: readonly FailureCode[] = ["wrong-credentials", "link-used", "link-expired"] satisfies AccountCode[];
const isOurs = (code: FailureCode): code is AccountCode => codes.includes(code);

/** What forms of accounts say of a failure: of a weak password, why it is guessed early. These sentences nobody else has to load. */
export function useAccountFailureText(): (failure: Failure) => string {
  const { t } = useTranslation("account");
  const say = useFailureText();
  return useCallback(
    (failure) => {
      const { code, detail } = failure;
      if (code === "weak-password") return t("weak-password", { context: String(detail?.["reason"] ?? "") });
      return isOurs(code) ? t(code) : say(failure);
    },
    [t, say],
  );
}
