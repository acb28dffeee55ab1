import { io } from "socket.io-client";
import { systemRandom } from "../../shared/ids";
import type { DocId } from "../../shared/ids";
import type { Me } from "../../shared/people";
import { refusalIn } from "../../shared/protocol/problem";
import { documentRoutes } from "../../shared/protocol/routes/documents";
import { addressOf } from "../../shared/protocol/routes/route";
import { refuse } from "../../shared/refusal";
import type { DocumentSession } from "./contract";
import { createOutbox } from "./outbox";
import type { Outbox } from "./outbox";
import type { Clock, OnHide, StateAt } from "./ports";
import { openSession } from "./session";
import { createLink } from "./socket";
import type { Network, PageLink, Wire } from "./socket";
import { leases, webLocks } from "./tab-locks";
import type { TabLocks } from "./tab-locks";

/** The sessions of this page, on the real browser. */
export interface Sessions {
  /** The page's one connection. It connects with the first session, or when `link.open()` is called for the library's sake. */
  readonly link: PageLink;
  readonly outbox: Outbox;
  open(doc: DocId, me: Me): DocumentSession;
}

/** Puts the session's parts together for a page; called once, in main. */
export function pageSessions(window: Window & typeof globalThis): Sessions {
  const clock = pageClock(window);
  const random = systemRandom;
  const link = createLink({ dial, network: pageNetwork(window), clock });
  const news = new window.BroadcastChannel("sourcier");
  const outbox = createOutbox({ locks: pageLocks(window), now: clock.now, random, news });
  const onHide = hiding(window);
  const stateAt = stateReader((...args) => window.fetch(...args));
  return { link, outbox, open: (doc, me) => openSession({ doc, me, link, outbox, stateAt, clock, random, onHide }) };
}

const dial = (): Wire =>
  io({ autoConnect: false, reconnection: false, transports: ["websocket", "polling"], tryAllTransports: true, timeout: 6_000 }) as Wire;

/** A page that is not painted gets no frames; it is told this much later. */
const UNPAINTED_MS = 250;

export function pageClock(window: Window): Clock {
  const after = (ms: number, run: () => void): (() => void) => {
    const timer = window.setTimeout(run, ms);
    return () => window.clearTimeout(timer);
  };
  return {
    now: () => Date.now(),
    after,
    frame(run) {
      const stop = (): void => {
        window.cancelAnimationFrame(frame);
        late();
      };
      const go = (): void => {
        stop();
        run();
      };
      const late = after(UNPAINTED_MS, go);
      const frame = window.requestAnimationFrame(go);
      return stop;
    },
    chance: () => Math.random(),
  };
}

function listening(target: EventTarget, event: string, listener: () => void): () => void {
  target.addEventListener(event, listener);
  return () => target.removeEventListener(event, listener);
}

const both =
  (...stops: (() => void)[]) =>
  (): void =>
    stops.forEach((stop) => stop());

function pageNetwork(window: Window): Network {
  const { document } = window;
  const whenSeen = (listener: () => void) => (): void => {
    if (document.visibilityState === "visible") listener();
  };
  return {
    onLost: (listener) => listening(window, "offline", listener),
    onBack: (listener) => both(listening(window, "online", listener), listening(document, "visibilitychange", whenSeen(listener))),
  };
}

const hiding =
  (window: Window): OnHide =>
  (listener) =>
    both(listening(window, "pagehide", listener), listening(window.document, "visibilitychange", listener));

function pageLocks(window: Window & typeof globalThis): TabLocks {
  if ("locks" in window.navigator) return webLocks(window.navigator.locks);
  return leases({
    box: window.localStorage,
    now: () => Date.now(),
    every(ms, run) {
      const timer = window.setInterval(run, ms);
      return () => window.clearInterval(timer);
    },
    onLeave: (listener) => listening(window, "pagehide", listener),
  });
}

/** Reads a document's state at a version over HTTP. */
export function stateReader(fetcher: typeof fetch): StateAt {
  const { readState } = documentRoutes;
  return async (doc, version) => {
    try {
      const response = await fetcher(addressOf(readState, { doc }, { version }), { credentials: "same-origin", cache: "no-store" });
      const body: unknown = await response.json();
      const refusal = response.ok ? null : refusalIn(body);
      if (refusal) return { ok: false, refusal };
      const state = readState.answer.safeParse(body);
      return response.ok && state.success ? { ok: true, value: state.data } : refuse("busy");
    } catch {
      return null;
    }
  };
}
