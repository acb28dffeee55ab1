import type { Verdict } from "../../shared/claim/claim";

/** The order in which verdicts stand in a bar: what has been found first, what is open last. */
export const verdictOrder: readonly Verdict[] = ["true", "partly", "misleading", "false", "unproven", "open"];
