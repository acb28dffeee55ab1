import { UserId } from "../../ids";
import { Person } from "../../people";
import { InviteHash, MadeInvite, MakeInvite, Nothing, PeopleView, SetPerson } from "../rest";
import { defineRoute } from "./route";

// Who works here, and the links that let others in.

const readPerson = defineRoute({
  method: "GET",
  path: "/people/:person",
  action: "people.see",
  params: { person: UserId },
  answer: Person,
  tagged: true,
});

export const peopleRoutes = {
  readPerson,
  listPeople: defineRoute({
    method: "GET",
    path: "/people",
    action: "people.see",
    answer: PeopleView,
  }),
  makeInvite: defineRoute({
    method: "POST",
    path: "/people/invites",
    action: "people.manage",
    body: MakeInvite,
    answer: MadeInvite,
  }),
  removeInvite: defineRoute({
    method: "DELETE",
    path: "/people/invites/:hash",
    action: "people.manage",
    params: { hash: InviteHash },
    answer: Nothing,
  }),
  setPerson: defineRoute({
    method: "PATCH",
    path: "/people/:person",
    over: readPerson,
    action: "people.manage",
    params: { person: UserId },
    body: SetPerson,
    answer: Person,
  }),
};
