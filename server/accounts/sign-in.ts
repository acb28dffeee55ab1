import type { UiLang } from "../../shared/languages";
import type { Me, Theme } from "../../shared/people";
import { ok, refuse } from "../../shared/refusal";
import type { Result } from "../../shared/refusal";
import type { Store, User } from "../store/Store";
import { changeUser } from "./change-user";
import type { DeviceCookie } from "./device";
import type { TryLimits } from "./limits";
import { formerKey, nameKey } from "../../shared/names";
import { weaknessOf } from "./password-strength";
import type { Judge } from "./password-judge";
import type { Passwords } from "./passwords";
import type { Mutex } from "../mutex";
import type { Sessions, SignedIn } from "./sessions";

/** Somebody has just signed in: who, and the Set-Cookie values of their new session and, where it was not known yet, of their device. */
export interface Entered {
  readonly user: User;
  readonly cookies: readonly string[];
}

/** Where somebody tries from: the address, and the Cookie header, which may say that the browser is known. */
export interface SignInOrigin {
  readonly address: string;
  readonly cookies: string | undefined;
}

export interface SignInDeps {
  readonly store: Store;
  readonly sessions: Sessions;
  readonly passwords: Passwords;
  readonly limits: TryLimits;
  readonly changes: Mutex;
  readonly devices: DeviceCookie;
  readonly judge: Judge;
}

export interface SignIns {
  /** `previous`: the session this browser had; it ends. `wrong-credentials`, `too-many-tries`, `busy`. */
  signIn(name: string, password: string, from: SignInOrigin, previous: SignedIn | null): Promise<Result<Entered>>;
  signOut(who: SignedIn): Promise<void>;
  setPreferences(who: SignedIn, wish: { lang?: UiLang | undefined; theme?: Theme | undefined }): Promise<Result<User>>;
  /** Every session of the person ends, and no device of theirs is known; the answer is the Set-Cookie values of new ones for this browser. */
  changePassword(who: SignedIn, current: string, next: string, from: SignInOrigin): Promise<Result<readonly string[]>>;
}

export const meOf = (user: User): Me => {
  const { id, name, role, hue, disabled, lang, theme } = user;
  return { id, name, role, hue, disabled, lang, theme };
};

export function createSignIns({ store, sessions, passwords, limits, changes, devices, judge }: SignInDeps): SignIns {
  /**
   * Checks a password under the limits; unknown and disabled people cost the same time and get the same answer as a wrong password. A try is
   * counted only when its turn comes: a newsroom that signs in all at once has at most two tries open.
   */
  const prove = async (user: User | null, key: string, password: string, { address, cookies }: SignInOrigin): Promise<Result<User>> => {
    const proven = await passwords.inTurn(address, async () => {
      const who = { account: key, address, device: devices.read(cookies, user) };
      const seconds = await limits.begin(who);
      if (seconds !== null) return refuse("too-many-tries", { seconds });
      const matches = await passwords.verify(user?.password ?? null, password);
      if (!matches || user === null || user.disabled) return refuse("wrong-credentials");
      await limits.succeeded(who);
      return ok(user);
    });
    return proven ?? refuse("busy");
  };

  /** Accounts from before marks counted in every script are kept under a key without any. */
  const named = async (name: string, key: string): Promise<User | null> => {
    const user = await store.readUserByKey(key);
    if (user !== null) return user;
    const former = formerKey(name);
    const older = former === key ? null : await store.readUserByKey(former);
    return older !== null && nameKey(older.name) === key ? older : null;
  };

  return {
    async signIn(name, password, from, previous) {
      const key = nameKey(name);
      const proven = await prove(await named(name, key), key, password, from);
      if (!proven.ok) return proven;
      const user = proven.value;
      const session = await sessions.start(user);
      if (session === null) return refuse("wrong-credentials");
      if (previous) await sessions.close({ session: previous.session });
      const known = devices.read(from.cookies, user) !== null;
      return ok({ user, cookies: known ? [session] : [session, devices.set(user)] });
    },
    signOut: (who) => sessions.close({ session: who.session }),
    setPreferences: (who, wish) =>
      changes(async () => {
        const set = await changeUser(store, who.user.id, (user) =>
          ok({ ...user, lang: wish.lang ?? user.lang, theme: wish.theme ?? user.theme }),
        );
        sessions.forget();
        return set.ok || set.refusal.code !== "not-found" ? set : refuse("signed-out");
      }),
    async changePassword(who, current, next, from) {
      const proven = await prove(who.user, who.user.key, current, from);
      if (!proven.ok) return proven;
      const weakness = await weaknessOf(next, who.user.name, judge);
      if (weakness !== null) return weakness === "busy" ? refuse("busy") : refuse("weak-password", { reason: weakness });
      const password = await passwords.inTurn(from.address, () => passwords.hash(next));
      if (password === null) return refuse("busy");
      return changes(async () => {
        // Of two changes that were proven with the same old password the first one counts.
        const { password: old } = proven.value;
        const changed = await changeUser(store, who.user.id, (user) =>
          !user.disabled && user.password === old ? ok({ ...user, password }) : refuse("signed-out"),
        );
        if (!changed.ok) return changed.refusal.code === "not-found" ? refuse("signed-out") : changed;
        await sessions.close({ user: changed.value.id });
        const session = await sessions.start(changed.value);
        return session === null ? refuse("signed-out") : ok([session, devices.set(changed.value)]);
      });
    },
  };
}
