import { busyFor } from "../fixtures/busy";
import { Slices, inSlices } from "./lane";

/** Does so many steps of so many milliseconds each, and tells of each in which turn of the event loop it was. */
function* steps(count: number, each: number, did: (turn: number) => void): Generator<void, number, void> {
  for (let step = 0; step < count; step += 1) {
    busyFor(each);
    did(turn);
    yield;
  }
  return count;
}

let turn = 0;
let counting: NodeJS.Immediate;
beforeEach(() => {
  const count = (): void => {
    turn += 1;
    counting = setImmediate(count);
  };
  count();
});
afterEach(() => clearImmediate(counting));

/** The most steps that fell into one turn. */
function tally(): { did: (turn: number) => void; most: () => number } {
  const of = new Map<number, number>();
  return { did: (at) => of.set(at, (of.get(at) ?? 0) + 1), most: () => Math.max(0, ...of.values()) };
}

test("T3: of forty works that begin in the same turn no more is done in it than of one, and all are done", async () => {
  const { did, most } = tally();
  const done = await Promise.all(Array.from({ length: 40 }, () => inSlices(steps(3, 2, did))));
  expect(done).toEqual(Array.from({ length: 40 }, () => 3));
  // Ten milliseconds of what has only begun, five of what has waited, and the step that goes beyond each.
  expect(most()).toBeLessThanOrEqual(12);
});

test("T3: works that follow each other at once, each of them short, let others in as one long one would", async () => {
  const { did, most } = tally();
  for (let index = 0; index < 400; index += 1) await inSlices(steps(1, 0.25, did));
  expect(most()).toBeLessThanOrEqual(80);
});

test("T3: what is short is done at once beside long work, and does not wait behind it", async () => {
  const { did } = tally();
  const long = Array.from({ length: 10 }, () => inSlices(steps(10, 3, did)));
  await new Promise(setImmediate);
  const began = turn;
  let ended = 0;
  const slices = new Slices();
  await slices.run(steps(1, 0, (at) => (ended = at)));
  expect(ended - began).toBeLessThanOrEqual(1);
  await Promise.all(long);
  expect(turn - began).toBeGreaterThan(20);
});

test("T3: work that has waited is not kept waiting by ever new work", async () => {
  const state = { over: false };
  let fresh = 0;
  const ever = async (): Promise<void> => {
    while (!state.over) {
      await inSlices(steps(2, 3, () => (fresh += 1)));
      await new Promise(setImmediate);
    }
  };
  const others = Array.from({ length: 6 }, ever);
  const { did } = tally();
  await inSlices(steps(10, 3, did));
  const before = fresh;
  state.over = true;
  await Promise.all(others);
  expect(before).toBeLessThan(200);
});
