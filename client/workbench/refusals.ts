import { useCallback } from "react";
import type { Refusal } from "../../shared/refusal";
import { useFailureText } from "../app/failure";

/** What happened, what was kept, what to do, for a refusal of the session. */
export function useRefusalText(): (refusal: Refusal) => string {
  const failure = useFailureText();
  return useCallback(({ code, detail }) => failure(detail ? { code, detail } : { code }), [failure]);
}
