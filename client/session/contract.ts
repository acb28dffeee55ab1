import type { Node } from "prosemirror-model";
import type { Step } from "prosemirror-transform";
import type { Claim } from "../../shared/claim/claim";
import type { ClaimId, DocId, EvidenceId, PeerId, Version } from "../../shared/ids";
import type { Lang } from "../../shared/languages";
import type { DocState } from "../../shared/log/state";
import type { Op } from "../../shared/log/op";
import type { Me } from "../../shared/people";
import type { Grant } from "../../shared/rights/grant";
import type { Refusal, Result } from "../../shared/refusal";
import type { Here, Peer } from "../../shared/protocol/socket";

// What a document session offers to the editor and to React. Types only; `openSession` in `session.ts` makes one.

/** `live`: in step with the server. `offline`: no connection; work goes on and is kept in this browser. */
export type Connection = "connecting" | "live" | "offline" | "ended";

/** What the person is told about their own work. `pending`: changes not yet acknowledged as durable. */
export type SaveState =
  | { kind: "saved" }
  | { kind: "saving"; pending: number }
  | { kind: "offline"; pending: number }
  /** The server or this browser could not keep it: disk full, store away, no local storage. */
  | { kind: "not-saved"; pending: number; refusal: Refusal };

/** A change that the server refused, or that had no place any more before it was sent: kept here until the person settles it. */
export interface RefusedWork {
  readonly id: string;
  readonly ops: readonly Op[];
  readonly refusal: Refusal;
  readonly at: number;
}

/**
 * What somebody is typing in one place of a claim's card. `base` and `seen`: the shared value it started from, and the version at which that
 * was on screen. `former`: the base before the last save, which still shows until the session has told of that save.
 */
export interface Draft {
  readonly claim: ClaimId;
  readonly text: string;
  /** The text in the form that is saved or sent; null while it cannot be. */
  readonly parsed: string | null;
  readonly base: string;
  readonly former: string;
  readonly seen: Version;
  /** The log would not take it: it waits, beside the standing value, until its author chooses. */
  readonly refused: boolean;
}

/** A part of a card that can be folded away: one of its sources, or the messages. */
export type CardPart = EvidenceId | "thread";

/**
 * Drafts by their place: `claim.field`, or `evidence.field` for a source's; for what goes only when its author sends it, as `messageAt` and its
 * neighbours in `drafts.ts` say. Those that are neither saved nor sent are kept in the browser as pending work is.
 */
export interface Drafts {
  get(place: string): Draft | null;
  /** Null lets go of what was typed there. */
  set(place: string, draft: Draft | null): void;
  /** Called within `set`. */
  subscribe(listener: () => void): () => void;
  /** Where on this claim's card, or only in a part of it, something is neither saved nor sent nor taken back. */
  unsaved(claim: Claim, part?: CardPart): readonly string[];
  /** How many such places there are on all cards. */
  count(claims: ReadonlyMap<ClaimId, Claim>): number;
}

export interface SessionView {
  /** The state as this person sees it: the confirmed log plus their own pending work. */
  readonly state: DocState;
  /** Version of the last confirmed commit. */
  readonly confirmed: number;
  readonly connection: Connection;
  /** Why, when the connection is `ended`: `signed-out`, `wire-version` (the page has to be loaded again), `not-found` (the document is gone). */
  readonly ended?: Refusal;
  /** Why nothing can be changed in the document, by nobody (`log-behind`); null when it can. */
  readonly barred: Refusal | null;
  readonly save: SaveState;
  /** Everybody else's open pages on this document. */
  readonly peers: readonly Peer[];
  readonly refused: readonly RefusedWork[];
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly me: Me;
  /** What this person is in the document's case file; null of a document as it once stood, which nobody can change. */
  readonly grant: Grant | null;
  /** Goes up whenever something came from somebody else: `touched` names the claim fields that then changed, as `claim:field`, for the glow. */
  readonly remoteChange: { readonly count: number; readonly touched: readonly string[] };
}

/**
 * A change of one text that the attached editor must follow: apply `steps` to the document it shows; `doc` is what must come out. After an
 * edit that was refused `steps` is empty: the editor goes back to `doc`, whether it has shown the edit already or not.
 */
export interface TextUpdate {
  readonly lang: Lang;
  readonly steps: readonly Step[];
  /** Pairs of indexes into `steps` that undo each other (own work taken back and put on again), so that the selection keeps its place. */
  readonly mirrors: readonly (readonly [number, number])[];
  readonly doc: Node;
  readonly origin: "remote" | "undo" | "redo";
}

/** Of an undo or redo; "without-link": what came back came without a link whose address is not let through. */
export type TakenBack = "done" | "without-link" | "nothing";

export interface DocumentSession {
  readonly doc: DocId;
  readonly drafts: Drafts;
  /** For useSyncExternalStore: the same object until something changed. While `confirmed` is 0 nothing has come yet and `state` is empty. */
  view(): SessionView;
  subscribe(listener: () => void): () => void;

  /**
   * Does `ops` at once in the view and sends them. Refused, with nothing changed, when the role or the state forbids it.
   * Ops with the same `group` within 1 s are undone together.
   */
  submit(ops: readonly Op[], group?: string): Result<null>;
  /** Steps that the editor of this language has already applied to its own document. */
  edit(lang: Lang, steps: readonly Step[], group?: string): Result<null>;
  /** Refused, with nothing changed, when the role or the state forbids it. */
  undo(): Result<TakenBack>;
  redo(): Result<TakenBack>;

  /** The editor of a language follows from now on; returns the text it starts with and the detachment. At most one editor per language. */
  attach(lang: Lang, follow: (update: TextUpdate) => void): { doc: Node; detach: () => void };

  /** Tells the others where this person is; throttled, forgotten when it closes. */
  here(where: Omit<Here, "doc" | "version">): void;
  peer(): PeerId | null;

  /** Why `submit` would not take this op now; null when it would. */
  refusalOf(op: Op): Refusal | null;

  /** Lets go of refused work for good. */
  dismiss(id: string): void;
  /** Sends what is pending, stops listening, lets go of the outbox. */
  close(): void;
}
