import { useCallback } from "react";
import { useFailureText } from "../app/failure";
import { useDesk } from "./desk";

/** Says that the server does not answer: a part of the page that is needed now cannot be fetched. */
export function useUnreachableWords(): () => void {
  const { say } = useDesk();
  const failure = useFailureText();
  return useCallback(() => say(failure({ code: "unreachable" })), [say, failure]);
}
