import type { Server as HttpServer, IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { Server } from "socket.io";
import type { DocId, RandomBytes, UserId } from "../../shared/ids";
import type { Commit } from "../../shared/log/commit";
import { commitFor } from "../../shared/log/kept";
import { encodeCommits } from "../../shared/protocol/codec";
import type { Sessions } from "../accounts/sessions";
import type { Authority } from "../authority/authority";
import type { Logger } from "../authority/logger";
import type { Grants } from "../grants";
import type { LibraryNotices } from "../http/ports";
import { Errands } from "../errands";
import { GrantWatch, STAYED_OPEN } from "./grant-watch";
import { HistoryWatch } from "./history-watch";
import { LibraryNotifier } from "./library-notifier";
import { joinProcesses } from "./cluster";
import type { Cluster } from "./cluster";
import { CommitAnswers } from "./commit-answers";
import { handleDocuments } from "./document-handlers";
import { docRoom, sessionRoom } from "./socket-types";
import type { LiveServer } from "./socket-types";
import { speedBroadcasts } from "./broadcast-fast-path";
import { Guard, MOST_BYTES } from "./guard";
import type { Connection } from "./guard";
import { admitSignedIn, comesFromUs } from "./handshake";
import type { OriginCheck } from "./handshake";
import { createLimits } from "./limits";
import { Newcomers } from "./newcomers";
import { Deaf, Outflow } from "./outflow";
import { Presence } from "./presence";
import { Share } from "../share";

/** In milliseconds. */
export interface Rhythm {
  /** A connection that went silent is noticed by either side within the sum of both. */
  readonly pingEvery: number;
  readonly pingPatience: number;
  /** How often it is asked again who may have what open: another process may have changed it and no notice come. */
  readonly grantsEvery: number;
}
const RHYTHM: Rhythm = { pingEvery: 10_000, pingPatience: 8_000, grantsEvery: 3000 };

export interface LiveDeps {
  readonly authority: Authority;
  readonly sessions: Pick<Sessions, "authenticate" | "check" | "onClosed">;
  readonly isOurs: OriginCheck;
  readonly grants: Grants;
  readonly random: RandomBytes;
  readonly logger: Logger;
  /** Where a connection comes from. */
  readonly networkOf: (request: IncomingMessage) => string;
  /** Redis that joins several processes; null when there is only this one. */
  readonly redisUrl: string | null;
  /** Instead of what is used otherwise. */
  readonly rhythm?: Partial<Rhythm>;
  /** Requests draw on it as well; one of its own unless told. */
  readonly share?: Share;
}

export interface Live {
  /** For the HTTP side: what pages list has changed. */
  readonly notifier: LibraryNotices;
  /** Serves sockets on this server. To be called once, after the server has its other listeners. Rejects when Redis cannot be reached. */
  attach(http: HttpServer): Promise<void>;
  /** Pages connected to this process. */
  connections(): number;
  /** Ends every connection; the pages will try again. */
  close(): Promise<void>;
}

/** A page that takes nothing any more while this many messages wait for it is let go; it comes back and reads what it missed. */
const MAX_UNSENT = 4000;
const LOOK_MS = 5000;
const FAREWELL_MS = 1000;

/** The sockets' side of the server: who is connected, what they ask, and what everybody is told. */
export function createLive(deps: LiveDeps): Live {
  const rhythm = { ...RHYTHM, ...deps.rhythm };
  const { authority, sessions, grants, isOurs, random, logger, networkOf, redisUrl } = deps;
  let stopping = false;
  const newcomers = new Newcomers();
  const io: LiveServer = new Server({
    serveClient: false,
    maxHttpBufferSize: MOST_BYTES.admitted,
    pingInterval: rhythm.pingEvery,
    pingTimeout: rhythm.pingPatience,
    connectTimeout: 10_000,
    httpCompression: false,
    perMessageDeflate: false,
    allowRequest: (request, decide) => {
      // JSONP would answer any page with a script that hands over what was asked for.
      const ours = comesFromUs(request, isUpgrade(request), isOurs) && !isJsonp(request);
      if (!ours) return decide("foreign-origin", false);
      if (newcomers.mayBegin(networkOf(request))) return decide(null, true);
      // Strangers do not shut out those who work behind the same address.
      sessions.authenticate(request.headers.cookie).then(
        (who) => decide(who ? null : "busy", who !== null),
        () => decide("busy", false),
      );
    },
  });
  const presence = new Presence(io);
  const errands = new Errands(logger);
  const notifier = new LibraryNotifier(io, grants, errands);
  const historyWatch = new HistoryWatch(io, authority.histories);
  const grantWatch = new GrantWatch(io, { grants, presence, historyWatch, logger, errands });
  /** The connections themselves: one whose other end is gone without a word outlives everything above it. */
  const wires = new Set<Duplex>();
  let cluster: Cluster | null = null;

  const guard = new Guard((connection) => newcomers.begun(networkOf(connection.request)));
  const deaf = new Deaf();
  admitSignedIn(io, { sessions, logger, guard, networkOf, isStopping: () => stopping });
  const handlerDeps = {
    authority,
    answers: new CommitAnswers(authority),
    sessions,
    presence,
    historyWatch,
    random,
    logger,
    errands,
    grants,
    limits: createLimits(),
    guard,
    outflow: new Outflow(),
    share: deps.share ?? new Share(),
    askWho: (doc: DocId) => cluster?.askWho(doc),
  };
  io.on("connection", (socket) => {
    handleDocuments(socket, handlerDeps);
    if (authority.storeState !== "ready") socket.emit("health", { store: authority.storeState });
  });

  const unlisten = authority.listen({
    commits(doc, commits, origin) {
      const first = commits[0];
      const last = commits.at(-1);
      if (!first || !last) return;
      const room = docRoom(doc);
      // Other processes read the log themselves and tell their own.
      tell(io, room, doc, commits);
      if (origin === "own") cluster?.appended(doc, last.version);
    },
    projected: (row) => notifier.notify({ kind: "rows", doc: row.doc, case: row.case }),
    store: (store) => io.local.emit("health", { store }),
  });
  const unhear = sessions.onClosed(({ sessions: closed, why }) => {
    for (const session of closed) {
      io.to(sessionRoom(session)).emit("bye", why);
      io.in(sessionRoom(session)).disconnectSockets(true);
    }
  });
  const look = setInterval(() => letGoOfTheDeaf(io, deaf), LOOK_MS);
  look.unref();
  const lookAtGrants = setInterval(() => errands.run(STAYED_OPEN, () => grantWatch.look()), rhythm.grantsEvery);
  lookAtGrants.unref();

  return {
    notifier: {
      notify: (what, to) => notifier.notify(what, to),
      removed(docs, to) {
        notifier.removed(docs, to);
        cluster?.gone(docs);
      },
      binned(docs, to) {
        notifier.removed(docs, to);
        cluster?.binned(docs);
      },
      grantsChanged(where) {
        cluster?.grants(where);
        errands.run(STAYED_OPEN, () => grantWatch.changed(where));
      },
    },
    async attach(http) {
      if (redisUrl !== null) cluster = await joinProcesses(io, redisUrl, { authority, presence, grantWatch, logger, errands });
      io.attach(http);
      speedBroadcasts(io);
      oneFrameATurn(io);
      io.engine.on("connection", (connection: unknown) => guard.watch(connection as Connection));
      http.on("upgrade", (_request, wire: Duplex) => {
        wires.add(wire);
        wire.once("close", () => wires.delete(wire));
      });
    },
    connections: () => io.of("/").sockets.size,
    async close() {
      stopping = true;
      clearInterval(look);
      clearInterval(lookAtGrants);
      unlisten();
      unhear();
      presence.stop();
      notifier.stop();
      grantWatch.stop();
      io.local.disconnectSockets(true);
      io.engine?.close();
      await gone(wires);
      await cluster?.leave();
      await errands.end();
    },
  };
}

/** One message for all; where a commit lost something, its author's own. */
function tell(io: LiveServer, room: string, doc: DocId, commits: readonly Commit[]): void {
  const { adapter, sockets } = io.of("/");
  const there = adapter.rooms.get(room);
  const first = commits[0];
  if (!there || !first) return;
  const authors = new Set(commits.flatMap((one) => (one.dropped || one.refused ? [one.author] : [])));
  if (authors.size === 0) {
    io.local.to(room).emit("c", { d: doc, f: first.version, c: encodeCommits(commits) });
    return;
  }
  const said = (reader: UserId | null) => ({ d: doc, f: first.version, c: encodeCommits(commits.map((one) => commitFor(one, reader))) });
  const others = said(null);
  const own = new Map([...authors].map((author) => [author, said(author)]));
  for (const id of there) {
    const socket = sockets.get(id);
    if (socket) socket.emit("c", own.get(socket.data.user) ?? others);
  }
}

/**
 * A connection's frames are taken one in each turn of the event loop: of one that sends thousands at once all would be read in a single one. Each begins as a
 * stranger's, whose frames are small (`guard.ts`). What Socket.IO
 * keeps to itself is left alone where it is made in another way.
 */
function oneFrameATurn(io: LiveServer): void {
  const { opts, ws } = io.engine as unknown as { opts?: { wsEngine?: WsEngine }; ws?: { options?: object } };
  const Engine = opts?.wsEngine;
  // Engine.IO makes another one when the server begins to listen.
  if (Engine) {
    opts.wsEngine = class extends Engine {
      constructor(options: object) {
        super({ ...options, allowSynchronousEvents: false, maxPayload: MOST_BYTES.stranger });
      }
    };
  }
  if (ws?.options) Object.assign(ws.options, { allowSynchronousEvents: false, maxPayload: MOST_BYTES.stranger });
}

type WsEngine = new (options: object) => object;

const isJsonp = ({ url }: IncomingMessage): boolean => new URL(url ?? "", "http://localhost").searchParams.has("j");
const isUpgrade = ({ headers }: IncomingMessage): boolean => headers.upgrade !== undefined;

/** Gives the connections a moment to end in good order, and ends those that do not. */
async function gone(wires: ReadonlySet<Duplex>): Promise<void> {
  const deadline = Date.now() + FAREWELL_MS;
  while (wires.size > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
  for (const wire of wires) wire.destroy();
}

function letGoOfTheDeaf(io: LiveServer, deaf: Deaf): void {
  for (const socket of io.of("/").sockets.values()) {
    const connection = socket.conn as unknown as Connection;
    if (connection.writeBuffer.length > MAX_UNSENT || deaf.isDeaf(connection)) connection.close(true);
  }
}
