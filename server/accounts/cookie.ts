// The session's cookie. With https it carries the `__Host-` prefix (no Domain, Path=/, Secure: another host of the same site cannot set it);
// plain-http browsers would refuse that, so there it has another name.

export interface SessionCookie {
  readonly name: string;
  /** The secret of the session in a Cookie header, null when there is none or more than one (somebody planted a second). */
  read(header: string | undefined): string | null;
  /** The Set-Cookie value that starts the session. */
  set(secret: string, maxAgeMs: number): string;
  clear(): string;
}

export function sessionCookie(secure: boolean): SessionCookie {
  const name = secure ? "__Host-sourcier" : "sourcier";
  const flags = `Path=/; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
  return {
    name,
    read(header) {
      const found: string[] = [];
      for (const part of (header ?? "").split(";")) {
        const at = part.indexOf("=");
        if (at > 0 && part.slice(0, at).trim() === name) found.push(part.slice(at + 1).trim());
      }
      return found.length === 1 ? (found[0] ?? null) : null;
    },
    set: (secret, maxAgeMs) => `${name}=${secret}; Max-Age=${Math.floor(maxAgeMs / 1000)}; ${flags}`,
    clear: () => `${name}=; Max-Age=0; ${flags}`,
  };
}
