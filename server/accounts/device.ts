import { addressOf } from "../../shared/protocol/routes/route";
import { sessionRoutes } from "../../shared/protocol/routes/session";
import { createHmac, timingSafeEqual } from "node:crypto";
import type { RandomBytes } from "../../shared/ids";
import type { User } from "../store/Store";
import { newSecret } from "./secrets";

// A browser that somebody has signed in with before is known by a cookie of its own (OWASP, "Slow down online guessing attacks with device cookies"). It
// signs nobody in; it only has its wrong passwords counted apart. Nothing is kept of it: it carries a number and a proof of it that is made with the
// account's password hash, so it ends with the password.

const NAME = "sourcier-device";
const DAYS = 180;

export interface DeviceCookie {
  /** The device's number when the Cookie header has one that is known for this account, else null. */
  read(header: string | undefined, user: User | null): string | null;
  /** The Set-Cookie value that makes this browser known. */
  set(user: User): string;
}

const proofOf = (user: User, device: string): string =>
  createHmac("sha256", user.password).update(`${user.id}\0${device}`).digest("base64url");

const same = (one: string, other: string): boolean => one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

export function deviceCookie(secure: boolean, random: RandomBytes): DeviceCookie {
  // Sent with signing in alone.
  const flags = `Max-Age=${DAYS * 86_400}; Path=${addressOf(sessionRoutes.signIn)}; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
  return {
    read(header, user) {
      const [, device = "", proof = ""] = new RegExp(`(?:^|; ?)${NAME}=([\\w-]{43})\\.([\\w-]{43})(?:;|$)`).exec(header ?? "") ?? [];
      return user !== null && device !== "" && same(proof, proofOf(user, device)) ? device : null;
    },
    set(user) {
      const device = newSecret(random);
      return `${NAME}=${device}.${proofOf(user, device)}; ${flags}`;
    },
  };
}
