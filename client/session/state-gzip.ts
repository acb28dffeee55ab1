import type { StateJson } from "../../shared/log/state";
import type { PackedState } from "../../shared/protocol/socket";

/** Reads what a document opens with; null when it cannot be read. The browser unpacks it beside the page's own work. */
export async function gunzipState(packed: PackedState): Promise<StateJson | null> {
  try {
    const json = new Blob([packed as BlobPart]).stream().pipeThrough(new DecompressionStream("gzip"));
    return (await new Response(json).json()) as StateJson;
  } catch {
    return null;
  }
}
