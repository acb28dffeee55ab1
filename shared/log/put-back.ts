import { findQuote, quoteOf } from "../doc/text";
import type { ClaimId, Version } from "../ids";
import type { Refusal } from "../refusal";
import type { Op, OpOf } from "./op";
import { mended } from "./sift";
import type { DocState } from "./state";

type PassageOp = OpOf<"claim.add"> | OpOf<"claim.anchor">;

/** What puts ops back, or the reason for which one of them cannot be. */
export type PuttingBack = { readonly ok: true; readonly value: Op[] } | { readonly ok: false; readonly refusal: Refusal };

/**
 * Ops that were kept for their author (SPEC L6, L8), as they are put back on the document of today: on what is `seen` now, with the claims that
 * they speak of brought back first, and passages on their own words. What positions they had is of no use: the text has gone on since.
 */
export function puttingBack(ops: readonly Op[], state: DocState, seen: Version): PuttingBack {
  const out: Op[] = [];
  const restored = new Set<ClaimId>();
  for (const op of ops) {
    const now = op.type === "claim.add" || op.type === "claim.anchor" ? placed(op, state) : op;
    if (!now) return { ok: false, refusal: { code: "does-not-fit", detail: { op: op.type } } };
    if ("claim" in op && state.claims.get(op.claim)?.withdrawn === true && !restored.has(op.claim)) {
      restored.add(op.claim);
      if (op.type !== "claim.restore") out.push({ type: "claim.restore", claim: op.claim });
    }
    out.push(mended("seen" in now ? ({ ...now, seen } as Op) : now));
  }
  return { ok: true, value: out };
}

/**
 * A passage where its words are now. Of several places with the same words it is the one that has clearly more of the same around it, or none: a
 * guess could be somebody else's sentence. A new claim whose words are nowhere starts without a passage, and keeps its quote; null for any
 * other passage.
 */
function placed(op: PassageOp, state: DocState): PassageOp | null {
  const doc = state.texts[op.lang]?.doc;
  // Its text comes back with it, or it will not be taken.
  if (!doc) return op;
  const { orphan: _orphan, head: _head, tail: _tail, ...kept } = op;
  const places = findQuote(doc, op.exact).map((place) => ({ ...place, ...quoteOf(doc, place.from, place.to) }));
  const [best, second] = places.map((place) => ({ place, alike: alikeAround(op, place) })).sort((a, b) => b.alike - a.alike);
  if (best && (!second || best.alike > 2 * second.alike + LITTLE)) return { ...kept, ...best.place } as PassageOp;
  return op.type === "claim.add" ? ({ ...kept, from: 0, to: 0, orphan: true } as PassageOp) : null;
}

/** So many characters around a passage are alike by chance. */
const LITTLE = 6;

type Quoted = Pick<PassageOp, "prefix" | "suffix">;

/** How many characters on either side of a passage are the same in both, from it outwards. */
function alikeAround(one: Quoted, other: Quoted): number {
  const [before, after] = [Array.from(one.prefix).toReversed(), Array.from(one.suffix)];
  const [otherBefore, otherAfter] = [Array.from(other.prefix).toReversed(), Array.from(other.suffix)];
  return alikeFor(before, otherBefore) + alikeFor(after, otherAfter);
}

function alikeFor(one: readonly string[], other: readonly string[]): number {
  const end = one.findIndex((char, index) => char !== other[index]);
  return end < 0 ? one.length : end;
}
