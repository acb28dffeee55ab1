import { TestClock } from "../../fixtures/clock";
import { firstOps } from "../../fixtures/sessions/text";
import type { CommitId, UserId, Version } from "../../shared/ids";
import { accept } from "../../shared/log/accept";
import { emptyState } from "../../shared/log/state";
import type { DocState } from "../../shared/log/state";
import type { Refusal } from "../../shared/refusal";
import type { PersistedWork, OutboxEntry } from "./pending-work-persister";
import { PendingWorkPersister } from "./pending-work-persister";

const first = accept(
  { doc: "doc0001", id: "commit01" as CommitId, base: 0, ops: firstOps() } as never,
  "amelie" as UserId,
  1,
  [],
  emptyState,
);
const state: DocState = first.ok ? first.state : emptyState;

/** A place whose disk does as it is told. */
class TestSlot implements OutboxEntry {
  readonly written: PersistedWork[] = [];
  answers: (Refusal | null)[] = [];
  /** While set, nothing is ever finished. */
  stuck = false;
  released = false;

  async write(kept: PersistedWork): Promise<Refusal | null> {
    if (this.stuck) return new Promise(() => undefined);
    this.written.push(kept);
    return this.answers.shift() ?? null;
  }

  release(): void {
    this.released = true;
  }
}

const full: Refusal = { code: "disk-full" };

function testServer(copy: DocState | null = null) {
  const clock = new TestClock();
  const entry = new TestSlot();
  const told: (Refusal | null)[] = [];
  const work = { saved: { base: 1, inflight: null, inflightLocal: [], queue: firstOps() }, refused: [], drafts: [] };
  const now = { copy };
  const persister: PendingWorkPersister = new PendingWorkPersister({
    clock,
    work: () => work,
    copy: () => now.copy,
    changed: () => told.push(persister.trouble),
  });
  return { clock, entry, persister, told, work, now };
}

test("what changes in quick succession is written once, within 50 ms", async () => {
  const { clock, entry, persister } = testServer();
  persister.use(entry, null);
  for (let k = 0; k < 4; k++) {
    persister.touch();
    await clock.pass(10);
  }
  expect(entry.written).toHaveLength(0);
  await clock.pass(10);
  expect(entry.written).toHaveLength(1);
  await clock.pass(5_000);
  expect(entry.written).toHaveLength(1);
});

test("what changed before there was a place is written once there is one", async () => {
  const { clock, entry, persister } = testServer();
  persister.touch();
  await clock.pass(100);
  persister.use(entry, null);
  await clock.pass(50);
  expect(entry.written).toHaveLength(1);
});

test("a flush has written when it resolves, and holds nobody up for more than a second", async () => {
  const { clock, entry, persister } = testServer();
  persister.use(entry, null);
  persister.touch();
  await persister.flush();
  expect(entry.written).toHaveLength(1);
  entry.stuck = true;
  persister.touch();
  let over = false;
  void persister.flush().then(() => (over = true));
  await clock.pass(999);
  expect(over).toBe(false);
  await clock.pass(1);
  expect(over).toBe(true);
});

test("a write that failed is told of, and tried again until it succeeds", async () => {
  const { clock, entry, persister, told } = testServer();
  persister.use(entry, null);
  entry.answers = [full, full];
  persister.touch();
  await clock.pass(50);
  expect(persister.trouble).toEqual(full);
  await clock.pass(5_000);
  expect(entry.written).toHaveLength(2);
  await clock.pass(5_000);
  expect(persister.trouble).toBeNull();
  expect(told).toEqual([full, null]);
  await clock.pass(60_000);
  expect(entry.written).toHaveLength(3);
});

test("the copy of a state is written once, and the work alone when there is no room for both", async () => {
  const { clock, entry, persister, now } = testServer(state);
  persister.use(entry, null);
  persister.touch();
  await clock.pass(50);
  expect(entry.written.at(-1)?.copy).toMatchObject({ version: 1 });
  persister.touch();
  await clock.pass(50);
  expect(entry.written.at(-1)?.copy).toBe("same");
  now.copy = { ...state, version: 2 as Version };
  entry.answers = [full];
  persister.touch();
  await clock.pass(50);
  expect(entry.written.slice(-2).map(({ copy }) => (copy === null || copy === "same" ? copy : copy.version))).toEqual([2, null]);
  expect(persister.trouble).toBeNull();
  now.copy = null;
  persister.touch();
  await clock.pass(50);
  expect(entry.written.at(-1)?.copy).toBeNull();
});

test("closing writes for the last time and lets go of the place", async () => {
  const { entry, persister } = testServer();
  persister.use(entry, null);
  persister.touch();
  await persister.close();
  expect(entry.written).toHaveLength(1);
  expect(entry.released).toBe(true);
  persister.touch();
  await persister.flush();
  expect(entry.written).toHaveLength(1);
});
