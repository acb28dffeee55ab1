// Keeps the page's own files, so that it opens without a network. It never sees a document: nothing under /api passes through here, and what
// people write is kept by `client/session`. One cache per build; the one before stays for pages that were open during the update.

/** Every file of the page, and a name for this set of files. */
export interface Shell {
  readonly version: string;
  readonly files: readonly string[];
}
/** Put in by the build (`offlineShell.ts`). */
declare const builtShell: Shell;

interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Lasting {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
interface Worker {
  readonly location: Location;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: Lasting) => void): void;
  addEventListener(type: "fetch", listener: (event: Fetching) => void): void;
}
const worker = globalThis as unknown as Worker;

const PREFIX = "shell-";
const PAGE = "/index.html";
/** A network that says nothing for this long is as good as none. */
const PATIENCE_MS = 4_000;
const KEPT = 2;

const { version, files } = builtShell;
const current = PREFIX + version;

worker.addEventListener("install", (event) => event.waitUntil(keepShell()));
worker.addEventListener("activate", (event) => event.waitUntil(takeOver()));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== worker.location.origin) return;
  if (request.mode === "navigate") {
    if (isPage(url.pathname)) event.respondWith(page(request));
  } else if (url.pathname.startsWith("/assets/")) {
    event.respondWith(asset(request));
  }
});

async function keepShell(): Promise<void> {
  const cache = await caches.open(current);
  // `index.html` is asked for anew; hashed files may come from the browser's own cache.
  await cache.addAll(files.map((file) => new Request(file, { cache: file === PAGE ? "reload" : "default" })));
  await worker.skipWaiting();
}

async function takeOver(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== current);
  // In the order in which they were made; the newest of the others is what open pages may still ask for.
  for (const name of names.slice(0, Math.max(0, names.length - (KEPT - 1)))) await caches.delete(name);
  await worker.clients.claim();
}

/** Addresses that the page itself shows; the server's own (health, downloads) are none of ours. */
function isPage(path: string): boolean {
  return path === PAGE || (!/\.[A-Za-z0-9]+$/.test(path) && !/^\/(api|socket\.io|healthz|readyz)(\/|$)/.test(path));
}

/** From the server when it answers, so that a new version is seen at once; else as it was kept. */
async function page(request: Request): Promise<Response> {
  const kept = (await caches.open(current)).match(PAGE, { ignoreVary: true });
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (response.status < 500) return response;
    return (await kept) ?? response;
  } catch (error) {
    const fallback = await kept;
    if (fallback) return fallback;
    throw error;
  }
}

/** Names carry a hash of the content: what is kept is right for ever. */
async function asset(request: Request): Promise<Response> {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}
