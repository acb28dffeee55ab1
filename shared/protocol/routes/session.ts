import { Me } from "../../people";
import { AcceptInvite, ChangePassword, InviteView, LookInvite, Nothing, SessionView, SetPreferences, SignIn } from "../rest";
import { defineRoute } from "./route";

// Signing in and out, one's own record, and the links that make accounts.

export const sessionRoutes = {
  readSession: defineRoute({
    method: "GET",
    path: "/session",
    summary: "Who is signed in; also answered when nobody is.",
    action: "anyone",
    answer: SessionView,
  }),
  signIn: defineRoute({
    method: "POST",
    path: "/session",
    summary: "Signs in and sets the session's cookie.",
    action: "anyone",
    body: SignIn,
    answer: SessionView,
  }),
  signOut: defineRoute({
    method: "DELETE",
    path: "/session",
    summary: "Signs out and takes the cookie away.",
    action: "anyone",
    answer: SessionView,
  }),
  setPreferences: defineRoute({
    method: "PATCH",
    path: "/me",
    summary: "Sets the language and the theme of one's own pages.",
    action: "signed-in",
    body: SetPreferences,
    answer: Me,
  }),
  changePassword: defineRoute({
    method: "POST",
    path: "/me/password",
    summary: "Changes one's own password and ends one's other sessions.",
    action: "signed-in",
    body: ChangePassword,
    answer: Nothing,
  }),
  lookInvite: defineRoute({
    method: "POST",
    path: "/invites/look",
    summary: "What an invitation, or the link of the first start, offers.",
    action: "anyone",
    body: LookInvite,
    answer: InviteView,
  }),
  acceptInvite: defineRoute({
    method: "POST",
    path: "/invites/accept",
    summary: "Makes the account that a link offers, and signs in.",
    action: "anyone",
    body: AcceptInvite,
    answer: SessionView,
  }),
};
