import * as z from "zod/mini";
import type { CaseId, PeerId, UserId } from "../ids";
import { ClaimId, DocId, Version } from "../ids";
import { Lang } from "../languages";
import type { Role } from "../people";
import type { RefusedOp } from "../log/commit";
import type { Refusal, RefusalCode } from "../refusal";
import type { CaseAction } from "../rights/may";
import type { HistoryLine } from "./rest";
import type { Sent } from "./submit";

// What travels over Socket.IO. Client → server payloads have a zod schema (`submit` its own parser, in `submit.ts`) and are parsed at the
// door; each has an acknowledgement `Reply<T>`. Server → client payloads come from our own server and are typed only, but for commits, whose compact form the codec reads.

/** `refused`: of a submission of which nothing was taken, why for each op. Where something was, the commit says it. */
export type Reply<T> = { ok: true; value: T } | { ok: false; refusal: Refusal; refused?: readonly RefusedOp[] };

/** Opens a document on this socket. `have`: the version the page already holds (null: none); the answer is what it misses. */
export const Open = z.strictObject({ doc: DocId, have: z.nullable(Version), wire: z.int() });
export type Open = z.infer<typeof Open>;
/** JSON, gzipped. Bytes stay bytes on the way; how they are wrapped is each side's own. */
export type Gzipped = Uint8Array | ArrayBuffer;
/** Commits in their compact form; as bytes where they are long. */
export type CommitsSent = CompactCommit[] | Gzipped;
/** `role`: what the person is in the document's case file. `state`: the JSON of a state (`StateJson`). `barred`: why nothing can be changed in it; absent when it can. */
export type Opened = (
  | { kind: "state"; state: Gzipped; head: number; peer: PeerId; peers: Peer[] }
  | { kind: "commits"; commits: CommitsSent; head: number; peer: PeerId; peers: Peer[] }
) & { role: Role; barred?: RefusalCode };

export const Close = z.strictObject({ doc: DocId });

/**
 * `version`: where the commit stands in the log. The accepted form comes by the same road as everybody else's commits, and on a socket
 * that has the document open its coming is the acknowledgement: only refusals, and work that the log had already, are answered there.
 */
export type Submitted = { version: number };

/** Commits after `after`, at most 500: fills a gap. */
export const Read = z.strictObject({ doc: DocId, after: Version });
export type ReadAnswer = { commits: CommitsSent; head: number };

/** Where a person is: a text selection (ProseMirror positions at `version`), the open claim, the field being written. Ephemeral. */
export const Here = z.strictObject({
  doc: DocId,
  version: Version,
  lang: z.nullable(Lang),
  anchor: z.int().check(z.gte(0)),
  head: z.int().check(z.gte(0)),
  claim: z.nullable(ClaimId),
  /** The field of the open claim that the person is typing in, "" for none. */
  writing: z.string().check(z.maxLength(40)),
});
export type Here = z.infer<typeof Here>;

export interface Peer {
  readonly peer: PeerId;
  readonly user: UserId;
  readonly name: string;
  readonly hue: number;
  readonly here: Here | null;
}

/** A commit in its compact form: see `codec.ts`. */
export type CompactCommit = unknown[];

/** Whether this page, which has the document open, wants to hear of its history. */
export const Watch = z.strictObject({ doc: DocId, history: z.boolean() });
export type Watch = z.infer<typeof Watch>;
/** Lines of a history that the commits after `after`, up to `head`, began or went on with. Whose knowledge ends before `after` has missed some, and reads them. */
export interface HistoryTold {
  readonly doc: DocId;
  readonly after: Version;
  readonly head: Version;
  readonly lines: readonly HistoryLine[];
}

export interface ClientEvents {
  open: (payload: Open, reply: (answer: Reply<Opened>) => void) => void;
  close: (payload: z.infer<typeof Close>) => void;
  submit: (payload: Sent, reply: (answer: Reply<Submitted>) => void) => void;
  read: (payload: z.infer<typeof Read>, reply: (answer: Reply<ReadAnswer>) => void) => void;
  here: (payload: Here) => void;
  watch: (payload: Watch, reply: (answer: Reply<null>) => void) => void;
}

/**
 * What an event wants of whoever sends it, in the document that it names: a right; `each-op`: for each op its own; `opened`: that the page has the document
 * open, which wants what `open` does.
 */
export type EventAction = CaseAction | "each-op" | "opened";
interface EventRule {
  readonly action: EventAction;
  /** `heard`: there is no answer. `large`: its answer may be, and is made with few others at a time. */
  readonly kind: "answered" | "heard";
  readonly large?: true;
}

/** Every event that a page may send. What is not in here does not exist: it is answered with `not-found`, if it wants an answer. */
export const clientEvents = {
  open: { kind: "answered", action: "document.read", large: true },
  submit: { kind: "answered", action: "each-op" },
  read: { kind: "answered", action: "document.read", large: true },
  watch: { kind: "answered", action: "history.read" },
  close: { kind: "heard", action: "opened" },
  here: { kind: "heard", action: "opened" },
} as const satisfies Record<keyof ClientEvents, EventRule>;
type NamesOf<Kind> = {
  [Name in keyof typeof clientEvents]: (typeof clientEvents)[Name]["kind"] extends Kind ? Name : never;
}[keyof typeof clientEvents];
export type AnsweredEvent = NamesOf<"answered">;
export type HeardEvent = NamesOf<"heard">;

/** What changed in the library, or is gone from it: a case file, a text's row (and where it lies), people. The page reads that, and nothing else. */
export type LibraryNotice =
  | { readonly kind: "people" }
  | { readonly kind: "cases"; readonly case: CaseId }
  | { readonly kind: "rows"; readonly doc: DocId; readonly case?: CaseId };

export interface ServerEvents {
  /** `d`: document, `f`: version of the first commit, `c`: commits with consecutive versions. */
  c: (batch: { d: DocId; f: number; c: CompactCommit[] }) => void;
  /** Who has come or moved, the page itself perhaps among them. */
  here: (told: { doc: DocId; peers: Peer[] }) => void;
  history: (told: HistoryTold) => void;
  left: (peer: { doc: DocId; peer: PeerId }) => void;
  /** What the person is in the document's case file from now on; null: the document is closed to them, and this page has left it. */
  role: (told: { doc: DocId; role: Role | null }) => void;
  /** Something in the library changed. Of rows a page that has a document open hears only when documents are gone. */
  library: (what: LibraryNotice) => void;
  /** This session has ended (signed out, disabled, role changed); the socket closes after it. */
  bye: (why: Refusal) => void;
  /** The server is about to stop or the store went away / came back. */
  health: (state: { store: "ready" | "away" | "full" }) => void;
}
