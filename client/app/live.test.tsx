import type { LinkState } from "../session/ports";
import type { PageLink } from "../session/socket";
import { createLive } from "./live";

type Ears = Record<string, (payload: never) => void>;

/** The part of the page's connection that the library uses, driven by hand. */
function handLink() {
  const ears: Ears = {};
  const calls: string[] = [];
  let state: LinkState = { kind: "idle" };
  let changed: (() => void) | null = null;
  const hear = (event: string, ear: (payload: never) => void) => {
    ears[event] = ear;
    return () => {
      delete ears[event];
    };
  };
  const link = {
    state: () => state,
    subscribe(listener: () => void) {
      changed = listener;
      return () => (changed = null);
    },
    open: () => void calls.push("open"),
    close: () => void calls.push("close"),
    on: hear,
    onLibrary: (ear: (payload: never) => void) => hear("library", ear),
  } as unknown as PageLink;
  return {
    link,
    calls,
    ears,
    say: (event: string, payload: unknown) => ears[event]?.(payload as never),
    become(next: LinkState) {
      state = next;
      changed?.();
    },
  };
}

const settled = (): Promise<void> => Promise.resolve().then(() => undefined);

test("what the server says of the library and of its storage is heard while somebody listens", async () => {
  const hand = handLink();
  const live = createLive(() => Promise.resolve(hand.link));
  const told: unknown[] = [];
  const leave = live.listen({ told: (what) => void told.push(what), ended: () => undefined });
  await settled();
  expect(hand.calls).toEqual(["open"]);
  hand.say("library", { kind: "people" });
  hand.say("health", { store: "full" });
  expect(told).toEqual([{ kind: "people" }]);
  expect(live.store.get()).toBe("full");

  leave();
  expect(hand.calls).toEqual(["open", "close"]);
  expect(Object.keys(hand.ears)).toEqual([]);
  expect(live.store.get()).toBe("ready");
});

test("one of two who listen leaves, and the other still hears", async () => {
  const hand = handLink();
  const live = createLive(() => Promise.resolve(hand.link));
  const leaves = [1, 2].map(() => live.listen({ told: () => undefined, ended: () => undefined }));
  await settled();
  leaves[0]?.();
  expect(hand.calls).not.toContain("close");
  leaves[1]?.();
  expect(hand.calls.at(-1)).toBe("close");
});

test("a session that the server ends is told with its reason; a lost connection is not", async () => {
  const hand = handLink();
  const ended: unknown[] = [];
  createLive(() => Promise.resolve(hand.link)).listen({ told: () => undefined, ended: (why) => void ended.push(why) });
  await settled();
  hand.become({ kind: "offline" });
  hand.become({ kind: "live" });
  expect(ended).toEqual([]);
  hand.become({ kind: "ended", why: { code: "signed-out" } });
  expect(ended).toEqual([{ code: "signed-out" }]);
});

test("whether the server is reachable is known while somebody listens", async () => {
  const hand = handLink();
  const live = createLive(() => Promise.resolve(hand.link));
  const leave = live.listen({ told: () => undefined, ended: () => undefined });
  await settled();
  hand.become({ kind: "connecting" });
  expect(live.reachable.get()).toBe(true);
  hand.become({ kind: "offline" });
  expect(live.reachable.get()).toBe(false);
  hand.become({ kind: "connecting" });
  expect(live.reachable.get()).toBe(false);
  hand.become({ kind: "live" });
  expect(live.reachable.get()).toBe(true);
  hand.become({ kind: "offline" });
  leave();
  expect(live.reachable.get()).toBe(true);
});

test("who leaves before the connection's code has come opens none", async () => {
  const hand = handLink();
  createLive(() => Promise.resolve(hand.link)).listen({ told: () => undefined, ended: () => undefined })();
  await settled();
  expect(hand.calls).toEqual([]);
});
