import type { DocId } from "../../shared/ids";
import type { Authority } from "../authority/authority";
import type { Logger } from "../authority/logger";
import type { Errands } from "../errands";
import { STAYED_OPEN } from "./grant-watch";
import type { GrantWatch } from "./grant-watch";
import type { GrantsChange, LiveServer } from "./socket-types";
import type { Presence } from "./presence";

// Several processes on one store. The log in the store stays the only truth: a process that appends tells the others that there is
// something to read, and each reads it and tells its own pages. Redis carries these notices, presence, and the end of sessions; what it
// loses is made up for by reading.

export interface Cluster {
  appended(doc: DocId, head: number): void;
  gone(docs: readonly DocId[]): void;
  binned(docs: readonly DocId[]): void;
  grants(where: GrantsChange): void;
  askWho(doc: DocId): void;
  leave(): Promise<void>;
}

export interface ClusterDeps {
  readonly authority: Authority;
  readonly presence: Presence;
  readonly grantWatch: GrantWatch;
  readonly logger: Logger;
  readonly errands: Errands;
}

/** How often documents are read again in case a notice was lost, in milliseconds. */
const LOOK_MS = 3000;
/** How long one reading of Redis' stream waits, and so how long it may outlive us, in milliseconds. */
const BLOCK_MS = 1000;
/** Notices that wait for Redis to come back; those beyond are lost, which is made up for by reading. */
const MOST_QUEUED = 10_000;

export async function joinProcesses(
  io: LiveServer,
  url: string,
  { authority, presence, grantWatch, logger, errands }: ClusterDeps,
): Promise<Cluster> {
  // Loaded only where it is used: one process alone needs neither.
  const [{ createClient }, { createAdapter }] = await Promise.all([import("redis"), import("@socket.io/redis-streams-adapter")]);
  const client = createClient({ url, commandsQueueMaxLength: MOST_QUEUED });
  client.on("error", (error: unknown) => logger.warn({ error }, "Redis does not answer"));
  await client.connect();
  answerFor(client);
  io.adapter(createAdapter(client, { streamName: "sourcier", channelPrefix: "sourcier", maxLen: 10_000, blockTimeInMs: BLOCK_MS }));

  io.on("appended", (doc, head) => authority.notice(doc, head as never));
  io.on("gone", (docs) => errands.run("a removed document stayed open", () => authority.forget(docs)));
  io.on("binned", (docs) => errands.run("a document in the bin stayed open", () => authority.close(docs)));
  io.on("grants", (where) => errands.run(STAYED_OPEN, () => grantWatch.changed(where)));
  io.on("who", (doc) => presence.announce(doc));

  const look = setInterval(() => {
    for (const room of io.of("/").adapter.rooms.keys()) if (room.startsWith("doc:")) authority.notice(room.slice(4) as DocId, null);
  }, LOOK_MS);
  look.unref();

  return {
    appended: (doc, head) => void io.serverSideEmit("appended", doc, head),
    gone: (docs) => void io.serverSideEmit("gone", [...docs]),
    binned: (docs) => void io.serverSideEmit("binned", [...docs]),
    grants: (where) => void io.serverSideEmit("grants", where),
    askWho: (doc) => void io.serverSideEmit("who", doc),
    async leave() {
      clearInterval(look);
      await Promise.resolve(io.of("/").adapter.close()).catch((error: unknown) =>
        logger.warn({ error }, "Redis was not left in good order"),
      );
      if (client.isReady) await client.close();
      else client.destroy();
    },
  };
}

/**
 * The adapter publishes notices and looks at none of the answers: each that does not come would be a rejection that nobody handles. That Redis is away
 * was logged when it went.
 */
function answerFor(client: { publish(channel: string, message: string | Buffer): Promise<number> }): void {
  const publish = client.publish.bind(client);
  client.publish = (channel, message) => publish(channel, message).catch(() => 0);
}
