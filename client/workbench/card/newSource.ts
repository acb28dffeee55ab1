import { EvidenceFields } from "../../../shared/claim/claim";
import type { Claim, Evidence, EvidenceField } from "../../../shared/claim/claim";
import { defaultEvidence } from "../../../shared/claim/fold";
import type { ClaimId, EvidenceId } from "../../../shared/ids";
import type { DocumentSession, Draft, Drafts } from "../../session/contract";

// A new source is nothing but drafts until it has an address or a title: before that nothing of it goes to the log, and nobody else sees it.

const fields = Object.keys(EvidenceFields.shape) as EvidenceField[];

/** The fields by which a source can be found again: with either it is one. */
export const makesSource = (field: EvidenceField): boolean => field === "address" || field === "title";

export const isThere = (session: Pick<DocumentSession, "view">, claim: ClaimId, source: EvidenceId): boolean =>
  session
    .view()
    .state.claims.get(claim)
    ?.evidence.some(({ id }) => id === source) ?? false;

/** The sources of a claim that are only drafts so far. */
export function startedSources(drafts: Drafts, claim: Claim): EvidenceId[] {
  const places = drafts.unsaved(claim).map((place) => place.split("."));
  const ids = places.flatMap(([id, field]) => (id !== claim.id && fields.some((one) => one === field) ? [id as EvidenceId] : []));
  return [...new Set(ids)].filter((id) => !claim.evidence.some((source) => source.id === id));
}

/** What was typed of such a source and can be saved. */
export const startedFields = (drafts: Drafts, source: EvidenceId): Partial<EvidenceFields> =>
  Object.fromEntries(
    fields.flatMap((field) => {
      const parsed = drafts.get(`${source}.${field}`)?.parsed ?? null;
      return parsed === null ? [] : [[field, parsed]];
    }),
  );

/** Its drafts by their places, to bring them back. */
export const startedDrafts = (drafts: Drafts, source: EvidenceId): [string, Draft][] =>
  fields.flatMap((field): [string, Draft][] => {
    const draft = drafts.get(`${source}.${field}`);
    return draft ? [[`${source}.${field}`, draft]] : [];
  });

/** Forgets what was typed of it; what `but` holds, and what cannot be saved as it is, stays. */
export function letGo(drafts: Drafts, source: EvidenceId, but: EvidenceField | null): void {
  for (const field of fields) {
    const draft = drafts.get(`${source}.${field}`);
    if (draft && field !== but && (but === null || draft.parsed !== null)) drafts.set(`${source}.${field}`, null);
  }
}

/** How it shows while it is not there: with what the log would give it, and what its drafts say. */
export const sourceToCome = (drafts: Drafts, claim: Claim, id: EvidenceId, today: string): Evidence => ({
  ...defaultEvidence,
  accessed: today,
  stance: startedFields(drafts, id).stance ?? defaultEvidence.stance,
  id,
  claim: claim.id,
  by: claim.by,
  at: 0,
  removed: false,
});
