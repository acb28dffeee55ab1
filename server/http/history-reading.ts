import type { DocId, Version } from "../../shared/ids";
import type { HistoryView } from "../../shared/protocol/rest";
import { ok } from "../../shared/refusal";
import type { Result } from "../../shared/refusal";
import type { Authority } from "../authority/authority";
import { historyLineOf } from "../projections/history-line";
import type { Store } from "../store/Store";
import type { HistoryFilter } from "../store/rows";

/** Lines of one answer. */
const PAGE = 100;

/** A page of a document's history, the lines that began last first. */
export async function readHistory(
  store: Pick<Store, "readCommitsBackwards">,
  authority: Pick<Authority, "history">,
  doc: DocId,
  filter: HistoryFilter,
): Promise<Result<HistoryView>> {
  // Before the lines: of what comes in between, who has them asks again.
  const [newest] = await store.readCommitsBackwards(doc, null, 1);
  const head = newest?.version ?? (0 as Version);
  const rows = await authority.history(doc, filter, PAGE + 1);
  if (!rows.ok) return rows;
  const lines = rows.value.slice(0, PAGE).map(historyLineOf);
  return ok({ lines, next: rows.value.length > PAGE ? (lines.at(-1)?.first ?? null) : null, head });
}
