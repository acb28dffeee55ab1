import type { UserId } from "../../shared/ids";
import type { Person, Role } from "../../shared/people";
import { ok, refuse } from "../../shared/refusal";
import type { Result } from "../../shared/refusal";
import type { Store, User } from "../store/Store";
import type { Invites } from "./invites";
import type { Sequence } from "./sequence";
import type { Sessions } from "./sessions";

export interface People {
  list(): Promise<Person[]>;
  /** Sets role or disabled. Whoever's rights change is signed out everywhere. `not-found`, `last-admin`. */
  set(id: UserId, change: { role?: Role | undefined; disabled?: boolean | undefined }): Promise<Result<Person>>;
}

export interface PeopleDeps {
  readonly store: Store;
  readonly sessions: Sessions;
  readonly invites: Invites;
  readonly changes: Sequence;
}

export const personOf = (user: User): Person => {
  const { id, name, role, hue, disabled } = user;
  return { id, name, role, hue, disabled };
};

const isAdmin = (user: User): boolean => user.role === "admin" && !user.disabled;

export function createPeople({ store, sessions, invites, changes }: PeopleDeps): People {
  /** Two server processes may each take away one of the last two admins; whoever finds none left puts theirs back. */
  const replace = async (old: User, next: User): Promise<Result<User>> => {
    const others = (await store.listUsers()).filter((user) => user.id !== old.id);
    const takesAdmin = isAdmin(old) && !isAdmin(next);
    if (takesAdmin && !others.some(isAdmin)) return refuse("last-admin");
    await store.putUser(next);
    if (takesAdmin && !(await store.listUsers()).some(isAdmin)) {
      await store.putUser(old);
      return refuse("last-admin");
    }
    return ok(next);
  };

  return {
    list: async () => (await store.listUsers()).map(personOf),
    set: (id, change) =>
      changes(async () => {
        const old = await store.readUser(id);
        if (old === null) return refuse("not-found");
        const next: User = { ...old, role: change.role ?? old.role, disabled: change.disabled ?? old.disabled };
        if (next.role === old.role && next.disabled === old.disabled) return ok(personOf(old));
        const replaced = await replace(old, next);
        if (!replaced.ok) return replaced;
        await sessions.close({ user: id });
        if (!isAdmin(next)) await invites.removeOf(id);
        return ok(personOf(next));
      }),
  };
}
