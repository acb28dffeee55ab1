import { TestClock } from "../../fixtures/clock";
import { firstOps } from "../../fixtures/sessions/text";
import type { CommitId, UserId, Version } from "../../shared/ids";
import { accept } from "../../shared/log/accept";
import { emptyState } from "../../shared/log/state";
import type { DocState } from "../../shared/log/state";
import type { Refusal } from "../../shared/refusal";
import type { Kept, Slot } from "./keeper";
import { Keeper } from "./keeper";

const first = accept(
  { doc: "doc0001", id: "commit01" as CommitId, base: 0, ops: firstOps() } as never,
  "amelie" as UserId,
  1,
  [],
  emptyState,
);
const state: DocState = first.ok ? first.state : emptyState;

/** A place whose disk does as it is told. */
class TestSlot implements Slot {
  readonly written: Kept[] = [];
  answers: (Refusal | null)[] = [];
  /** While set, nothing is ever finished. */
  stuck = false;
  released = false;

  async write(kept: Kept): Promise<Refusal | null> {
    if (this.stuck) return new Promise(() => undefined);
    this.written.push(kept);
    return this.answers.shift() ?? null;
  }

  release(): void {
    this.released = true;
  }
}

const full: Refusal = { code: "disk-full" };

function stage(copy: DocState | null = null) {
  const clock = new TestClock();
  const slot = new TestSlot();
  const told: (Refusal | null)[] = [];
  const work = { saved: { base: 1, inflight: null, inflightLocal: [], queue: firstOps() }, refused: [], drafts: [] };
  const now = { copy };
  const keeper: Keeper = new Keeper({ clock, work: () => work, copy: () => now.copy, changed: () => told.push(keeper.trouble) });
  return { clock, slot, keeper, told, work, now };
}

test("what changes in quick succession is written once, within 50 ms", async () => {
  const { clock, slot, keeper } = stage();
  keeper.use(slot, null);
  for (let k = 0; k < 4; k++) {
    keeper.touch();
    await clock.pass(10);
  }
  expect(slot.written).toHaveLength(0);
  await clock.pass(10);
  expect(slot.written).toHaveLength(1);
  await clock.pass(5_000);
  expect(slot.written).toHaveLength(1);
});

test("what changed before there was a place is written once there is one", async () => {
  const { clock, slot, keeper } = stage();
  keeper.touch();
  await clock.pass(100);
  keeper.use(slot, null);
  await clock.pass(50);
  expect(slot.written).toHaveLength(1);
});

test("a flush has written when it resolves, and holds nobody up for more than a second", async () => {
  const { clock, slot, keeper } = stage();
  keeper.use(slot, null);
  keeper.touch();
  await keeper.flush();
  expect(slot.written).toHaveLength(1);
  slot.stuck = true;
  keeper.touch();
  let over = false;
  void keeper.flush().then(() => (over = true));
  await clock.pass(999);
  expect(over).toBe(false);
  await clock.pass(1);
  expect(over).toBe(true);
});

test("a write that failed is told of, and tried again until it succeeds", async () => {
  const { clock, slot, keeper, told } = stage();
  keeper.use(slot, null);
  slot.answers = [full, full];
  keeper.touch();
  await clock.pass(50);
  expect(keeper.trouble).toEqual(full);
  await clock.pass(5_000);
  expect(slot.written).toHaveLength(2);
  await clock.pass(5_000);
  expect(keeper.trouble).toBeNull();
  expect(told).toEqual([full, null]);
  await clock.pass(60_000);
  expect(slot.written).toHaveLength(3);
});

test("the copy of a state is written once, and the work alone when there is no room for both", async () => {
  const { clock, slot, keeper, now } = stage(state);
  keeper.use(slot, null);
  keeper.touch();
  await clock.pass(50);
  expect(slot.written.at(-1)?.copy).toMatchObject({ version: 1 });
  keeper.touch();
  await clock.pass(50);
  expect(slot.written.at(-1)?.copy).toBe("same");
  now.copy = { ...state, version: 2 as Version };
  slot.answers = [full];
  keeper.touch();
  await clock.pass(50);
  expect(slot.written.slice(-2).map(({ copy }) => (copy === null || copy === "same" ? copy : copy.version))).toEqual([2, null]);
  expect(keeper.trouble).toBeNull();
  now.copy = null;
  keeper.touch();
  await clock.pass(50);
  expect(slot.written.at(-1)?.copy).toBeNull();
});

test("closing writes for the last time and lets go of the place", async () => {
  const { slot, keeper } = stage();
  keeper.use(slot, null);
  keeper.touch();
  await keeper.close();
  expect(slot.written).toHaveLength(1);
  expect(slot.released).toBe(true);
  keeper.touch();
  await keeper.flush();
  expect(slot.written).toHaveLength(1);
});
