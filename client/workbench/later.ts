import { useEffect } from "react";
import { chunk } from "../app/chunk";

// What nobody sees before they have done something is not waited for when a document opens: a third of the workbench's code.

export const OpenCard = chunk(async () => (await import("./card/OpenCard")).OpenCard);
export const HistoryPanel = chunk(async () => (await import("./history/HistoryPanel")).HistoryPanel);
export const Losses = chunk(async () => (await import("./trays/Losses")).Losses);

const signs = ["pointermove", "pointerdown", "keydown", "focusin"] as const;

/** Fetches it all at the first sign that somebody is there, long before their first click or key could need it. */
export function useFetchLater(): void {
  useEffect(() => {
    const stop = (): void => signs.forEach((sign) => window.removeEventListener(sign, fetch, { capture: true }));
    const fetch = (): void => {
      stop();
      for (const part of [OpenCard, HistoryPanel, Losses]) part.fetch();
    };
    for (const sign of signs) window.addEventListener(sign, fetch, { capture: true, passive: true });
    return stop;
  }, []);
}
