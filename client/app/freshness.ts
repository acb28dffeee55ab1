import { useEffect } from "react";
import { useServices } from "./services";

/** Reads the library and the people when one comes in, and again whenever the page is looked at or the network returns. */
export function useFreshness(): void {
  const { library, people } = useServices();
  useEffect(() => {
    const refresh = (): void => {
      void library.refresh();
      void people.refresh();
    };
    const seen = (): void => {
      if (document.visibilityState === "visible") refresh();
    };
    refresh();
    window.addEventListener("focus", refresh);
    window.addEventListener("online", refresh);
    document.addEventListener("visibilitychange", seen);
    return () => {
      window.removeEventListener("focus", refresh);
      window.removeEventListener("online", refresh);
      document.removeEventListener("visibilitychange", seen);
      library.clear();
      people.clear();
    };
  }, [library, people]);
}
