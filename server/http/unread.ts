import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

// What becomes of a body that nobody wants: Node reads all of it and throws it away, so that the connection can serve on, however many gigabytes that is.
// Here a long one is left where it is, and the connection is ended.

/** A body of no more is worth a connection that serves on, in bytes. */
const PASSED_OVER = 64 * 1024;
/** Our answer would be lost with a connection that is ended at once, in milliseconds. */
const FAREWELL_MS = 1000;
/** Connections that wait for that; further ones are ended at once. */
const FAREWELLS = 100;

/** Called with every request before anything else is. */
export function createUnread(): (request: IncomingMessage, response: ServerResponse) => void {
  const leaving = new Set<Socket>();
  return (request, response) => {
    if (!isLong(request)) return;
    // Node throws away what nobody has begun to read: from here on it is ours.
    request.read(0);
    const writeHead = response.writeHead.bind(response);
    response.writeHead = ((...head: Parameters<typeof writeHead>) => {
      if (isLeft(request)) {
        response.setHeader("Connection", "close");
        // What Node calls of a connection that is to be closed, as soon as the answer is written.
        request.socket.destroySoon = () => bidFarewell(request.socket, leaving);
      }
      return writeHead(...head);
    }) as typeof response.writeHead;
  };
}

/** Whoever goes on reading has bounds of their own (`body.ts`). */
const isLeft = ({ complete, readableFlowing }: IncomingMessage): boolean => !complete && readableFlowing !== true;

function bidFarewell(socket: Socket, leaving: Set<Socket>): void {
  if (leaving.size >= FAREWELLS) return void socket.destroy();
  leaving.add(socket);
  const timer = setTimeout(() => socket.destroy(), FAREWELL_MS).unref();
  socket.once("close", () => {
    clearTimeout(timer);
    leaving.delete(socket);
  });
}

const isLong = ({ headers }: IncomingMessage): boolean =>
  headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > PASSED_OVER;
