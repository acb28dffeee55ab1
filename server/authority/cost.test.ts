import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { schema } from "../../shared/doc/schema";
import { MAX_RUNS } from "../../shared/doc/shape";
import { systemRandom } from "../../shared/ids";
import type { DocId, UserId } from "../../shared/ids";
import { MAX_SUBMISSION, pricing } from "../../shared/log/price";
import type { Op } from "../../shared/log/op";
import { finish } from "../../shared/sliced";
import { inSlices } from "../lane";
import { busyFor } from "../../fixtures/busy";
import { claimed, makeDocument, submission, typed } from "../../fixtures/live-server";
import { openSqlite } from "../store/sqlite";
import type { Store } from "../store/Store";
import { createAuthority } from "./authority";
import type { Authority } from "./authority";
import { WorkAllowance } from "./work-allowance";

const anna = { user: "anna" as UserId, role: "editor" as const };
const bela = { user: "bela" as UserId, role: "editor" as const };

let directory: string;
let store: Store;
let authority: Authority;
let now: number;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "sourcier-cost-"));
  store = await openSqlite(directory);
  now = 1_800_000_000_000;
  const logger = { error: console.error, warn: console.error };
  authority = createAuthority({ store, logger, now: () => now, random: systemRandom });
});
afterEach(async () => {
  await authority.drain();
  await store.close();
  rmSync(directory, { recursive: true });
});

const none = { near: 0, far: 0 };
const blocks = (count: number): string[] => Array.from({ length: count }, (_, index) => `Phrase ${index}.`);
const sizeOf = (doc: DocId): number => authority.headOf(doc)?.texts.fr?.doc.content.size ?? 0;

const marks = (doc: DocId, count: number): Op[] =>
  Array.from({ length: count }, (_, index) => ({
    type: "text.step",
    lang: "fr",
    step: { stepType: index % 2 === 0 ? "addMark" : "removeMark", mark: { type: "em" }, from: 0, to: sizeOf(doc) },
  }));

const wraps = (doc: DocId, count: number): Op[] =>
  Array.from({ length: count }, (_, index) => {
    const to = sizeOf(doc) + 2 * index;
    const slice = { content: [{ type: "blockquote", attrs: { id: null } }] };
    return {
      type: "text.step",
      lang: "fr",
      step: { stepType: "replaceAround", from: 0, to, gapFrom: 0, gapTo: to, insert: 1, slice, structure: true },
    };
  });

const claims = (): Op[] => Array.from({ length: 75 }, (_, index) => claimed(1 + 4 * index, 4 + 4 * index, "mot"));

/** How many turns of the event loop there are while the work is done. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let turns = 0;
  let over = false;
  const count = (): void => {
    turns += 1;
    if (!over) setImmediate(count);
  };
  setImmediate(count);
  await work;
  over = true;
  return turns;
}

test("T3: marks over a whole long text, many times in one submission, are refused for what they would cost, before any of it is done", async () => {
  const doc = await makeDocument(authority, anna.user, ...blocks(5000));
  const head = authority.headOf(doc);
  const answer = await authority.submit(submission(doc, 1, ...marks(doc, 200)), anna);
  expect(answer).toEqual({ ok: false, refusal: { code: "too-costly" } });
  expect(authority.headOf(doc)).toBe(head);
  // Somebody who bolds a whole text does not meet it.
  expect(await authority.submit(submission(doc, 1, ...marks(doc, 1)), anna)).toMatchObject({ ok: true });
});

test("T3: long work on one text lets others write in theirs meanwhile", async () => {
  const long = await makeDocument(authority, anna.user, ...blocks(1000));
  const other = await makeDocument(authority, bela.user, "Bonjour");
  const answered: string[] = [];
  const costly = authority.submit(submission(long, 1, ...marks(long, 120)), anna).then((answer) => answered.push(`long ${answer.ok}`));
  let version = 1;
  const turns = turnsDuring(costly);
  while (answered.length === 0 && version < 20) {
    const answer = await authority.submit(submission(other, version, typed(1, "x")), bela);
    expect(answer).toMatchObject({ ok: true });
    version += 1;
  }
  // Two at least have theirs in before the long work is; without turns it would be none.
  expect(version).toBeGreaterThan(3);
  expect(await turns).toBeGreaterThan(10);
  expect(answered).toEqual(["long true"]);
});

test("T3: many documents with long work do one piece of it in each turn of the loop", async () => {
  const longest = { at: 0, run: 0 };
  let turn = 0;
  let over = false;
  const count = (): void => {
    turn += 1;
    if (!over) setImmediate(count);
  };
  setImmediate(count);
  function* work(): Generator<void, number, void> {
    for (let piece = 0; piece < 6; piece++) {
      busyFor(10);
      longest.run = longest.at === turn ? longest.run + 1 : 1;
      longest.at = turn;
      yield;
    }
    return 1;
  }
  await new Promise(setImmediate);
  const first = Array.from({ length: 5 }, () => inSlices(work()));
  await new Promise(setImmediate);
  longest.run = 0;
  await Promise.all(first);
  over = true;
  expect(longest.run).toBeLessThanOrEqual(2);
});

test("T3: a passage is looked for in a text that is read once, however many are", async () => {
  const doc = await makeDocument(authority, anna.user, ...blocks(3000));
  const text = authority.headOf(doc)?.texts.fr?.doc;
  const [first] = blocks(1);
  if (!text || !first) throw new Error("no text");
  // Somebody takes the words away and puts other ones there: each late claim has to be looked for.
  const gone: Op = { type: "text.step", lang: "fr", step: { stepType: "replace", from: 1, to: 1 + first.length } };
  await authority.submit(submission(doc, 1, gone), bela);
  let read = 0;
  const after = authority.headOf(doc)?.texts.fr?.doc;
  const nodesBetween =
    after &&
    jest.spyOn(after, "nodesBetween").mockImplementation((...args) => {
      if (args[1] - args[0] > 10_000) read += 1;
      return Object.getPrototypeOf(after).nodesBetween.apply(after, args) as void;
    });
  const claims = Array.from({ length: 50 }, () => claimed(1, 1 + first.length, first));
  expect(await authority.submit(submission(doc, 1, ...claims), anna)).toMatchObject({ ok: true });
  nodesBetween?.mockRestore();
  expect(read).toBeLessThanOrEqual(1);
});

test("T3: typing among thousands of line breaks in one block, and wrapping a whole text again and again, cost no more than a submission may", async () => {
  const doc = await makeDocument(authority, anna.user, ...blocks(3000));
  const head = authority.headOf(doc);
  if (!head) throw new Error("no head");
  expect(finish(pricing(head, wraps(doc, 24), none))).toBeLessThan(MAX_SUBMISSION);
  const breaks = Array.from({ length: MAX_RUNS }, () => schema.nodes.hard_break.create());
  const broad = schema.nodes.doc.create(null, schema.nodes.paragraph.create(null, breaks));
  const state = { ...head, texts: { fr: { ...head.texts.fr, doc: broad } } } as typeof head;
  const keys = Array.from({ length: 200 }, () => typed(MAX_RUNS / 2, "x"));
  expect(finish(pricing(state, keys.slice(0, 20), none))).toBeLessThan(MAX_SUBMISSION);
  expect(finish(pricing(state, keys, none))).toBeNull();
});

test("T3: a person pays for costly work before it is done and may go on later; others are not held to it", async () => {
  const doc = await makeDocument(authority, anna.user, "mot ".repeat(750_000));
  const answers = [];
  for (let n = 0; n < 4; n++) answers.push(await authority.submit(submission(doc, 1, ...claims()), anna));
  expect(answers.map(({ ok }) => ok)).toEqual([true, true, true, false]);
  expect(answers[3]).toMatchObject({ refusal: { code: "busy", detail: { seconds: expect.any(Number) as number } } });
  expect(await authority.submit(submission(doc, 1, ...claims()), bela)).toMatchObject({ ok: true });
  now += 60_000;
  expect(await authority.submit(submission(doc, 1, ...claims()), anna)).toMatchObject({ ok: true });
});

test("T3: typing is never counted", () => {
  const allowance = new WorkAllowance(() => 0);
  expect(Array.from({ length: 10_000 }, () => allowance.pay(anna.user, 100)).every((seconds) => seconds === 0)).toBe(true);
  expect(allowance.pay(anna.user, 3 * MAX_SUBMISSION)).toBe(0);
  expect(allowance.pay(anna.user, MAX_SUBMISSION)).toBeGreaterThan(0);
  expect(allowance.pay(bela.user, MAX_SUBMISSION)).toBe(0);
});

test("T3: an hour’s work made offline, while ten others wrote, is paid at once; going over a long past again and again is not", async () => {
  const doc = await makeDocument(authority, anna.user, ...blocks(200));
  const state = authority.headOf(doc);
  if (!state) throw new Error("no head");
  const allowance = new WorkAllowance(() => now);
  // 20,000 keystrokes of others, of which the newest are at hand; 3,600 of one's own, as a page sends them.
  const keys = Array.from({ length: 200 }, (_, index) => typed(1 + index, "x"));
  const hour = finish(pricing(state, keys, { near: 4000, far: 16_000 })) ?? Infinity;
  expect(Array.from({ length: 18 }, () => allowance.pay(anna.user, hour))).toEqual(Array.from({ length: 18 }, () => 0));
  // Ten times as many others: the work waits for seconds, not for minutes.
  const crowd = finish(pricing(state, keys, { near: 4000, far: 196_000 })) ?? Infinity;
  let waited = 0;
  for (let sent = 0; sent < 18; sent += 1) {
    const seconds = allowance.pay(bela.user, crowd);
    waited += seconds;
    now += seconds * 1000;
    if (seconds > 0) expect(allowance.pay(bela.user, crowd)).toBe(0);
  }
  expect(waited).toBeLessThan(60);
  // Half a million are a second of the processor for each submission: after a few of them it is a tenth of the time.
  const attack = finish(pricing(state, keys, { near: 4000, far: 500_000 })) ?? Infinity;
  let taken = 0;
  for (let second = 0; second < 60; second += 1, now += 1000) if (allowance.pay("cem-0001" as UserId, attack) === 0) taken += 1;
  expect(taken).toBeLessThanOrEqual(9);
});

const passages = (count: number): Op[] => Array.from({ length: count }, () => claimed(1, 8, "Pegasus"));

test("T3: passages in whose words others wrote thousands of times are followed as far as a submission may cost, and a few go in", async () => {
  const doc = await makeDocument(authority, bela.user, "Pegasus a été vendu.");
  const nibbles = Array.from({ length: 200 }, (_, index): Op =>
    index % 2 === 0 ? typed(4, "x") : { type: "text.step", lang: "fr", step: { stepType: "replace", from: 4, to: 5 } },
  );
  for (let version = 1; version <= 20; version += 1) {
    now += 60_000;
    expect(await authority.submit(submission(doc, version, ...nibbles), bela)).toMatchObject({ ok: true });
  }
  now += 60_000;
  expect(await authority.submit(submission(doc, 1, ...passages(200)), anna)).toMatchObject({ ok: false, refusal: { code: "too-costly" } });
  expect(await authority.submit(submission(doc, 1, ...passages(5)), anna)).toMatchObject({ ok: true });
});
