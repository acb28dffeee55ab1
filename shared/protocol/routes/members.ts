import { CaseId, UserId } from "../../ids";
import { ClosedCases, MembersView, SetAccess, SetMember } from "../members";
import { Nothing } from "../rest";
import { defineRoute } from "./route";

// Whom a case file is for.

const params = { case: CaseId };

export const memberRoutes = {
  listClosedCases: defineRoute({
    method: "GET",
    path: "/cases/closed",
    summary: "The closed case files by name, for those who manage members. Nothing of what is in them.",
    action: "members.manage",
    answer: ClosedCases,
  }),
  readMembers: defineRoute({
    method: "GET",
    path: "/cases/:case/members",
    summary: "Whom a case file is for, and what was done to that, for its members and those who manage them.",
    action: "members.see",
    params,
    answer: MembersView,
  }),
  setMember: defineRoute({
    method: "PATCH",
    path: "/cases/:case/members/:person",
    summary: "Makes somebody a member, or gives them another role in the case file.",
    action: "members.manage",
    params: { ...params, person: UserId },
    body: SetMember,
    answer: MembersView,
  }),
  removeMember: defineRoute({
    method: "DELETE",
    path: "/cases/:case/members/:person",
    summary: "Takes somebody out of a case file.",
    action: "members.manage",
    params: { ...params, person: UserId },
    answer: MembersView,
  }),
  setAccess: defineRoute({
    method: "PATCH",
    path: "/cases/:case/access",
    summary: "Closes a case file to all but its members, or opens it to the house.",
    action: "members.manage",
    params,
    body: SetAccess,
    answer: MembersView,
  }),
  leaveCase: defineRoute({
    method: "POST",
    path: "/cases/:case/leave",
    summary: "Takes oneself out of a case file.",
    action: "case.leave",
    params,
    answer: Nothing,
  }),
};
