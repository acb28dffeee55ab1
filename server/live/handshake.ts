import type { IncomingMessage } from "node:http";
import type { DocId } from "../../shared/ids";
import type { RefusalCode } from "../../shared/refusal";
import type { Sessions, SignedIn } from "../accounts/sessions";
import type { Logger } from "../authority/logger";
import { StoreAway } from "../store/errors";
import { sessionRoom, userRoom } from "./socket-types";
import type { Connection, Guard } from "./guard";
import type { LiveServer, LiveSocket, Subscription } from "./socket-types";

export type OriginCheck = (origin: string | undefined, host: string | undefined) => boolean;

/** Pages that one person may have open at once. */
const MAX_SOCKETS = 100;

/**
 * Whether the page that opens a connection is our own. Browsers name the origin of every WebSocket; of a polling request to the page's
 * own server they name it only by `Sec-Fetch-Site`, and a request with neither comes from no browser.
 */
export function comesFromUs({ headers }: Pick<IncomingMessage, "headers">, isWebSocket: boolean, isOurs: OriginCheck): boolean {
  const { origin, host } = headers;
  if (isWebSocket || origin !== undefined) return isOurs(origin, host);
  const site = headers["sec-fetch-site"];
  return site === undefined || site === "same-origin";
}

/** An error whose `data` the page reads as a refusal: why the connection cannot be. */
function refused(code: RefusalCode): Error {
  return Object.assign(new Error(code), { data: { code } });
}

export interface HandshakeDeps {
  readonly sessions: Pick<Sessions, "authenticate" | "check">;
  readonly logger: Logger;
  readonly guard: Guard;
  readonly networkOf: (request: IncomingMessage) => string;
  readonly isStopping: () => boolean;
}

/** Lets in those who are signed in, as themselves. Who is not is told so, and the connection is ended. */
export function admitSignedIn(io: LiveServer, { sessions, logger, guard, networkOf, isStopping }: HandshakeDeps): void {
  io.use((socket, next) => {
    const turnAway = (code: RefusalCode) => {
      next(refused(code));
      // Nobody who was turned away keeps a connection open; the answer goes first.
      setTimeout(() => socket.conn.close(), 200).unref();
    };
    if (isStopping()) return turnAway("stopping");
    sessions.authenticate(socket.request.headers.cookie).then(
      (who) => {
        if (!who) return turnAway("signed-out");
        if ((io.of("/").adapter.rooms.get(userRoom(who.user.id))?.size ?? 0) >= MAX_SOCKETS) return turnAway("busy");
        subscription(socket, who, networkOf(socket.request));
        // Once more, now that it is in its rooms: a session that ended in between has told nobody here.
        return sessions.check(who.session).then((still) => {
          if (!still) return turnAway("signed-out");
          guard.admit(socket.conn as unknown as Connection, who.user.id);
          next();
        });
      },
      (error: unknown) => {
        if (!(error instanceof StoreAway)) logger.error({ error }, "a handshake failed");
        turnAway(error instanceof StoreAway ? "store-away" : "busy");
      },
    );
  });
}

function subscription(socket: LiveSocket, { user, session }: SignedIn, network: string): void {
  socket.data = {
    user: user.id,
    role: user.role,
    name: user.name,
    hue: user.hue,
    session,
    network,
    subscriptions: new Map<DocId, Subscription>(),
    closed: new Set<DocId>(),
  };
  // In its rooms before anything can be asked: a session that ends from here on takes this socket with it.
  void socket.join([sessionRoom(session), userRoom(user.id)]);
}
