import type { Claim } from "../../shared/claim/claim";
import type { Lang } from "../../shared/languages";
import type { DocState, TextState } from "../../shared/log/state";
import type { DocumentRow } from "../store/rows";
import type { DocumentChange } from "./projection";

/** The library's line of a document. */
export const documents = {
  name: "documents",
  version: 2,
  project: ({ record, after: state, at, by }: DocumentChange): DocumentRow => {
    const standingClaims = [...state.claims.values()].filter((claim) => !claim.withdrawn);
    return {
      ...state.details,
      doc: record.id,
      case: record.case,
      version: state.version,
      source: state.source,
      languages: progress(state),
      byStatus: countBy(standingClaims, (claim) => claim.status),
      byVerdict: countBy(standingClaims, (claim) => claim.verdict),
      approved: countBy(
        standingClaims.filter((claim) => claim.status === "approved"),
        (claim) => claim.verdict,
      ),
      claims: standingClaims.length,
      changedAt: at,
      changedBy: by,
      demo: record.demo,
      sha256: record.original?.sha256 ?? null,
    };
  },
} as const;

function countBy(claims: readonly Claim[], of: (claim: Claim) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const claim of claims) counts[of(claim)] = (counts[of(claim)] ?? 0) + 1;
  return counts;
}

/** The source first, then the versions by language. */
function progress(state: DocState): DocumentRow["languages"] {
  const rank = (lang: Lang): string => (lang === state.source ? "" : lang);
  return Object.values(state.texts)
    .map((text) => blocksOf(text, text.lang === state.source))
    .sort((a, b) => (rank(a.lang) < rank(b.lang) ? -1 : 1));
}

/** Counts the blocks that hold words and have an id, however deep they lie. */
function blocksOf(text: TextState, isSource: boolean): DocumentRow["languages"][number] {
  let blocks = 0;
  let done = 0;
  text.doc.descendants((node) => {
    if (!node.isTextblock) return true;
    const id: unknown = node.attrs["id"];
    if (typeof id !== "string") return false;
    blocks++;
    if (isSource || text.blocks[id] === "done") done++;
    return false;
  });
  return { lang: text.lang, blocks, done };
}
