import { useCallback } from "react";
import { useTranslation } from "./translation";
import { useFailureText } from "./failure";
import { useServices } from "./services";

/**
 * Signs out; when the server cannot be told, says so, because the session would live on. Work that is only in this browser is not given up
 * without a word: then it is offered to go all the same.
 */
export function useSignOut(): () => Promise<void> {
  const { account, toasts } = useServices();
  const say = useFailureText();
  const { t } = useTranslation();
  return useCallback(async () => {
    const leave = async (): Promise<void> => {
      const outcome = await account.signOut();
      if (!outcome.ok) toasts.say(say(outcome.failure), { bad: true });
    };
    const count = await account.unsent();
    if (count === 0) await leave();
    else toasts.say(t("signOut.unsent", { count }), { bad: true, action: { label: t("signOut.anyway"), run: () => void leave() } });
  }, [account, toasts, say, t]);
}
