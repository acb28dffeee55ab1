import { createContext, use } from "react";
import type { ClaimId } from "../../shared/ids";
import type { Lang } from "../../shared/languages";

/** A claim that is being given its passage in a language: the next selection there becomes it. */
export interface AnchoringMode {
  readonly now: { readonly claim: ClaimId; readonly lang: Lang } | null;
  start(claim: ClaimId, lang: Lang): void;
  stop(): void;
}

const nothing: AnchoringMode = { now: null, start: () => undefined, stop: () => undefined };

export const AnchoringModeContext = createContext<AnchoringMode>(nothing);
export const useAnchoringMode = (): AnchoringMode => use(AnchoringModeContext);
