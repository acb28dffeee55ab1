import type { UserId } from "../ids";
import type { Role } from "../people";

/** Who acts on a text, and as what. */
export interface Who {
  readonly user: UserId;
  readonly role: Role;
}

/** What somebody is in a case file, or outside of all: `role` there, `house` wherever the newsroom as a whole is meant. */
export interface Grant extends Who {
  readonly house: Role;
}

/** A person, with their role in the house. */
export interface Somebody {
  readonly id: UserId;
  readonly role: Role;
}

/** Whom a case file is for. */
interface Circle {
  readonly access: "open" | "closed";
  readonly members: readonly { readonly user: UserId; readonly role: Role }[];
}

/** What somebody is where no case file is meant, and in every open one. */
export const houseGrant = ({ id, role }: Somebody): Grant => ({ user: id, house: role, role });

/** What somebody is in a case file; null where it does not exist for them. */
export function grantIn(somebody: Somebody, { access, members }: Circle): Grant | null {
  if (access === "open") return houseGrant(somebody);
  const member = members.find(({ user }) => user === somebody.id);
  return member ? { user: somebody.id, house: somebody.role, role: member.role } : null;
}
