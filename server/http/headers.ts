import helmet from "helmet";
import type { Request, RequestHandler, Response } from "express";
import type { Server } from "node:http";

// React Aria puts these two rules into the page by itself; nothing else may. A test computes the hashes anew from the installed package.
export const reactAriaStyles = [
  "@layer {\n  [data-react-aria-pressable] {\n    touch-action: pan-x pan-y pinch-zoom;\n  }\n}",
  "@layer {\n  * {\n    overscroll-behavior: contain;\n  }\n}",
] as const;
const styleHashes = ["'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='", "'sha256-gYiS/BvZvRcK27JIXTuwhZ3hs2+VJ1X+2gUlE+farlg='"];

/** The policies that may make trusted HTML or script addresses: ProseMirror's reading of the clipboard and our worker's address. */
export const trustedTypes = ["ProseMirrorClipboard", "sourcier"];

/** Nothing is loaded from elsewhere, nothing inline runs, nobody frames the page. `publicUrl`: null on plain http. */
export function securityHeaders(publicUrl: string | null): RequestHandler {
  const secure = publicUrl?.startsWith("https:") ?? false;
  const socket = publicUrl === null ? [] : [publicUrl.replace(/^http/, "ws")];
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrcElem: ["'self'", ...styleHashes],
        styleSrc: ["'self'", ...styleHashes],
        // Positions of menus and cards are written into style attributes.
        styleSrcAttr: ["'unsafe-inline'"],
        imgSrc: ["'self'", "data:"],
        fontSrc: ["'self'"],
        connectSrc: ["'self'", ...socket],
        workerSrc: ["'self'"],
        manifestSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        requireTrustedTypesFor: ["'script'"],
        trustedTypes,
        ...(secure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    referrerPolicy: { policy: "no-referrer" },
    strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    crossOriginEmbedderPolicy: false,
    xFrameOptions: { action: "deny" },
  });
}

/** The same on what Socket.IO answers by itself, which never comes through Express. To be called once Socket.IO is attached. */
export function protectSockets(http: Server, publicUrl: string | null): void {
  const protect = securityHeaders(publicUrl);
  http.prependListener("request", (request, response) => {
    if (request.url?.startsWith("/socket.io/")) protect(request as Request, response as Response, () => undefined);
  });
}
