import { TestClock } from "../../fixtures/clock";
import { claimOn, doc, firstOps } from "../../fixtures/sessions/text";
import type { CommitId, UserId, Version } from "../../shared/ids";
import { accept } from "../../shared/log/accept";
import type { Commit } from "../../shared/log/commit";
import type { Op } from "../../shared/log/op";
import { emptyState } from "../../shared/log/state";
import type { DocState } from "../../shared/log/state";
import type { Answer, Link } from "./ports";
import { Sender } from "./sender";
import { Work } from "./work";

// The order of what is written, sent and let go of, beside a server and a disk that answer when the test says so.

const me = "amelie" as UserId;

function logged(id: string, ops: readonly Op[], before: DocState): { commit: Commit; state: DocState } {
  const result = accept({ doc, id: id as CommitId, base: before.version, ops: [...ops] } as never, me, 1, [], before);
  if (!result.ok || !result.commit) throw new Error("not accepted");
  return { commit: result.commit, state: result.state };
}

const { state } = logged("commit01", firstOps(), emptyState);
const claim = (name: string, words: string): Op => claimOn(state, words, name);

function testServer() {
  const clock = new TestClock();
  let count = 0;
  const newId = (): CommitId => `own${String((count += 1)).padStart(5, "0")}` as CommitId;
  const work = new Work({ me, now: clock.now, newId, moved: () => undefined, changed: () => undefined });
  work.load(state);
  const kept: { resolve: () => void }[] = [];
  const asked: { id: CommitId; answer: (answer: Answer<"submit"> | null) => void }[] = [];
  const looks: number[] = [];
  const link = {
    ask: (_event: string, { id }: { id: CommitId }) => new Promise((answer) => asked.push({ id, answer })),
  } as unknown as Link;
  const sender = new Sender({
    doc,
    link,
    clock,
    work,
    keep: () => new Promise((resolve) => kept.push({ resolve })),
    look: async () => void looks.push(clock.now()),
    changed: () => undefined,
    ended: () => undefined,
  });
  sender.set(true);
  return { clock, work, kept, asked, looks, sender };
}

const acknowledged = (version: number): Answer<"submit"> => ({ ok: true, value: { version: version as Version } }) as Answer<"submit">;

/** One submission on its way, which the server says it has as version 2. */
async function sent() {
  const all = testServer();
  const { clock, work, kept, asked, sender } = all;
  expect(work.change([claim("claim1", "Hongrie")], "")).toEqual({ ok: true, value: null });
  sender.poke();
  await clock.pass(0);
  kept[0]?.resolve();
  await clock.pass(0);
  expect(asked).toHaveLength(1);
  return all;
}

test("L3: the server hears of a submission only once it is written down under its id", async () => {
  const { clock, work, kept, asked, sender } = testServer();
  work.change([claim("claim1", "Hongrie")], "");
  sender.poke();
  await clock.pass(60_000);
  expect(kept).toHaveLength(1);
  const { inflight } = work.saved() ?? {};
  expect(inflight).toMatchObject({ id: "own00001" });
  expect(asked).toEqual([]);
  kept[0]?.resolve();
  await clock.pass(0);
  expect(asked.map(({ id }) => id)).toEqual(["own00001"]);
});

test("L3: what goes again is written down again first, under the same id", async () => {
  const { clock, kept, asked } = await sent();
  asked[0]?.answer(null);
  await clock.pass(60_000);
  expect(kept).toHaveLength(2);
  expect(asked).toHaveLength(1);
  kept[1]?.resolve();
  await clock.pass(0);
  expect(asked.map(({ id }) => id)).toEqual(["own00001", "own00001"]);
});

test("L3: what was settled while it was written down is not sent", async () => {
  const { clock, work, kept, asked, sender } = testServer();
  work.change([claim("claim1", "Hongrie")], "");
  sender.poke();
  await clock.pass(0);
  expect(work.receive([logged("own00001", [claim("claim1", "Hongrie")], state).commit])).toBe(true);
  kept[0]?.resolve();
  await clock.pass(0);
  expect(asked).toEqual([]);
});

test("an acknowledged commit that does not come within two seconds is looked for", async () => {
  const { clock, work, asked, looks } = await sent();
  asked[0]?.answer(acknowledged(2));
  await clock.pass(1_999);
  expect(looks).toEqual([]);
  await clock.pass(1);
  expect(looks).toHaveLength(1);
  // It is still this page's work, until it is seen in the log.
  expect(work.pending).toBe(1);
});

test("one that comes in time is not looked for, and the next goes", async () => {
  const { clock, work, kept, asked, looks, sender } = await sent();
  asked[0]?.answer(acknowledged(2));
  await clock.pass(0);
  work.receive([logged("own00001", [claim("claim1", "Hongrie")], state).commit]);
  work.change([claim("claim2", "achat")], "");
  sender.wake();
  await clock.pass(10_000);
  expect(looks).toEqual([]);
  kept[1]?.resolve();
  await clock.pass(0);
  expect(asked.map(({ id }) => id)).toEqual(["own00001", "own00002"]);
});

test("one that passed unrecognised is let go of, so that it stands once and the next goes", async () => {
  const { clock, work, kept, asked, sender } = await sent();
  // Another page of the same person has brought the same work in under its own id.
  asked[0]?.answer(acknowledged(2));
  await clock.pass(0);
  work.receive([logged("other001", [claim("claim1", "Hongrie")], state).commit]);
  sender.wake();
  await clock.pass(0);
  expect(work.pending).toBe(0);
  expect(work.refused).toEqual([]);
  expect([...(work.view?.claims.keys() ?? [])]).toEqual(["claim1"]);
  work.change([claim("claim2", "achat")], "");
  sender.poke();
  await clock.pass(0);
  kept[1]?.resolve();
  await clock.pass(0);
  expect(asked).toHaveLength(2);
  expect(asked[1]?.id).toBe(work.unanswered?.id);
});
