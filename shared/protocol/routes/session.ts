import { Me } from "../../people";
import { AcceptInvite, ChangePassword, InviteView, LookInvite, Nothing, SessionView, SetPreferences, SignIn } from "../rest";
import { defineRoute } from "./route";

// Signing in and out, one's own record, and the links that make accounts.

export const sessionRoutes = {
  readSession: defineRoute({
    method: "GET",
    path: "/session",
    action: "anyone",
    answer: SessionView,
  }),
  signIn: defineRoute({
    method: "POST",
    path: "/session",
    action: "anyone",
    body: SignIn,
    limit: 4 * 1024,
    answer: SessionView,
  }),
  signOut: defineRoute({
    method: "DELETE",
    path: "/session",
    action: "anyone",
    answer: SessionView,
  }),
  setPreferences: defineRoute({
    method: "PATCH",
    path: "/me",
    action: "signed-in",
    body: SetPreferences,
    answer: Me,
  }),
  changePassword: defineRoute({
    method: "POST",
    path: "/me/password",
    action: "signed-in",
    body: ChangePassword,
    limit: 8 * 1024,
    answer: Nothing,
  }),
  lookInvite: defineRoute({
    method: "POST",
    path: "/invites/look",
    action: "anyone",
    body: LookInvite,
    answer: InviteView,
  }),
  acceptInvite: defineRoute({
    method: "POST",
    path: "/invites/accept",
    action: "anyone",
    body: AcceptInvite,
    limit: 4 * 1024,
    answer: SessionView,
  }),
};
