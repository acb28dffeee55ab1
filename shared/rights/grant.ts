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

interface Somebody {
  readonly id: UserId;
  readonly role: Role;
}

/** What somebody is where no case file is meant, and in every open one. */
export const houseGrant = ({ id, role }: Somebody): Grant => ({ user: id, house: role, role });
