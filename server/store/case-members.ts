import type { UserId } from "../../shared/ids";
import type { CaseAccess, CaseRole, MemberChange } from "../../shared/protocol/members";
import type { Case } from "./Store";

/** Somebody in a case file. `addedBy` may be they themselves. */
export interface Member {
  readonly user: UserId;
  readonly role: CaseRole;
  readonly addedBy: UserId;
  readonly at: number;
}

/** Who a case file is for. `revision` counts its changes. */
export interface CaseMembers {
  readonly access: CaseAccess;
  readonly members: readonly Member[];
  /** What was done to these, the oldest first. */
  readonly changes: readonly MemberChange[];
  readonly revision: number;
}

/** Of a case file of before members were kept. */
const openToAll: CaseMembers = { access: "open", members: [], changes: [], revision: 0 };

/** A case file to be made; without more it is open. */
export type NewCase = Omit<Case, keyof CaseMembers> & Partial<CaseMembers>;

/** The record as it is read, whenever it was written. */
export const caseFrom = ({ access, members, changes, revision, ...rest }: NewCase): Case => ({
  ...rest,
  access: access ?? openToAll.access,
  members: members ?? openToAll.members,
  changes: changes ?? openToAll.changes,
  revision: revision ?? openToAll.revision,
});
