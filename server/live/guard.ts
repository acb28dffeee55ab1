import type { IncomingMessage } from "node:http";
import type { UserId } from "../../shared/ids";
import { withinBounds } from "../json-bounds";
import { LONGEST, PIECE, RECEIVER, takeInPieces } from "./long-frames";
import type { Wire } from "./long-frames";
import { LongPayloads } from "./long-payloads";
import type { Newcomer } from "./newcomers";

// What a connection may send before anything is made of it. Engine.IO tells of every packet before Socket.IO parses it: here it is weighed, and a
// connection that goes beyond its share is ended. Asking too often is answered by the limits behind (`limits.ts`); this is for whoever does not stop.

/** `maxHttpBufferSize`: of a request, where it polls. */
interface Transport {
  readonly name: string;
  onData?: (data: unknown) => void;
  maxHttpBufferSize?: number;
  readonly socket?: Wire & { readonly bufferedAmount?: number };
}

/** A connection as Engine.IO keeps it. */
export interface Connection {
  /** The one that it began with. */
  readonly request: IncomingMessage;
  readonly readyState: string;
  readonly writeBuffer: readonly { readonly data?: unknown }[];
  readonly transport: Transport;
  on(event: "packet", heard: (packet: { type: string; data?: unknown }) => void): unknown;
  on(event: "upgrade" | "close", heard: () => void): unknown;
  close(discard?: boolean): unknown;
}

/** Before it is known who it is: Socket.IO's greeting, and no more. In UTF-16 units. */
const STRANGERS_FRAME = 2048;
/** What is taken in at all of a frame or a request, in bytes. A submission's 1.2 million characters are up to three bytes each. */
export const MOST_BYTES = { stranger: 16 * 1024, admitted: 4 * 1024 * 1024 };
/** UTF-16 units that a packet may have: a submission's, and what is around them. */
const MOST_CHARACTERS = 1_300_000;
const STRANGERS_PACKETS = 10;
/** Of a submission that adds a long text; all others hold far less. */
const BOUNDS = { depth: 120, values: 200_000 };
/** What a packet beyond these bounds counts for: no page of ours sends one. */
const UNBOUNDED_PACKETS = 1000;
/** Packets that may lie in one request of the transport that polls. */
const PACKETS_A_POLL = 100;
/** Of one person, on all of their pages: so much at once, and so much a second. Typing on a hundred pages stays far below; a long frame waits for it. */
const PACKETS = { most: 2000, perSecond: 200 };
const CHARACTERS = { most: 4 * 1024 * 1024, perSecond: 1024 * 1024 };
/** What long frames leave of it, and wait for: short ones of the same person, which do not wait, are not to end their connection. */
const SPARED = 256 * 1024;

/** A bucket of tokens that fills by itself. */
class Allowance {
  #left: number;
  #at: number;

  constructor(
    private readonly rate: { readonly most: number; readonly perSecond: number },
    private readonly now: () => number,
  ) {
    this.#left = rate.most;
    this.#at = now();
  }

  /** Whether there was so much left, and `spare` besides; it is taken then. */
  take(cost: number, spare = 0): boolean {
    const now = this.now();
    this.#left = Math.min(this.rate.most, this.#left + ((now - this.#at) / 1000) * this.rate.perSecond);
    this.#at = now;
    if (this.#left < cost + spare) return false;
    this.#left -= cost;
    return true;
  }

  /** Whether nothing has been taken for so long that it says nothing any more. */
  get isFull(): boolean {
    return this.#left + ((this.now() - this.#at) / 1000) * this.rate.perSecond >= this.rate.most;
  }
}

interface Share {
  readonly packets: Allowance;
  readonly characters: Allowance;
}

export class Guard {
  /** What came in place of packets that were too long to be read at once. */
  readonly long = new LongPayloads();
  readonly #admitted = new WeakMap<object, Share>();
  readonly #newcomers = new WeakMap<object, Newcomer>();
  readonly #shares = new Map<UserId, Share>();

  /** `begun`: told of each connection, on which nobody is signed in yet. `now`: milliseconds that only grow. */
  constructor(
    private readonly begun: (connection: Connection) => Newcomer,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Weighs everything that comes on the connection from now on. */
  watch(connection: Connection): void {
    const newcomer = this.begun(connection);
    this.#newcomers.set(connection, newcomer);
    connection.on("close", () => newcomer.gone());
    let strangers = 0;
    boundBytes(connection, MOST_BYTES.stranger);
    this.#boundPolls(connection);
    connection.on("packet", (packet) => {
      const share = this.#admitted.get(connection);
      const fits = share ? isWithin(packet.data, share) : (strangers += 1) <= STRANGERS_PACKETS && isShort(packet.data);
      // Socket.IO is told of the packet right after this, of what is in it by then.
      if (!fits) {
        packet.data = "";
        connection.close(true);
      } else if (share && typeof packet.data === "string") {
        packet.data = this.#heard(connection, share, packet.data, !withinBounds(packet.data, BOUNDS));
      }
    });
  }

  /** What Socket.IO is given in place of a packet. */
  #heard(connection: Connection, share: Share, packet: string, isBroad: boolean): string {
    if (!isBroad) return packet.length > PIECE ? (this.long.keep(connection, packet) ?? withoutPayload(packet)) : packet;
    if (!share.packets.take(UNBOUNDED_PACKETS)) connection.close(true);
    return withoutPayload(packet);
  }

  /** It is known whose connection this is. */
  admit(connection: Connection, user: UserId): void {
    this.#newcomers.get(connection)?.admitted();
    let share = this.#shares.get(user);
    if (!share) {
      for (const [one, { packets, characters }] of this.#shares) if (packets.isFull && characters.isFull) this.#shares.delete(one);
      share = { packets: new Allowance(PACKETS, this.now), characters: new Allowance(CHARACTERS, this.now) };
      this.#shares.set(user, share);
    }
    this.#admitted.set(connection, share);
    this.#open(connection, user, share);
    // From polling to a WebSocket, which is another transport.
    connection.on("upgrade", () => this.#open(connection, user, share));
  }

  /** Lets long packets come. */
  #open(connection: Connection, who: UserId, share: Share): void {
    boundBytes(connection, MOST_BYTES.admitted);
    const { socket } = connection.transport;
    if (!socket?.[RECEIVER]) return;
    takeInPieces(socket, {
      who,
      bounds: BOUNDS,
      longest: MOST_CHARACTERS,
      pays: (bytes) => share.characters.take(bytes, SPARED),
      // The first character is Engine.IO's kind of packet: what is not Socket.IO's is short.
      heard: (message, isBroad) =>
        message.startsWith("4") ? `4${this.#heard(connection, share, message.slice(1), isBroad)}` : message.slice(0, 1),
    });
  }

  /** A request of a few bytes a packet would be taken apart into millions of them at once. */
  #boundPolls(connection: Connection): void {
    const { transport } = connection;
    if (transport.name !== "polling" || !transport.onData) return;
    const take = transport.onData.bind(transport);
    transport.onData = (data) => {
      if (typeof data === "string" && hasMore(data, "\u001e", PACKETS_A_POLL)) connection.close(true);
      else take(data);
    };
  }
}

/** A frame is refused when its head says how long it is: before that, four megabytes of a stranger's would be gathered first. */
function boundBytes({ transport }: Connection, most: number): void {
  if (transport.maxHttpBufferSize !== undefined) transport.maxHttpBufferSize = most;
  const receiver = transport.socket?.[RECEIVER];
  if (receiver?.[LONGEST] !== undefined) receiver[LONGEST] = most;
}

function isWithin(data: unknown, { packets, characters }: Share): boolean {
  if (!packets.take(1)) return false;
  if (data === undefined) return true;
  // No page sends bytes.
  return typeof data === "string" && data.length <= MOST_CHARACTERS && characters.take(data.length);
}

/** The event with nothing in it: its door answers that it is malformed. */
function withoutPayload(packet: string): string {
  const [, start = '2["",'] = /^(2\d{0,9}\["[a-z]{1,20}",)/.exec(packet) ?? [];
  return `${start}null]`;
}

const isShort = (data: unknown): boolean => data === undefined || (typeof data === "string" && data.length <= STRANGERS_FRAME);

function hasMore(text: string, character: string, most: number): boolean {
  let count = 0;
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) if ((count += 1) > most) return true;
  return false;
}
