import type { LiveServer } from "./socket-types";

// Shortcuts for what a broadcast costs, which with 200 receivers is most of what the server does. All of it is internal to Socket.IO and
// Engine.IO: where they are made in another way than is known here, each shortcut stands aside and their own way is taken.

/** What the adapter prepares once for everybody it sends a packet to: the parts of a WebSocket frame. */
interface Prepared {
  wsPreEncodedFrame?: Buffer[];
}
type Encode = (packet: unknown, prepared: Prepared) => unknown;
const ENCODE = "_encode";
/** Whom the adapter sends a packet to. */
interface Addressed {
  readonly rooms: ReadonlySet<string>;
  readonly except?: ReadonlySet<string>;
}
type Apply = (to: Addressed, each: (socket: unknown) => void) => void;
const SENDER = "_sender";

/** A connection as Engine.IO keeps it. */
interface Connection {
  write(data: unknown, options?: Prepared, callback?: unknown): unknown;
  readonly readyState: string;
  readonly upgrading: boolean;
  readonly writeBuffer: readonly unknown[];
  readonly transport: {
    readonly name: string;
    readonly writable: boolean;
    readonly perMessageDeflate: unknown;
    readonly socket?: {
      readonly readyState: number;
      readonly bufferedAmount: number;
      readonly [SENDER]?: { sendFrame?: (frame: readonly Buffer[]) => void };
    };
  };
}

const OPEN = 1;

/** Speeds up the broadcasts of a server. To be called once, when it is attached and before it listens. */
export function speedBroadcasts(io: LiveServer): void {
  joinFrames(io);
  applyToOneRoom(io);
  io.engine.on("connection", (connection: unknown) => sendAtOnce(connection as Connection));
}

/** Joins the head and the body of each broadcast frame, once, so that a socket's write is one buffer and not two. */
function joinFrames(io: LiveServer): void {
  const adapter = io.of("/").adapter as unknown as { [ENCODE]?: Encode };
  const encode = adapter[ENCODE]?.bind(adapter);
  if (!encode) return;
  adapter[ENCODE] = (packet, prepared) => {
    const encoded = encode(packet, prepared);
    if (prepared.wsPreEncodedFrame) prepared.wsPreEncodedFrame = [Buffer.concat(prepared.wsPreEncodedFrame)];
    return encoded;
  };
}

/** Goes through a room's sockets without noting each, which only keeps a packet for several rooms from coming twice. */
function applyToOneRoom(io: LiveServer): void {
  const { adapter, sockets } = io.of("/");
  const inner = adapter as unknown as { apply?: Apply };
  const apply = inner.apply?.bind(adapter);
  if (!apply) return;
  inner.apply = (to, each) => {
    const [room, ...others] = to.rooms;
    if (room === undefined || others.length > 0 || (to.except && to.except.size > 0)) return apply(to, each);
    for (const id of adapter.rooms.get(room) ?? []) {
      const socket = sockets.get(id);
      if (socket) each(socket);
    }
  };
}

/**
 * Gives a prepared frame to the socket as Engine.IO would, without its queue and the four events around it, when nothing else waits: the
 * order of what is sent stays. What the other side does not take up goes through the queue, whose length says so.
 */
function sendAtOnce(connection: Connection): void {
  const write = connection.write.bind(connection);
  connection.write = (data, options, callback) => {
    const frame = options?.wsPreEncodedFrame;
    const { transport } = connection;
    const { socket } = transport;
    if (
      frame === undefined ||
      callback !== undefined ||
      connection.readyState !== "open" ||
      connection.upgrading ||
      connection.writeBuffer.length > 0 ||
      transport.name !== "websocket" ||
      !transport.writable ||
      transport.perMessageDeflate ||
      socket?.readyState !== OPEN ||
      socket.bufferedAmount !== 0 ||
      socket[SENDER]?.sendFrame === undefined
    )
      return write(data, options, callback);
    socket[SENDER].sendFrame(frame);
    return connection;
  };
}
