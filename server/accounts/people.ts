import type { UserId } from "../../shared/ids";
import type { Person, Role } from "../../shared/people";
import { ok, refuse } from "../../shared/refusal";
import type { Result } from "../../shared/refusal";
import type { Store, User } from "../store/Store";
import { changeUser } from "./change-user";
import type { Invites } from "./invites";
import type { Mutex } from "../mutex";
import type { Sessions } from "./sessions";

export interface PersonChange {
  readonly role?: Role | undefined;
  readonly disabled?: boolean | undefined;
}

export interface People {
  list(): Promise<Person[]>;
  /**
   * Sets role or disabled. Whoever's rights change is signed out everywhere. `not-found`, `last-admin`. `again` is asked when its turn has come: whether
   * whoever changes it still may.
   */
  set(id: UserId, change: PersonChange, again?: () => Promise<Result<unknown>>): Promise<Result<Person>>;
}

export interface PeopleDeps {
  readonly store: Store;
  readonly sessions: Sessions;
  readonly invites: Invites;
  readonly changes: Mutex;
}

export const personOf = (user: User): Person => {
  const { id, name, role, hue, disabled } = user;
  return { id, name, role, hue, disabled };
};

const isSame = (one: User, other: User): boolean => one.role === other.role && one.disabled === other.disabled;
const isAdmin = (user: User): boolean => user.role === "admin" && !user.disabled;

export function createPeople({ store, sessions, invites, changes }: PeopleDeps): People {
  /** Two server processes may each take away one of the last two admins; whoever finds none left puts theirs back. */
  const keepAnAdmin = async (old: User, next: User): Promise<Result<User>> => {
    if (!isAdmin(old) || isAdmin(next) || (await store.listUsers()).some(isAdmin)) return ok(next);
    await changeUser(store, old.id, (user) => ok({ ...user, role: old.role, disabled: old.disabled }));
    return refuse("last-admin");
  };

  const mayLeave = async (old: User, next: User): Promise<boolean> =>
    !isAdmin(old) || isAdmin(next) || (await store.listUsers()).some((user) => user.id !== old.id && isAdmin(user));

  return {
    list: async () => (await store.listUsers()).map(personOf),
    set: (id, change, again = () => Promise.resolve(ok(null))) =>
      changes(async () => {
        const still = await again();
        if (!still.ok) return still;
        let old: User | null = null;
        const changed = await changeUser(store, id, async (seen) => {
          old = seen;
          const next: User = { ...seen, role: change.role ?? seen.role, disabled: change.disabled ?? seen.disabled };
          return (await mayLeave(seen, next)) ? ok(next) : refuse("last-admin");
        });
        if (!changed.ok || old === null) return changed.ok ? refuse("not-found") : changed;
        const next = changed.value;
        if (isSame(old, next)) return ok(personOf(next));
        const kept = await keepAnAdmin(old, next);
        if (!kept.ok) return kept;
        await sessions.close({ user: id }, next.disabled ? undefined : "role");
        if (!isAdmin(next)) await invites.removeOf(id);
        return ok(personOf(next));
      }),
  };
}
