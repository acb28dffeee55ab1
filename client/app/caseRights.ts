import type { CaseView } from "../../shared/protocol/rest";
import { houseGrant } from "../../shared/rights/grant";
import type { Grant, Somebody } from "../../shared/rights/grant";
import { may } from "../../shared/rights/may";
import type { CaseAction } from "../../shared/rights/may";
import type { OpType } from "../../shared/log/op";
import { useMe, useServices, useStore } from "./services";

/** What somebody is in a case file that exists for them. */
export const caseGrant = (me: Somebody, { role }: Pick<CaseView, "role">): Grant => ({ ...houseGrant(me), role });

/** Whether there is a case file in which one may do it, or may be one. */
export function useMayAnywhere(action: CaseAction | OpType): boolean {
  const me = useMe();
  const { data } = useStore(useServices().library);
  return may(houseGrant(me), action) || (data?.cases ?? []).some((file) => may(caseGrant(me, file), action));
}
