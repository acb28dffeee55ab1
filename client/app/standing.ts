import { useEffect } from "react";
import { useServices } from "./services";

/** While a component shows these words, no toast says them a second time. */
export function useStanding(words: string | null): void {
  const { toasts } = useServices();
  useEffect(() => (words === null || words === "" ? undefined : toasts.stand(words)), [toasts, words]);
}
