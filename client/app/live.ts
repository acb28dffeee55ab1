import type { DocId } from "../../shared/ids";
import type { Refusal } from "../../shared/refusal";
import type { HistoryTold, ServerEvents } from "../../shared/protocol/socket";
import type { PageLink } from "../session/socket";
import { createStore } from "./store";
import type { Store } from "./store";

type Told = Parameters<ServerEvents["library"]>[0];
export type StoreHealth = Parameters<ServerEvents["health"]>[0]["store"];

/** What the library hears over the page's one connection. */
export interface Live {
  /** From now until the returned call: `told` of what changed, `ended` when the server sends this session away. Leaving closes the connection. */
  listen(ears: { told: (what: Told) => void; ended: (why: Refusal) => void }): () => void;
  /**
   * For a page that has the document open: `told` of what is new in its history, until the returned call; null once it is heard of, as something may have
   * been missed before.
   */
  watchHistory(doc: DocId, told: (news: HistoryTold | null) => void): () => void;
  /** Whether the server's storage takes anything. */
  readonly store: Pick<Store<StoreHealth>, "get" | "subscribe">;
  /** False from when the connection is lost until it stands again. */
  readonly reachable: Pick<Store<boolean>, "get" | "subscribe">;
}

/** `connect` loads the socket's code only once somebody is signed in: the sign-in page does not wait for it. */
export function createLive(connect: () => Promise<PageLink>): Live {
  const store = createStore<StoreHealth>("ready");
  const reachable = createStore(true);
  /** How many listen: the connection goes with the last of them. */
  let ears = 0;
  /** How many show the history of a document: the server is told by the first and the last of them. */
  const histories = new Map<DocId, number>();
  return {
    store,
    reachable,
    watchHistory(doc, told) {
      let stop: (() => void) | null = null;
      let left = false;
      void connect().then(async (link) => {
        if (left) return;
        const unhear = link.on("history", (news) => news.doc === doc && told(news));
        histories.set(doc, (histories.get(doc) ?? 0) + 1);
        stop = () => {
          unhear();
          const others = (histories.get(doc) ?? 1) - 1;
          histories.set(doc, others);
          if (others === 0) void link.ask("watch", { doc, history: false });
        };
        const answer = await link.ask("watch", { doc, history: true });
        if (answer?.ok && !left) told(null);
      });
      return () => {
        left = true;
        stop?.();
      };
    },
    listen({ told, ended }) {
      let stop: (() => void) | null = null;
      let left = false;
      void connect().then((link) => {
        if (left) return;
        const stops = [
          link.onLibrary(told),
          link.on("health", (state) => store.set(state.store)),
          link.subscribe(() => {
            const state = link.state();
            if (state.kind === "ended") ended(state.why);
            if (state.kind === "offline") reachable.set(false);
            if (state.kind === "live") reachable.set(true);
          }),
        ];
        ears++;
        link.open();
        stop = () => {
          for (const one of stops) one();
          if (--ears > 0) return;
          link.close();
          store.set("ready");
          reachable.set(true);
        };
      });
      return () => {
        left = true;
        stop?.();
      };
    },
  };
}
