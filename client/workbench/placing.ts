import { createContext, use } from "react";
import type { ClaimId } from "../../shared/ids";
import type { Lang } from "../../shared/languages";

/** A claim that is being given its passage in a language: the next selection there becomes it. */
export interface Placing {
  readonly now: { readonly claim: ClaimId; readonly lang: Lang } | null;
  start(claim: ClaimId, lang: Lang): void;
  stop(): void;
}

const nothing: Placing = { now: null, start: () => undefined, stop: () => undefined };

export const PlacingContext = createContext<Placing>(nothing);
export const usePlacing = (): Placing => use(PlacingContext);
