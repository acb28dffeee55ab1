import type { ClaimId } from "../ids";
import type { Anchor } from "./anchor";

/** As many lookups in the same anchors walk over them; who asks more often, as each card of a margin does, is served from an index. */
const WALKS = 2;

interface Known {
  walks: number;
  index: ReadonlyMap<ClaimId, Anchor> | null;
}
const known = new WeakMap<readonly Anchor[], Known>();

/** The anchor of a claim in a text, null when it has none there. Anchors never change: each edit makes others, so an index is right as long as it lasts. */
export function anchorOf(anchors: readonly Anchor[], claim: ClaimId): Anchor | null {
  const seen = known.get(anchors) ?? { walks: 0, index: null };
  if (seen.walks === 0) known.set(anchors, seen);
  seen.walks += 1;
  if (seen.walks <= WALKS) return anchors.find((anchor) => anchor.claim === claim) ?? null;
  seen.index ??= new Map(anchors.map((anchor) => [anchor.claim, anchor]));
  return seen.index.get(claim) ?? null;
}
