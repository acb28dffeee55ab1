import type { RandomBytes, UserId } from "../../shared/ids";
import type { Refusal } from "../../shared/refusal";
import { StoreFull } from "../store/errors";
import type { Session, Store, User } from "../store/Store";
import type { SessionCookie } from "./cookie";
import { hashSecret, looksLikeSecret, newSecret } from "./secrets";

export const IDLE_MS = 60 * 60_000;
export const ABSOLUTE_MS = 12 * 60 * 60_000;
/** Using a session is written down at most this often. */
const TOUCH_MS = 60_000;
/**
 * How long an answer may be remembered. A change made here is noticed at once, one made by another server process within this; the embedded
 * store lets no other process in.
 */
const REMEMBER_MS = { sqlite: 10_000, mongodb: 500 } as const;
const REMEMBER_MOST = 2000;

export interface SignedIn {
  readonly user: User;
  /** The session's hash: what sockets and listeners know it by. */
  readonly session: string;
}

export interface ClosedSessions {
  readonly sessions: readonly string[];
  readonly why: Refusal;
}

export interface Sessions {
  /** The one check for Express and for the socket's handshake, on the raw Cookie header. */
  authenticate(cookieHeader: string | undefined): Promise<SignedIn | null>;
  /** The person behind a session as they are now, null once it has ended. Counts as use. For every commit of an open socket. */
  check(session: string): Promise<User | null>;
  /**
   * Opens a session for somebody as they were when they proved who they are; the answer is the Set-Cookie value, null when their password was changed or
   * they were disabled meanwhile.
   */
  start(proven: Pick<User, "id" | "password">): Promise<string | null>;
  /** Closes one session or all of one person's; listeners hear of it before it resolves, and why when that is known. */
  close(which: { session: string } | { user: UserId }, reason?: "role"): Promise<void>;
  /** Closes what has expired. To be called about once a minute. */
  sweep(): Promise<void>;
  /** Returns how to stop listening. */
  onClosed(listener: (closed: ClosedSessions) => void): () => void;
  /** A person's record was changed: nothing remembered of them counts. */
  forget(): void;
}

export interface SessionDeps {
  readonly store: Store;
  readonly cookie: SessionCookie;
  readonly clock: () => number;
  readonly random: RandomBytes;
}

const isOver = (session: Session, now: number) => now - session.usedAt >= IDLE_MS || now - session.createdAt >= ABSOLUTE_MS;

export function createSessions({ store, cookie, clock, random }: SessionDeps): Sessions {
  const listeners = new Set<(closed: ClosedSessions) => void>();
  const remembered = new Map<string, { user: User; until: number }>();
  // Raised at every change, so that an answer read before a change is not remembered after it.
  let epoch = 0;

  const forget = () => {
    epoch += 1;
    remembered.clear();
  };

  const announce = (sessions: readonly string[], reason?: "role") => {
    forget();
    if (sessions.length === 0) return;
    for (const listener of listeners) listener({ sessions, why: { code: "signed-out", ...(reason && { detail: { reason } }) } });
  };

  /** Whoever reads on while the disk is full must not be turned away because their reading could not be noted. */
  const touch = (hash: string, now: number) =>
    store.touchSession(hash, now).catch((error: unknown) => {
      if (!(error instanceof StoreFull)) throw error;
    });

  const read = async (hash: string): Promise<User | null> => {
    const began = epoch;
    const now = clock();
    const session = await store.readSession(hash);
    if (session === null || isOver(session, now)) return null;
    const user = await store.readUser(session.user);
    if (user === null || user.disabled) return null;
    if (now - session.usedAt >= TOUCH_MS) await touch(hash, now);
    if (began === epoch) {
      if (remembered.size >= REMEMBER_MOST) remembered.clear();
      remembered.set(hash, { user, until: now + REMEMBER_MS[store.kind] });
    }
    return user;
  };

  const check = async (hash: string): Promise<User | null> => {
    const known = remembered.get(hash);
    return known && clock() < known.until ? known.user : read(hash);
  };

  return {
    check,
    forget,
    async authenticate(cookieHeader) {
      const secret = cookie.read(cookieHeader);
      if (secret === null || !looksLikeSecret(secret)) return null;
      const session = hashSecret(secret);
      const user = await check(session);
      return user && { user, session };
    },
    async start({ id, password }) {
      const secret = newSecret(random);
      const hash = hashSecret(secret);
      const now = clock();
      await store.putSession({ hash, user: id, createdAt: now, usedAt: now });
      // Whoever changes a password writes it and then ends the sessions. Looking again behind one's own write, one of the two sees the other.
      const user = await store.readUser(id);
      if (user !== null && !user.disabled && user.password === password) return cookie.set(secret, ABSOLUTE_MS);
      announce(await store.removeSessions({ hash }));
      return null;
    },
    async close(which, reason) {
      announce(await store.removeSessions("session" in which ? { hash: which.session } : which), reason);
    },
    async sweep() {
      const now = clock();
      announce(await store.removeSessions({ usedBefore: now - IDLE_MS, createdBefore: now - ABSOLUTE_MS }));
    },
    onClosed(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
