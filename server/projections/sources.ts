import type { Claim, Evidence } from "../../shared/claim/claim";
import type { DocState } from "../../shared/log/state";
import { sourceKey } from "../store/rows";
import type { DocumentRecord } from "../store/Store";
import type { SourceRow } from "../store/rows";
import type { RowProjection } from "./projection";

/** Each source as cited by each claim. */
export const sources: RowProjection<"sources"> = {
  name: "sources",
  version: 2,
  *project({ record, before, after }) {
    const put: SourceRow[] = [];
    const gone: string[] = [];
    for (const claim of after.claims.values()) {
      const old = before?.claims.get(claim.id) ?? null;
      if (old === claim) continue;
      const [anew, away] = sourceChanges(record, after, old, claim);
      put.push(...anew);
      gone.push(...away);
      yield;
    }
    return { put, gone };
  },
};

/** A claim that was withdrawn cites nothing any more; when it is restored, its sources come back. */
const cited = (claim: Claim | null): readonly Evidence[] => (claim && !claim.withdrawn ? claim.evidence.filter((one) => !one.removed) : []);

/** The sources that a claim cites anew or otherwise, and the keys of those that it cites no longer. */
function sourceChanges(record: DocumentRecord, state: DocState, old: Claim | null, claim: Claim): [SourceRow[], string[]] {
  const was = new Map(cited(old).map((evidence) => [evidence.id, evidence]));
  const changed: SourceRow[] = [];
  for (const evidence of cited(claim)) {
    if (was.get(evidence.id) !== evidence) changed.push(sourceRow(record, state, claim, evidence));
    was.delete(evidence.id);
  }
  return [changed, Array.from(was.keys(), (evidence) => sourceKey(claim.id, evidence))];
}

function sourceRow(record: DocumentRecord, state: DocState, claim: Claim, evidence: Evidence): SourceRow {
  const { id, removed: _, ...fields } = evidence;
  return { ...fields, evidence: id, claim: claim.id, doc: record.id, version: state.version };
}
