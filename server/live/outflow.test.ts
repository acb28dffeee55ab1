import { busyFor } from "../../fixtures/busy";
import type { UserId } from "../../shared/ids";
import type { Connection } from "./guard";
import { Deaf, Outflow } from "./outflow";

const ana = "ana-0001" as UserId;
const bea = "bea-0001" as UserId;

/** A connection that takes what waits when it is told to. */
function connection() {
  const socket = { bufferedAmount: 0 };
  let readyState = "open";
  const wire = {
    get readyState() {
      return readyState;
    },
    writeBuffer: [],
    transport: { name: "websocket", socket },
    on: () => undefined,
    close: () => (readyState = "closed"),
  } as unknown as Connection;
  return { wire, socket };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const MB = 1024 * 1024;

test("of eighty large answers three are made until one is taken; others are served meanwhile", async () => {
  const outflow = new Outflow();
  const slow = connection();
  let made = 0;
  const answers = Array.from({ length: 80 }, () =>
    outflow.send(ana, slow.wire, async () => {
      made += 1;
      slow.socket.bufferedAmount += 32 * MB;
      return true;
    }),
  );
  await jest.advanceTimersByTimeAsync(1000);
  expect(made).toBe(3);
  // Beyond those that may wait nothing is made at all.
  expect((await Promise.all(answers.slice(63))).every((answer) => answer === null)).toBe(true);
  const quick = connection();
  expect(await outflow.send(bea, quick.wire, async () => "served")).toBe("served");
  slow.socket.bufferedAmount = 0;
  await jest.advanceTimersByTimeAsync(50);
  expect(made).toBeGreaterThan(3);
});

test("a connection that takes nothing of its answer is ended, one that takes a little now and then is not", async () => {
  const outflow = new Outflow();
  const [deaf, slow] = [connection(), connection()];
  for (const { wire, socket } of [deaf, slow]) void outflow.send(ana, wire, async () => (socket.bufferedAmount = 10 * MB));
  for (let second = 0; second < 25; second += 1) {
    slow.socket.bufferedAmount -= 1000;
    await jest.advanceTimersByTimeAsync(1000);
  }
  expect([deaf.wire.readyState, slow.wire.readyState]).toEqual(["closed", "open"]);
});

test("also one that was told of others' work, and one for which too much waits", async () => {
  const look = new Deaf();
  const [deaf, busy, flooded] = [connection(), connection(), connection()];
  flooded.socket.bufferedAmount = 100 * MB;
  expect(look.isDeaf(flooded.wire)).toBe(true);
  for (let at = 0; at < 6; at += 1) {
    deaf.socket.bufferedAmount += 1000;
    busy.socket.bufferedAmount = at % 2 === 0 ? 1000 : 0;
    expect([look.isDeaf(deaf.wire), look.isDeaf(busy.wire)]).toEqual([at === 5, false]);
    await jest.advanceTimersByTimeAsync(5000);
  }
});

test("answers that are at hand and taken at once let others have their turns in between", async () => {
  jest.useRealTimers();
  const outflow = new Outflow();
  const { wire } = connection();
  let turns = 0;
  let isOver = false;
  const count = (): void => {
    turns += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  const answers = Array.from({ length: 60 }, () =>
    outflow.send(ana, wire, async () => {
      busyFor(3);
      return true;
    }),
  );
  expect((await Promise.all(answers)).every(Boolean)).toBe(true);
  isOver = true;
  // A slower machine gives more of them; all of these answers would fit into one.
  expect(turns).toBeGreaterThan(10);
});
