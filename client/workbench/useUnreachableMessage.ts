import { useCallback } from "react";
import { useFailureText } from "../app/failure";
import { useWorkbench } from "./WorkbenchContext";

/** Says that the server does not answer: a part of the page that is needed now cannot be fetched. */
export function useUnreachableMessage(): () => void {
  const { say } = useWorkbench();
  const failure = useFailureText();
  return useCallback(() => say(failure({ code: "unreachable" })), [say, failure]);
}
