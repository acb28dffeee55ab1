import { clientEvents } from "../../shared/protocol/socket";
import type { AnsweredEvent, HeardEvent, Reply } from "../../shared/protocol/socket";
import { refuse } from "../../shared/refusal";
import type { Sliced } from "../../shared/sliced";
import type { User } from "../store/Store";
import { StoreAway } from "../store/errors";
import type { Sessions } from "../accounts/sessions";
import type { Logger } from "../authority/logger";
import type { Errands } from "../errands";
import type { LiveSocket } from "./socket-types";
import type { Connection, Guard } from "./guard";
import type { Limited, Limits } from "./limits";
import type { Outflow } from "./outflow";
import { inSlices } from "../lane";
import type { Share } from "../share";

export interface GuardDeps {
  readonly sessions: Pick<Sessions, "check">;
  readonly limits: Limits;
  readonly logger: Logger;
  readonly errands: Errands;
  readonly outflow: Outflow;
  readonly share: Share;
  readonly guard: Pick<Guard, "long">;
}

/** What a schema of zod is here. */
interface Parser<T> {
  safeParse(payload: unknown): Parsed<T>;
  /** The same in pieces, of what may be long. */
  reading?(payload: unknown): Sliced<Parsed<T>>;
}
type Parsed<T> = { success: true; data: T } | { success: false };

// Socket.IO ties each event's name to its arguments, which code that treats all alike cannot follow; what comes in is unknown anyway.
interface AnyListener {
  on(event: string, listener: (...args: unknown[]) => void): void;
}
const anyListener = (socket: LiveSocket): AnyListener => socket as unknown as AnyListener;

/** Tells whoever wants an answer to an event that is not in the table that there is no such thing. */
export function refuseUnlisted(socket: LiveSocket): void {
  socket.onAny((event: string, ...given: unknown[]) => {
    const reply = given.at(-1);
    if (!Object.hasOwn(clientEvents, event) && typeof reply === "function") (reply as (answer: Reply<never>) => void)(refuse("not-found"));
  });
}

/** What an event is answered with; `told`: the page has heard by another road, and needs no answer. */
export type Given<T> = Reply<T> | "told";

/**
 * Answers an event: whatever arrives is parsed, counted against the person's allowance, and asked with the person as they are now. A frame
 * of another shape is refused, one that wants no answer is none of ours, and nothing that goes wrong in here reaches the process.
 */
export function onRequest<P, T>(
  socket: LiveSocket,
  event: AnsweredEvent,
  schema: Parser<P>,
  deps: GuardDeps,
  work: (payload: P, user: User) => Promise<Given<T>>,
): void {
  anyListener(socket).on(event, (payload, reply, ...more) => {
    if (typeof reply !== "function" || more.length > 0) return;
    // Now, whatever is answered: it is kept no longer than needed.
    const long = deps.guard.long.take(socket.conn, payload);
    const read = long === null ? () => payload : () => inSlices(long);
    const give = async (): Promise<true> => {
      const given = await ask(socket, event, schema, deps, read, work);
      if (given !== "told") reply(given);
      return true;
    };
    const given = !("large" in clientEvents[event])
      ? give()
      : deps.outflow.send(socket.data.user, socket.conn as unknown as Connection, () => deps.share.make(socket.data.user, give));
    const answered = given.then(
      (made) => {
        if (made === null) reply(refuse("busy"));
      },
      (error: unknown) => {
        deps.logger.error({ event, error }, "an event failed");
        reply(refuse(error instanceof StoreAway ? "store-away" : "busy"));
      },
    );
    deps.errands.add(answered);
  });
}

async function ask<P, T>(
  { data }: LiveSocket,
  event: Limited,
  schema: Parser<P>,
  { sessions, limits }: GuardDeps,
  read: () => unknown,
  work: (payload: P, user: User) => Promise<Given<T>>,
): Promise<Given<T>> {
  const seconds = await limits.wait(event, data.user);
  if (seconds > 0) return refuse("too-many-tries", { seconds });
  const payload = await read();
  const parsed = schema.reading ? await inSlices(schema.reading(payload)) : schema.safeParse(payload);
  if (!parsed.success) return refuse("malformed");
  const user = await sessions.check(data.session);
  return user ? work(parsed.data, user) : refuse("signed-out");
}

/** Hears an event that wants no answer. What is malformed or too much of it is passed over. */
export function onMessage<P>(socket: LiveSocket, event: HeardEvent, schema: Parser<P>, deps: GuardDeps, work: (payload: P) => void): void {
  anyListener(socket).on(event, (payload) => {
    const parsed = schema.safeParse(payload);
    if (!parsed.success) return;
    const heard = event === "here" ? deps.limits.wait(event, socket.data.user) : Promise.resolve(0);
    heard
      .then((seconds) => {
        if (seconds === 0) work(parsed.data);
      })
      .catch((error: unknown) => deps.logger.error({ event, error }, "an event failed"));
  });
}
