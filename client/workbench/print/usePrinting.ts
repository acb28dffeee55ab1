import { useEffect, useState } from "react";
import { flushSync } from "react-dom";

/** Whether the page is being printed, by whatever way one asks for it. What shows then is there before the browser lays out its pages. */
export function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const medium = window.matchMedia("print");
    const look = (now: boolean) => (): void => flushSync(() => setPrinting(now));
    const begins = look(true);
    const ends = look(false);
    const changes = (): void => (medium.matches ? begins() : ends());
    addEventListener("beforeprint", begins);
    addEventListener("afterprint", ends);
    medium.addEventListener("change", changes);
    return () => {
      removeEventListener("beforeprint", begins);
      removeEventListener("afterprint", ends);
      medium.removeEventListener("change", changes);
    };
  }, []);
  return printing;
}
