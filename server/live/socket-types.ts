import type { Server, Socket } from "socket.io";
import type { DocId, PeerId, UserId } from "../../shared/ids";
import type { ClientEvents, Here, ServerEvents } from "../../shared/protocol/socket";

/** One page of one person on one document. */
export interface Subscription {
  readonly doc: DocId;
  readonly peer: PeerId;
  /** Lets the document go. */
  readonly release: () => void;
  here: Here | null;
}

export interface SocketData {
  readonly user: UserId;
  readonly name: string;
  readonly hue: number;
  /** The hash of the session that the socket was opened with. */
  readonly session: string;
  readonly subscriptions: Map<DocId, Subscription>;
}

/** Between the processes that handleDocuments the same store. */
export interface ProcessEvents {
  /** The log of the document has grown to `head`. */
  appended: (doc: DocId, head: number) => void;
  /** These documents were removed. */
  gone: (docs: DocId[]) => void;
  /** These documents were put into the bin. */
  binned: (docs: DocId[]) => void;
  /** Somebody has opened the document and would like to see who else is there. */
  who: (doc: DocId) => void;
}

export type LiveServer = Server<ClientEvents, ServerEvents, ProcessEvents, SocketData>;
export type LiveSocket = Socket<ClientEvents, ServerEvents, ProcessEvents, SocketData>;

/** Pages that have a document open. */
export const AT_WORK = "at-work";
export const docRoom = (doc: DocId): string => `doc:${doc}`;
export const sessionRoom = (session: string): string => `session:${session}`;
export const userRoom = (user: UserId): string => `user:${user}`;
