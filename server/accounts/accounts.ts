import type { RandomBytes } from "../../shared/ids";
import type { Store } from "../store/Store";
import { sessionCookie } from "./cookie";
import type { SessionCookie } from "./cookie";
import { deviceCookie } from "./device";
import { createInvites } from "./invites";
import type { Invites } from "./invites";
import { createTryLimits } from "./limits";
import { judgeHere } from "./password-judge";
import type { Judge } from "./password-judge";
import { createPasswords } from "./passwords";
import { createPeople } from "./people";
import type { People } from "./people";
import { createMutex } from "../mutex";
import { createSessions } from "./sessions";
import type { Sessions } from "./sessions";
import { createSignIns } from "./sign-in";
import type { SignIns } from "./sign-in";

/** Everything about who somebody is. The socket side needs `sessions` alone: `authenticate`, `check` and `onClosed`. */
export interface Accounts {
  readonly sessions: Sessions;
  readonly signIns: SignIns;
  readonly invites: Invites;
  readonly people: People;
  readonly cookie: SessionCookie;
  /** Removes what has expired; about once a minute. */
  sweep(): Promise<void>;
}

export interface AccountsDeps {
  readonly store: Store;
  /** Whether people reach the server by https. */
  readonly secure: boolean;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly random: RandomBytes;
  /** Judges passwords elsewhere; in this very thread unless told. */
  readonly judge?: Judge;
}

export function createAccounts({ store, secure, clock, random, judge = judgeHere }: AccountsDeps): Accounts {
  const cookie = sessionCookie(secure);
  const devices = deviceCookie(secure, random);
  const passwords = createPasswords();
  const changes = createMutex();
  const sessions = createSessions({ store, cookie, clock, random });
  const invites = createInvites({ store, sessions, passwords, changes, clock, random, devices, judge });
  return {
    cookie,
    sessions,
    invites,
    signIns: createSignIns({ store, sessions, passwords, limits: createTryLimits(), changes, devices, judge }),
    people: createPeople({ store, sessions, invites, changes }),
    async sweep() {
      await sessions.sweep();
      await invites.sweep();
    },
  };
}
