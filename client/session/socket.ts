import type { Socket } from "socket.io-client";
import type { DocId } from "../../shared/ids";
import { Refusal } from "../../shared/refusal";
import type { RefusalCode } from "../../shared/refusal";
import type { ClientEvents, ServerEvents } from "../../shared/protocol/socket";
import type { Answer, Asked, Clock, Link, LinkState } from "./ports";

/** `reconnection` must be off: the link decides when to try again. */
export type Wire = Socket<ServerEvents, ClientEvents>;

/** What the browser says of the network. Only a hint: a server on this very machine is there even when the network is not. */
export interface Network {
  onLost(listener: () => void): () => void;
  /** Back, or the page is looked at again. */
  onBack(listener: () => void): () => void;
}

export interface LinkDeps {
  /** Makes the socket, not yet connecting. */
  readonly dial: () => Wire;
  readonly network: Network;
  readonly clock: Clock;
  /** An answer that takes longer is given up. */
  readonly patienceMs?: number;
}

const PATIENCE_MS = 8_000;
const FIRST_RETRY_MS = 400;
const LAST_RETRY_MS = 8_000;

/** Refusals after which connecting again cannot help. */
const final: ReadonlySet<RefusalCode> = new Set(["signed-out", "forbidden", "wire-version", "foreign-origin"]);

type Library = Parameters<ServerEvents["library"]>[0];

export interface PageLink extends Link {
  onLibrary(listener: (what: Library) => void): () => void;
  /** Lets go for good: at sign-out. `open` starts afresh. */
  close(): void;
}

/** One connection for everything on the page; it connects when somebody first asks it to. */
export function createLink(deps: LinkDeps): PageLink {
  return new SocketLink(deps);
}

class SocketLink implements PageLink {
  private current: LinkState = { kind: "idle" };
  private socket: Wire | null = null;
  private tries = 0;
  private cancelRetry: (() => void) | null = null;
  /** When the server last gave a sign of life. */
  private heard = 0;
  private readonly listeners = new Set<() => void>();
  private readonly wakers = new Set<() => void>();
  private readonly held = new Map<DocId, number>();
  private readonly ears = new Map<keyof ServerEvents, Set<(...args: never[]) => void>>();

  constructor(private readonly deps: LinkDeps) {
    deps.network.onLost(() => this.drop());
    deps.network.onBack(() => this.wake());
  }

  state(): LinkState {
    return this.current;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  open(): void {
    if (this.current.kind !== "idle" && this.current.kind !== "ended") return;
    this.socket ??= this.dial();
    this.tries = 0;
    this.become({ kind: "connecting" });
    this.socket.connect();
  }

  close(): void {
    this.leave({ kind: "idle" });
  }

  private dial(): Wire {
    const socket = this.deps.dial();
    const hear = (): void => void (this.heard = this.deps.clock.now());
    socket.on("connect", () => {
      hear();
      this.tries = 0;
      this.become({ kind: "live" });
    });
    socket.on("disconnect", () => this.lost());
    socket.on("connect_error", (error) => this.lost(refusalIn(error)));
    socket.on("bye", (why) => this.leave({ kind: "ended", why }));
    socket.onAny(hear);
    socket.io.on("ping", hear);
    for (const event of this.ears.keys()) this.listen(socket, event);
    return socket;
  }

  /** The connection is gone or could not be made. */
  private lost(why: Refusal | null = null): void {
    if (this.current.kind === "idle" || this.current.kind === "ended") return;
    if (why && final.has(why.code)) {
      this.leave({ kind: "ended", why });
      return;
    }
    this.become({ kind: "offline" });
    if (this.cancelRetry) return;
    const wait = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.tries++) * (0.5 + this.deps.clock.chance());
    this.cancelRetry = this.deps.clock.after(wait, () => this.retry());
  }

  private retry(): void {
    this.cancelRetry?.();
    this.cancelRetry = null;
    this.socket?.connect();
  }

  private leave(state: LinkState): void {
    this.cancelRetry?.();
    this.cancelRetry = null;
    this.become(state);
    this.socket?.disconnect();
  }

  private become(state: LinkState): void {
    if (state.kind === this.current.kind && state.kind !== "ended") return;
    this.current = state;
    for (const listener of this.listeners) listener();
  }

  /** Ends a connection that looks alive and is not; the retry follows by itself. */
  private drop(): void {
    if (this.current.kind === "live") this.socket?.io.engine.close();
  }

  private wake(): void {
    if (this.current.kind === "offline") {
      this.tries = 0;
      this.retry();
    }
    for (const waker of this.wakers) waker();
  }

  onWake(listener: () => void): () => void {
    this.wakers.add(listener);
    return () => this.wakers.delete(listener);
  }

  async ask<E extends Asked>(event: E, payload: Parameters<ClientEvents[E]>[0]): Promise<Answer<E> | null> {
    const { socket } = this;
    // Socket.IO would keep it for later; what is sent later is for the session to say.
    if (!socket?.connected) return null;
    const asked = this.deps.clock.now();
    try {
      const asking = socket.timeout(this.deps.patienceMs ?? PATIENCE_MS) as unknown as Asking;
      const answer = (await asking.emitWithAck(event, payload)) as Answer<E>;
      this.heard = this.deps.clock.now();
      return answer;
    } catch {
      // Not a word since: the other end is gone without having said so.
      if (socket.connected && this.heard < asked) this.drop();
      return null;
    }
  }

  tell<E extends Exclude<keyof ClientEvents, Asked>>(event: E, payload: Parameters<ClientEvents[E]>[0]): void {
    if (this.socket?.connected) (this.socket as unknown as Telling).emit(event, payload);
  }

  on<E extends keyof ServerEvents>(event: E, listener: ServerEvents[E]): () => void {
    let ears = this.ears.get(event);
    if (!ears) {
      this.ears.set(event, (ears = new Set()));
      if (this.socket) this.listen(this.socket, event);
    }
    const heard = ears;
    heard.add(listener);
    return () => heard.delete(listener);
  }

  private listen(socket: Wire, event: keyof ServerEvents): void {
    (socket as unknown as Hearing).on(event, (...args) => {
      for (const ear of this.ears.get(event) ?? []) ear(...args);
    });
  }

  onLibrary(listener: (what: Library) => void): () => void {
    return this.on("library", listener);
  }

  hold(doc: DocId): () => void {
    this.held.set(doc, (this.held.get(doc) ?? 0) + 1);
    let holding = true;
    return () => {
      if (!holding) return;
      holding = false;
      const left = (this.held.get(doc) ?? 1) - 1;
      if (left > 0) {
        this.held.set(doc, left);
        return;
      }
      this.held.delete(doc);
      this.tell("close", { doc });
    };
  }
}

// Socket.IO's types tie each event to its arguments, which a generic event name cannot follow; the link's own signatures do.
interface Asking {
  emitWithAck(event: string, payload: unknown): Promise<unknown>;
}
interface Telling {
  emit(event: string, payload: unknown): void;
}
interface Hearing {
  on(event: string, listener: (...args: never[]) => void): void;
}

/** A refusal that the server's handshake gave as the error's `data`. */
function refusalIn(error: Error): Refusal | null {
  const parsed = Refusal.safeParse((error as { data?: unknown }).data);
  return parsed.success ? parsed.data : null;
}
