import { useEffect } from "react";

const signs = ["pointermove", "pointerdown", "keydown", "focusin"] as const;

/**
 * Does something once, at the first sign that somebody is there: early enough for what their first click or key could need, and not while the
 * page is still opening. `act` must stay the same.
 */
export function useFirstInteraction(act: () => void): void {
  useEffect(() => {
    const stop = (): void => signs.forEach((sign) => window.removeEventListener(sign, once, { capture: true }));
    const once = (): void => {
      stop();
      act();
    };
    for (const sign of signs) window.addEventListener(sign, once, { capture: true, passive: true });
    return stop;
  }, [act]);
}
