import * as z from "zod/mini";
import { CaseId, UserId } from "../ids";
import { Role } from "../people";

// Who a case file is for, as requests and answers show it.

/** `open`: everybody, each with their role in the house. `closed`: its members only, each with a role in it. */
export const CaseAccess = z.enum(["open", "closed"]);
export type CaseAccess = z.infer<typeof CaseAccess>;

/** What somebody may be in a case file: administration is of the house. */
export const caseRoles = Role.options.filter((role) => role !== "admin");
export const CaseRole = z.enum(caseRoles);
export type CaseRole = z.infer<typeof CaseRole>;

/** At most so many people in a case file. */
export const MAX_MEMBERS = 500;
/** At most so many changes are kept, the newest. */
export const MAX_CHANGES = 500;

export const MemberView = z.strictObject({ user: UserId, role: CaseRole, addedBy: UserId, at: z.number() });
export type MemberView = z.infer<typeof MemberView>;

const changed = { by: UserId, at: z.number() };
/** What was done to a case file's members or access, by whom and when. */
export const MemberChange = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.enum(["added", "role"]), user: UserId, role: CaseRole, ...changed }),
  z.strictObject({ kind: z.enum(["removed", "left"]), user: UserId, ...changed }),
  z.strictObject({ kind: z.enum(["closed", "opened"]), ...changed }),
]);
export type MemberChange = z.infer<typeof MemberChange>;

/** `changes`: the newest first. */
export const MembersView = z.strictObject({ access: CaseAccess, members: z.array(MemberView), changes: z.array(MemberChange) });
export type MembersView = z.infer<typeof MembersView>;

/** The closed case files, for those who manage members: what they are called and whose they are, nothing of what is in them. */
export const ClosedCases = z.strictObject({
  cases: z.array(z.strictObject({ id: CaseId, name: z.string(), members: z.number(), own: z.boolean() })),
});
export type ClosedCases = z.infer<typeof ClosedCases>;

export const SetMember = z.strictObject({ role: CaseRole });
export const SetAccess = z.strictObject({ access: CaseAccess });
