import type { Server, Socket } from "socket.io";
import type { CaseId, DocId, PeerId, UserId } from "../../shared/ids";
import type { Role } from "../../shared/people";
import type { Granted } from "../grants";
import type { ClientEvents, Here, ServerEvents } from "../../shared/protocol/socket";

/** Where people may be something else now. */
export type GrantsChange = { readonly case: CaseId } | { readonly docs: readonly DocId[] };

/** One page of one person on one document. */
export interface Subscription {
  readonly doc: DocId;
  readonly peer: PeerId;
  /** Lets the document go. */
  readonly release: () => void;
  /** What the person is in the document's case file; null where it does not exist for them. Another promise once that may have changed. */
  granted: Promise<Granted | null>;
  here: Here | null;
}

export interface SocketData {
  readonly user: UserId;
  /** In the house. Whoever's role changes there connects anew. */
  readonly role: Role;
  readonly name: string;
  readonly hue: number;
  /** The hash of the session that the socket was opened with. */
  readonly session: string;
  /** Where it comes from (`networkOf`). */
  readonly network: string;
  readonly subscriptions: Map<DocId, Subscription>;
  /** Documents that were closed to the person while this page had them open: that they exist is no news to it. */
  readonly closed: Set<DocId>;
}

/** Between the processes that handleDocuments the same store. */
export interface ProcessEvents {
  /** The log of the document has grown to `head`. */
  appended: (doc: DocId, head: number) => void;
  /** These documents were removed. */
  gone: (docs: DocId[]) => void;
  /** These documents were put into the bin. */
  binned: (docs: DocId[]) => void;
  /** Somebody may be something else now in this case file, or in that of these documents. */
  grants: (where: GrantsChange) => void;
  /** Somebody has opened the document and would like to see who else is there. */
  who: (doc: DocId) => void;
}

export type LiveServer = Server<ClientEvents, ServerEvents, ProcessEvents, SocketData>;
export type LiveSocket = Socket<ClientEvents, ServerEvents, ProcessEvents, SocketData>;

/** Pages that have a document open. */
export const AT_WORK = "at-work";
export const docRoom = (doc: DocId): string => `doc:${doc}`;
/** Pages that show a document's history. */
export const historyRoom = (doc: DocId): string => `history:${doc}`;
export const sessionRoom = (session: string): string => `session:${session}`;
export const userRoom = (user: UserId): string => `user:${user}`;
