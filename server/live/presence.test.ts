import type { DocId, PeerId, UserId } from "../../shared/ids";
import type { Peer } from "../../shared/protocol/socket";
import { Presence } from "./presence";
import { docRoom } from "./socket-types";
import type { LiveServer, LiveSocket, Subscription } from "./socket-types";

const doc = "doc-crowded" as DocId;
const SECOND = 1000;

/** A document that so many have open, and what is sent to them. */
function crowd(size: number) {
  const sockets = new Map<string, LiveSocket>();
  const told: Peer[][] = [];
  for (let n = 0; n < size; n++) {
    const subscription = { doc, peer: `peer-${String(n)}` as PeerId, here: null } as unknown as Subscription;
    const data = { user: `user-${String(n)}` as UserId, name: `N${String(n)}`, hue: 1, subscriptions: new Map([[doc, subscription]]) };
    sockets.set(`s${String(n)}`, { data } as unknown as LiveSocket);
  }
  const rooms = new Map([[docRoom(doc), new Set(sockets.keys())]]);
  const io = {
    of: () => ({ sockets, adapter: { rooms } }),
    to: () => ({ emit: (_event: string, { peers }: { peers: Peer[] }) => told.push(peers) }),
  } as unknown as LiveServer;
  const presence = new Presence(io);
  const move = (): void => {
    for (const socket of sockets.values()) {
      const subscription = socket.data.subscriptions.get(doc);
      if (subscription) presence.moved(socket, subscription, { doc } as never);
    }
  };
  return { presence, told, move };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test("of two hundred who move, everybody is told to everybody within a second, in few messages", () => {
  const { presence, told, move } = crowd(200);
  move();
  jest.advanceTimersByTime(SECOND);
  expect(new Set(told.flat().map(({ peer }) => peer)).size).toBe(200);
  expect(told.length).toBeLessThanOrEqual(3);
  presence.stop();
});

test("whoever goes on moving takes nobody's turn", () => {
  const { presence, told, move } = crowd(200);
  for (let tick = 0; tick < 100; tick++) {
    move();
    jest.advanceTimersByTime(50);
  }
  const counts = new Map<PeerId, number>();
  for (const { peer } of told.flat()) counts.set(peer, (counts.get(peer) ?? 0) + 1);
  expect([counts.size, Math.min(...counts.values()) >= 4]).toEqual([200, true]);
  presence.stop();
});

test("three hear of each other at every tick", () => {
  const { presence, told, move } = crowd(3);
  for (let tick = 0; tick < 20; tick++) {
    move();
    jest.advanceTimersByTime(50);
  }
  expect(told).toHaveLength(20);
  presence.stop();
});
