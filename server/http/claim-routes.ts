import type { Claim } from "../../shared/claim/claim";
import { newId } from "../../shared/ids";
import type { ClaimId, CommitId, DocId, RandomBytes } from "../../shared/ids";
import type { Op } from "../../shared/log/op";
import type { ChangedClaim, ClaimChange, ClaimChangesView } from "../../shared/protocol/claim-changes";
import { routes } from "../../shared/protocol/routes/table";
import { ok, refuse } from "../../shared/refusal";
import type { RefusalCode, Result } from "../../shared/refusal";
import type { Grant } from "../../shared/rights/grant";
import { may } from "../../shared/rights/may";
import type { Grants } from "../grants";
import type { DocumentAuthority } from "./ports";
import { route } from "./routes";
import type { ServedRoute } from "./routes";

interface Deps {
  readonly grants: Grants;
  readonly authority: DocumentAuthority;
  readonly random: RandomBytes;
}

/** Claims that are changed together, in whatever texts they are: in each text by one commit, as if somebody had done it there. */
export function claimRoutes(deps: Deps): ServedRoute[] {
  return [
    route(routes.changeClaims, async ({ again, body: { set, claims } }) => {
      const view: Writable = { done: [], not: [] };
      for (const doc of new Set(claims.map((one) => one.doc))) {
        const wanted = claims.filter((one) => one.doc === doc);
        const byNow = async (): Promise<Result<Grant>> => {
          const still = await again();
          if (!still.ok) return still;
          const granted = await deps.grants.ofDocument(still.value.who.user, doc);
          return granted ? ok(granted.grant) : refuse("not-found");
        };
        await changeIn(deps, byNow, doc, wanted, set, view);
      }
      await deps.authority.listed([...new Set(view.done.map(({ doc }) => doc))]);
      return ok({ json: view });
    }),
  ];
}

type Writable = { [K in keyof ClaimChangesView]: ClaimChangesView[K][number][] };

async function changeIn(
  { authority, random }: Deps,
  byNow: () => Promise<Result<Grant>>,
  doc: DocId,
  wanted: readonly ChangedClaim[],
  set: ClaimChange,
  view: Writable,
): Promise<void> {
  const none = (code: RefusalCode, of: readonly { readonly claim: ClaimId }[] = wanted): void => {
    for (const { claim } of of) view.not.push({ doc, claim, code });
  };
  const grant = await byNow();
  if (!grant.ok) return none(grant.refusal.code);
  if (!may(grant.value, "claim.set")) return none("forbidden");
  const before = await authority.open(doc);
  if (!before.ok) return none(before.refusal.code);

  const changed: { readonly claim: ClaimId; readonly was: string | null; readonly op: Op }[] = [];
  for (const { claim: id, was } of wanted) {
    const claim = before.value.claims.get(id);
    if (!claim || claim.withdrawn) none(claim ? "gone" : "not-found", [{ claim: id }]);
    else if (was !== undefined && set.field !== "tag" && claim[set.field] !== was) none("conflict", [{ claim: id }]);
    else {
      const value = valueOf(claim, set);
      if (value === null) continue;
      const op: Op = { type: "claim.set", v: 1, claim: id, ...value, seen: before.value.version };
      changed.push({ claim: id, was: set.field === "tag" ? null : claim[set.field], op });
    }
  }
  if (changed.length === 0) return;
  const submission = { doc, id: newId<CommitId>(random), base: before.value.version, ops: changed.map(({ op }) => op) };
  const answer = await authority.submit(submission, grant.value, byNow);
  if (!answer.ok) return none(answer.refusal.code, changed);
  // What somebody set in the same moment stands, and is told.
  const after = await authority.stateAt(doc, null);
  for (const { claim: id, was } of changed) {
    const claim = after.ok ? after.value.claims.get(id) : undefined;
    if (after.ok && claim && valueOf(claim, set) !== null) none("conflict", [{ claim: id }]);
    else view.done.push({ doc, claim: id, was });
  }
}

/** What is set on this claim; null when it is so already. */
function valueOf(claim: Claim, set: ClaimChange): { field: "assignee" | "status" | "tags"; value: unknown } | null {
  if (set.field !== "tag") return claim[set.field] === set.value ? null : { field: set.field, value: set.value };
  if (claim.tags.includes(set.value) === set.on) return null;
  return { field: "tags", value: set.on ? [...claim.tags, set.value] : claim.tags.filter((tag) => tag !== set.value) };
}
