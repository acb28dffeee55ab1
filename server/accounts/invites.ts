import { newId } from "../../shared/ids";
import type { RandomBytes, UserId } from "../../shared/ids";
import type { UiLang } from "../../shared/languages";
import { roles } from "../../shared/people";
import type { Role } from "../../shared/people";
import { ok, refuse } from "../../shared/refusal";
import { houseGrant } from "../../shared/rights/grant";
import { may } from "../../shared/rights/may";
import type { Result } from "../../shared/refusal";
import type { InviteView, MadeInvite } from "../../shared/protocol/rest";
import type { Invite, Store, User } from "../store/Store";
import { looksAlike, nameKey } from "../../shared/names";
import type { DeviceCookie } from "./device";
import type { Judge } from "./password-judge";
import { weaknessOf } from "./password-strength";
import type { Passwords } from "./passwords";
import { hashSecret, newSecret } from "./secrets";
import type { Mutex } from "../mutex";
import type { Entered } from "./sign-in";
import type { Sessions } from "./sessions";

export const SETUP_MS = 24 * 60 * 60_000;
export const INVITE_MS = 72 * 60 * 60_000;
/** A used or expired link is remembered this long, so that whoever opens it again is told which. */
const KEEP_MS = 30 * 24 * 60 * 60_000;
const HUES = 8;

export interface Invites {
  /** Whether nobody has an account yet. */
  needsSetup(): Promise<boolean>;
  /** A link from the server's own console: the setup link while nobody has an account, later a further admin's. `path` has no origin. */
  fromConsole(): Promise<MadeInvite>;
  /** `forbidden` when the role is above the inviter's, `name-taken`. */
  make(by: User, role: Role, name: string): Promise<Result<MadeInvite>>;
  /** `link-used`, `link-expired` (also when unknown). */
  look(token: string): Promise<Result<InviteView>>;
  /** Makes the account, once, and signs in. Refuses as `look` does, and with `weak-password`, `name-taken`, `busy`. */
  accept(token: string, wish: { name: string; password: string; lang: UiLang }, address: string): Promise<Result<Entered>>;
  pending(): Promise<Invite[]>;
  remove(hash: string): Promise<Result<null>>;
  /** What somebody who lost their rights had handed out is void. */
  removeOf(by: UserId): Promise<void>;
  sweep(): Promise<void>;
}

export interface InviteDeps {
  readonly store: Store;
  readonly sessions: Sessions;
  readonly passwords: Passwords;
  readonly changes: Mutex;
  readonly clock: () => number;
  readonly random: RandomBytes;
  readonly devices: DeviceCookie;
  readonly judge: Judge;
}

/** Roles are listed from the highest to the lowest. */
const isAbove = (one: Role, other: Role): boolean => roles.indexOf(one) < roles.indexOf(other);

const standing = (invite: Invite | null, now: number): Result<Invite> => {
  if (invite?.usedAt) return refuse("link-used");
  return invite === null || now >= invite.expiresAt ? refuse("link-expired") : ok(invite);
};

export function createInvites({ store, sessions, passwords, changes, clock, random, devices, judge }: InviteDeps): Invites {
  let setUp = false;

  const needsSetup = async () => {
    setUp ||= (await store.listUsers()).length > 0;
    return !setUp;
  };

  const put = async (route: string, role: Role, name: string, by: UserId | null, lifetime: number): Promise<MadeInvite> => {
    const token = newSecret(random);
    const createdAt = clock();
    const expiresAt = createdAt + lifetime;
    await store.putInvite({ hash: hashSecret(token), role, name, by, createdAt, expiresAt, usedAt: null });
    return { path: `${route}#${token}`, expiresAt };
  };

  const pending = async () => (await store.listInvites()).filter((invite) => standing(invite, clock()).ok);

  /** Also by somebody whose name only looks the same, in letters of another alphabet. */
  const isTaken = async (name: string): Promise<boolean> => {
    return (await store.listUsers()).some((user) => looksAlike(user.name, name));
  };

  const newUser = async (invite: Invite, wish: { name: string; lang: UiLang }, password: string): Promise<User> => {
    const hues = (await store.listUsers()).map((user) => user.hue);
    return {
      id: newId<UserId>(random),
      name: wish.name,
      key: nameKey(wish.name),
      role: invite.role,
      hue: rarest(hues),
      lang: wish.lang,
      theme: "system",
      password,
      disabled: false,
      createdAt: clock(),
    };
  };

  /** Whoever is an administrator no more had nothing to hand out, also when they lost it this very moment. */
  const mayStillInvite = async ({ by, role }: Invite): Promise<boolean> => {
    if (by === null) return true;
    const inviter = await store.readUser(by);
    return inviter !== null && !inviter.disabled && may(houseGrant(inviter), "people.manage") && !isAbove(role, inviter.role);
  };

  /** The claim is the atomic part: of two who open one link at once, one gets past it. */
  const redeem = async (invite: Invite, user: User): Promise<Result<User>> => {
    const claimed = await store.claimInvite(invite.hash, clock());
    if (claimed === null) {
      const again = standing(await store.readInvite(invite.hash), clock());
      return again.ok ? refuse("link-used") : again;
    }
    if (!(await mayStillInvite(claimed))) {
      await store.removeInvite(claimed.hash);
      return refuse("link-expired");
    }
    try {
      if ((await store.putUser(user)) === "written") return ok(user);
    } catch (error) {
      // Nobody was made: the link stays good. Where it is not certain, it does not.
      if ((await store.readUser(user.id).catch(() => user)) === null) await store.putInvite({ ...claimed, usedAt: null });
      throw error;
    }
    // Somebody took the name meanwhile; the link stays good for another one.
    await store.putInvite({ ...claimed, usedAt: null });
    return refuse("name-taken");
  };

  return {
    needsSetup,
    pending,
    async fromConsole() {
      return (await needsSetup()) ? put("/setup", "admin", "", null, SETUP_MS) : put("/invite", "admin", "", null, SETUP_MS);
    },
    async make(by, role, name) {
      if (isAbove(role, by.role)) return refuse("forbidden");
      if (name !== "" && (await isTaken(name))) return refuse("name-taken");
      return ok(await put("/invite", role, name, by.id, INVITE_MS));
    },
    async look(token) {
      const found = standing(await store.readInvite(hashSecret(token)), clock());
      if (!found.ok) return found;
      const { role, name, by } = found.value;
      return ok({ role, name, setup: by === null && (await needsSetup()) });
    },
    async accept(token, wish, address) {
      const found = standing(await store.readInvite(hashSecret(token)), clock());
      if (!found.ok) return found;
      if (await isTaken(wish.name)) return refuse("name-taken");
      const weakness = await weaknessOf(wish.password, wish.name, judge);
      if (weakness !== null) return weakness === "busy" ? refuse("busy") : refuse("weak-password", { reason: weakness });
      const password = await passwords.inTurn(address, () => passwords.hash(wish.password));
      if (password === null) return refuse("busy");
      return changes(async () => {
        // Once more: another link may have made somebody of a like name since.
        if (await isTaken(wish.name)) return refuse("name-taken");
        const made = await redeem(found.value, await newUser(found.value, wish, password));
        if (!made.ok) return made;
        // Other links from the console were for the same first account.
        if (found.value.by === null) for (const other of await pending()) if (other.by === null) await store.removeInvite(other.hash);
        const session = await sessions.start(made.value);
        return session === null ? refuse("link-used") : ok({ user: made.value, cookies: [session, devices.set(made.value)] });
      });
    },
    async remove(hash) {
      if ((await store.readInvite(hash)) === null) return refuse("not-found");
      await store.removeInvite(hash);
      return ok(null);
    },
    async removeOf(by) {
      for (const invite of await pending()) if (invite.by === by) await store.removeInvite(invite.hash);
    },
    async sweep() {
      for (const invite of await store.listInvites()) if (invite.expiresAt + KEEP_MS < clock()) await store.removeInvite(invite.hash);
    },
  };
}

/** The colour that the fewest people have. */
function rarest(hues: readonly number[]): number {
  const counts = Array.from({ length: HUES }, (_, at) => hues.filter((hue) => hue === at + 1).length);
  return counts.indexOf(Math.min(...counts)) + 1;
}
