import { chunk } from "../app/chunk";
import { useFirstSign } from "../app/firstSign";
import { fetchWriting } from "../editor/fetchWriting";

// What nobody sees before they have done something is not waited for when a document opens: a third of the workbench's code.

export const OpenCard = chunk(async () => (await import("./opened")).OpenCard);
export const HistoryPanel = chunk(async () => (await import("./history/HistoryPanel")).HistoryPanel);
export const Bubble = chunk(async () => (await import("./opened")).Bubble);
export const SpotList = chunk(async () => (await import("./opened")).SpotList);
export const Losses = chunk(async () => (await import("./trays/Losses")).Losses);

function fetchAll(): void {
  for (const part of [OpenCard, HistoryPanel, Losses, Bubble, SpotList]) part.fetch();
  fetchWriting().catch(() => undefined); // whoever writes asks again
}

export const useFetchLater = (): void => useFirstSign(fetchAll);
