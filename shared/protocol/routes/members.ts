import { CaseId, UserId } from "../../ids";
import { ClosedCases, MembersView, SetAccess, SetMember } from "../members";
import { Nothing } from "../rest";
import { defineRoute } from "./route";

// Whom a case file is for.

const params = { case: CaseId };

const readMembers = defineRoute({
  method: "GET",
  path: "/cases/:case/members",
  action: "members.see",
  params,
  answer: MembersView,
  tagged: true,
});

export const memberRoutes = {
  readMembers,
  listClosedCases: defineRoute({
    method: "GET",
    path: "/cases/closed",
    action: "members.manage",
    answer: ClosedCases,
  }),
  setMember: defineRoute({
    method: "PATCH",
    path: "/cases/:case/members/:person",
    over: readMembers,
    action: "members.manage",
    params: { ...params, person: UserId },
    body: SetMember,
    answer: MembersView,
  }),
  removeMember: defineRoute({
    method: "DELETE",
    path: "/cases/:case/members/:person",
    over: readMembers,
    action: "members.manage",
    params: { ...params, person: UserId },
    answer: MembersView,
  }),
  setAccess: defineRoute({
    method: "PATCH",
    path: "/cases/:case/access",
    over: readMembers,
    action: "members.manage",
    params,
    body: SetAccess,
    answer: MembersView,
  }),
  leaveCase: defineRoute({
    method: "POST",
    path: "/cases/:case/leave",
    action: "case.leave",
    params,
    answer: Nothing,
  }),
};
