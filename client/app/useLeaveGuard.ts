import { useEffect } from "react";
import { useTranslation } from "./translation";

/** The part of the Navigation API that asks before one goes back; not in every browser. */
interface Leaving extends Event {
  readonly navigationType: string;
}

/** Asks before the page is left, where what is typed must not be kept: a password. `unsaved`: whether there is anything to lose. */
export function useLeaveGuard(unsaved: boolean): void {
  const { t } = useTranslation();
  const question = t("leave");
  useEffect(() => {
    if (!unsaved) return undefined;
    const asks = (event: BeforeUnloadEvent): void => event.preventDefault();
    const goes = (event: Event): void => {
      if ((event as Leaving).navigationType !== "reload" && event.cancelable && !window.confirm(question)) event.preventDefault();
    };
    const navigation: EventTarget | undefined = (window as { navigation?: EventTarget }).navigation;
    window.addEventListener("beforeunload", asks);
    navigation?.addEventListener("navigate", goes);
    return () => {
      window.removeEventListener("beforeunload", asks);
      navigation?.removeEventListener("navigate", goes);
    };
  }, [unsaved, question]);
}
