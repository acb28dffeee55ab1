import { mendedFrom } from "../../shared/log/mend";
import { newId } from "../../shared/ids";
import type { DocId, PeerId, RandomBytes, UserId, Version } from "../../shared/ids";
import type { DocState } from "../../shared/log/state";
import { ok, refuse } from "../../shared/refusal";
import type { Result } from "../../shared/refusal";
import type { Grant, Somebody } from "../../shared/rights/grant";
import { may } from "../../shared/rights/may";
import { clientEvents, Close, Here, Open, Read, Watch } from "../../shared/protocol/socket";
import type { ClientEvents, CommitsSent, Gzipped, Opened, ReadAnswer } from "../../shared/protocol/socket";
import { Submit } from "../../shared/protocol/submit";
import { WIRE_VERSION } from "../../shared/protocol/version";
import type { Authority } from "../authority/authority";
import type { Granted, Grants } from "../grants";
import type { CommitAnswers } from "./commit-answers";
import { onMessage, onRequest, refuseUnlisted } from "./guarded-events";
import type { GuardDeps } from "./guarded-events";
import { AT_WORK, docRoom } from "./socket-types";
import type { LiveSocket, Subscription } from "./socket-types";
import type { HistoryWatch } from "./history-watch";
import { gzippedState } from "./gzip";
import type { Presence } from "./presence";

export interface DocumentHandlerDeps extends GuardDeps {
  readonly authority: Authority;
  readonly presence: Presence;
  readonly random: RandomBytes;
  readonly grants: Grants;
  readonly answers: CommitAnswers;
  readonly historyWatch: HistoryWatch;
  /** Asks other processes who is on the document. */
  readonly askWho: (doc: DocId) => void;
}

/** Tokens of text that opening a document may hold at the usual price. */
const SIZE_PER_POINT = 200_000;
/** A page that is further behind than this is given the state, unless it asks for the commits. */
const FAR_BEHIND = 1000;
/** Documents that one page may have open at once. */
const MAX_SUBSCRIPTIONS = 16;

/** Serves one socket for as long as it is there. */
export function handleDocuments(socket: LiveSocket, deps: DocumentHandlerDeps): void {
  const { authority, presence, limits, share, grants, answers, sessions } = deps;
  const { subscriptions } = socket.data;
  refuseUnlisted(socket);

  onRequest(socket, "open", Open, deps, async ({ doc, have, wire }, user) => {
    if (wire !== WIRE_VERSION) return refuse("wire-version");
    if (!socket.connected) return refuse("gone");
    const owed = share.wait(socket.data);
    if (owed > 0) return refuse("too-much", { seconds: owed });
    const subscription = joinDocument(socket, doc, user, deps);
    if (!subscription) return refuse("too-large", { limit: MAX_SUBSCRIPTIONS });
    const granted = await grantOf(subscription).catch((error: unknown) => {
      leaveDocument(socket, subscription, deps);
      throw error;
    });
    if (!granted || !allows("open", granted)) {
      leaveDocument(socket, subscription, deps);
      return granted ? refuse("forbidden") : unknown(socket, doc);
    }
    // In the room before the head is read: what comes in between is sent before the answer, and nothing is missed.
    await socket.join([docRoom(doc), AT_WORK]);
    const opened = await read(deps, doc, have, user.id, (points) => limits.wait("open", user.id, points));
    if (!opened.ok) {
      leaveDocument(socket, subscription, deps);
      return opened;
    }
    const { bytes, ...given } = opened.value;
    share.charge(socket.data, bytes);
    if (!socket.connected) return refuse("gone");
    // Closed to the person while it was read.
    if (subscriptions.get(doc) !== subscription) {
      void socket.leave(docRoom(doc));
      return unknown(socket, doc);
    }
    presence.arrived(socket, subscription);
    deps.askWho(doc);
    const barred = authority.barredFrom(doc);
    const { role } = (await grantOf(subscription))?.grant ?? granted.grant;
    const entered = { ...given, role, peer: subscription.peer, peers: presence.others(doc, subscription.peer) };
    return ok<Opened>(barred ? { ...entered, barred: barred.code } : entered);
  });

  onRequest(socket, "submit", Submit, deps, async (submission, user) => {
    const subscription = subscriptions.get(submission.doc);
    const head = authority.headOf(submission.doc);
    const grantNow = async (who: Somebody): Promise<Result<Grant>> => {
      const granted = await (subscription ? grantOf(subscription) : grants.ofDocument(who, submission.doc));
      return granted ? ok(granted.grant) : unknown(socket, submission.doc);
    };
    const grant = await grantNow(user);
    if (!grant.ok) return grant;
    // Between this and its turn it may wait for others, for the store and for its own parsing.
    const answer = await authority.submit(submission, grant.value, async () => {
      const still = await sessions.check(socket.data.session);
      return still ? grantNow(still) : refuse("signed-out");
    });
    // What was appended since has been told to every subscription, before this answer: with many writers an answer more for each costs a seventh.
    const told =
      answer.ok && subscription && subscriptions.get(subscription.doc) === subscription && head && answer.value.version > head.version;
    return told ? "told" : answer;
  });

  onRequest(socket, "read", Read, deps, async ({ doc, after }, user) => {
    const owed = share.wait(socket.data);
    if (owed > 0) return refuse("too-much", { seconds: owed });
    const subscription = subscriptions.get(doc);
    const granted = await (subscription ? grantOf(subscription) : grants.ofDocument(user, doc));
    if (!granted) return unknown(socket, doc);
    if (!allows("read", granted)) return refuse("forbidden");
    const found = await answers.after(doc, after, user.id);
    if (!found.ok) return found;
    const { commits, head, bytes } = found.value;
    share.charge(socket.data, bytes);
    return ok<ReadAnswer>({ commits, head });
  });

  onRequest(socket, "watch", Watch, deps, async ({ doc, history }, user) => {
    const subscription = subscriptions.get(doc);
    const granted = await (subscription ? grantOf(subscription) : grants.ofDocument(user, doc));
    if (!granted) return unknown(socket, doc);
    if (!allows("watch", granted)) return refuse("forbidden");
    // Who has left meanwhile, or never came, hears nothing.
    if (subscription && subscriptions.get(doc) === subscription) deps.historyWatch.set(socket, doc, history);
    return ok(null);
  });

  onMessage(socket, "here", Here, deps, (here) => {
    const subscription = subscriptions.get(here.doc);
    if (subscription) presence.moved(socket, subscription, here);
  });

  onMessage(socket, "close", Close, deps, ({ doc }) => {
    const subscription = subscriptions.get(doc);
    if (subscription) leaveDocument(socket, subscription, deps);
  });

  socket.on("disconnect", () => {
    for (const subscription of subscriptions.values()) leaveDocument(socket, subscription, deps);
  });
}

/** Whether the table lets somebody do this; each op of a submission is looked at by itself. */
function allows(event: keyof ClientEvents, { grant }: Granted): boolean {
  const { action } = clientEvents[event];
  return action === "each-op" || action === "opened" || may(grant, action);
}

/** What is not there for whoever asks; a page that had it open a moment ago keeps what it has not sent. */
const unknown = ({ data }: LiveSocket, doc: DocId) => refuse(data.closed.has(doc) ? "not-member" : "not-found");

/** The socket's subscription on the document, a new one if it has none; null when it has too many. */
function joinDocument(
  { data }: LiveSocket,
  doc: DocId,
  user: Somebody,
  { authority, random, grants }: DocumentHandlerDeps,
): Subscription | null {
  const known = data.subscriptions.get(doc);
  const granted = grants.ofDocument(user, doc);
  if (known) {
    known.granted = granted;
    return known;
  }
  if (data.subscriptions.size >= MAX_SUBSCRIPTIONS) return null;
  const subscription: Subscription = { doc, peer: newId<PeerId>(random), release: authority.hold(doc), granted, here: null };
  data.subscriptions.set(doc, subscription);
  return subscription;
}

/** As it is by now: it may have changed while one waited for it. */
export async function grantOf(subscription: Subscription): Promise<Granted | null> {
  for (;;) {
    const { granted } = subscription;
    const found = await granted;
    if (granted === subscription.granted) return found;
  }
}

export type LeaveDeps = Pick<DocumentHandlerDeps, "presence" | "historyWatch">;

export function leaveDocument(socket: LiveSocket, subscription: Subscription, { presence, historyWatch }: LeaveDeps): void {
  if (!socket.data.subscriptions.delete(subscription.doc)) return;
  subscription.release();
  presence.left(socket, subscription);
  historyWatch.set(socket, subscription.doc, false);
  void socket.leave(docRoom(subscription.doc));
  if (socket.data.subscriptions.size === 0) void socket.leave(AT_WORK);
}

/** An answer, and about how large it is. */
interface Weighed {
  readonly bytes: number;
}

/** What a state weighs, about: the tokens of its texts. */
const sizeOf = (state: DocState): number => Object.values(state.texts).reduce((size, text) => size + text.doc.content.size, 0);

type Read = Weighed & ({ kind: "state"; state: Gzipped; head: number } | { kind: "commits"; commits: CommitsSent; head: number });

/** What a page that holds version `have` misses. The page is in the room by then: it has been told, or will be, of what comes after the answer. */
async function read(
  { authority, answers }: Pick<DocumentHandlerDeps, "authority" | "answers">,
  doc: DocId,
  have: Version | null,
  reader: UserId,
  pay: (points: number) => Promise<number>,
): Promise<Result<Read>> {
  const head = await authority.open(doc);
  if (!head.ok) return head;
  const now = () => authority.headOf(doc) ?? head.value;
  const asState = async (): Promise<Result<Read>> => {
    const points = Math.floor(sizeOf(now()) / SIZE_PER_POINT);
    const seconds = points === 0 ? 0 : await pay(points);
    if (seconds > 0) return refuse("too-many-tries", { seconds });
    try {
      const state = await gzippedState(now(), reader);
      return ok({ kind: "state", state, head: now().version, bytes: state.length });
    } catch (error) {
      // Nested beyond what any reader can follow: of a time before that had a bound.
      if (error instanceof RangeError) return refuse("unreadable");
      throw error;
    }
  };
  if (have === null) return asState();
  if (have > now().version || now().version - have > FAR_BEHIND) return asState();
  const found = await answers.after(doc, have, reader);
  if (!found.ok) return found;
  const { commits, ids, bytes } = found.value;
  if (have > found.value.head || ids.some((id) => mendedFrom({ id }) !== null)) return asState();
  return ok({ kind: "commits", commits, head: now().version, bytes });
}
