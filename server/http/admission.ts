import type { Request } from "express";
import { CaseId, DocId } from "../../shared/ids";
import type { Route } from "../../shared/protocol/routes/route";
import { ok, refuse } from "../../shared/refusal";
import type { Result } from "../../shared/refusal";
import { houseGrant } from "../../shared/rights/grant";
import { isHouseAction, may } from "../../shared/rights/may";
import type { SignedIn } from "../accounts/sessions";
import type { Granted, Grants } from "../grants";

/** Whether the route is of one case file, or of one text and so of the case file that this lies in. */
export const isOfCase = ({ params = {} }: Route): boolean => "case" in params || "doc" in params;

/**
 * Whether whoever asks may use the route, before anything of the request but its address is read. What does not exist for them is answered as an
 * id that nobody has given is: in the same words, and after the same reads. Answers what they are in the case file, null where none is meant.
 */
export async function admit(
  route: Route,
  request: Pick<Request, "params">,
  who: SignedIn | null,
  grants: Grants,
): Promise<Result<Granted | null>> {
  const { action } = route;
  if (action === "anyone") return ok(null);
  if (who === null) return refuse("signed-out");
  if (action === "signed-in") return ok(null);
  const house = houseGrant(who.user);
  if (!isOfCase(route)) {
    const able = isHouseAction(action) ? may(house, action) : await grants.mayAnywhere(who.user, action);
    return able ? ok(null) : refuse("forbidden", { op: action });
  }
  const granted = await found(route, request, who, grants);
  if (granted === null) return refuse(route.unknown ?? "not-found");
  return may(granted.grant, action) ? ok(granted) : refuse("forbidden", { op: action });
}

async function found(
  { action, params = {} }: Route,
  request: Pick<Request, "params">,
  { user }: SignedIn,
  grants: Grants,
): Promise<Granted | null> {
  if ("doc" in params) {
    const doc = DocId.safeParse(request.params["doc"]);
    return doc.success ? grants.ofDocument(user, doc.data) : null;
  }
  const id = CaseId.safeParse(request.params["case"]);
  if (!id.success) return null;
  const ofMembers = action === "members.see" || action === "members.manage";
  return ofMembers ? grants.ofMembers(user, id.data) : grants.inCase(user, id.data);
}
