import { isIP } from "node:net";
import { isLoopback } from "../config";

// Where a request may come from. Browsers send SignInOrigin with every request that could change something and with every WebSocket.

export type OriginCheck = (origin: string | undefined, host: string | undefined) => boolean;

/**
 * Whether a page at `origin` is our own. With a public address: only that. Without one the page must come from the host it talks to, and that host
 * must be this machine, an address or the configured name: another name that resolves to us would be somebody's DNS rebinding.
 */
export function originCheck(publicUrl: string | null, listenHost: string): OriginCheck {
  return (origin, host) => {
    if (origin === undefined) return false;
    if (publicUrl !== null) return origin === publicUrl;
    const page = parsed(origin);
    if (page === null || page.host !== host) return false;
    const name = page.hostname.replace(/^\[|\]$/g, "");
    return isLoopback(name) || isIP(name) !== 0 || name === listenHost;
  };
}

function parsed(origin: string): URL | null {
  try {
    return new URL(origin);
  } catch {
    return null;
  }
}

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Whether a request may act: anything safe; else what the browser itself calls same-origin or, where it says nothing, what names our own origin. A request
 * with neither header comes from no browser, so no page can have forged it.
 */
export function mayAct(
  method: string,
  headers: { "sec-fetch-site"?: string | undefined; origin?: string | undefined; host?: string | undefined },
  isOurs: OriginCheck,
): boolean {
  if (safeMethods.has(method)) return true;
  const { origin } = headers;
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin") return false;
  if (origin !== undefined) return isOurs(origin, headers.host);
  return true;
}
