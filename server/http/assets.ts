import { readdirSync, statSync } from "node:fs";
import { extname, join, sep } from "node:path";
import type { Request, RequestHandler, Response } from "express";

// The built page. The list of files is read once for a build: what is not on it does not exist, whatever a path tries. A build that takes the place
// of the one that was there when the server started is noticed when the page is next asked for.

const YEAR_SECONDS = 31_536_000;

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
};

/** Encodings written at build time, the smaller first. */
const encodings = [
  { name: "br", suffix: ".br" },
  { name: "gzip", suffix: ".gz" },
] as const;

/**
 * Serves `folder`: files under `/assets/` carry a hash in their name and may be kept for ever, the rest is asked for anew each time. A path of the
 * page's own (no extension) gets `index.html`. A missing folder serves nothing.
 */
export function serveAssets(folder: string): RequestHandler {
  let files = filesOf(folder);
  let build = buildOf(folder);
  return (request, response, next) => {
    if (request.method !== "GET" && request.method !== "HEAD") return next();
    if (isPage(request.path)) {
      const now = buildOf(folder);
      if (now !== build) [files, build] = [filesOf(folder), now];
    }
    const wanted = fileFor(request.path, files);
    if (wanted === null) return next();
    response.setHeader("Content-Type", types[extname(wanted)] ?? "application/octet-stream");
    response.setHeader("Cache-Control", wanted.startsWith("assets/") ? `public, max-age=${YEAR_SECONDS}, immutable` : "no-cache");
    const path = encoded(wanted, files, request, response);
    response.sendFile(path, { root: folder, cacheControl: false, dotfiles: "deny" }, (error) => {
      // A browser that goes away midway is none of our concern.
      if (error && !response.headersSent) next(error);
    });
  };
}

/** Changes when another build stands in the folder; null while none does. Costs one look at a file. */
function buildOf(folder: string): string | null {
  const page = statSync(join(folder, "index.html"), { throwIfNoEntry: false });
  return page ? `${page.ino} ${page.mtimeMs}` : null;
}

/** A path of the page's own, not of a file or the API. */
const isPage = (path: string): boolean =>
  path === "/index.html" || (!/\.[A-Za-z0-9]+$/.test(path) && !path.startsWith("/api/") && !path.startsWith("/socket.io"));

function filesOf(folder: string): ReadonlySet<string> {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
    return new Set(paths.map((path) => path.split(sep).join("/")));
  } catch {
    return new Set();
  }
}

function fileFor(path: string, files: ReadonlySet<string>): string | null {
  const named = path.slice(1);
  if (files.has(named) && !encodings.some(({ suffix }) => named.endsWith(suffix))) return named;
  return isPage(path) && files.has("index.html") ? "index.html" : null;
}

/** The precompressed form where there is one that the browser takes. */
function encoded(wanted: string, files: ReadonlySet<string>, request: Request, response: Response): string {
  const offered = encodings.filter(({ suffix }) => files.has(wanted + suffix));
  if (offered.length === 0) return wanted;
  response.vary("Accept-Encoding");
  const best = request.acceptsEncodings([...offered.map(({ name }) => name as string), "identity"]);
  const chosen = offered.find(({ name }) => name === best);
  if (!chosen) return wanted;
  response.setHeader("Content-Encoding", chosen.name);
  return wanted + chosen.suffix;
}
