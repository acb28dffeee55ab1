import { fitOp } from "../../shared/log/sift";
import type { DocState } from "../../shared/log/state";
import type { Forbids } from "../../shared/log/take-back";
import type { Refusal } from "../../shared/refusal";
import type { Grant } from "../../shared/rights/grant";
import { maySend, stateForbids } from "../../shared/rights/op-rights";
import type { Op } from "../../shared/log/op";

/** What the server would refuse whatever happens, so that nobody works on it for an hour before they hear. `state`: the text as this person sees it. */
export function refusedBeforehand(grant: Grant, op: Op, state: DocState): Refusal | null {
  if (!maySend(grant, op, state)) return { code: "forbidden", detail: { op: op.type } };
  // Steps come from the editor, whose schema is the server's.
  const fit = op.type === "text.step" || op.type === "text.add" ? null : fitOp(op);
  return fit?.ok === false ? fit.refusal : null;
}

/** What this person may not take back, nor do again. */
export const forbiddenTo =
  (grant: Grant): Forbids =>
  (state, op) =>
    maySend(grant, op, state) ? stateForbids(state, op) : "forbidden";
