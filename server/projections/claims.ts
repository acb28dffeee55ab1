import type { Anchor } from "../../shared/doc/anchor";
import { isOrphan } from "../../shared/doc/anchor";
import { passageRuns, quoteText } from "../../shared/doc/quoted";
import { currentFallBack } from "../../shared/claim/standing";
import type { Claim, Evidence } from "../../shared/claim/claim";
import type { ClaimId } from "../../shared/ids";
import type { Lang } from "../../shared/languages";
import type { DocState, TextState } from "../../shared/log/state";
import { termsOf } from "../../shared/search/terms";
import type { DocumentRecord } from "../store/Store";
import type { ClaimRow } from "../store/rows";
import type { RowProjection } from "./projection";

/** The readable record of each claim. An unchanged one costs one comparison: states share what did not change. */
export const claims: RowProjection<"claims"> = {
  name: "claims",
  version: 3,
  *project({ record, before, after }) {
    const moved = before ? requoted(before, after) : new Set<ClaimId>();
    const passages = passagesByClaim(after);
    const put: ClaimRow[] = [];
    for (const claim of after.claims.values()) {
      const old = before?.claims.get(claim.id);
      if (old !== claim || moved.has(claim.id)) put.push(claimRow(record, after, claim, passages.get(claim.id) ?? []));
      yield;
    }
    // A withdrawn claim keeps its record, and says so.
    return { put, gone: [] };
  },
};

interface Passage {
  readonly lang: Lang;
  readonly anchor: Anchor;
}

const texts = (state: DocState): TextState[] => Object.values(state.texts);

/** The source's passage first, then the versions' in the order in which they were added. */
function passagesByClaim(state: DocState): Map<ClaimId, Passage[]> {
  const found = new Map<ClaimId, Passage[]>();
  const inOrder = texts(state).sort((a, b) => Number(b.lang === state.source) - Number(a.lang === state.source));
  for (const { lang, anchors } of inOrder) {
    for (const anchor of anchors) {
      const passages = found.get(anchor.claim);
      if (passages) passages.push({ lang, anchor });
      else found.set(anchor.claim, [{ lang, anchor }]);
    }
  }
  return found;
}

/** The claims whose words are others than before, or were lost or found; a passage that only moved reads as it did. */
function requoted(before: DocState, after: DocState): Set<ClaimId> {
  const changed = new Set<ClaimId>();
  const langs = new Set([...Object.keys(before.texts), ...Object.keys(after.texts)] as Lang[]);
  for (const lang of langs) {
    const [was, is] = [before.texts[lang]?.anchors ?? [], after.texts[lang]?.anchors ?? []];
    for (const claim of remarked(before.texts[lang], after.texts[lang])) changed.add(claim);
    if (was === is) continue;
    const old = new Map(was.map((anchor) => [anchor.claim, anchor]));
    for (const anchor of is) {
      const one = old.get(anchor.claim);
      old.delete(anchor.claim);
      if (one !== anchor && (one?.exact !== anchor.exact || isOrphan(one) !== isOrphan(anchor))) changed.add(anchor.claim);
    }
    for (const claim of old.keys()) changed.add(claim);
  }
  return changed;
}

/** The claims whose words are marked otherwise than before, struck for example. Looks only at passages where the two texts differ. */
function remarked(before: TextState | undefined, after: TextState | undefined): ClaimId[] {
  if (!before || !after || before.doc === after.doc) return [];
  const from = after.doc.content.findDiffStart(before.doc.content);
  const end = after.doc.content.findDiffEnd(before.doc.content);
  if (from === null || end === null) return [];
  const near = after.anchors.filter((anchor) => anchor.from < Math.max(end.a, from) && from < anchor.to);
  const old = new Map(near.length > 0 ? before.anchors.map((anchor) => [anchor.claim, anchor]) : []);
  return near.flatMap((anchor) => {
    const was = old.get(anchor.claim);
    return was && quoted(before, was) === quoted(after, anchor) ? [] : [anchor.claim];
  });
}

/** The words as the database shows them: see `shared/doc/quoted.ts`. */
const quoted = (text: TextState | undefined, anchor: Anchor): string => quoteText(passageRuns(text?.doc, anchor));

const standing = (evidence: readonly Evidence[]): Evidence[] => evidence.filter((one) => !one.removed);

function claimRow(record: DocumentRecord, state: DocState, claim: Claim, passages: readonly Passage[]): ClaimRow {
  const first = passages[0]?.anchor;
  return {
    claim: claim.id,
    doc: record.id,
    version: state.version,
    quote: first ? quoted(state.texts[passages[0]?.lang ?? "fr"], first) : "",
    quotes: Object.fromEntries(passages.map(({ lang, anchor }) => [lang, quoted(state.texts[lang], anchor)])),
    statements: claim.statements,
    kind: claim.kind,
    tags: claim.tags,
    status: claim.status,
    fellBack: currentFallBack(claim),
    verdict: claim.verdict,
    rationale: claim.rationale,
    assignee: claim.assignee,
    author: claim.by,
    verdictBy: claim.verdictBy,
    reviewedBy: claim.review?.by ?? null,
    evidence: standing(claim.evidence).map(({ id, address, title, publisher, stance }) => ({ id, address, title, publisher, stance })),
    comments: claim.comments.filter((comment) => !comment.removed).length,
    orphan: !first || isOrphan(first),
    withdrawn: claim.withdrawn,
    createdAt: claim.at,
    changedAt: claim.changedAt,
    terms: termsOf(...passages.map(({ anchor }) => anchor.exact), ...Object.values(claim.statements), ...claim.tags, claim.rationale),
  };
}
