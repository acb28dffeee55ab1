import type { UserId } from "../ids";
import type { DocState } from "../log/state";
import type { Op } from "../log/op";
import type { RefusalCode } from "../refusal";
import type { Who } from "./grant";
import { may } from "./may";
import type { Facts } from "./may";

/** What counts of an op on this state for whether somebody may send it. Whose verdict is approved is told by the fold (`own-verdict`), which knows its turn. */
export function factsOf(op: Op, state: DocState, user: UserId): Facts {
  const { source } = state;
  switch (op.type) {
    case "text.step":
    case "claim.anchor":
    case "claim.unanchor":
      return { lang: op.lang, source };
    case "text.add":
      return { source };
    case "evidence.set":
    case "evidence.remove":
    case "evidence.restore": {
      // One that is not there comes with the same sending, or never was.
      const by = state.claims.get(op.claim)?.evidence.find(({ id }) => id === op.evidence)?.by;
      return by === undefined ? {} : { own: by === user };
    }
    default:
      return {};
  }
}

/** Whether the person may send this op at all, whether or not the text is locked. */
export const maySend = (who: Who | null, op: Op, state: DocState): boolean =>
  who !== null && may(who, op.type, factsOf(op, state, who.user));

/** What the document's state forbids to everybody: such an op is dropped from its commit and kept for its author (SPEC L8). */
export function stateForbids(state: DocState, op: Op): RefusalCode | null {
  return op.type === "text.step" && op.lang === state.source && state.details.locked ? "locked" : null;
}
