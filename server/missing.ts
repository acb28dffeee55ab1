import type { DocId } from "../shared/ids";
import { refuse } from "../shared/refusal";
import type { Refusal } from "../shared/refusal";
import type { Store } from "./store/Store";

/** Why a document is not there: it is in the bin, and who put it there when; or there is none. */
export async function missing(store: Pick<Store, "readBinned">, doc: DocId): Promise<{ ok: false; refusal: Refusal }> {
  const binned = (await store.readBinned(doc))?.binned;
  return binned ? refuse("binned", { by: binned.by, at: binned.at }) : refuse("not-found");
}
