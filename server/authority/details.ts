import type { DocId } from "../../shared/ids";
import type { DocDetails } from "../../shared/log/op";
import { ok } from "../../shared/refusal";
import type { Result } from "../../shared/refusal";
import { missing } from "../missing";
import type { Store } from "../store/Store";
import { foldLog, nearestSnapshot } from "./log-reader";
import type { Logger } from "./logger";

/** In one order, wherever they were read: their tag is made of their JSON. */
export const detailsFrom = ({ title, publisher, author, published, address, locked }: DocDetails): DocDetails => ({
  title,
  publisher,
  author,
  published,
  address,
  locked,
});

/** What is told of a text that is not open here. */
export async function readDetails(store: Store, logger: Logger, doc: DocId): Promise<Result<DocDetails>> {
  const [record, row, [newest]] = await Promise.all([
    store.readDocument(doc),
    store.readDocumentRow(doc),
    store.readCommitsBackwards(doc, null, 1),
  ]);
  if (!record || !newest) return missing(store, doc);
  if (row?.version === newest.version) return ok(detailsFrom(row));
  // The library's line follows the log by a moment, or more when another process stopped in between.
  const unreadable = (error: unknown) => logger.warn({ doc, error }, "a snapshot could not be read");
  const from = await nearestSnapshot(store, doc, newest.version, unreadable);
  return ok(detailsFrom((await foldLog(store, doc, from, newest.version)).state.details));
}
