import type { StateJson } from "../../shared/log/state";
import type { CompactCommit, Gzipped } from "../../shared/protocol/socket";

/** Reads what a document opens with; null when it cannot be read. */
export const gunzipState = (packed: Gzipped): Promise<StateJson | null> => gunzip<StateJson>(packed);

/** Commits as they came, packed where they are long; null when they cannot be read. */
export async function commitsIn(commits: CompactCommit[] | Gzipped): Promise<CompactCommit[] | null> {
  return Array.isArray(commits) ? commits : gunzip<CompactCommit[]>(commits);
}

/** The browser unpacks it beside the page's own work. */
async function gunzip<T>(packed: Gzipped): Promise<T | null> {
  try {
    const json = new Blob([packed as BlobPart]).stream().pipeThrough(new DecompressionStream("gzip"));
    return (await new Response(json).json()) as T;
  } catch {
    return null;
  }
}
