import { chunk } from "../app/chunk";
import { useFirstInteraction } from "../app/useFirstInteraction";
import { fetchWriting } from "../editor/fetchEditingPlugins";

// What nobody sees before they have done something is not waited for when a document opens: a third of the workbench's code.

export const OpenCard = chunk(async () => (await import("./openedParts")).OpenCard);
export const HistoryPanel = chunk(async () => (await import("./history/HistoryPanel")).HistoryPanel);
export const SelectionToolbar = chunk(async () => (await import("./openedParts")).SelectionToolbar);
export const SpotList = chunk(async () => (await import("./openedParts")).SpotList);
export const FilterForm = chunk(async () => (await import("./margin/FilterForm")).FilterForm);
export const Losses = chunk(async () => (await import("./trays/Losses")).Losses);

function fetchAll(): void {
  for (const part of [OpenCard, HistoryPanel, FilterForm, Losses, SelectionToolbar, SpotList]) part.fetch();
  fetchWriting().catch(() => undefined); // whoever writes asks again
}

export const useFetchLater = (): void => useFirstInteraction(fetchAll);
