import type { Server } from "node:http";

/** What a server in one process holds, in the order in which it is let go. */
export interface Stoppable {
  readonly http: Server;
  /** Finishes what has been accepted, so that every answer owed is given, and takes nothing more. */
  readonly drain: () => Promise<void>;
  /** Says goodbye on every socket and closes it. */
  readonly closeSockets: () => Promise<void>;
  /** Everything else, the store last. */
  readonly release: () => Promise<void>;
}

/** How long requests that are under way may take before their connections are cut. */
const PATIENCE_MS = 4000;
const LOOK_MS = 50;

/** Stops accepting, finishes, says goodbye, lets go. Resolves when nothing is left open. */
export async function stop({ http, drain, closeSockets, release }: Stoppable): Promise<void> {
  const closed = new Promise<void>((resolve) => http.close(() => resolve()));
  // A connection whose request has just been answered would be kept open for the next one.
  const closing = setInterval(() => http.closeIdleConnections(), LOOK_MS);
  await drain();
  await closeSockets();
  const cut = setTimeout(() => http.closeAllConnections(), PATIENCE_MS);
  await closed;
  clearTimeout(cut);
  clearInterval(closing);
  await release();
}
