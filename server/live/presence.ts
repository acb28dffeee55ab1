import type { DocId, PeerId } from "../../shared/ids";
import type { Here, Peer } from "../../shared/wire/socket";
import { docRoom } from "./events";
import type { LiveServer, LiveSocket, Seat } from "./events";

/** How often presence goes out, in milliseconds. */
const TICK_MS = 50;
/** Messages about presence that one document may cost in a tick, on average: 200 people hear of each other less often than three do. */
const BUDGET = 20;
/** Of how many people one message tells at most. */
const PEERS = 10;

interface Moved {
  readonly peers: Map<PeerId, LiveSocket>;
  /** Messages that may be sent by now. */
  owed: number;
}

/** Who is where. Nothing of it is kept: a page that goes takes its place with it. */
export class Presence {
  /** Per document, those who have moved since they were last told of, longest ago first. */
  readonly #moved = new Map<DocId, Moved>();
  #timer: NodeJS.Timeout | null = null;

  constructor(private readonly io: LiveServer) {}

  /** The others on the document in this process. */
  others(doc: DocId, self: PeerId): Peer[] {
    const peers: Peer[] = [];
    for (const socket of this.#socketsOn(doc)) {
      const seat = socket.data.seats.get(doc);
      if (seat && seat.peer !== self) peers.push(peerOf(socket, seat));
    }
    return peers;
  }

  *#socketsOn(doc: DocId): Generator<LiveSocket> {
    const { sockets, adapter } = this.io.of("/");
    for (const id of adapter.rooms.get(docRoom(doc)) ?? []) {
      const socket = sockets.get(id);
      if (socket) yield socket;
    }
  }

  arrived(socket: LiveSocket, seat: Seat): void {
    this.#note(socket, seat);
  }

  moved(socket: LiveSocket, seat: Seat, here: Here): void {
    seat.here = here;
    this.#note(socket, seat);
  }

  left(socket: LiveSocket, seat: Seat): void {
    this.#moved.get(seat.doc)?.peers.delete(seat.peer);
    socket.to(docRoom(seat.doc)).emit("left", { doc: seat.doc, peer: seat.peer });
  }

  /** Tells of everybody again: somebody in another process has just arrived. */
  announce(doc: DocId): void {
    for (const socket of this.#socketsOn(doc)) {
      const seat = socket.data.seats.get(doc);
      if (seat) this.#note(socket, seat);
    }
  }

  #note(socket: LiveSocket, seat: Seat): void {
    let moved = this.#moved.get(seat.doc);
    if (!moved) this.#moved.set(seat.doc, (moved = { peers: new Map(), owed: 0 }));
    if (!moved.peers.has(seat.peer)) moved.peers.set(seat.peer, socket);
    this.#timer ??= setTimeout(() => this.#tell(), TICK_MS);
  }

  #tell(): void {
    this.#timer = null;
    for (const [doc, moved] of this.#moved) {
      const listeners = this.io.of("/").adapter.rooms.get(docRoom(doc))?.size ?? 0;
      moved.owed += BUDGET;
      if (moved.owed < listeners) continue;
      moved.owed -= listeners;
      const peers = nextOf(moved.peers, doc);
      if (peers.length > 0) this.io.to(docRoom(doc)).emit("here", { doc, peers });
      if (moved.peers.size === 0) this.#moved.delete(doc);
    }
    if (this.#moved.size > 0) this.#timer = setTimeout(() => this.#tell(), TICK_MS);
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#moved.clear();
  }
}

/** Takes out those who are to be told of next. */
function nextOf(moved: Map<PeerId, LiveSocket>, doc: DocId): Peer[] {
  const peers: Peer[] = [];
  for (const [peer, socket] of moved) {
    if (peers.length === PEERS) break;
    moved.delete(peer);
    const seat = socket.data.seats.get(doc);
    if (seat?.peer === peer) peers.push(peerOf(socket, seat));
  }
  return peers;
}

function peerOf({ data }: LiveSocket, { peer, here }: Seat): Peer {
  return { peer, user: data.user, name: data.name, hue: data.hue, here };
}
