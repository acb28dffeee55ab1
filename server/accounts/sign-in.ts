import type { UiLang } from "../../shared/languages";
import type { Me, Theme } from "../../shared/people";
import { ok, refuse } from "../../shared/refusal";
import type { Result } from "../../shared/refusal";
import type { Store, User } from "../store/Store";
import type { TryLimits } from "./limits";
import { nameKey } from "./names";
import { weaknessOf } from "./password-strength";
import type { Passwords } from "./passwords";
import type { Sequence } from "./sequence";
import type { Sessions, SignedIn } from "./sessions";

/** Somebody has just signed in: who, and the Set-Cookie value of their new session. */
export interface Entered {
  readonly user: User;
  readonly cookie: string;
}

export interface SignInDeps {
  readonly store: Store;
  readonly sessions: Sessions;
  readonly passwords: Passwords;
  readonly limits: TryLimits;
  readonly changes: Sequence;
}

export interface SignIns {
  /** `address`: where the request comes from. `previous`: the session this browser had; it ends. `wrong-credentials`, `too-many-tries`, `busy`. */
  signIn(name: string, password: string, address: string, previous: SignedIn | null): Promise<Result<Entered>>;
  signOut(who: SignedIn): Promise<void>;
  setPreferences(who: SignedIn, wish: { lang?: UiLang | undefined; theme?: Theme | undefined }): Promise<Result<User>>;
  /** Every session of the person ends; the answer is the Set-Cookie value of a new one for this browser. */
  changePassword(who: SignedIn, current: string, next: string, address: string): Promise<Result<string>>;
}

export const meOf = (user: User): Me => {
  const { id, name, role, hue, disabled, lang, theme } = user;
  return { id, name, role, hue, disabled, lang, theme };
};

export function createSignIns({ store, sessions, passwords, limits, changes }: SignInDeps): SignIns {
  /**
   * Checks a password under the limits; unknown and disabled people cost the same time and get the same answer as a wrong password. A try is
   * counted only when its turn comes: a newsroom that signs in all at once has at most two tries open.
   */
  const prove = async (user: User | null, key: string, password: string, address: string): Promise<Result<User>> => {
    const proven = await passwords.inTurn(async () => {
      const seconds = await limits.begin(key, address);
      if (seconds !== null) return refuse("too-many-tries", { seconds });
      const matches = await passwords.verify(user?.password ?? null, password);
      if (!matches || user === null || user.disabled) return refuse("wrong-credentials");
      await limits.succeeded(key, address);
      return ok(user);
    });
    return proven ?? refuse("busy");
  };

  return {
    async signIn(name, password, address, previous) {
      const key = nameKey(name);
      const proven = await prove(await store.readUserByKey(key), key, password, address);
      if (!proven.ok) return proven;
      if (previous) await sessions.close({ session: previous.session });
      return ok({ user: proven.value, cookie: await sessions.start(proven.value.id) });
    },
    signOut: (who) => sessions.close({ session: who.session }),
    setPreferences: (who, wish) =>
      changes(async () => {
        const user = await store.readUser(who.user.id);
        if (user === null) return refuse("signed-out");
        const next: User = { ...user, lang: wish.lang ?? user.lang, theme: wish.theme ?? user.theme };
        await store.putUser(next);
        sessions.forget();
        return ok(next);
      }),
    async changePassword(who, current, next, address) {
      const proven = await prove(who.user, who.user.key, current, address);
      if (!proven.ok) return proven;
      const reason = weaknessOf(next, who.user.name);
      if (reason !== null) return refuse("weak-password", { reason });
      const password = await passwords.inTurn(() => passwords.hash(next));
      if (password === null) return refuse("busy");
      return changes(async () => {
        const user = await store.readUser(who.user.id);
        if (user === null || user.disabled) return refuse("signed-out");
        await store.putUser({ ...user, password });
        await sessions.close({ user: user.id });
        return ok(await sessions.start(user.id));
      });
    },
  };
}
