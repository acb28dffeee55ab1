import type { DocId, PeerId } from "../../shared/ids";
import type { Here, Peer } from "../../shared/protocol/socket";
import { docRoom } from "./socket-types";
import type { LiveServer, LiveSocket, Subscription } from "./socket-types";

/** How often presence goes out, in milliseconds. */
const TICK_MS = 50;
/** Messages about presence that one document may cost in a tick, on average: 200 people hear of each other less often than three do. */
const BUDGET = 20;
/** Of how many people one message tells at most: all of 200 who move are told to all within a second. */
const PEERS = 100;

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
      const subscription = socket.data.subscriptions.get(doc);
      if (subscription && subscription.peer !== self) peers.push(peerOf(socket, subscription));
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

  arrived(socket: LiveSocket, subscription: Subscription): void {
    this.#note(socket, subscription);
  }

  moved(socket: LiveSocket, subscription: Subscription, here: Here): void {
    subscription.here = here;
    this.#note(socket, subscription);
  }

  left(socket: LiveSocket, subscription: Subscription): void {
    this.#moved.get(subscription.doc)?.peers.delete(subscription.peer);
    socket.to(docRoom(subscription.doc)).emit("left", { doc: subscription.doc, peer: subscription.peer });
  }

  /** Tells of everybody again: somebody in another process has just arrived. */
  announce(doc: DocId): void {
    for (const socket of this.#socketsOn(doc)) {
      const subscription = socket.data.subscriptions.get(doc);
      if (subscription) this.#note(socket, subscription);
    }
  }

  #note(socket: LiveSocket, subscription: Subscription): void {
    let moved = this.#moved.get(subscription.doc);
    if (!moved) this.#moved.set(subscription.doc, (moved = { peers: new Map(), owed: 0 }));
    if (!moved.peers.has(subscription.peer)) moved.peers.set(subscription.peer, socket);
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
    const subscription = socket.data.subscriptions.get(doc);
    if (subscription?.peer === peer) peers.push(peerOf(socket, subscription));
  }
  return peers;
}

function peerOf({ data }: LiveSocket, { peer, here }: Subscription): Peer {
  return { peer, user: data.user, name: data.name, hue: data.hue, here };
}
