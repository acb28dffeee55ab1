import { useCallback } from "react";
import { useFailureText } from "./failure";
import { useServices } from "./services";

/** Signs out; when the server cannot be told, says so, because the session would live on. */
export function useSignOut(): () => Promise<void> {
  const { account, toasts } = useServices();
  const say = useFailureText();
  return useCallback(async () => {
    const outcome = await account.signOut();
    if (!outcome.ok) toasts.say(say(outcome.failure), { bad: true });
  }, [account, toasts, say]);
}
