import type { DocId, RandomBytes } from "../../shared/ids";
import type { StateJson } from "../../shared/log/state";
import type { Me } from "../../shared/people";
import type { Refusal, Result } from "../../shared/refusal";
import type { ClientEvents, Reply, ServerEvents } from "../../shared/protocol/socket";
import type { Outbox } from "./outbox";

// What a session needs of the world around it. The page's own forms are put together in `browser-sessions.ts`, the tests' in `fixtures/sessions`.

/** Time as a session sees it. Each function that starts something gives back what stops it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  after(ms: number, run: () => void): () => void;
  /** Once before the next frame, or soon when the page is not painted. */
  frame(run: () => void): () => void;
  /** In [0, 1): spreads retries. */
  chance(): number;
}

/** `offline`: tries again by itself. `ended`: the server sent us away, and trying again is of no use before somebody signs in or reloads. */
export type LinkState =
  | { readonly kind: "idle" }
  | { readonly kind: "connecting" }
  | { readonly kind: "live" }
  | { readonly kind: "offline" }
  | { readonly kind: "ended"; readonly why: Refusal };

export type Asked = "open" | "submit" | "read" | "watch";
type Payload<E extends keyof ClientEvents> = Parameters<ClientEvents[E]>[0];
type AnswerOf<F> = F extends (payload: never, reply: (answer: Reply<infer T>) => void) => void ? T : never;
export type Answer<E extends Asked> = Reply<AnswerOf<ClientEvents[E]>>;

/** The page's one connection. */
export interface Link {
  state(): LinkState;
  subscribe(listener: () => void): () => void;
  /** Connects when nothing does so yet. */
  open(): void;
  /** Null when no answer came: not connected, connection lost, or too late. The server may have acted all the same. */
  ask<E extends Asked>(event: E, payload: Payload<E>): Promise<Answer<E> | null>;
  /** Lost when there is no connection. */
  tell<E extends Exclude<keyof ClientEvents, Asked>>(event: E, payload: Payload<E>): void;
  on<E extends keyof ServerEvents>(event: E, listener: ServerEvents[E]): () => void;
  /** This page has the document open; when the last one lets go, the server is told. */
  hold(doc: DocId): () => void;
  /** The page is looked at again, or the network is said to be back: time to make sure. */
  onWake(listener: () => void): () => void;
}

/** The state of a document at a version, from the server; null when it cannot be reached. */
export type StateAt = (doc: DocId, version: number) => Promise<Result<StateJson> | null>;

/** When the page is about to be hidden, frozen or left: the last moment to write anything down. */
export type OnHide = (listener: () => void) => () => void;

/** What a session is made with. */
export interface SessionDeps {
  readonly link: Link;
  readonly doc: DocId;
  readonly me: Me;
  readonly outbox: Outbox;
  readonly stateAt: StateAt;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly onHide: OnHide;
}
